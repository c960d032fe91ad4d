"""The call of an attempt: what the function sees, and how a deadline ends it."""

import asyncio
import gc
import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Request, Response

from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.http_calls import HttpCalls
from embedded_firebase.functions.invocation import Invoker
from embedded_firebase.tasks.calls import TaskCalls
from embedded_firebase.tasks.queue import QueuedTask
from embedded_firebase.tasks.targets import Target
from embedded_firebase.tasks.task import Progress, Result, Task

ADDRESS = "127.0.0.1:5001"
NOW = 1_800_000_000.0


def queued(
    function: Callable[[Request], Any], deadline: float = 10.0, headers: Mapping[str, str] | None = None
) -> tuple[QueuedTask, Target]:
    """Return a task whose first attempt has started, and its function."""
    hosted = HostedFunction("remind", "task", function, ("us-central1",), timeout_seconds=10, parallel=2)
    task = Task("one", "PUT", "", headers or {}, b"\xff\x00", NOW, NOW, deadline)
    started = QueuedTask(task, NOW, progress=Progress(attempts=1))
    return started, Target(hosted, "/demo-x/us-central1/remind", "/a b", "c=d")


def attempt(function: Callable[[Request], Any], headers: Mapping[str, str] | None = None) -> Result:
    """Make the first attempt of a task."""
    calls = TaskCalls(HttpCalls(Invoker()), ADDRESS)
    return asyncio.run(calls.call("remind", *queued(function, headers=headers)))


def test_the_function_gets_the_request_as_the_task_has_it() -> None:
    seen: list[object] = []

    def record(request: Request) -> Response:
        seen.extend([request.method, request.path, request.args["c"], request.content_type, request.data])
        seen.append(request.headers["Host"])
        return Response(status=204)

    assert attempt(record, headers={"Content-Type": "application/x-y"}) == Result(204)
    assert seen == ["PUT", "/a b", "d", "application/x-y", b"\xff\x00", ADDRESS]


def test_a_body_without_a_type_gets_none() -> None:
    seen: list[object] = []
    assert attempt(lambda request: seen.append(request.content_type) or "ok") == Result(200)  # type: ignore[func-returns-value]
    assert seen == [None]


def test_an_exception_is_an_internal_error() -> None:
    def fail(_: Request) -> None:
        raise RuntimeError("never")

    result = attempt(fail)
    assert (result, result.reason, result.executed) == (Result(500), "INTERNAL", False)


def test_an_attempt_beyond_its_deadline_has_no_response_and_ends_unnoticed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    released = threading.Event()

    def fail_late(_: Request) -> None:
        released.wait(2)
        raise RuntimeError("too late")

    async def outlive() -> Result:
        invoker = Invoker()
        result = await TaskCalls(HttpCalls(invoker), ADDRESS).call(
            "remind", *queued(fail_late, deadline=0.02)
        )
        released.set()
        await asyncio.to_thread(invoker.join, 5)
        await asyncio.sleep(0)
        gc.collect()
        return result

    result = asyncio.run(outlive())
    assert (result, result.reason, result.executed) == (Result(None), "DEADLINE_EXCEEDED", False)
    assert caplog.messages == []

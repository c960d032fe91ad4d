"""The call of an attempt: what the function sees, and how a deadline ends it."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import Any

from flask import Request, Response

from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.http_calls import HttpCalls
from embedded_firebase.functions.invocation import Invoker
from embedded_firebase.tasks.calls import TaskCalls
from embedded_firebase.tasks.queue import QueuedTask
from embedded_firebase.tasks.targets import Target
from embedded_firebase.tasks.task import Progress, Result, Task

NOW = 1_800_000_000.0


def attempt(
    function: Callable[[Request], Any], deadline: float = 10.0, headers: Mapping[str, str] | None = None
) -> Result:
    """Make the first attempt of a task."""
    hosted = HostedFunction("remind", "task", function, ("us-central1",), timeout_seconds=10, parallel=2)
    task = Task("one", "PUT", "", headers or {}, b"\xff\x00", NOW, NOW, deadline)
    queued = QueuedTask(task, NOW, progress=Progress(attempts=1))
    target = Target(hosted, "/demo-x/us-central1/remind", "/a b", "c=d")
    return asyncio.run(TaskCalls(HttpCalls(Invoker()), "127.0.0.1:5001").call("remind", queued, target))


def test_the_function_gets_the_request_as_the_task_has_it() -> None:
    seen: list[object] = []

    def record(request: Request) -> Response:
        seen.extend([request.method, request.path, request.args["c"], request.content_type, request.data])
        seen.append(request.headers["Host"])
        return Response(status=204)

    assert attempt(record, headers={"Content-Type": "application/x-y"}) == Result(204)
    assert seen == ["PUT", "/a b", "d", "application/x-y", b"\xff\x00", "127.0.0.1:5001"]


def test_a_body_without_a_type_gets_none() -> None:
    seen: list[object] = []
    assert attempt(lambda request: seen.append(request.content_type) or "ok") == Result(200)  # type: ignore[func-returns-value]
    assert seen == [None]


def test_an_exception_is_an_internal_error() -> None:
    def fail(_: Request) -> None:
        raise RuntimeError("never")

    result = attempt(fail)
    assert (result, result.reason, result.executed) == (Result(500), "INTERNAL", False)


def test_an_attempt_beyond_its_deadline_has_no_response() -> None:
    released = threading.Event()
    try:
        result = attempt(lambda request: released.wait(10), deadline=0.02)
    finally:
        released.set()
    assert (result, result.reason, result.executed) == (Result(None), "DEADLINE_EXCEEDED", False)

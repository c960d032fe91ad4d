"""The JSON of a task: which is accepted, and what the answer has."""

import base64
import json
from typing import Any

import pytest

from embedded_firebase.functions.task_queues import QueueConfig, RateLimits
from embedded_firebase.tasks.errors import InvalidTask
from embedded_firebase.tasks.messages import resource_of, task_of
from embedded_firebase.tasks.queue import QueuedTask
from embedded_firebase.tasks.queues import problem_of
from embedded_firebase.tasks.request_headers import request_headers
from embedded_firebase.tasks.task import Progress, Task

NOW = 1_800_000_000.0
PARENT = "projects/demo-x/locations/us-central1/queues/remind"


def parsed(body: bytes = b"{}", request: dict[str, Any] | None = None, **fields: Any) -> Task:
    sent = {"body": base64.b64encode(body).decode(), **(request or {})}
    return task_of(json.dumps({"task": {"httpRequest": sent, **fields}}).encode(), PARENT, NOW)


def test_the_least_task_starts_now_under_a_new_name() -> None:
    task = parsed(name=None, scheduleTime=None, dispatchDeadline=None)
    assert (task.method, task.url, task.body, task.schedule_time) == ("POST", "", b"{}", NOW)
    assert task.dispatch_deadline == 600
    assert task.identifier.isdecimal()
    assert task.identifier != parsed().identifier


@pytest.mark.parametrize("slash", ["", "/"])
def test_everything_that_is_sent_is_kept(slash: str) -> None:
    task = parsed(
        b"\xff\x00",
        {"headers": {"Content-Type": "application/x-y"}, "httpMethod": "PUT", "url": "https://a.example/b"},
        name=f"{slash}{PARENT}/tasks/my-task_1",
        scheduleTime="2027-01-15T08:00:01.500000250Z",
        dispatchDeadline="15.5s",
    )
    assert (task.identifier, task.method, task.url) == ("my-task_1", "PUT", "https://a.example/b")
    assert (task.body, task.headers) == (b"\xff\x00", {"Content-Type": "application/x-y"})
    assert (task.schedule_time, task.dispatch_deadline) == (NOW + 1.5, 15.5)


def test_a_time_in_the_past_is_now() -> None:
    assert parsed(scheduleTime="2020-01-01T00:00:00Z").schedule_time == NOW


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"task": 1}', b'{"task": {}}', b'{"task": {"httpRequest": []}}', b"\xff"],
)
def test_what_is_no_task_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidTask):
        task_of(body, PARENT, NOW)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "my-task"},
        {"name": f"{PARENT}/tasks/a b"},
        {"name": f"{PARENT}/tasks/{'a' * 501}"},
        {"name": f"{PARENT}x/tasks/a"},
        {"name": 7},
        {"scheduleTime": "soon"},
        {"scheduleTime": "2027-01-15T08:00:00"},
        {"scheduleTime": "2027-03-01T00:00:00Z"},
        {"dispatchDeadline": "10s"},
        {"dispatchDeadline": "1801s"},
        {"dispatchDeadline": "1m"},
        {"request": {"body": "!"}},
        {"request": {"body": 1}},
        {"request": {"url": "ftp://a.example"}},
        {"request": {"httpMethod": "TRACE"}},
        {"request": {"headers": []}},
        {"request": {"headers": {"a": 1}}},
        {"request": {"headers": {"a b": "c"}}},
        {"request": {"headers": {"a": "b\r\nc: d"}}},
        {"request": {"headers": {"a": "b" * 81920}}},
    ],
)
def test_a_field_outside_its_limits_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidTask):
        parsed(**fields)


def test_the_answer_names_the_task_as_the_sdk_for_python_expects_it() -> None:
    answer = resource_of(parsed(b'{"data": 1}', name=f"{PARENT}/tasks/a"), PARENT, "http://here/remind")
    assert answer["name"] == f"/{PARENT}/tasks/a"
    assert answer["httpRequest"]["body"] == {"data": 1}
    assert answer["httpRequest"]["url"] == "http://here/remind"
    assert answer["scheduleTime"] == "2027-01-15T08:00:00.000000Z"


def test_an_attempt_has_the_headers_of_the_task_and_of_the_platform() -> None:
    own = {"Authorization": "Bearer x", "X-Mine": "1", "host": "a", "x-cloudtasks-taskname": "forged"}
    queued = QueuedTask(parsed(request={"headers": own}, name=f"{PARENT}/tasks/a"), NOW + 0.25)
    queued.progress = Progress(attempts=1)
    assert request_headers("remind", queued) == {
        "Authorization": "Bearer x",
        "X-Mine": "1",
        "User-Agent": "Google-Cloud-Tasks",
        "X-CloudTasks-QueueName": "remind",
        "X-CloudTasks-TaskName": "a",
        "X-CloudTasks-TaskRetryCount": "0",
        "X-CloudTasks-TaskExecutionCount": "0",
        "X-CloudTasks-TaskETA": "1800000000.250000",
    }
    queued.progress = Progress(attempts=3, executions=1, last_status=503, last_reason="UNAVAILABLE")
    later = request_headers("remind", queued)
    assert later["X-CloudTasks-TaskRetryCount"] == "2"
    assert later["X-CloudTasks-TaskExecutionCount"] == "1"
    assert later["X-CloudTasks-TaskPreviousResponse"] == "503"
    assert later["X-CloudTasks-TaskRetryReason"] == "UNAVAILABLE"


@pytest.mark.parametrize(
    ("name", "limits", "accepted"),
    [
        ("remind", RateLimits(), True),
        ("send-mail", RateLimits(5000, 0.1), True),
        ("send_mail", RateLimits(), False),
        ("a" * 101, RateLimits(), False),
        ("remind", RateLimits(max_concurrent_dispatches=5001), False),
        ("remind", RateLimits(max_concurrent_dispatches=0), False),
        ("remind", RateLimits(max_dispatches_per_second=0), False),
    ],
)
def test_a_queue_that_the_service_would_refuse_is_not_made(
    name: str, limits: RateLimits, accepted: bool
) -> None:
    assert (problem_of(name, QueueConfig(limits)) is None) == accepted

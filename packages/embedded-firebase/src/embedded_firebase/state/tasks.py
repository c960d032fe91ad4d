"""Pending tasks as JSON: when each is due, how it stands, and its request, with a body of text as text."""

import base64
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from embedded_firebase.tasks import TaskQueues
from embedded_firebase.tasks.errors import TaskExists
from embedded_firebase.tasks.messages import timestamp
from embedded_firebase.tasks.runner import TaskState
from embedded_firebase.tasks.task import Progress, Task

_logger = logging.getLogger("embedded_firebase.state")


def write_tasks(file: Path, queues: TaskQueues) -> None:
    """Write the tasks that have not ended, those that run included: after an import they run again."""
    entries = [
        {"location": location, "queue": name, **_entry(state)}
        for (location, name), queue in queues.items()
        # A task that a fault delivers twice is written once.
        for state in {state.task.identifier: state for state in queue.states()}.values()
    ]
    file.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_tasks(file: Path, queues: TaskQueues) -> None:
    """Put the tasks in a file back, those that are due by now included.

    A task is left out, and a warning logged, if its queue is not there, or if the file has it twice.
    """
    for entry in json.loads(file.read_text(encoding="utf-8")):
        name, queue = entry["task"], queues.get((entry["location"], entry["queue"]))
        if queue is None:
            _logger.warning("task %s is not imported: there is no queue %s", name, entry["queue"])
            continue
        try:
            queue.restore(_state_of(entry))
        except TaskExists:
            _logger.warning("task %s is not imported again: queue %s has it", name, entry["queue"])


def _entry(state: TaskState) -> dict[str, Any]:
    task, progress = state.task, state.progress
    entry: dict[str, Any] = {
        "task": task.identifier,
        "created": timestamp(task.created),
        "schedule_time": timestamp(task.schedule_time),
        "next_attempt": timestamp(state.scheduled),
        "dispatch_deadline_seconds": task.dispatch_deadline,
        "method": task.method,
        "url": task.url,
        "headers": dict(task.headers),
        **_body_entry(task.body),
    }
    if progress.attempts:
        entry["attempts"] = {
            "started": progress.attempts,
            "executed": progress.executions,
            "first": timestamp(progress.first_attempt) if progress.first_attempt is not None else None,
            "seconds_saved": progress.seconds_saved,
            "last_status": progress.last_status,
            "last_reason": progress.last_reason,
        }
    return entry


def _body_entry(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(body).decode()}


def _state_of(entry: Mapping[str, Any]) -> TaskState:
    task = Task(
        identifier=entry["task"],
        method=entry["method"],
        url=entry["url"],
        headers=entry["headers"],
        body=base64.b64decode(entry["body_base64"]) if "body_base64" in entry else entry["body"].encode(),
        created=_seconds(entry["created"]),
        schedule_time=_seconds(entry["schedule_time"]),
        dispatch_deadline=entry["dispatch_deadline_seconds"],
    )
    progress = Progress()
    if attempts := entry.get("attempts"):
        progress = Progress(
            attempts=attempts["started"],
            executions=attempts["executed"],
            first_attempt=_seconds(attempts["first"]) if attempts["first"] else None,
            seconds_saved=attempts["seconds_saved"],
            last_status=attempts["last_status"],
            last_reason=attempts["last_reason"],
        )
    return TaskState(task, _seconds(entry["next_attempt"]), progress, running=False)


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()

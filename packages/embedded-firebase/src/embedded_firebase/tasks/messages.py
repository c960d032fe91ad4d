"""The JSON of a task: read and checked when it is created, and written in the answer.

The fields and their limits are those of
https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks.
"""

import base64
import binascii
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from embedded_firebase.functions.http_calls import METHODS
from embedded_firebase.tasks.errors import InvalidTask, NotImplementedHere
from embedded_firebase.tasks.task import DEFAULT_DEADLINE_SECONDS, Task

MAX_SCHEDULE_SECONDS = 30 * 24 * 3600.0
"""How far in the future a task may be scheduled."""
MAX_HEADER_BYTES = 80 * 1024

_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,500}")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")


def task_of(raw: bytes, parent: str, now: float) -> Task:
    """Return the task that a request creates.

    Args:
        raw: the body of the request.
        parent: the name of its queue, as in `projects/p/locations/l/queues/q`.
        now: the current time, in seconds since the epoch.

    Raises:
        InvalidTask: if a field is missing or malformed, or outside its limits.
        NotImplementedHere: if the task is one of App Engine.
    """
    sent = _object(_parsed(raw), "task")
    if sent.get("appEngineHttpRequest") is not None:
        raise NotImplementedHere("A task of App Engine is not implemented by the emulator.")
    request = _object(sent, "httpRequest")
    method = _text(request, "httpMethod") or "POST"
    if method not in METHODS:
        raise InvalidTask(f"task.httpRequest.httpMethod must be one of {', '.join(METHODS)}")
    return Task(
        identifier=_identifier(_text(sent, "name"), parent),
        method=method,
        url=_url(_text(request, "url")),
        headers=_headers(request.get("headers")),
        body=_body(_text(request, "body")),
        created=now,
        schedule_time=_schedule_time(_text(sent, "scheduleTime"), now),
        dispatch_deadline=_deadline(_text(sent, "dispatchDeadline")),
    )


def resource_of(task: Task, parent: str, url: str) -> dict[str, Any]:
    """Return a task as the answer to its creation has it.

    The name begins with a slash: the Admin SDK for Python cuts it off on an emulator. A body of JSON is parsed, as
    firebase-tools does.
    """
    try:
        body = json.loads(task.body) if task.body else None
    except ValueError:
        body = base64.b64encode(task.body).decode()
    return {
        "name": f"/{parent}/tasks/{task.identifier}",
        "httpRequest": {
            "url": task.url or url,
            "httpMethod": task.method,
            "headers": dict(task.headers),
            "body": body,
        },
        "createTime": timestamp(task.created),
        "scheduleTime": timestamp(task.schedule_time),
        "dispatchDeadline": f"{task.dispatch_deadline:g}s",
    }


def timestamp(seconds: float) -> str:
    """Return a time, given in seconds since the epoch, in the form of RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _parsed(raw: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(raw)
    except ValueError:
        raise InvalidTask("The body is not JSON.") from None
    if not isinstance(content, dict):
        raise InvalidTask("The body is not a JSON object.")
    return content


def _object(container: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = container.get(name)
    if not isinstance(value, dict):
        raise InvalidTask(f"{name} must be an object")
    return value


def _text(container: Mapping[str, Any], name: str) -> str:
    """Return a field of text; an empty one if the field is absent."""
    value = container.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidTask(f"{name} must be text")
    return value


def _identifier(name: str, parent: str) -> str:
    """Return the identifier within the name of a task; a new one if there is no name."""
    if not name:
        return str(secrets.randbelow(10**19) + 1)
    folder, _, identifier = name.removeprefix("/").rpartition("/")
    if folder != f"{parent}/tasks" or not _IDENTIFIER.fullmatch(identifier):
        raise InvalidTask(
            f'task.name must be "{parent}/tasks/TASK_ID", where TASK_ID has 1 to 500 letters ([A-Za-z]), '
            "numbers ([0-9]), hyphens (-), or underscores (_)"
        )
    return identifier


def _url(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise InvalidTask("task.httpRequest.url must begin with http:// or https://")
    return url


def _headers(headers: object) -> dict[str, str]:
    if headers is None:
        return {}
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise InvalidTask("task.httpRequest.headers must be an object of texts")
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or not value.isascii() or re.search(r"[\r\n\0]", value):
            raise InvalidTask(f"task.httpRequest.headers: {name} is not a header of HTTP")
    if sum(len(name) + len(value) for name, value in headers.items()) >= MAX_HEADER_BYTES:
        raise InvalidTask("task.httpRequest.headers must be less than 80 KB")
    return headers


def _body(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidTask("task.httpRequest.body must be base64") from None


def _schedule_time(text: str, now: float) -> float:
    """Return when the task may start; the present if that is past or absent."""
    if not text:
        return now
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise InvalidTask("task.scheduleTime must be a time such as 2030-01-01T12:00:00Z")
    if time.timestamp() > now + MAX_SCHEDULE_SECONDS:
        raise InvalidTask("task.scheduleTime must be at most 30 days in the future")
    return max(now, time.timestamp())


def _deadline(text: str) -> float:
    if not text:
        return DEFAULT_DEADLINE_SECONDS
    matched = _DURATION.fullmatch(text)
    if matched is None or not 15 <= float(matched[1]) <= 1800:
        raise InvalidTask("task.dispatchDeadline must be from 15s to 1800s")
    return float(matched[1])

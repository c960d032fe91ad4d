"""A hosted function: its kind, its region, its limits, its trigger and its queue."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from embedded_firebase.functions.task_queues import QueueConfig

Kind = Literal["callable", "http", "task", "schedule", "event"]

DEFAULT_REGION = "us-central1"
DEFAULT_TIMEOUT_SECONDS = 60
DEFAULT_CONCURRENCY = 80
"""https://firebase.google.com/docs/functions/manage-functions#set_runtime_options"""

MAX_PARALLEL = 80
"""The most calls of one function at once here, however many instances it may have in production."""


@dataclass(frozen=True)
class DocumentTrigger:
    """The changes of documents that call a function."""

    event_type: str
    """The full type, as in `google.cloud.firestore.document.v1.created`."""
    operation: Literal["created", "updated", "deleted", "written"]
    with_auth_context: bool
    database: str
    pattern: str
    """A path under the database's documents, as in `renders/{render}/attempts/{attempt}`."""
    retry: bool
    """Whether a failed delivery is tried again."""

    def matches(self, path: str) -> bool:
        """Return whether the pattern covers a document's path (https://cloud.google.com/eventarc/docs/path-patterns)."""
        return _compiled(self.pattern).fullmatch(path) is not None


@dataclass(frozen=True)
class ObjectTrigger:
    """The changes of objects in Storage that call a function."""

    event_type: str
    """The full type, as in `google.cloud.storage.object.v1.finalized`."""
    operation: Literal["finalized", "deleted", "metadataUpdated", "archived"]
    bucket: str
    retry: bool
    """Whether a failed delivery is tried again."""


Trigger = DocumentTrigger | ObjectTrigger


@dataclass(frozen=True)
class HostedFunction:
    """One function as it would be deployed."""

    name: str
    kind: Kind
    call: Callable[..., Any]
    """The decorated function itself: takes a Flask request, or a CloudEvent."""
    regions: tuple[str, ...]
    timeout_seconds: float
    parallel: int
    """How many calls may run at once: concurrency times instances, within `MAX_PARALLEL`."""
    trigger: Trigger | None = None
    queue: QueueConfig | None = None
    """The configuration of its queue; None if its kind is not `task`."""


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    def segment(text: str) -> str:
        if "**" in text:
            return ".+"
        if text == "*" or re.fullmatch(r"\{[^/{}]+\}", text):
            return "[^/]+"
        return re.escape(text)

    return re.compile("/".join(segment(text) for text in pattern.strip("/").split("/")), re.DOTALL)

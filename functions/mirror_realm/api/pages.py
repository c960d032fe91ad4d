"""Tasks of the queue as they arrive: a malformed one is logged and dropped, a failed one is repeated by the queue."""

from typing import Any

from mirror_realm import bootstrap, events, tracing
from mirror_realm.domain.page_task import PageTask
from mirror_realm.errors import InvalidRequest


class NotDone(Exception):
    """Makes the queue repeat the task. It has no details, because the platform logs this exception."""


def run(data: Any) -> None:
    """Do the page of a task. Raises NotDone if it fails."""
    try:
        task = PageTask.from_payload(data)
    except InvalidRequest:
        events.page_ignored("unknown", "it is malformed")
        return
    try:
        with tracing.traced(tracing.new()):
            bootstrap.services().paging.run(task)
    except Exception as error:
        events.page_failed(task.of)
        raise NotDone(type(error).__name__) from None

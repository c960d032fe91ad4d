"""Shared code of all triggers: failed events are redelivered for a time and then stored as dead letters."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from firebase_functions.firestore_fn import Event

from mirror_realm import bootstrap, events, tracing
from mirror_realm.errors import Contention

if TYPE_CHECKING:
    from firebase_functions.core import CloudEvent
    from firebase_functions.storage_fn import StorageObjectData

    from mirror_realm.services.ports.photos import Upload

Trigger = TypeVar("Trigger", bound=Callable[..., Any])

RENDER_SECONDS = 540
"""The timeout of `render_attempt`, in seconds."""

PATIENCE = timedelta(minutes=30)
"""The time for which a failing event is redelivered before it becomes a dead letter."""


def redelivered(trigger: Trigger) -> Trigger:
    """Make the platform redeliver an event, for up to 24 h with backoff, while the function raises.

    firebase-functions 0.6 has no `retry` option for event triggers and declares `retry: false` to the CLI. The
    declaration is a public attribute of the decorated function, so it is corrected there.
    """
    trigger.__firebase_endpoint__.eventTrigger["retry"] = True  # type: ignore[attr-defined]  # set by the decorator
    return trigger


class Undelivered(Exception):
    """Makes the platform redeliver the event. It has no details, because the platform logs this exception."""


def handle(event: Event[Any], function: str, act: Callable[[str], None]) -> None:
    """Run `act` on the event's document path. Raises Undelivered if it fails.

    An event that keeps failing becomes a dead letter. Contention is not the event's fault: such an event is redelivered
    for as long as the platform does so.
    """
    _handle(event.id, event.time, function, event.document, lambda: act(event.document))


def handle_upload(
    event: "CloudEvent[StorageObjectData]", function: str, act: "Callable[[str, Upload], None]"
) -> None:
    """Run `act` on the uploader and the upload of the event; ignore other files of the bucket.

    Raises Undelivered as `handle` does. A dead letter names the document that counts the user's uploads.
    """
    from mirror_realm.services.ports import documents, files
    from mirror_realm.services.ports.photos import Upload

    data = event.data
    uid = files.uploader(str(data.name))
    if uid is None:
        return
    document = documents.upload_count(uid).path

    def work() -> None:
        # The payload is JSON as Storage wrote it: 64-bit numbers and times are strings.
        created = datetime.fromisoformat(str(data.time_created))
        act(uid, Upload(data.name, int(data.generation), _aware(created), data.cache_control))

    _handle(event.id, event.time, function, document, work)


def _handle(event_id: str, time: datetime, function: str, document: str, work: Callable[[], None]) -> None:
    try:
        with tracing.traced(tracing.new()):
            _put_aside_in_time(event_id, time, function, document, work)
    except Exception as error:
        events.trigger_failed(function, event_id)
        raise Undelivered(type(error).__name__) from None


def _put_aside_in_time(
    event_id: str, time: datetime, function: str, document: str, work: Callable[[], None]
) -> None:
    try:
        work()
    except Contention:
        raise
    except Exception as error:
        if datetime.now(UTC) - _aware(time) < PATIENCE:
            raise
        bootstrap.services().dead_letters.put_aside(event_id, function, document, error)


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)

"""What every trigger shares: redelivery, and an end to it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from firebase_functions.firestore_fn import Event

from mirror_realm import bootstrap, events
from mirror_realm.errors import Contention

if TYPE_CHECKING:
    from firebase_functions.core import CloudEvent
    from firebase_functions.storage_fn import StorageObjectData

    from mirror_realm.services.ports.photos import Upload

Trigger = TypeVar("Trigger", bound=Callable[..., Any])

RENDER_SECONDS = 540
"""How long `render_attempt` may run."""

PATIENCE = timedelta(minutes=30)
"""How long an event that raises is delivered again before it is put aside."""


def redelivered(trigger: Trigger) -> Trigger:
    """Has the platform deliver an event again (for up to 24 h, with backoff) while the function raises.

    firebase-functions 0.6 knows no `retry` option for event triggers and writes `retry: false` into what it
    declares to the CLI; the declaration is the decorated function's public face, so it is corrected there.
    """
    trigger.__firebase_endpoint__.eventTrigger["retry"] = True  # type: ignore[attr-defined]  # set by the decorator
    return trigger


class Undelivered(Exception):
    """Has the platform deliver the event again. The platform logs what it is given, so this says no more than that."""


def handle(event: Event[Any], function: str, act: Callable[[str], None]) -> None:
    """Runs `act` on the event's document path. Raises Undelivered where it fails.

    An event that goes on failing ends as a dead letter, not as a loop; one that meets contention is not the event's
    own fault and is delivered as long as the platform will.
    """
    _handle(event.id, event.time, function, event.document, lambda: act(event.document))


def handle_upload(
    event: "CloudEvent[StorageObjectData]", function: str, act: "Callable[[str, Upload], None]"
) -> None:
    """Run `act` on the uploader and the upload that the event is about; other files of the bucket are left alone.

    Raises Undelivered as `handle` does. A dead letter names the document that counts the person's uploads.
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

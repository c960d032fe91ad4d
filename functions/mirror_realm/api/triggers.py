"""What every Firestore trigger shares: redelivery, and an end to it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from firebase_functions.firestore_fn import Event

from mirror_realm import bootstrap, events
from mirror_realm.errors import Contention

Trigger = TypeVar("Trigger", bound=Callable[..., Any])

RENDER_SECONDS = 540
"""How long `render_attempt` may run."""

PATIENCE = timedelta(minutes=30)
"""How long an event that raises is delivered again before it is put aside."""


def redelivered(trigger: Trigger) -> Trigger:
    """Has the platform deliver an event again (for up to 24 h, with backoff) while the function raises.

    firebase-functions 0.6 knows no `retry` option for Firestore triggers and writes `retry: false` into what it
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
    try:
        _handle(event, function, act)
    except Exception as error:
        events.trigger_failed(function, event.id)
        raise Undelivered(type(error).__name__) from None


def _handle(event: Event[Any], function: str, act: Callable[[str], None]) -> None:
    try:
        act(event.document)
    except Contention:
        raise
    except Exception as error:
        if datetime.now(UTC) - _aware(event.time) < PATIENCE:
            raise
        bootstrap.services().dead_letters.put_aside(event.id, function, event.document, error)


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)

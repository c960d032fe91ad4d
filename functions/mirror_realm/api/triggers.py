"""What every Firestore trigger shares: redelivery, and an end to it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from firebase_functions.firestore_fn import Event

from mirror_realm import bootstrap
from mirror_realm.errors import Contention

Trigger = TypeVar("Trigger", bound=Callable[..., Any])

PATIENCE = timedelta(minutes=30)
"""How long an event that raises is delivered again before it is put aside."""


def redelivered(trigger: Trigger) -> Trigger:
    """Has the platform deliver an event again (for up to 24 h, with backoff) while the function raises.

    firebase-functions 0.6 knows no `retry` option for Firestore triggers and writes `retry: false` into what it
    declares to the CLI; the declaration is the decorated function's public face, so it is corrected there.
    """
    trigger.__firebase_endpoint__.eventTrigger["retry"] = True  # type: ignore[attr-defined]  # set by the decorator
    return trigger


def handle(event: Event[Any], function: str, act: Callable[[str], None]) -> None:
    """Runs `act` on the event's document path. An event that goes on raising ends as a dead letter, not as a loop."""
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

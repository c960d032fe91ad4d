"""What every Firestore trigger shares."""

from collections.abc import Callable
from typing import Any, TypeVar

Trigger = TypeVar("Trigger", bound=Callable[..., Any])


def redelivered(trigger: Trigger) -> Trigger:
    """Has the platform deliver an event again (for up to 24 h, with backoff) while the function raises.

    firebase-functions 0.6 knows no `retry` option for Firestore triggers and writes `retry: false` into what it
    declares to the CLI; the declaration is the decorated function's public face, so it is corrected there.
    """
    trigger.__firebase_endpoint__.eventTrigger["retry"] = True  # type: ignore[attr-defined]  # set by the decorator
    return trigger

"""The runtime of services: time, randomness and ids."""

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _fresh_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Runtime:
    """Time, randomness and ids, real by default; a test passes its own."""

    now: Callable[[], datetime] = field(default=_utc_now)
    """The current time, with the zone UTC."""
    new_id: Callable[[], str] = field(default=_fresh_id)
    """A new unguessable id, also used for lease and download tokens."""
    sleep: Callable[[float], None] = field(default=time.sleep)
    """Sleep for seconds."""
    chance: Callable[[], float] = field(default=random.random)
    """A random number in [0, 1), for jitter only."""

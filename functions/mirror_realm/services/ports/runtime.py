"""What comes from outside a service that is no port to a product: time, chance, ids."""

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
class Ambient:
    """Real by default; a test passes its own."""

    now: Callable[[], datetime] = field(default=_utc_now)
    """Aware, UTC."""
    new_id: Callable[[], str] = field(default=_fresh_id)
    """Unguessable: also used for lease and download tokens."""
    sleep: Callable[[float], None] = field(default=time.sleep)
    """Seconds."""
    chance: Callable[[], float] = field(default=random.random)
    """Uniform in [0, 1): jitter only."""

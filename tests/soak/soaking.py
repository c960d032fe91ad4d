"""What all soak tests go by: a seed to replay them with, and how long they may take."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Tell = Callable[[str, object], None]
"""pytest's `record_property`."""

Thing = TypeVar("Thing")

SEED = int(os.environ.get("SOAK_SEED", "20261120"))
SECONDS = float(os.environ.get("SOAK_SECONDS", "180"))
"""Of each kind of soak: all of them take some twenty minutes."""


def for_a_while(things: Iterable[Thing], seconds: float) -> Iterator[Thing]:
    """Yield the things one by one until the time is over; at least one."""
    end = time.monotonic() + seconds
    for thing in things:
        yield thing
        if time.monotonic() >= end:
            return

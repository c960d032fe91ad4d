"""Delivery faults of production, made on purpose: duplicate, late and out of order, by a seed."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveryFaults:
    """The faults to make. The same seed and the same order of commits give the same faults.

    Tasks are disturbed as events are. The same seed and the same order of tasks in a queue give the same faults.
    """

    seed: int = 0
    duplicate: float = 0.0
    """The share of events and tasks, 0 to 1, that are delivered a second time."""
    delay_seconds: float = 0.0
    """Each delivery is held back for a time drawn from 0 to this."""
    reorder: bool = False
    """Whether an event may arrive after ones that were committed later, and a task after ones that follow it."""

    def __post_init__(self) -> None:
        if not 0 <= self.duplicate <= 1:
            raise ValueError(f"duplicate is a share between 0 and 1, not {self.duplicate}")
        if self.delay_seconds < 0:
            raise ValueError(f"a delay cannot be negative: {self.delay_seconds}")


REORDER_WINDOW_SECONDS = 0.05
"""With `reorder`, a delivery may start this much late: enough for others to overtake it."""


class Disturbance:
    """Draw the faults of each event, in the order of commits, or of each task of a queue."""

    def __init__(self, faults: DeliveryFaults) -> None:
        self._faults = faults
        self._random = random.Random(faults.seed)

    def delays(self) -> list[float]:
        """Return the seconds to hold back each delivery of the next event or task: one, or two for a duplicate."""
        copies = 2 if self._random.random() < self._faults.duplicate else 1
        return [self._delay() for _ in range(copies)]

    def _delay(self) -> float:
        late = self._random.uniform(0, self._faults.delay_seconds)
        shuffled = self._random.uniform(0, REORDER_WINDOW_SECONDS) if self._faults.reorder else 0.0
        return late + shuffled

"""Waiting times: how long pictures took, as numbers of pictures within some seconds, which add up over days."""

from collections.abc import Sequence
from dataclasses import dataclass

BOUNDS = (2, 5, 10, 15, 20, 30, 45, 60, 120, 300)
"""Seconds. A picture that took longer than the last is in none."""

WITHIN = 30
"""Seconds within which pictures should be there."""


@dataclass(frozen=True, slots=True)
class WaitingTimes:
    """Pictures by how long they took."""

    pictures: int
    """All pictures whose time is known."""
    within: tuple[int, ...]
    """For each of BOUNDS the pictures that took at most so long."""

    @property
    def share_within(self) -> float | None:
        """The share of pictures that were there within 30 seconds; None without pictures."""
        return round(self.within[BOUNDS.index(WITHIN)] / self.pictures, 4) if self.pictures else None

    def percentile(self, percent: int) -> float | None:
        """Return the seconds within which so many percent of pictures were there, interpolated between bounds.

        None without pictures, or if it is beyond the last bound.
        """
        wanted = self.pictures * percent / 100
        below, seconds = 0, 0
        for bound, number in zip(BOUNDS, self.within, strict=True):
            if self.pictures and number >= wanted:
                return round(seconds + (bound - seconds) * (wanted - below) / max(1, number - below), 1)
            below, seconds = number, bound
        return None


def summed(each: Sequence[WaitingTimes]) -> WaitingTimes:
    """Return the times of all pictures together."""
    columns = zip(*(one.within for one in each), strict=True)
    within = tuple(sum(column) for column in columns) or (0,) * len(BOUNDS)
    return WaitingTimes(sum(one.pictures for one in each), within)

"""Usage report: the figures of a time for administrators. What could not be had is None, never 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.free_tier import FreeTier
from mirror_realm.domain.mixes import Cell, Cells
from mirror_realm.domain.statistics import Totals


class Period(StrEnum):
    """The time of a report."""

    TODAY = "today"
    MONTH = "month"
    """This month so far."""
    DAYS_30 = "30d"
    """The last thirty days, with today."""
    MONTHS_12 = "12m"
    """The last twelve months, with this one."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Pictures by one dimension."""

    cells: Cells
    at_least: bool
    """Whether numbers that may not be published are missing in these sums."""


@dataclass(frozen=True, slots=True)
class Point:
    """One day or month of a series."""

    period: str
    made: int
    refunded: int
    spent_micros: int
    people: Cell
    sources: Cells | None
    """The pictures that users got, by source; None if they are not counted yet."""

    @property
    def hit_rate(self) -> float | None:
        """Return the share of the cache in the published numbers; None if one is withheld, which may be a large one."""
        if self.sources is None or None in self.sources.values():
            return None
        counts = {name: cell for name, cell in self.sources.items() if isinstance(cell, int)}
        total = sum(counts.values())
        if not total or (Source.CACHE in self.sources and Source.CACHE not in counts):
            return None
        return round(counts.get(Source.CACHE, 0) / total, 2)


@dataclass(frozen=True, slots=True)
class Queue:
    """The render jobs that are under way now."""

    waiting: int | None
    rendering: int | None
    oldest_seconds: int | None
    """How long the oldest of those that wait has waited; None if none waits."""


@dataclass(frozen=True, slots=True)
class UsageReport:
    period: Period
    first_day: str
    last_day: str
    at: datetime
    days_missing: Sequence[str]
    """Days that are not counted yet: of them only allowance and money are known."""
    estimated: Sequence[str]
    reads: int
    totals: Totals
    open: int
    """Reservations that are open now, of days that are not counted yet."""
    held_micros: int
    refused: int | None
    refunds: Mapping[str, int] | None
    spending: Mapping[str, int] | None
    timed: bool
    """Whether the waiting times are known."""
    hit_rate: float | None
    mixes: Mapping[str, Mix | None]
    active: Cell
    asking: Cell
    queue: Queue
    free_tier: FreeTier | None
    series: Sequence[Point]

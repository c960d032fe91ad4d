"""What if: what another limit would have meant for days that are over, as a function of their figures.

It counts days one by one, as if nothing else had changed: a picture that a limit stops is not wished for again the next
day, and costs what the pictures of its day cost on average.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.money import micros_from_usd


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What happened on one day. A figure that is not known is None, never 0."""

    day: str
    made: int
    """Pictures that were made, and counted against the limits."""
    spent_micros: int
    wished: int | None = None
    """Pictures that were asked for, about: those made, and the wishes that were refused or shown a fallback."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a limit would have meant for all days together."""

    limit: str
    value: float
    days: int
    """The days that were looked at."""
    days_reached: int
    """Days on which as many pictures were wanted as it allows, or more."""
    pictures_fewer: int
    """Pictures that were made and would not have been."""
    pictures_more: int | None
    """Pictures that were asked for, not made, and would have been, on the days whose wishes are known; None if those of
    no day are. It is about: refused wishes are stored in tens, and not all were refused for this limit."""
    days_known: int
    """The days whose wishes are known."""


def of_pictures(days: Sequence[DayFigures], limit: int) -> Effect:
    """Return what a limit of pictures a day for all users would have meant."""
    return _effect("GLOBAL_DAILY_LIMIT", limit, days, [limit] * len(days))


def of_money(days: Sequence[DayFigures], budget_usd: float) -> Effect:
    """Return what a budget a day would have meant. A day on which nothing was spent reaches none."""
    budget = micros_from_usd(budget_usd)
    return _effect("DAILY_BUDGET_USD", budget_usd, days, [_affordable(day, budget) for day in days])


def _affordable(day: DayFigures, budget_micros: int) -> int | None:
    """Return how many pictures of this day's price a budget pays; None if they cost nothing, and any number."""
    if not day.made or not day.spent_micros:
        return None
    return budget_micros * day.made // day.spent_micros


def _effect(limit: str, value: float, days: Sequence[DayFigures], rooms: Sequence[int | None]) -> Effect:
    """Return the effect of a limit that leaves room for so many pictures on each day; None is no limit."""
    reached = fewer = more = known = 0
    for day, room in zip(days, rooms, strict=True):
        wished = day.made if day.wished is None else max(day.made, day.wished)
        known += day.wished is not None
        allowed = wished if room is None else min(wished, room)
        reached += room is not None and wished >= room
        fewer += max(0, day.made - allowed)
        more += max(0, allowed - day.made)
    return Effect(limit, value, len(days), reached, fewer, more if known else None, known)

"""Months: the pictures of a month, counted on the user's profile for plans with a monthly limit.

A month's count is of open and settled reservations: a reservation adds one, a refund takes one off the month of the
reservation's day, whatever month it is by then, and whatever plan the user has by then.
"""

from collections.abc import Mapping

from mirror_realm.domain.increments import Increments

KEPT = 2
"""The months that are kept: this one, and the last, to which jobs from before midnight may still return theirs."""


def name_of(day: str) -> str:
    """Return the stored name of a day's month, which can stand in a field path: `m2026_11`."""
    return f"m{day[:4]}_{day[5:7]}"


def used(months: Mapping[str, int] | None, day: str) -> int:
    """Return the pictures that count against the limit of a day's month."""
    return (months or {}).get(name_of(day), 0)


def reserved(months: Mapping[str, int] | None, day: str) -> Mapping[str, int]:
    """Return the counts with one more picture in a day's month, and without months that are long over."""
    counted = {**(months or {}), name_of(day): used(months, day) + 1}
    return {name: counted[name] for name in sorted(counted)[-KEPT:]}


def refunded(months: Mapping[str, int] | None, day: str) -> Mapping[str, int]:
    """Return the counts with one picture less in a day's month."""
    return {**(months or {}), name_of(day): used(months, day) - 1}


def refund(day: str) -> Increments:
    """Return what a refund adds to a profile that is not read for it."""
    return Increments({f"months.{name_of(day)}": -1})


def next_month(day: str) -> str:
    """Return the first day of the month after a day's."""
    year, month = int(day[:4]), int(day[5:7])
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}-01"

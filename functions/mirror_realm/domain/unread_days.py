"""Unread days: what stands for a stored day in a transaction that changes its counters and does not read it.

The end of a reservation adds the same numbers to every day on which the reservation is open. So it is applied to a day
on which one is, and the difference is added to the stored day (`Increments`).
"""

from mirror_realm.domain.allowance import GlobalDay, Tally, UserDay

_ONE_OPEN = Tally(reserved=1, photos=1)
"""One reservation, which may be a photo's."""


def unread_user_day(day: str) -> UserDay:
    """Return what stands for a user's day on which a reservation is open."""
    return UserDay(day, _ONE_OPEN)


def unread_global_day(day: str) -> GlobalDay:
    """Return what stands for the global day on which a reservation, of a guest or not, is open."""
    return GlobalDay(day, _ONE_OPEN, _ONE_OPEN)

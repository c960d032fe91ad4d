"""Monthly credits: what a plan brings each of its users in a calendar month.

They come with the first reservation of the month, in its transaction; a month without a reservation brings none. What
came stays: the credits of several months add up, and none expire. A change to a plan with more brings the difference
with the next reservation; a change to one with less takes nothing back, and the way back brings nothing twice.
"""

from dataclasses import replace
from datetime import datetime

from mirror_realm.domain.months import KEPT, name_of
from mirror_realm.domain.profile import Profile


def due(profile: Profile, day: str, monthly: int) -> int:
    """Return the credits of a day's month that are still to come.

    monthly: what the user's plan brings in a month.
    """
    return max(0, monthly - (profile.month_credits or {}).get(name_of(day), 0))


def granted(profile: Profile, held: int, day: str, monthly: int, now: datetime) -> Profile:
    """Return the profile after the credits of a day's month came, which pay first what the user owes.

    held: the credits before (`Policy.credits_of`).
    monthly: what the user's plan brings in a month.
    """
    coming = due(profile, day, monthly)
    if not coming:
        return profile
    came = {**(profile.month_credits or {}), name_of(day): monthly}
    kept = {name: came[name] for name in sorted(came)[-KEPT:]}
    return replace(profile.with_income(held, coming, now), month_credits=kept)

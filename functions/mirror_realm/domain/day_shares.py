"""Day shares: a global day split into documents that share its limits, so that none of them is hot.

Each share has a part of every limit, by the limits now in force. `moved` is what it got from other shares or gave to
them, which changes only in transfers; that of all shares adds up to 0. So the rooms of all shares are the limits, and
what is reserved and held within the room of one share is within the limits, whatever the other shares do meanwhile.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, replace
from itertools import starmap

from mirror_realm.domain.allowance import GUESTS_REJECTIONS, GlobalDay, Tally
from mirror_realm.domain.amounts import NONE, Amounts
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.plans import GUEST, Plan

LEAST_CALLS = 4
"""The calls whose worst cases a share's part of the budget has to hold: else money is moved for every other call."""


def part(limit: int, shares: int, share: int) -> int:
    """Return a share's part of a limit; the parts of all shares add up to it."""
    whole, rest = divmod(limit, shares)
    return whole + (share < rest)


def share_for(name: str, shares: int) -> int:
    """Return the share of what has this name, a random id of a job."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % shares


def limits_together(limits: Limits) -> Amounts:
    """Return the limits that shares have parts of."""
    guests = limits.of(GUEST)
    return Amounts(
        pictures=limits.global_daily,
        guests=guests.together,
        micros=limits.budget_micros,
        jobs=guests.jobs_together,
        photos=GUESTS_REJECTIONS,
    )


def used(day: GlobalDay) -> Amounts:
    """Return what a day or a share has used of each limit."""
    return Amounts(
        pictures=day.tally.used,
        guests=day.guests.used,
        micros=day.spent_micros + day.held_micros,
        jobs=day.guests.started,
        photos=day.guests.rejected + day.guests.photos,
    )


def room(share: GlobalDay, shares: int, limits: Limits) -> Amounts:
    """Return what a share may use in all, by the limits now in force."""
    number = share.share or 0
    return limits_together(limits).all(lambda limit: part(limit, shares, number)) + share.moved


def free(share: GlobalDay, shares: int, limits: Limits) -> Amounts:
    """Return what a share may still use; below 0 where a limit was lowered since."""
    return room(share, shares, limits) - used(share)


def wanted(plan: Plan, worst_case_micros: int, *, photo: bool = False) -> Amounts:
    """Return what one job needs of a share."""
    guest = plan == GUEST
    return Amounts(1, int(guest), worst_case_micros, int(guest), int(guest and photo))


def lacking(share: GlobalDay, shares: int, limits: Limits, needed: Amounts) -> Amounts:
    """Return how much more a share would have to have, of each that is needed."""
    return needed.each(free(share, shares, limits), lambda need, left: max(0, need - left) if need else 0)


def nearly_used_up(taken: Amounts, limits: Limits, *, plan: Plan, degree: float) -> Amounts:
    """Return 1 for each amount of the whole day that is used to this degree of its limit; 0 for the others.

    taken: what all users have used, as far as is known.
    degree: 0 to 1; at 1 nothing is nearly used up, because the limit itself is reached then.
    """
    if degree >= 1:
        return NONE
    near = taken.each(limits_together(limits), lambda one, most: int(most > 0 and one >= degree * most))
    return Amounts(near.pictures, near.guests if plan == GUEST else 0, near.micros)


def suffices(others: Sequence[GlobalDay], shares: int, limits: Limits, short: Amounts) -> bool:
    """Return whether other shares can give as much as one lacks."""
    left = sum((free(one, shares, limits).positive for one in others), NONE)
    return short.within(left)


def giver(others: Sequence[GlobalDay], shares: int, limits: Limits, short: Amounts) -> GlobalDay:
    """Return the share to take from: the one with most of the first that is lacking."""
    first = next(place for place, amount in enumerate(astuple(short)) if amount)
    return max(others, key=lambda one: astuple(free(one, shares, limits))[first])


def transfer(
    giver: GlobalDay, taker: GlobalDay, shares: int, limits: Limits, needed: Amounts
) -> tuple[GlobalDay, GlobalDay]:
    """Return both shares with room moved, as much as the taker lacks and half of the rest, so that this is seldom.

    needed: what the taker needs to have free.

    The giver keeps room for all that it has used. If it has less than is lacking, it gives all that is free.
    """
    short = lacking(taker, shares, limits, needed)
    left = free(giver, shares, limits).positive
    given = short.each(left, lambda need, has: min(has, need + max(0, has - need) // 2) if need else 0)
    return replace(giver, moved=giver.moved - given), replace(taker, moved=taker.moved + given)


def cover(found: Sequence[GlobalDay], limits: Limits) -> list[GlobalDay]:
    """Return all shares of a day with room moved to those that have used more than theirs, as far as others have any.

    A limit that was lowered may leave some shares without room for what they have used, and others with room that the
    day as a whole no longer has.
    """
    left = [astuple(free(one, len(found), limits)) for one in found]
    given = list(starmap(Amounts, zip(*map(_levelled, zip(*left, strict=True)), strict=True)))
    return [replace(one, moved=one.moved + more) for one, more in zip(found, given, strict=True)]


def _levelled(left: Sequence[int]) -> list[int]:
    """Return what each share gets, so that none is below 0 while another is above it."""
    owed, spare = -sum(min(0, one) for one in left), sum(max(0, one) for one in left)
    owed = spare = min(owed, spare)
    moved = []
    for one in left:
        got, gives = min(max(0, -one), owed), min(max(0, one), spare)
        owed, spare = owed - got, spare - gives
        moved.append(got - gives)
    return moved


def overdrawn(found: Sequence[GlobalDay], limits: Limits) -> bool:
    """Return whether a share has used more than its room."""
    return any(min(astuple(free(one, len(found), limits))) < 0 for one in found)


def summed_up(head: GlobalDay, found: Sequence[GlobalDay]) -> GlobalDay:
    """Return the head with the sums of all shares."""
    closed = dict.fromkeys(provider for one in found for provider in one.closed_providers)
    return replace(
        head,
        tally=sum((one.tally for one in found), Tally()),
        guests=sum((one.guests for one in found), Tally()),
        held_micros=sum(one.held_micros for one in found),
        spent_micros=sum(one.spent_micros for one in found),
        calls=sum(one.calls for one in found),
        overrun_micros=sum(one.overrun_micros for one in found),
        closed_providers=tuple(closed),
    )


def new_share(head: GlobalDay, share: int) -> GlobalDay:
    """Return an unused share, with the models that its head names."""
    return GlobalDay(head.day, share=share, dead_models=head.dead_models, dear_models=head.dear_models)


def too_many(shares: int, limits: Limits, worst_case_micros: int = 0) -> str:
    """Return why limits cannot be split into so many shares; empty if they can, or if they are 0.

    worst_case_micros: of the dearest call that the settings allow.
    """
    if 0 < limits.global_daily < shares:
        return f"leaves some without a picture: GLOBAL_DAILY_LIMIT is {limits.global_daily}"
    least = LEAST_CALLS * shares * worst_case_micros
    if 0 < limits.budget_micros < least:
        return (
            f"needs a DAILY_BUDGET_USD of at least {usd_from_micros(least):g}, "
            f"{LEAST_CALLS} of the dearest calls for each, not {usd_from_micros(limits.budget_micros):g}"
        )
    return ""

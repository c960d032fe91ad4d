"""Day shares: parts of limits, and room that moves between shares without a picture or a cent more than the limits."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.allowance import GlobalDay, Tally
from mirror_realm.domain.amounts import NONE, Amounts
from mirror_realm.domain.day_shares import (
    cover,
    free,
    giver,
    lacking,
    limits_together,
    new_share,
    overdrawn,
    part,
    room,
    share_for,
    suffices,
    summed_up,
    too_many,
    transfer,
    used,
    wanted,
)
from mirror_realm.domain.limits import Limits, guest_and_free
from mirror_realm.domain.plans import FREE, GUEST

limits_of_a_day = st.integers(0, 10**9)
numbers = st.integers(1, 256)


def limits(pictures: int = 20, budget: int = 2_000_000, guests: float = 0.5) -> Limits:
    return guest_and_free(user_daily=3, global_daily=pictures, guest_share=guests, budget_micros=budget)


@st.composite
def days(draw: st.DrawFn) -> tuple[list[GlobalDay], Limits]:
    """Return shares after any use and any transfers, under limits that may have been lowered since."""
    shares = draw(st.integers(2, 9))
    settled = st.integers(0, 9)
    moves = [draw(st.tuples(*[st.integers(-9, 9)] * 5)) for _ in range(shares - 1)]
    moved = [Amounts(*one) for one in moves]
    moved.append(NONE - sum(moved, NONE))
    found = [
        GlobalDay(
            "2026-11-20",
            tally=Tally(reserved=draw(settled)),
            guests=Tally(reserved=draw(settled), rejected=draw(settled)),
            held_micros=draw(settled),
            spent_micros=draw(settled),
            share=number,
            moved=moved[number],
        )
        for number in range(shares)
    ]
    return found, limits(draw(st.integers(0, 60)), draw(st.integers(0, 90)))


needs = st.builds(
    Amounts, st.integers(0, 3), st.integers(0, 3), st.integers(0, 9), st.integers(0, 3), st.integers(0, 3)
)


@given(limits_of_a_day, numbers)
def test_the_parts_of_a_limit_add_up_to_it_and_differ_by_one_at_most(limit: int, shares: int) -> None:
    parts = [part(limit, shares, share) for share in range(shares)]
    assert sum(parts) == limit
    assert max(parts) - min(parts) <= 1


@given(limits_of_a_day, limits_of_a_day, numbers, st.data())
def test_a_higher_limit_makes_no_part_smaller(
    one: int, another: int, shares: int, data: st.DataObject
) -> None:
    share = data.draw(st.integers(0, shares - 1))
    lower, higher = sorted((one, another))
    assert part(lower, shares, share) <= part(higher, shares, share)


@given(days())
def test_the_rooms_of_all_shares_are_the_limits_whatever_was_moved(
    world: tuple[list[GlobalDay], Limits],
) -> None:
    found, in_force = world
    rooms = [room(one, len(found), in_force) for one in found]
    assert sum(rooms, NONE) == limits_together(in_force)


@given(days(), needs, st.data())
def test_a_transfer_keeps_the_sums_and_leaves_the_giver_room_for_what_it_has_handed_out(
    world: tuple[list[GlobalDay], Limits], needed: Amounts, data: st.DataObject
) -> None:
    found, in_force = world
    taker, one = data.draw(st.permutations(found).map(lambda order: (order[0], order[1])))
    gave, took = transfer(one, taker, len(found), in_force, needed)
    assert gave.moved + took.moved == one.moved + taker.moved
    assert (used(gave), used(took)) == (used(one), used(taker))
    before, after = (free(each, len(found), in_force) for each in (one, gave))
    assert all(now >= min(0, earlier) for now, earlier in zip(astuple(after), astuple(before), strict=True))
    assert room(taker, len(found), in_force).within(room(took, len(found), in_force))


@given(days(), needs)
def test_transfers_from_one_giver_after_another_fill_a_share_exactly_where_all_together_suffice(
    world: tuple[list[GlobalDay], Limits], needed: Amounts
) -> None:
    found, in_force = world
    shares = len(found)
    own, *others = found
    enough = suffices(others, shares, in_force, lacking(own, shares, in_force, needed))
    for _ in range(5 * shares):
        short = lacking(own, shares, in_force, needed)
        if not short or not suffices(others, shares, in_force, short):
            break
        source = giver(others, shares, in_force, short)
        gave, own = transfer(source, own, shares, in_force, needed)
        others = [gave if one.share == gave.share else one for one in others]
    assert bool(lacking(own, shares, in_force, needed)) is not enough


@given(days())
def test_covering_leaves_no_share_overdrawn_while_another_has_room(
    world: tuple[list[GlobalDay], Limits],
) -> None:
    """A limit was lowered: what one share has used beyond its room, no other hands out again."""
    found, in_force = world
    covered = cover(found, in_force)
    assert sum((one.moved for one in covered), NONE) == sum((one.moved for one in found), NONE)
    whole = limits_together(in_force) - used(summed_up(GlobalDay("2026-11-20"), found))
    left = [astuple(free(one, len(found), in_force)) for one in covered]
    for of, total in zip(zip(*left, strict=True), astuple(whole), strict=True):
        assert min(of) >= 0 if total >= 0 else max(of) <= 0
    assert overdrawn(covered, in_force) is (min(astuple(whole)) < 0)
    assert cover(covered, in_force) == covered


@given(st.text(), numbers)
def test_a_name_has_one_share_of_a_number(name: str, shares: int) -> None:
    name = name.encode("utf-8", "replace").decode()
    assert share_for(name, shares) == share_for(name, shares)
    assert 0 <= share_for(name, shares) < shares


def test_jobs_are_spread_over_all_shares() -> None:
    assert {share_for(f"job-{number}", 8) for number in range(100)} == set(range(8))


def test_a_guests_photo_needs_of_all_and_an_accounts_picture_of_pictures_and_money() -> None:
    assert wanted(GUEST, 7, photo=True) == Amounts(1, 1, 7, 1, 1)
    assert wanted(FREE, 7, photo=True) == Amounts(1, 0, 7, 0, 0)


def test_what_is_not_needed_is_not_lacking_even_where_a_share_is_overdrawn() -> None:
    share = replace(new_share(GlobalDay("2026-11-20"), 0), guests=Tally(reserved=99))
    assert not lacking(share, 2, limits(), wanted(FREE, 0))
    assert lacking(share, 2, limits(), wanted(GUEST, 0)) == Amounts(guests=95, jobs=75)


@pytest.mark.parametrize(
    ("shares", "pictures", "budget", "why"),
    [
        (8, 8, 8 * 4 * 10, ""),
        (8, 7, 8 * 4 * 10, "GLOBAL_DAILY_LIMIT is 7"),
        (8, 8, 8 * 4 * 10 - 1, "DAILY_BUDGET_USD of at least 0.00032"),
        (8, 0, 0, ""),
    ],
)
def test_a_day_is_split_only_where_each_share_has_a_picture_and_four_calls(
    shares: int, pictures: int, budget: int, why: str
) -> None:
    """0 switches pictures off, whatever the shares."""
    assert why in too_many(shares, limits(pictures, budget), 10)
    assert bool(too_many(shares, limits(pictures, budget), 10)) is bool(why)

"""Increments: added to a stored day they give what reading, changing and writing the day gives."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.allowance import GlobalDay, Tally, UserDay, refund, settle
from mirror_realm.domain.codec import Document
from mirror_realm.domain.increments import Increments
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.unread_days import unread_global_day, unread_user_day

Day = TypeVar("Day", UserDay, GlobalDay)
Move = Callable[[Day], Day]

DAY = "2026-11-20"
COUNT = st.integers(0, 50)
MICROS = st.integers(0, 10**9)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Return a tally on which a photo's reservation is open."""
    settled, refunded, open_ = draw(COUNT), draw(COUNT), draw(st.integers(1, 50))
    return Tally(
        settled + refunded + open_, settled, refunded, draw(COUNT), draw(COUNT), draw(st.integers(1, 50))
    )


USER_DAYS = st.builds(UserDay, st.just(DAY), tallies(), COUNT, COUNT, COUNT)
GLOBAL_DAYS = st.builds(
    GlobalDay,
    st.just(DAY),
    tallies(),
    tallies(),
    MICROS,
    MICROS,
    COUNT,
    MICROS,
    st.just(("money-80",)),
    st.just(("replicate",)),
)


@st.composite
def ends(draw: st.DrawFn) -> tuple[Callable[..., Any], dict[str, bool], Plan]:
    """Return `settle` or `refund`, with its arguments."""
    options = {"photo": draw(st.booleans())}
    end = draw(st.sampled_from((settle, refund)))
    if end is refund:
        options |= {"excused": draw(st.booleans()), "rejected": draw(st.booleans())}
    return end, options, draw(st.sampled_from((FREE, GUEST)))


def added(stored: Document, unread: Day, move: "Move[Day]") -> dict[str, Any]:
    return Increments.between(unread, move(unread)).added_to(stored.to_document())


@given(USER_DAYS, GLOBAL_DAYS, ends())
def test_the_end_of_a_reservation_adds_the_same_to_every_day(
    user: UserDay, day: GlobalDay, given_end: tuple[Callable[..., Any], dict[str, bool], Plan]
) -> None:
    end, options, plan = given_end
    own, everybodys = unread_user_day(DAY), unread_global_day(DAY)

    def move_own(one: UserDay) -> UserDay:
        moved: UserDay = end(one, everybodys, plan=plan, **options)[0]
        return moved

    def move_all(one: GlobalDay) -> GlobalDay:
        moved: GlobalDay = end(own, one, plan=plan, **options)[1]
        return moved

    assert UserDay.from_document(added(user, own, move_own)) == move_own(user)
    assert GlobalDay.from_document(added(day, everybodys, move_all)) == move_all(day)


@given(GLOBAL_DAYS, MICROS, MICROS, MICROS)
def test_the_cost_of_a_call_adds_the_same_to_every_day(
    day: GlobalDay, one: int, other: int, assumed: int
) -> None:
    spent, held = sorted((one, other))

    def booked(one: GlobalDay) -> GlobalDay:
        return one.book(held, spent, "openai")

    def corrected(one: GlobalDay) -> GlobalDay:
        return one.correct(held, assumed, spent, "openai")

    for move in (booked, corrected):
        assert GlobalDay.from_document(added(day, unread_global_day(DAY), move)) == move(day)


def test_a_cost_above_the_hold_is_no_increment_because_it_closes_the_provider() -> None:
    day = unread_global_day(DAY)
    with pytest.raises(ValueError, match="closed_providers"):
        Increments.between(day, day.book(5, 6, "openai"))


def test_a_change_of_nothing_is_nothing_to_write() -> None:
    day = unread_global_day(DAY)
    assert not Increments.between(day, day.book(0, 0, "painter"))


NAMES = st.sampled_from(("settled", "refunded", "anonymous.settled", "anonymous.photos"))
AMOUNTS = st.dictionaries(NAMES, st.integers(-9, 9))


@given(AMOUNTS, AMOUNTS)
def test_the_order_of_increments_does_not_matter(one: dict[str, int], other: dict[str, int]) -> None:
    """Counters that a day of an earlier deployment lacks start at 0; its other fields stay."""
    day: Mapping[str, Any] = {"day": DAY, "settled": 3, "anonymous": {"settled": 1}}
    first, second = Increments(one), Increments(other)
    assert second.added_to(first.added_to(day)) == first.added_to(second.added_to(day))
    assert first.added_to(day)["day"] == DAY
    assert day == {"day": DAY, "settled": 3, "anonymous": {"settled": 1}}

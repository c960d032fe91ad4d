"""Allowance: counters that add up, limits that hold, whatever the order of moves."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mirror_realm.domain.allowance import (
    GlobalDay,
    Shortage,
    Tally,
    UserDay,
    refund,
    reserve,
    settle,
    shortage,
)
from mirror_realm.domain.days import day_key, resets_at
from mirror_realm.domain.limits import guest_and_free
from mirror_realm.domain.money import micros_from_usd, usd_from_micros
from mirror_realm.domain.plans import FREE, GUEST, Plan


class UsageAccount(RuleBasedStateMachine):
    """Any history of wishes and endings of a few people keeps every sum and limit."""

    @initialize(user=st.integers(0, 4), everybody=st.integers(0, 8), share=st.floats(0, 1))
    def open_the_day(self, user: int, everybody: int, share: float) -> None:
        self.limits = guest_and_free(
            user_daily=user, global_daily=everybody, guest_share=share, budget_micros=1_000_000
        )
        self.day = GlobalDay("2026-11-20")
        self.people = {name: UserDay("2026-11-20") for name in "abc"}
        self.open: list[tuple[str, Plan]] = []

    @rule(name=st.sampled_from("abc"))
    def wish(self, name: str) -> None:
        plan = GUEST if name == "c" else FREE
        short = shortage(
            self.people[name], self.day, self.limits, plan=plan, provider="openai", worst_case_micros=0
        )
        if short is None:
            self.people[name], self.day = reserve(self.people[name], self.day, plan=plan)
            self.open.append((name, plan))

    @precondition(lambda self: self.open)
    @rule(end=st.sampled_from([settle, refund]), index=st.integers(0, 99))
    def finish(self, end: object, index: int) -> None:
        name, plan = self.open.pop(index % len(self.open))
        self.people[name], self.day = end(self.people[name], self.day, plan=plan)  # type: ignore[operator]

    @invariant()
    def sums_hold(self) -> None:
        if not hasattr(self, "day"):
            return
        tallies = [person.tally for person in self.people.values()]
        assert self.day.tally.open == len(self.open) == sum(tally.open for tally in tallies)
        assert self.day.tally.used == sum(tally.used for tally in tallies) <= self.limits.global_daily
        assert all(tally.used <= self.limits.of(FREE).daily for tally in tallies)
        assert self.day.guests.used <= self.limits.of(GUEST).together


TestPurse = UsageAccount.TestCase


def test_what_is_not_open_can_be_neither_settled_nor_refunded() -> None:
    for move in (Tally.settle, Tally.refund):
        with pytest.raises(ValueError, match="open"):
            move(Tally(reserved=1, settled=1))


def test_the_persons_own_limit_is_told_before_everybodys() -> None:
    full = Tally(reserved=3, settled=3)
    short = shortage(
        UserDay("d", full),
        GlobalDay("d", full),
        guest_and_free(user_daily=3, global_daily=3, guest_share=1, budget_micros=0),
        plan=FREE,
        provider="openai",
        worst_case_micros=1,
    )
    assert short == Shortage("user_daily_limit", 3, 3)


@given(
    spent=st.integers(0, 200), held=st.integers(0, 200), call=st.integers(0, 200), budget=st.integers(0, 400)
)
def test_one_more_call_fits_the_budget_exactly_when_the_sum_does(
    spent: int, held: int, call: int, budget: int
) -> None:
    day = GlobalDay("d", held_micros=held, spent_micros=spent)
    short = shortage(
        UserDay("d"),
        day,
        guest_and_free(user_daily=1, global_daily=1, guest_share=1, budget_micros=budget),
        plan=FREE,
        provider="openai",
        worst_case_micros=call,
    )
    assert (short is None) == (spent + held + call <= budget)


@given(st.builds(GlobalDay, st.just("2026-11-20"), held_micros=st.integers(0, 10**9)))
def test_a_stored_day_reads_back_the_same(day: GlobalDay) -> None:
    assert GlobalDay.from_document(day.to_document()) == day


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
)
def test_the_day_resets_at_the_next_midnight_of_its_zone(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    now = moment.replace(tzinfo=UTC)
    reset = resets_at(now, zone)
    assert now < reset
    assert day_key(reset, zone) > day_key(now, zone)
    last = datetime.fromtimestamp(reset.timestamp() - 1e-3, UTC)
    assert day_key(last, zone) == day_key(now, zone)


def test_a_day_with_a_clock_change_has_its_own_length() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 28, 23, tzinfo=UTC)  # midnight before the clocks go forward
    assert (resets_at(start, berlin) - start).total_seconds() == 23 * 3600


@given(st.floats(0, 1e6))
def test_money_never_shrinks_on_its_way_to_micros(usd: float) -> None:
    assert micros_from_usd(usd) >= round(usd * 1e6, 3) - 1e-3
    assert abs(usd_from_micros(micros_from_usd(usd)) - usd) < 2e-6

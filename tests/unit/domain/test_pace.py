"""The pace: no minute with more calls than it allows, and an order in which nobody waits for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.pace import (
    BEHIND,
    BURST,
    MINUTE,
    MOST_STEPS,
    SKEW,
    STEP,
    Pace,
    expected_at,
    handicap,
    part_for,
    parts_of,
)
from mirror_realm.domain.plans import FREE, GUEST

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

waits = st.lists(st.floats(0, 20).map(lambda seconds: timedelta(seconds=seconds)), max_size=40)


@given(st.integers(1, 12), waits, st.booleans())
def test_no_minute_and_no_burst_has_more_calls_than_the_pace(
    per_minute: int, waits: list[timedelta], patient: bool
) -> None:
    """However callers come: patient ones take only a slot that is free, the others take the next one ahead."""
    pace, now, calls = Pace(), NOON, list[datetime]()
    for wait in waits:
        now += wait
        if not patient or pace.free(per_minute, now):
            pace = pace.take(per_minute, now)
            calls.append(now if patient else pace.slots[-1])
    assert calls == sorted(calls)
    for most, window in ((per_minute, MINUTE), (-(-per_minute // 4), BURST)):
        for first, after in zip(calls, calls[most:], strict=False):
            assert after - first >= window


@given(st.integers(1, 30))
def test_a_pace_is_used_up_by_those_who_wait(per_minute: int) -> None:
    """Taking each slot as soon as it is free uses the whole pace of every minute."""
    pace, now = Pace(), NOON
    for _ in range(3 * per_minute):
        now = pace.free_at(per_minute, now)
        pace = pace.take(per_minute, now)
    assert now < NOON + 3 * MINUTE


def test_room_is_what_can_be_taken_now() -> None:
    pace = Pace()
    assert pace.room(8, NOON) == 2, "a quarter at once"
    pace = pace.take(8, NOON).take(8, NOON)
    assert (pace.room(8, NOON), pace.free_at(8, NOON)) == (0, NOON + BURST)


def test_a_clock_that_is_a_little_behind_still_finds_room() -> None:
    pace = Pace().take(8, NOON)
    assert pace.free(8, NOON - SKEW)
    assert not pace.free(8, NOON - 2 * SKEW)


def test_a_clock_that_is_a_little_behind_does_not_make_a_minute_shorter() -> None:
    pace = Pace().take(1, NOON)
    assert not pace.free(1, NOON + MINUTE - SKEW / 2)
    assert pace.free(1, NOON + MINUTE)


def test_slots_older_than_a_minute_are_forgotten() -> None:
    pace = Pace()
    for minute in range(5):
        pace = pace.take(4, NOON + minute * MINUTE)
    assert len(pace.slots) == 1


@given(st.integers(1, 6000), st.text(min_size=1, max_size=20))
def test_the_parts_are_the_whole_and_each_has_a_call_a_minute_and_a_write_a_second(
    per_minute: int, render_id: str
) -> None:
    parts = parts_of(per_minute)
    assert sum(parts) == per_minute
    assert all(1 <= part <= 60 for part in parts)
    assert 0 <= part_for(render_id, len(parts)) < len(parts)


def test_no_pace_has_no_parts() -> None:
    assert parts_of(0) == ()


@pytest.mark.parametrize(
    ("earlier", "plan", "automatic", "steps"),
    [
        (0, FREE, False, 0),
        (1, FREE, False, 1),
        (2, FREE, False, 2),
        (99, FREE, False, MOST_STEPS),
        (0, GUEST, False, BEHIND),
        (0, FREE, True, BEHIND),
        (1, GUEST, True, 1 + BEHIND),
    ],
)
def test_a_wish_stands_behind_by_how_many_came_before_it_and_who_asks(
    earlier: int, plan: str, automatic: bool, steps: int
) -> None:
    assert handicap(earlier, GUEST if plan == GUEST else FREE, automatic=automatic) == steps * STEP


def test_a_start_is_expected_after_those_ahead() -> None:
    assert expected_at(NOON, 30, 60) == NOON + timedelta(seconds=30)


def test_a_plans_priority_lets_further_wishes_stand_beside_first_ones_and_before_none() -> None:
    behind = [handicap(earlier, FREE, automatic=False, priority=2) for earlier in (0, 1, 2, 3, 9)]
    assert behind == [0 * STEP, 0 * STEP, 0 * STEP, STEP, 4 * STEP]

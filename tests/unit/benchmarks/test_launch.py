"""A launch day at a thousandth of its size, with the real services: what `make bench` prints at full size."""

import pytest

from mirror_realm.domain.plans import FREE, GUEST
from tests.benchmarks.launch import Day, Launched, by_schedule


@pytest.fixture(scope="module")
def day() -> Day:
    """Return the day of sixty wishes at six calls a minute, one call in twenty failing."""
    launched = Launched(wishes=60, pace=6)
    day = launched.run()
    launched.house.check()
    return day


def test_no_minute_has_more_calls_than_the_pace_and_the_provider_refuses_none(day: Day) -> None:
    assert len(day.calls) > 60, "retries are among them"
    assert (day.most_a_minute, day.refused) == (6, 0)


def test_none_is_starved_and_none_is_passed_by_a_later_turn(day: Day) -> None:
    assert (day.unmade, day.passed) == (0, 0)


def test_the_pace_is_used_up(day: Day) -> None:
    assert day.over < 2


def test_first_wishes_of_accounts_wait_the_least(day: Day) -> None:
    first = day.minutes(FREE, 0)
    assert first < day.minutes(FREE, 1)
    assert first < day.minutes(GUEST, 0)


def test_the_told_time_is_about_right(day: Day) -> None:
    assert day.astray < 2


def test_the_schedule_of_many_parts_keeps_all_of_it() -> None:
    day = by_schedule(wishes=1_000, pace=62)
    assert day.most_a_minute <= 62
    assert day.passed == 0
    assert day.over < 2

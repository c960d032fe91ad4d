"""Each stage is made on the day it happened, so that today's allowance is unused."""

from datetime import UTC, datetime, timedelta

import pytest

from demo.calendar import YESTERDAY, Calendar, days_ago
from demo.people import PEOPLE, DemoPerson

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def test_a_day_in_the_past_lasts_as_long_as_it_is_lived() -> None:
    calendar = Calendar(lambda: NOW)

    with calendar.days_ago(40):
        assert calendar.now() == NOW - timedelta(days=40)
    assert calendar.now() == NOW


def test_a_day_on_which_something_fails_ends_too() -> None:
    calendar = Calendar(lambda: NOW)
    days = calendar.days_ago(40)
    days.__enter__()

    days.__exit__(LookupError, LookupError(), None)

    assert calendar.now() == NOW


@pytest.mark.parametrize("person", PEOPLE.values(), ids=str)
def test_the_stages_follow_each_other_and_the_last_was_yesterday(person: DemoPerson) -> None:
    days = [days_ago(person, stage) for stage in person.chapters]

    assert days == sorted(set(days), reverse=True)
    assert days[-1] == YESTERDAY

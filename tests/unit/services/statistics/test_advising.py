"""Advising: the advice of thirty days is in their report and, after a night that counted, in the log."""

from datetime import timedelta

import pytest

from mirror_realm.api.usage import answered
from mirror_realm.domain.usage_report import Period
from tests.fakes.captured import capturing
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    """Return a deployment that cost more than was held: there is something to advise."""
    house = House(user_limit=100, global_limit=100)
    house.provider.cost = house.provider.worst_case + 50_000
    house.ask("ada")
    house.deliver()
    return house


def test_the_report_of_thirty_days_has_advice_and_the_others_have_none(house: House) -> None:
    advice = {
        period: answered(report, house.settings, house.advising.about(report))["advice"]
        for period in Period
        if (report := house.usage_reports.of(period))
    }
    (first,) = advice.pop(Period.DAYS_30)
    assert (first["setting"], first["usd_a_month"]) == ("IMAGE_MODEL", None)
    assert first["text"].startswith("Calls cost $0.050 more than was held for them")
    assert set(advice.values()) == {None}


def test_the_setup_is_that_of_the_deployment() -> None:
    house = House(
        global_limit=40, budget_micros=5_000_000, fallback_providers=("openrouter",), degrade_from=0.9
    )
    setup = house.advising.setup
    assert (setup.pictures, setup.budget_micros, setup.degrade_from) == (40, 5_000_000, 0.9)
    assert (setup.fallbacks, setup.paced, setup.shares) == (True, False, 1)


@pytest.mark.parametrize(("days", "logged"), [(0, 0), (2, 1)])
def test_a_night_that_counted_a_day_logs_what_to_change(house: House, days: int, logged: int) -> None:
    house.closing_days.run()
    house.clock.time += timedelta(days=days, hours=1)
    with capturing() as events:
        house.counting_nights.run()
    assert [one["setting"] for one in events if one["event"] == "advised"] == ["IMAGE_MODEL"] * logged

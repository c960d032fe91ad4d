"""What a provider says is bounded: an impossible cost is not booked, a call that may be paid is not repeated."""

import pytest

from mirror_realm.errors import BadOutput, ProviderTimeout, ProviderUnavailable
from mirror_realm.services.ports.providers import ProviderImage
from tests.fakes.house import House


def day(house: House) -> tuple[int, int, int]:
    """Return what the day holds, has spent of its budget, and beyond it."""
    stored = house.only("global_usage/")
    return stored["held_micros"], stored["spent_micros"], stored.get("overrun_micros", 0)


@pytest.mark.parametrize("said", [180_001, 300_000_000, 10**400])
def test_a_cost_beyond_three_worst_cases_is_unknown_and_booked_at_the_worst_case(
    said: int, caplog: pytest.LogCaptureFixture
) -> None:
    house = House()
    house.provider.script = [ProviderImage(b"a picture", said)]
    house.ask()
    house.deliver()

    assert day(house) == (0, 60_000, 0)
    assert "cost_doubted" in caplog.text
    house.check()


def test_the_cost_of_a_call_that_failed_is_bounded_too() -> None:
    house = House(max_calls=1)
    house.provider.script = [BadOutput("no picture", cost_micros=300_000_000)]
    house.ask()
    house.deliver()

    assert day(house) == (0, 60_000, 0)
    house.check()


def test_what_a_call_cost_beyond_its_worst_case_is_overrun_and_not_of_the_budget(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House(budget_micros=60_000)
    house.provider.script = [ProviderImage(b"a picture", 100_000)]
    house.ask()
    house.deliver()

    assert day(house) == (0, 60_000, 40_000)
    assert "budget_overrun" in caplog.text
    house.check()


@pytest.mark.parametrize("fault", [ProviderTimeout, ProviderUnavailable])
def test_a_call_whose_outcome_nobody_knows_is_not_repeated(fault: type[ProviderTimeout]) -> None:
    house = House()
    house.provider.script = [fault("no answer", cost_micros=None)]
    house.ask()
    house.deliver()

    assert len(house.provider.calls) == 1
    assert day(house) == (0, 60_000, 0)
    house.check()


def test_it_is_repeated_where_the_operator_says_so() -> None:
    house = House(retry_after_timeout=True)
    house.provider.script = [ProviderTimeout("no answer", cost_micros=None)]
    house.ask()
    house.deliver()

    assert len(house.provider.calls) == 2
    house.check()

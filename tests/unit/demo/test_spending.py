"""Real money: the demo knows when it would spend some, and says an honest amount."""

from collections.abc import Callable

import pytest

from emulator.demo import life
from emulator.demo.spending import estimate
from mirror_realm import settings
from mirror_realm.settings import Settings

Given = Callable[..., Settings]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """The settings of an environment that says nothing but this."""

    def load(**variables: str) -> Settings:
        for name in settings.names():
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return settings.load()

    return load


MIRA = life.person_named("Mira")


def test_without_a_key_nothing_is_spent(given: Given) -> None:
    assert estimate(MIRA, given()) is None


def test_where_the_painter_is_chosen_a_key_is_not_used(given: Given) -> None:
    assert estimate(MIRA, given(OPENAI_API_KEY="key", IMAGE_PROVIDER="painter")) is None


def test_with_a_key_six_pictures_are_to_be_paid(given: Given) -> None:
    cost = estimate(MIRA, given(OPENAI_API_KEY="key"))

    assert cost is not None
    assert cost.pictures == 6
    assert 0 < cost.about < cost.at_most


def test_higher_quality_is_said_to_cost_more(given: Given) -> None:
    medium = estimate(MIRA, given(OPENAI_API_KEY="key"))
    high = estimate(MIRA, given(OPENAI_API_KEY="key", IMAGE_QUALITY="high"))

    assert medium is not None
    assert high is not None
    assert high.about > 2 * medium.about


def test_no_more_can_be_spent_than_the_budget_of_the_day(given: Given) -> None:
    cost = estimate(MIRA, given(OPENAI_API_KEY="key", DAILY_BUDGET_USD="0.05"))

    assert cost is not None
    assert cost.at_most == 0.05

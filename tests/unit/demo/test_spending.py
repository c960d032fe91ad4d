"""Real money: the demo knows when it would spend some, and says an honest amount."""

from collections.abc import Callable

import pytest

from demo import life
from demo.spending import estimate
from mirror_realm import settings
from mirror_realm.providers import PROVIDERS
from mirror_realm.settings import Settings

Given = Callable[..., Settings]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Return the settings of an environment that says nothing but this."""

    def load(**variables: str) -> Settings:
        for name in settings.names():
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return settings.load()

    return load


MIRA = life.person_named("Mira")


def test_without_a_key_nothing_is_spent(given: Given) -> None:
    assert estimate(MIRA, given(), photo=True) is None


def test_where_the_painter_is_chosen_a_key_is_not_used(given: Given) -> None:
    assert estimate(MIRA, given(OPENAI_API_KEY="key", IMAGE_PROVIDER="painter"), photo=True) is None


def test_with_a_key_every_picture_of_both_acts_is_to_be_paid_once(given: Given) -> None:
    cost = estimate(MIRA, given(OPENAI_API_KEY="key"), photo=True)

    assert cost is not None
    assert cost.pictures == 6 + 3 + 5 + 3
    assert 0 < cost.about < cost.at_most


def test_without_the_second_act_six_pictures_are_to_be_paid(given: Given) -> None:
    cost = estimate(MIRA, given(OPENAI_API_KEY="key"), photo=False)

    assert cost is not None
    assert cost.pictures == 6


def test_a_picture_made_from_pictures_costs_more(given: Given) -> None:
    """What is sent along is paid too."""
    settings = given(OPENAI_API_KEY="key")
    six, all_of_them = (estimate(MIRA, settings, photo=photo) for photo in (False, True))

    assert six is not None
    assert all_of_them is not None
    assert all_of_them.about / all_of_them.pictures > 1.5 * six.about / six.pictures


def test_both_models_are_named(given: Given) -> None:
    cost = estimate(MIRA, given(OPENAI_API_KEY="key"), photo=True)

    assert cost is not None
    assert cost.models == "gpt-image-2.5-flare-2026-09-08 and gpt-image-2.5-sunburst-2026-09-08"


def test_higher_quality_is_said_to_cost_more(given: Given) -> None:
    medium = estimate(MIRA, given(OPENAI_API_KEY="key"), photo=True)
    high = estimate(MIRA, given(OPENAI_API_KEY="key", IMAGE_QUALITY="high"), photo=True)

    assert medium is not None
    assert high is not None
    assert high.about > 1.5 * medium.about


def test_no_more_can_be_spent_than_the_budget_of_the_day(given: Given) -> None:
    cost = estimate(MIRA, given(OPENAI_API_KEY="key", DAILY_BUDGET_USD="0.05"), photo=True)

    assert cost is not None
    assert cost.at_most == 0.05


@pytest.mark.parametrize("provider", [name for name in PROVIDERS if name not in ("openai", "painter")])
def test_with_a_key_the_demo_asks_before_it_spends(given: Given, provider: str) -> None:
    secrets = dict.fromkeys(PROVIDERS[provider].secrets, "key-0123456789")
    cost = estimate(MIRA, given(IMAGE_PROVIDER=provider, **secrets), photo=True)

    assert cost is not None
    assert (cost.provider, cost.pictures, cost.photos) == (provider, 6, False)
    assert 0 < cost.about <= cost.at_most


def test_a_photo_needs_the_key_of_moderation_too(given: Given) -> None:
    keys = {"OPENROUTER_API_KEY": "key-0123456789", "OPENAI_API_KEY": "key-0123456789"}
    cost = estimate(MIRA, given(IMAGE_PROVIDER="openrouter", **keys), photo=True)

    assert cost is not None
    assert cost.photos
    assert cost.pictures == 6 + 3 + 5 + 3


def test_photos_at_a_provider_of_their_own_are_asked_for_though_the_painter_makes_the_rest(
    given: Given,
) -> None:
    keys = {"OPENROUTER_API_KEY": "key-0123456789", "OPENAI_API_KEY": "key-0123456789"}
    settings = given(IMAGE_PROVIDER="painter", PHOTO_PROVIDER="openrouter", **keys)

    assert estimate(MIRA, settings, photo=False) is None
    cost = estimate(MIRA, settings, photo=True)
    assert cost is not None
    assert (cost.provider, cost.pictures) == ("openrouter", 3 + 5 + 3)

"""Settings: what an operator gives is taken or refused by name, before anything is built on it."""

from datetime import timedelta

import pytest

from mirror_realm import assembly, settings
from mirror_realm.errors import Misconfigured


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the platform sets, and nothing of an operator's."""
    for name in settings.names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-settings")
    monkeypatch.delenv("FUNCTIONS_EMULATOR", raising=False)


def test_without_a_word_from_the_operator_everything_has_its_default() -> None:
    given = settings.load()
    assert (given.user_daily_limit, given.global_daily_limit, given.daily_budget_usd) == (3, 20, 2.0)
    assert given.enforce_app_check
    assert assembly.policy_of(given).limits.budget_micros == 2_000_000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("USER_DAILY_LIMIT", "-1"),
        ("USER_DAILY_LIMIT", "three"),
        ("CALLS_PER_MINUTE", "-1"),
        ("DAILY_BUDGET_USD", "inf"),
        ("DAILY_BUDGET_USD", "nan"),
        ("DAILY_BUDGET_USD", "2 USD"),
        ("ANONYMOUS_DAILY_SHARE", "1.5"),
        ("NIGHT_SHARE", "nan"),
        ("QUOTA_TIMEZONE", "Mirror/Realm"),
        ("RECIPE_DETAIL", "extreme"),
        ("IMAGE_PROVIDER", "dall-e"),
        ("IMAGE_QUALITY", "best"),
        ("MAX_ATTEMPTS", "0"),
        ("LEASE_SECONDS", "0"),
        ("CREDITS_KEPT_FOR", '["bad_luck"]'),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured, match=name):
        settings.load()


@pytest.mark.parametrize(
    ("setting", "emulator", "enforced"),
    [("true", "", True), ("false", "", False), ("true", "true", False), ("false", "true", False)],
)
def test_app_check_is_asked_for_as_set_and_never_under_an_emulator(
    monkeypatch: pytest.MonkeyPatch, setting: str, emulator: str, enforced: bool
) -> None:
    monkeypatch.setenv("ENFORCE_APP_CHECK", setting)
    monkeypatch.setenv("FUNCTIONS_EMULATOR", emulator)
    assert settings.load().enforce_app_check is enforced


@pytest.mark.parametrize(
    "given",
    [
        {"PROVIDER_TIMEOUT_SECONDS": "1200"},
        {"MAX_ATTEMPTS": "1", "LEASE_SECONDS": "60"},
    ],
)
def test_times_in_which_no_job_could_make_a_call_are_refused(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured, match="PROVIDER_TIMEOUT_SECONDS"):
        assembly.policy_of(settings.load())


def test_times_that_just_fit_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_ATTEMPTS", "1")
    assert assembly.policy_of(settings.load()).working_time == timedelta(seconds=180)


def test_production_without_a_key_refuses_rather_than_paint_and_never_shows_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Misconfigured, match="OPENAI_API_KEY"):
        _ = settings.load().provider
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    given = settings.load()
    assert given.provider == "openai"
    assert "sk-secret" not in repr(given)

"""Settings: what an operator gives is taken or refused by name, before anything is built on it."""

import subprocess
import sys
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from firebase_functions.params import BoolParam, IntParam, ListParam, SecretParam, StringParam

from mirror_realm import assembly, settings
from mirror_realm.domain.recipe import RecipeDetail
from mirror_realm.errors import Misconfigured
from mirror_realm.settings import Settings

FUNCTIONS = Path(__file__).parents[2] / "functions"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the platform's variables, and no operator's."""
    for name in settings.names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-settings")
    for name in ("FUNCTIONS_EMULATOR", "FIREBASE_AUTH_EMULATOR_HOST", "K_CONFIGURATION"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_word_from_the_operator_everything_has_its_default() -> None:
    given = settings.load()
    assert (given.user_daily_limit, given.global_daily_limit, given.daily_budget_usd) == (3, 20, 2.0)
    assert given.enforce_app_check
    assert assembly.policy_of(given).limits.budget_micros == 2_000_000


def test_settings_made_directly_are_the_defaults_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("USER_DAILY_LIMIT", "7")
    made = Settings(global_daily_limit=9)
    assert (made.user_daily_limit, made.global_daily_limit) == (3, 9)
    assert (made.quota_timezone, made.recipe_detail) == (ZoneInfo("UTC"), RecipeDetail.MEDIUM)


def test_every_default_is_the_one_that_an_operator_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = settings.load()
    for name, (default, _) in settings.described().items():
        if default not in ("-", "(secret)"):
            monkeypatch.setenv(name, default)
    assert settings.load() == silent


def test_every_setting_has_the_parameter_of_its_kind() -> None:
    declared = settings._DECLARED
    assert tuple(declared) == settings.names() == tuple(settings.described())
    assert isinstance(declared["USER_DAILY_LIMIT"], IntParam)
    assert isinstance(declared["DAILY_BUDGET_USD"], StringParam)
    assert isinstance(declared["ENFORCE_APP_CHECK"], BoolParam)
    assert isinstance(declared["CREDITS_KEPT_FOR"], ListParam)
    assert isinstance(declared["OPENAI_API_KEY"], SecretParam)


def test_every_setting_is_described() -> None:
    assert [name for name, (_, description) in settings.described().items() if not description] == []


def test_what_is_no_setting_is_what_the_platform_says() -> None:
    given = {name.lower() for name in settings.names()}
    assert {field.name for field in fields(Settings)} - given == {
        "project",
        "bucket",
        "download_url",
        "emulated",
    }


def test_the_details_that_may_be_chosen_are_those_of_recipes() -> None:
    _, description = settings.described()["RECIPE_DETAIL"]
    assert description.endswith(": low, medium or high")
    assert list(RecipeDetail) == ["low", "medium", "high"]


def test_importing_the_settings_loads_nothing_of_the_house_but_its_tables() -> None:
    code = """
import sys
import mirror_realm.settings
print(*sorted(name for name in sys.modules if name.startswith("mirror_realm.")))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(FUNCTIONS)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [
        f"mirror_realm.{name}"
        for name in ("domain", "domain.renderers", "errors", "parameters", "providers", "settings")
    ]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("USER_DAILY_LIMIT", "-1", "USER_DAILY_LIMIT must be at least 0, not -1"),
        ("MAX_INSTANCES", "0", "MAX_INSTANCES must be between 1 and 1000, not 0"),
        ("CONCURRENCY", "0", "CONCURRENCY must be between 1 and 80, not 0"),
        ("MEMORY_MB", "500", "MEMORY_MB must be 512, 1024, 2048 or 4096, not 500"),
        ("USER_DAILY_LIMIT", "three", "USER_DAILY_LIMIT must be a whole number, not 'three'"),
        (
            "HF_IMAGES_PER_MINUTE",
            "9000",
            "HF_IMAGES_PER_MINUTE must be between 0 and 6000, not 9000",
        ),
        ("DAILY_BUDGET_USD", "inf", "DAILY_BUDGET_USD must be a finite number of at least 0, not inf"),
        ("DAILY_BUDGET_USD", "2 USD", "DAILY_BUDGET_USD must be a number, not '2 USD'"),
        ("NIGHT_SHARE", "nan", "NIGHT_SHARE must be between 0 and 1, not nan"),
        ("QUOTA_TIMEZONE", "Mirror/Realm", "QUOTA_TIMEZONE 'Mirror/Realm' is unknown"),
        ("RECIPE_DETAIL", "extreme", "RECIPE_DETAIL must be low, medium or high, not 'extreme'"),
        (
            "IMAGE_PROVIDER",
            "dall-e",
            "IMAGE_PROVIDER must be auto, openai, openrouter, replicate, huggingface or painter, not 'dall-e'",
        ),
        ("ENFORCE_APP_CHECK", "yes", "ENFORCE_APP_CHECK must be true or false, not 'yes'"),
        ("CORS_ORIGINS", "[https://a.example]", "CORS_ORIGINS must be a list, not '[https://a.example]'"),
    ],
)
def test_a_refusal_says_what_would_be_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as refused:
        settings.load()
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("expired", {"expired"}),
        ("expired, bad_output,", {"expired", "bad_output"}),
        ('["expired", "bad_output"]', {"expired", "bad_output"}),
        ("", set()),
        ("[]", set()),
    ],
)
def test_a_list_is_taken_as_the_platform_and_as_the_cli_write_it(
    monkeypatch: pytest.MonkeyPatch, text: str, taken: set[str]
) -> None:
    monkeypatch.setenv("CREDITS_KEPT_FOR", text)
    assert settings.load().credits_kept_for == taken


def test_a_pace_that_would_let_wishes_wait_longer_than_a_day_is_refused() -> None:
    told = "OPENAI_IMAGES_PER_MINUTE is too low for GLOBAL_DAILY_LIMIT: 2 a minute are 2880 a day"
    with pytest.raises(Misconfigured) as refused:
        Settings(openai_images_per_minute=2, global_daily_limit=2881)
    assert str(refused.value) == told
    assert Settings(openai_images_per_minute=2, global_daily_limit=2880).images_per_minute == {"openai": 2}


@pytest.mark.parametrize(
    "changes",
    [{"user_daily_limit": -1}, {"image_quality": "best"}, {"credits_kept_for": frozenset({"bad_luck"})}],
)
def test_settings_made_directly_are_checked_too(changes: dict[str, Any]) -> None:
    with pytest.raises(Misconfigured, match=next(iter(changes)).upper()):
        Settings(**changes)


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
        ("CREDITS_KEPT_FOR", '["expired", 1]'),
        ("ENFORCE_APP_CHECK", ""),
        ("ENFORCE_APP_CHECK", "1"),
        ("IMAGE_MODEL", "painter-1"),
        ("IMAGE_MODEL", ""),
        ("IMAGE_EDIT_MODEL", "openrouter:some/model"),
        ("FCM_BASE_URL", "fcm.googleapis.com"),
        ("FCM_BASE_URL", "http://fcm.example"),
        ("FCM_BASE_URL", "http://127.0.0.1.example"),
        ("FCM_BASE_URL", "http://localhost@fcm.example"),
        ("FCM_BASE_URL", "https://user@fcm.example"),
        ("FCM_BASE_URL", "https://fcm.example/?x=1"),
        ("FCM_BASE_URL", "http://localhost\n"),
        ("FCM_BASE_URL", "https://fcm.example\n"),
        ("PUSH_NOTIFICATIONS", "no"),
        ("TIMELINE_PAGES", "no"),
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
    ("name", "value"), [("FUNCTIONS_EMULATOR", "true"), ("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099")]
)
def test_a_deployment_refuses_what_emulators_switch_protection_off_with(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("K_CONFIGURATION", "generate-avatar")
    settings.load()
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured, match=f"{name} must not be"):
        settings.load()


@pytest.mark.parametrize("service", ["", "generate-avatar"])
def test_an_emulator_is_no_deployment_even_if_it_names_a_service_as_firebase_tools_does(
    monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    monkeypatch.setenv("K_SERVICE", service)
    monkeypatch.setenv("FUNCTIONS_EMULATOR", "true")
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099")
    assert settings.load().emulated


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


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({"openai_api_key": "key"}, "openai"),
        ({"openai_api_key": "key", "emulated": True}, "openai"),
        ({"emulated": True}, "painter"),
        ({"image_provider": "painter"}, "painter"),
        ({"image_provider": "painter", "openai_api_key": "key"}, "painter"),
        ({"image_provider": "openai", "openai_api_key": "key"}, "openai"),
    ],
)
def test_the_provider_is_the_one_that_was_chosen_or_that_auto_finds(
    given: dict[str, Any], chosen: str
) -> None:
    assert Settings(**given).provider == chosen


def test_a_provider_that_was_chosen_without_its_secret_is_refused_with_both_named() -> None:
    with pytest.raises(Misconfigured, match="IMAGE_PROVIDER is openai but the secret OPENAI_API_KEY"):
        _ = Settings(image_provider="openai", emulated=True).provider


@pytest.mark.parametrize(
    ("given", "renderer", "owner"),
    [
        ({"openai_api_key": "key"}, "gpt-image-2", "openai"),
        ({"openai_api_key": "key"}, "painter-1", "painter"),
        ({"image_provider": "painter"}, "painter-7", "painter"),
        ({}, "painter-1", "painter"),
    ],
)
def test_a_recipe_is_made_by_the_provider_of_its_renderer(
    given: dict[str, Any], renderer: str, owner: str
) -> None:
    assert Settings(**given).provider_for(renderer) == owner


FALLING_BACK: dict[str, Any] = {
    "openai_api_key": "k",
    "openrouter_api_key": "k",
    "fallback_providers": ("openrouter:a/b", "replicate"),
}


def test_who_fails_over_may_make_pictures_if_its_secret_is_set() -> None:
    settings = Settings(**FALLING_BACK)
    assert settings.fallbacks == ("openrouter:a/b",)
    assert settings.provider_for("openrouter:a/b") == "openrouter"
    with pytest.raises(Misconfigured, match="replicate"):
        settings.provider_for("replicate:a/b")


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        (("midjourney",), "midjourney"),
        (("painter",), "painter"),
        (("openrouter:",), "maker/name"),
        (("openrouter:no-maker",), "maker/name"),
        (("openai:openrouter:a/b",), "OpenAI model"),
        (("openrouter", "openrouter"), "twice"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_by_name(entries: tuple[str, ...], why: str) -> None:
    with pytest.raises(Misconfigured, match=f"FALLBACK_PROVIDERS.*{why}"):
        Settings(fallback_providers=entries)


def test_photos_go_to_the_provider_of_photos_alone() -> None:
    settings = Settings(**FALLING_BACK, photo_provider="openrouter")
    assert (settings.provider, settings.provider_of_photos) == ("openai", "openrouter")
    assert settings.photo_recipients == {"openai", "openrouter"}  # OpenAI judges them
    assert not settings.photos_stay
    assert Settings(**FALLING_BACK, photo_provider="painter").photos_stay
    with pytest.raises(Misconfigured, match="PHOTO_PROVIDER is replicate but the secret REPLICATE_API_TOKEN"):
        Settings(**FALLING_BACK, photo_provider="replicate").provider_of_photos  # noqa: B018
    with pytest.raises(Misconfigured, match="PHOTO_PROVIDER must be"):
        Settings(photo_provider="huggingface")


@pytest.mark.parametrize(
    ("given", "renderer", "named"),
    [
        ({"image_provider": "painter"}, "gpt-image-2", "openai"),
        ({"image_provider": "painter", "openai_api_key": "key"}, "gpt-image-2", "openai"),
        ({"openai_api_key": "key"}, "openrouter:google/some-model", "openrouter"),
        ({}, "gpt-image-2", "OPENAI_API_KEY"),
    ],
)
def test_a_recipe_of_a_provider_that_is_not_configured_is_refused_and_never_sent_to_another(
    given: dict[str, Any], renderer: str, named: str
) -> None:
    with pytest.raises(Misconfigured, match=named):
        Settings(**given).provider_for(renderer)


def test_a_salt_that_could_be_guessed_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSEUDONYM_SALT", "mirror")
    with pytest.raises(Misconfigured, match="PSEUDONYM_SALT must have at least 32 characters") as refused:
        settings.load()
    assert "mirror" not in str(refused.value)


def test_only_an_emulator_has_pseudonyms_without_a_salt() -> None:
    assert Settings(project="demo").pseudonym_secret == ""
    assert "demo" in Settings(project="demo", emulated=True).pseudonym_secret
    assert Settings(project="demo", emulated=True, pseudonym_salt="k" * 32).pseudonym_secret == "k" * 32


def test_a_secret_that_is_said_to_be_unused_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGE_PROVIDER", "openrouter")
    monkeypatch.setenv("OPENROUTER_API_KEY", " unused\n")
    given = settings.load()
    assert given.openrouter_api_key == ""
    with pytest.raises(Misconfigured, match="OPENROUTER_API_KEY"):
        _ = given.provider


@pytest.mark.parametrize(
    ("changes", "sent", "local"),
    [
        ({}, True, False),
        ({"push_notifications": False}, False, False),
        ({"fcm_base_url": "https://fcm.example/of/ours"}, True, False),
        ({"fcm_base_url": "http://127.0.0.1:8085"}, True, True),
        ({"fcm_base_url": "http://[::1]:8085/"}, True, True),
        ({"emulated": True}, False, False),
        ({"emulated": True, "fcm_base_url": "http://localhost:8085"}, True, True),
        (
            {"emulated": True, "fcm_base_url": "http://localhost:8085", "push_notifications": False},
            False,
            True,
        ),
    ],
)
def test_pushes_leave_a_deployment_and_no_emulator_unless_it_is_given_a_service(
    changes: dict[str, Any], sent: bool, local: bool
) -> None:
    given = Settings(**changes)
    assert (given.sends_pushes, given.fcm_is_local) == (sent, local)


@pytest.mark.parametrize(
    "url",
    ["http://hooks.example.com/a-secret", "ftp://a-secret", "https://me:a-secret@example.com/", "a-secret"],
)
def test_a_webhook_for_alerts_is_https_and_is_not_quoted_in_its_refusal(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("ALERT_WEBHOOK_URL", url)
    with pytest.raises(Misconfigured, match="ALERT_WEBHOOK_URL must be an https address") as refused:
        settings.load()
    assert "a-secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://hooks.slack.com/services/T0/B0/x", "http://127.0.0.1:8099/", "unused", ""]
)
def test_a_webhook_for_alerts_may_be_on_this_machine_or_nowhere(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("ALERT_WEBHOOK_URL", url)
    loaded = settings.load()
    assert loaded.alert_webhook_url == ("" if url == "unused" else url)
    assert not url.startswith("http") or url not in repr(loaded)

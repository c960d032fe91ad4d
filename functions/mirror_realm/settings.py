"""Every parameter and secret of the backend, declared once; `load()` makes one validated, frozen Settings of them."""

import json
import math
import os
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from firebase_functions.params import BoolParam, IntParam, ListParam, SecretParam, StringParam

from mirror_realm.domain.recipe import RecipeDetail
from mirror_realm.errors import Misconfigured, RenderFailure

OPENAI_API_KEY = SecretParam(
    "OPENAI_API_KEY", description="OpenAI key; admission asks only whether there is one"
)

# Fractions are strings because the CLI knows no float parameter.
_PARAMS: dict[str, Any] = {
    param.name: param
    for param in (
        IntParam("USER_DAILY_LIMIT", default=3, description="Pictures a person may have made a day; 0 switches generation off"),
        IntParam("GLOBAL_DAILY_LIMIT", default=20, description="Pictures made a day for everybody together; 0 switches generation off"),
        StringParam("ANONYMOUS_DAILY_SHARE", default="0.5", description="Share of the global day that anonymous accounts may use, 0 to 1"),
        IntParam("USER_DAILY_PAINTINGS", default=10, description="Free paintings that a person's wishes over a limit may start a day"),
        IntParam("GLOBAL_DAILY_PAINTINGS", default=500, description="Free paintings that everybody's wishes over a limit may start a day"),
        IntParam("CALLS_PER_MINUTE", default=60, description="Calls a person may make a minute, on each instance of a function; 0 sets no limit"),
        StringParam("DAILY_BUDGET_USD", default="2.0", description="Most that provider calls may cost a day, in USD"),
        StringParam("QUOTA_TIMEZONE", default="UTC", description="IANA zone whose midnight resets the day"),
        IntParam("CACHE_TTL_DAYS", default=30, description="Days a shared picture is handed out anew"),
        StringParam("RECIPE_DETAIL", default="medium", description="How much of a person's progress shows: low, medium or high"),
        StringParam("IMAGE_PROVIDER", default="auto", description="auto, openai or painter"),
        StringParam("IMAGE_MODEL", default="gpt-image-2.5-flare-2026-09-08", description="Model for pictures without a photo"),
        StringParam("IMAGE_EDIT_MODEL", default="gpt-image-2.5-sunburst-2026-09-08", description="Model for pictures made from a photo"),
        StringParam("IMAGE_QUALITY", default="medium", description="low, medium or high"),
        StringParam("OPENAI_BASE_URL", default="", description="Another endpoint of the same API; empty: OpenAI's own"),
        IntParam("PROVIDER_TIMEOUT_SECONDS", default=120, description="Longest one provider call may take"),
        IntParam("MAX_PROVIDER_CALLS", default=3, description="Provider calls of one job, all retries together"),
        IntParam("MAX_ATTEMPTS", default=3, description="Workers one job may use up"),
        IntParam("LEASE_SECONDS", default=180, description="How long a worker may hold a job without a sign of life"),
        IntParam("CREDITS_PER_AVATAR", default=0, description="Price of a picture in credits, the second purse; 0 switches credits off"),
        IntParam("INITIAL_CREDITS", default=30, description="Credits everybody starts with"),
        ListParam("CREDITS_KEPT_FOR", default=[], description="Reasons of failure whose refund keeps the credits, for instance content_rejected"),
        BoolParam("EVOLUTION_AT_NIGHT", default=False, description="Render milestones between 02:00 and 06:00 of the person's time"),
        StringParam("NIGHT_SHARE", default="0.5", description="Share of the global day that nights may use, 0 to 1"),
        StringParam("HOSTING_URL", default="", description="Where Hosting serves placeholders; empty: the project's own site"),
        BoolParam("ENFORCE_APP_CHECK", default=True, description="Refuse calls without a valid App Check token (never under an emulator)"),
    )
}
CORS_ORIGINS = ListParam(
    "CORS_ORIGINS", default=[], description="Origins a browser may call from; empty: any"
)
REGION = StringParam("REGION", default="us-central1", description="Where the functions run")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. Built by `load`; refuses bad values with the setting named."""

    user_daily_limit: int
    global_daily_limit: int
    anonymous_daily_share: float
    user_daily_paintings: int
    global_daily_paintings: int
    calls_per_minute: int
    daily_budget_usd: float
    quota_timezone: ZoneInfo
    cache_ttl_days: int
    recipe_detail: RecipeDetail
    image_provider: str
    image_model: str
    image_edit_model: str
    image_quality: str
    openai_base_url: str
    provider_timeout_seconds: int
    max_provider_calls: int
    max_attempts: int
    lease_seconds: int
    credits_per_avatar: int
    initial_credits: int
    credits_kept_for: frozenset[str]
    evolution_at_night: bool
    night_share: float
    hosting_url: str
    enforce_app_check: bool
    project: str
    bucket: str
    download_url: str
    """Base of Firebase download links."""
    emulated: bool
    """Whether this process runs under an emulator, ours or Google's."""
    openai_api_key: str = field(repr=False, default="")

    def __post_init__(self) -> None:
        for name in (
            "user_daily_limit",
            "global_daily_limit",
            "user_daily_paintings",
            "global_daily_paintings",
            "calls_per_minute",
            "daily_budget_usd",
            "credits_per_avatar",
            "initial_credits",
        ):
            _check(0 <= getattr(self, name) < math.inf, name, "must be a number, and not a negative one")
        for name in (
            "cache_ttl_days",
            "provider_timeout_seconds",
            "max_provider_calls",
            "max_attempts",
            "lease_seconds",
        ):
            _check(getattr(self, name) >= 1, name, "must be at least 1")
        _check(0 <= self.night_share <= 1, "night_share", "must be between 0 and 1")
        unknown = self.credits_kept_for - {kind.reason for kind in RenderFailure.__subclasses__()}
        _check(not unknown, "credits_kept_for", f"names no reason of failure: {', '.join(sorted(unknown))}")
        _check(0 <= self.anonymous_daily_share <= 1, "anonymous_daily_share", "must be between 0 and 1")
        _check(
            self.image_provider in ("auto", "openai", "painter"),
            "image_provider",
            "must be auto, openai or painter",
        )
        _check(
            self.image_quality in ("low", "medium", "high"), "image_quality", "must be low, medium or high"
        )

    @property
    def provider(self) -> str:
        """`openai` or `painter`, with `auto` decided. Raises Misconfigured where there is nothing to decide for."""
        if self.image_provider != "auto":
            chosen = self.image_provider
        elif self.openai_api_key:
            chosen = "openai"
        elif self.emulated:
            chosen = "painter"
        else:
            raise Misconfigured(
                "no image provider: set the secret OPENAI_API_KEY or choose IMAGE_PROVIDER=painter"
            )
        if chosen == "openai" and not self.openai_api_key:
            raise Misconfigured("IMAGE_PROVIDER is openai but the secret OPENAI_API_KEY is empty")
        return chosen


def load() -> Settings:
    """Reads parameters and platform variables. Raises Misconfigured naming the setting."""
    values: dict[str, Any] = {name.lower(): _value(name) for name in _PARAMS}
    for name, convert in (
        ("anonymous_daily_share", float),
        ("daily_budget_usd", float),
        ("night_share", float),
        ("quota_timezone", ZoneInfo),
        ("credits_kept_for", frozenset),
        ("recipe_detail", RecipeDetail),
    ):
        try:
            values[name] = convert(values[name])
        except (ValueError, ZoneInfoNotFoundError, OSError):
            raise _bad(name, f"{values[name]!r} is not understood") from None
    project = os.environ.get("GCLOUD_PROJECT") or os.environ.get("GOOGLE_CLOUD_PROJECT", "")
    emulated = os.environ.get("FUNCTIONS_EMULATOR") == "true"
    values["hosting_url"] = (values["hosting_url"] or _default_hosting(project, emulated)).rstrip("/")
    values["enforce_app_check"] = values["enforce_app_check"] and not emulated
    return Settings(
        **values,
        project=project,
        bucket=_bucket(project),
        download_url=_download_url(),
        emulated=emulated,
        openai_api_key=OPENAI_API_KEY.value,
    )


def names() -> tuple[str, ...]:
    """Every setting an operator can give, for documents and tests."""
    return (*_PARAMS, OPENAI_API_KEY.name, CORS_ORIGINS.name, REGION.name)


def described() -> dict[str, tuple[str, str]]:
    """Default and description of each setting, for the settings table."""
    every = (*_PARAMS.values(), CORS_ORIGINS, REGION)
    table = {param.name: (_shown(param.default), param.description or "") for param in every}
    return {**table, OPENAI_API_KEY.name: ("(secret)", OPENAI_API_KEY.description or "")}


def _shown(default: Any) -> str:
    if default == []:
        return "-"
    return str(default).lower() if isinstance(default, bool) else str(default) or "-"


def _value(name: str) -> Any:
    try:
        return _PARAMS[name].value
    except ValueError:
        raise _bad(name.lower(), f"{os.environ.get(name)!r} is not a whole number") from None


def _bucket(project: str) -> str:
    """Of FIREBASE_CONFIG, which the platform and every emulator set (as JSON; a file name is somebody else's use)."""
    given = os.environ.get("FIREBASE_CONFIG", "")
    config = json.loads(given) if given.startswith("{") else {}
    return str(config.get("storageBucket") or f"{project}.firebasestorage.app")


def _download_url() -> str:
    emulator = os.environ.get("STORAGE_EMULATOR_HOST") or os.environ.get("FIREBASE_STORAGE_EMULATOR_HOST", "")
    if not emulator:
        return "https://firebasestorage.googleapis.com"
    return (emulator if "://" in emulator else f"http://{emulator}").rstrip("/")


def _default_hosting(project: str, emulated: bool) -> str:
    if not emulated:
        return f"https://{project}.web.app"
    return "http://" + os.environ.get("FIREBASE_HOSTING_EMULATOR_HOST", "127.0.0.1:5000")


def _check(holds: bool, name: str, why: str) -> None:
    if not holds:
        raise _bad(name, why)


def _bad(name: str, why: str) -> Misconfigured:
    return Misconfigured(f"{name.upper()} {why}")

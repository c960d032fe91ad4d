"""Every parameter and secret of the backend, one row each; `load()` returns them validated and frozen.

A row is a field of `Settings`: the type is the field's, the rest is in `setting(...)`. The setting is the field's name in
capitals. Nothing here costs an import: deploy discovery and every cold start read this module.
"""

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from firebase_functions.params import ListParam, SecretParam, StringParam

from mirror_realm.errors import Misconfigured, RenderFailure
from mirror_realm.parameters import misconfigured, one_of, parameters_of, secret, setting
from mirror_realm.providers import OPENAI, PAINTER, PROVIDERS, Provider, provider_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mirror_realm.domain.plan_settings import PlanSettings
    from mirror_realm.domain.plans import Plan
    from mirror_realm.domain.recipe import RecipeDetail

LEAST_SECRET = 32
"""Characters of a secret that must not be guessed."""
TOKEN_CLAIMS = frozenset(
    {
        *("acr", "admin", "admin_role", "amr", "at_hash", "aud", "auth_time", "azp", "c_hash", "cnf", "email", "email_verified", "exp"),
        *("firebase", "iat", "iss", "jti", "name", "nbf", "nonce", "phone_number", "picture", "sub", "uid", "user_id"),
    }
)
"""Claims of an ID token that cannot name a plan: the platform's, the user's own, and `admin`."""
MINUTES_A_DAY = 24 * 60
MOST_A_MINUTE = 6_000
"""The highest pace: a hundred documents count it."""
MEMORIES_MB = (512, 1024, 2048, 4096)
"""What an instance with one CPU can have, from what the functions need: https://cloud.google.com/run/docs/configuring."""


def _recipe_detail(name: str) -> "RecipeDetail":
    from mirror_realm.domain.recipe import RecipeDetail  # with the catalogues: 7 ms

    return RecipeDetail(name)


def _unknown_reasons(given: frozenset[str]) -> str:
    reasons = sorted(kind.reason for kind in RenderFailure.__subclasses__())
    unknown = ", ".join(sorted(given.difference(reasons)))
    return f"has unknown reasons of failure: {unknown}; known are {', '.join(reasons)}" if unknown else ""


def _not_openai_model(model: str) -> str:
    # The name is stored in recipes, and the provider it belongs to is asked for the picture.
    if model and provider_of(model) == OPENAI.name:
        return ""
    return f"must be the name of an OpenAI model (without a colon, and not a painter's), not {model!r}"


def _no_model(model: str) -> str:
    # The name is part of addresses, of cache keys and of log entries.
    if re.fullmatch(r"[A-Za-z0-9][\w.-]*/[\w.:-]{1,100}", model, re.ASCII):
        return ""
    return f"must be a model as the provider lists it, `maker/name`, not {model!r}"


def _no_fallback(entries: tuple[str, ...]) -> str:
    for entry in entries:
        name, colon, model = entry.partition(":")
        if name not in PROVIDERS or name == PAINTER.name:
            known = one_of(tuple(known for known in PROVIDERS if known != PAINTER.name))
            return f"has {entry!r}: each entry is {known}, with a model behind a colon where it is not the usual one"
        if colon and (why := _not_openai_model(model) if name == OPENAI.name else _no_model(model)):
            return f"has {entry!r}: {why}"
    return "" if len(set(entries)) == len(entries) else "names one of its entries twice"


def _open_to_readers(url: str) -> str:
    # An OAuth token and the users' tokens go there.
    if not url or _is_local(url) or re.fullmatch(r"https://[^/?#@\s]+(/[^?#\s]*)?", url):
        return ""
    return f"must be an https address, or http on this machine, not {url!r}"


def _no_webhook(url: str) -> str:
    # The address is a secret: the refusal does not quote it.
    if not url or _is_local(url) or re.fullmatch(r"https://[^/?#@\s]+/\S*", url):
        return ""
    return "must be an https address, or http on this machine"


def _is_local(url: str) -> bool:
    return re.fullmatch(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?/?", url) is not None


def _guessable(salt: str) -> str:
    if salt and len(salt) < LEAST_SECRET:
        return f"must have at least {LEAST_SECRET} characters: `openssl rand -hex 32` prints 64"
    return ""


def _no_plans(text: str) -> str:
    if not text.strip():
        return ""
    from mirror_realm.domain.plan_settings import nonsense

    return nonsense(text)


def _no_claim(name: str) -> str:
    # Others are the platform's, and a user can set some of them, such as their name.
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,99}", name, re.ASCII) and name not in TOKEN_CLAIMS:
        return ""
    return f"must be the name of a custom claim, a word of letters, digits and _, not {name!r}"


def _unusual_memory(megabytes: int) -> str:
    # One CPU, which every function has, can have no more.
    if megabytes in MEMORIES_MB:
        return ""
    return f"must be {one_of(tuple(str(size) for size in MEMORIES_MB))}, not {megabytes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The operator's settings. Creating it raises Misconfigured, which names the setting, for a value not allowed.

    `load` reads the environment. `Settings(user_daily_limit=5)` does not: every other setting has its default.
    """

    user_daily_limit: int = setting(3, "Pictures that a user may have made a day; 0 switches generation off", at_least=0)
    global_daily_limit: int = setting(20, "Pictures made a day for all users together; 0 switches generation off", at_least=0)
    anonymous_daily_share: float = setting(0.5, "Share of the global day, and of the fallback pictures of all users, that anonymous accounts may use, 0 to 1", at_least=0, at_most=1)
    user_daily_paintings: int = setting(10, "Fallback pictures that a user's requests and reports may have painted a day; 0: none", at_least=0)
    global_daily_paintings: int = setting(500, "Fallback pictures painted a day for all users together; 0: none", at_least=0)
    plans: str = setting("", "Plans as JSON, the fields of each by its name: `daily_pictures`, `monthly_pictures`, `fallback_pictures`, `monthly_credits`, `styles`, `variations`, `priority`; guest and free are there without it. docs/operations.md, Plans", refused=_no_plans)
    plan_claim: str = setting("stripeRole", "The custom claim that names an account's plan, a word or a list of words", refused=_no_claim)
    calls_per_minute: int = setting(60, "Calls that a user may make a minute, on each instance of a function; 0 sets no limit", at_least=0)
    jobs_per_minute: int = setting(20, "Pictures that a user may have started in any minute, on all instances together; 0 sets no limit", at_least=0, at_most=1000)
    daily_budget_usd: float = setting(2.0, "Most that provider calls may cost a day, in USD", at_least=0)
    global_day_shares: int = setting(1, "Documents that the counters of a day are split into, from the next reset on; each makes room for about a third of a picture a second: docs/operations.md", at_least=1, at_most=256)
    quota_timezone: ZoneInfo = setting("UTC", "IANA zone whose midnight resets the day; a new one holds from the next reset", convert=ZoneInfo)
    cache_ttl_days: int = setting(30, "Days for which a shared picture is used for new requests", at_least=1)
    recipe_detail: "RecipeDetail" = setting("medium", "How much of a user's progress shows in a picture", convert=_recipe_detail, choices=("low", "medium", "high"))
    image_provider: str = setting("auto", "The provider that makes pictures", choices=("auto", *PROVIDERS))
    fallback_providers: tuple[str, ...] = setting((), "Who makes pictures while the one before is down, in order: `provider` or `provider:model`; those without their secrets are left out", refused=_no_fallback)
    photo_provider: str = setting("auto", "The only provider that gets photos; auto is the one that makes pictures", choices=("auto", *(one.name for one in PROVIDERS.values() if one.edits_photos)))
    image_model: str = setting("gpt-image-2.5-flare-2026-09-08", "Model for pictures without a photo", refused=_not_openai_model)
    image_edit_model: str = setting("gpt-image-2.5-sunburst-2026-09-08", "Model for pictures made from a photo", refused=_not_openai_model)
    image_quality: str = setting("medium", "How much work the model puts into a picture", choices=("low", "medium", "high"))
    openai_api_key: str = secret("OpenAI key; admission only checks whether it is set")
    quality_judge: str = setting("statistics", "Who judges finished pictures: `statistics`, or besides, for every picture that a model made, `vision`: an OpenAI model, which needs OPENAI_API_KEY and gets the picture and what it was made from", choices=("statistics", "vision"))
    quality_model: str = setting("gpt-5.6-luna", "OpenAI's model that looks at pictures for QUALITY_JUDGE=vision", refused=_not_openai_model)
    openai_base_url: str = setting("", "Another endpoint of the same API; empty: OpenAI's own")
    openrouter_api_key: str = secret("OpenRouter key, for IMAGE_PROVIDER=openrouter")
    openrouter_base_url: str = setting("", "Another endpoint of OpenRouter's API; empty: its own")
    openrouter_model: str = setting("google/gemini-nano-banana-2.1", "OpenRouter's model for pictures without a photo", refused=_no_model)
    openrouter_edit_model: str = setting("google/gemini-nano-banana-2.1", "OpenRouter's model for pictures made from a photo", refused=_no_model)
    hf_token: str = secret("Hugging Face token, for IMAGE_PROVIDER=huggingface")
    hf_base_url: str = setting("", "Another endpoint of Hugging Face's router; empty: its own")
    hf_model: str = setting("black-forest-labs/FLUX.1-dev", "Hugging Face model, with the server behind a colon (`maker/name:fal-ai`)", refused=_no_model)
    replicate_api_token: str = secret("Replicate token; admission only checks whether it is set")
    replicate_base_url: str = setting("", "Another endpoint of the same API; empty: Replicate's own")
    replicate_model: str = setting("openai/gpt-image-2", "Replicate's model for pictures without a photo", refused=_no_model)
    replicate_edit_model: str = setting("openai/gpt-image-2", "Replicate's model for pictures made from a photo", refused=_no_model)
    replicate_webhook_secret: str = secret("Signing secret of Replicate's webhooks, `whsec_...`; without one the webhook function refuses every request")
    public_functions_url: str = setting("", "Where providers reach the functions, for webhooks: `https://REGION-PROJECT.cloudfunctions.net`; empty: no provider is asked for webhooks")
    pseudonym_salt: str = secret("Secret that pseudonyms in the ledger and in reports are keyed with; without one, production refuses what needs a pseudonym as `misconfigured`; an emulator makes one of the project's name. Set once and keep: docs/deploying.md", refused=_guessable)
    openai_images_per_minute: int = setting(0, "Calls for pictures that may go out to OpenAI in any minute; wishes beyond wait in a queue; 0 sets no pace", at_least=0, at_most=MOST_A_MINUTE)
    openrouter_images_per_minute: int = setting(0, "The same for OpenRouter", at_least=0, at_most=MOST_A_MINUTE)
    replicate_images_per_minute: int = setting(0, "The same for Replicate", at_least=0, at_most=MOST_A_MINUTE)
    hf_images_per_minute: int = setting(0, "The same for Hugging Face", at_least=0, at_most=MOST_A_MINUTE)
    provider_timeout_seconds: int = setting(120, "Longest one provider call may take", at_least=1)
    max_provider_calls: int = setting(3, "Provider calls of one job, all retries together", at_least=1)
    retry_after_timeout: bool = setting(False, "Repeat a provider call whose outcome is unknown; each repeat may be billed")
    max_attempts: int = setting(3, "Workers one job may use up", at_least=1)
    lease_seconds: int = setting(180, "Seconds for which a worker may hold a job without renewing its lease", at_least=1)
    credits_per_avatar: int = setting(0, "Price of a picture in credits; 0 switches credits off", at_least=0)
    initial_credits: int = setting(30, "Credits that every user starts with", at_least=0)
    credits_kept_for: frozenset[str] = setting((), "Reasons of failure whose refund keeps the credits, for instance content_rejected", convert=frozenset, refused=_unknown_reasons)
    evolution_at_night: bool = setting(False, "Render milestones between 02:00 and 06:00 in the user's time zone")
    night_share: float = setting(0.5, "Share of the global day that milestones at night may use, 0 to 1", at_least=0, at_most=1)
    degrade_from: float = setting(0.8, "Share of the day's pictures or money from which on a wish gets a similar existing picture where there is one, and milestones pause, 0 to 1; 1 switches it off", at_least=0, at_most=1)
    fan_out_tasks: bool = setting(True, "Work on followers, takedowns, erasures, merges and sweeps of many pages as tasks of Cloud Tasks; false: the schedules alone do it, slower")
    hosting_url: str = setting("", "Where Hosting serves placeholders; empty: the project's own site")
    enforce_app_check: bool = setting(True, "Refuse calls without a valid App Check token (never under an emulator)")
    check_revoked: bool = setting(False, "Look the account up in Auth before a call that may make pictures, and refuse it if it is disabled, deleted or its sign-in revoked; false: the token works until it expires, within an hour")
    cors_origins: tuple[str, ...] = setting((), "Origins a browser may call from; empty: any")
    region: str = setting("us-central1", "The region of the functions")
    max_instances: int = setting(10, "Instances that a function may have at once; scheduled functions have one", at_least=1, at_most=1000)
    concurrency: int = setting(4, "Requests that an instance serves at once, each on a thread; all but one may be calls with `wait_seconds`; instances that make pictures serve two", at_least=1, at_most=80)
    memory_mb: int = setting(512, "Memory of an instance in MB; functions that decode or encode pictures have at least 1024", refused=_unusual_memory)
    timeline_pages: bool = setting(True, "Keep the newest avatars of a timeline in one document, so that opening it is two reads; false for the first deployment that knows pages, and before a rollback to one that does not ([timeline pages](operations.md#timeline-pages))")
    push_notifications: bool = setting(True, "Send a push when a picture is ready, to devices that their users registered; false: no device is registered, and nothing is sent")
    fcm_base_url: str = setting("", "Another endpoint of Firebase Cloud Messaging's API; empty: Google's own, but none under an emulator; one by http on this machine gets no credentials", refused=_open_to_readers)

    alert_webhook_url: str = secret("Where alerts are sent, as JSON that Slack understands (`https://hooks.slack.com/services/...`); empty: nowhere. For those without Cloud Monitoring: docs/operations.md", refused=_no_webhook)

    # From the platform, not from the operator.
    project: str = ""
    bucket: str = ""
    download_url: str = "https://firebasestorage.googleapis.com"
    """Base of Firebase download links."""
    emulated: bool = False
    """Whether this process runs under an emulator, ours or Google's."""

    def __post_init__(self) -> None:
        for name, parameter in _PARAMETERS.items():
            parameter.check(name, getattr(self, name))
        for name, pace in self.images_per_minute.items():
            if self.global_daily_limit > MINUTES_A_DAY * pace:
                raise misconfigured(
                    PROVIDERS[name].pace.lower(),
                    f"is too low for GLOBAL_DAILY_LIMIT: {pace} a minute are {MINUTES_A_DAY * pace} a day",
                )

    @property
    def plans_given(self) -> "Mapping[Plan, PlanSettings]":
        """Return the plans in PLANS, by name."""
        if not self.plans.strip():
            return {}
        from mirror_realm.domain.plan_settings import plan_settings

        return plan_settings(self.plans)

    @property
    def pseudonym_secret(self) -> str:
        """Return what pseudonyms are keyed with; empty in a deployment that has no secret."""
        return self.pseudonym_salt or (f"the emulated project {self.project}" if self.emulated else "")

    @property
    def images_per_minute(self) -> dict[str, int]:
        """Return the pace of each provider that has one."""
        paces = {name: getattr(self, one.pace.lower()) for name, one in PROVIDERS.items() if one.pace}
        return {name: pace for name, pace in paces.items() if pace}

    @property
    def sends_pushes(self) -> bool:
        """Return whether pushes are sent; an emulator sends none unless it is given a service."""
        return self.push_notifications and bool(not self.emulated or self.fcm_base_url)

    @property
    def fcm_is_local(self) -> bool:
        """Return whether pushes go to a server on this machine, which asks for no credentials."""
        return _is_local(self.fcm_base_url)

    @property
    def provider(self) -> str:
        """Return the name of the provider of new pictures, with `auto` decided. Raises Misconfigured without one."""
        if self.image_provider == "auto":
            return self._automatic().name
        if missing := self._missing(PROVIDERS[self.image_provider]):
            raise Misconfigured(f"IMAGE_PROVIDER is {self.image_provider} but the secret {missing} is empty")
        return self.image_provider

    @property
    def chosen_provider(self) -> str:
        """Return the name of the provider of new pictures; empty if there is none."""
        try:
            return self.provider
        except Misconfigured:
            return ""

    @property
    def configured_providers(self) -> tuple[str, ...]:
        """Return the names of all providers whose secrets are set."""
        return tuple(name for name, provider in PROVIDERS.items() if not self._missing(provider))

    @property
    def provider_of_photos(self) -> str:
        """Return the name of the provider that makes pictures from photos. Raises Misconfigured without one."""
        if self.photo_provider == "auto":
            return self.provider
        if missing := self._missing(PROVIDERS[self.photo_provider]):
            raise Misconfigured(f"PHOTO_PROVIDER is {self.photo_provider} but the secret {missing} is empty")
        return self.photo_provider

    @property
    def fallbacks(self) -> tuple[str, ...]:
        """Return the entries of FALLBACK_PROVIDERS whose secrets are set."""
        named = ((entry, PROVIDERS[entry.partition(":")[0]]) for entry in self.fallback_providers)
        return tuple(entry for entry, provider in named if not self._missing(provider))

    @property
    def photo_recipients(self) -> frozenset[str]:
        """Return the names of the providers that get photos: who makes the pictures, and OpenAI to judge the photos."""
        maker = self._photo_maker()
        makers = {maker.name} if maker is not None and maker.edits_photos else set()
        judges = {OPENAI.name} if self.openai_api_key else set()
        return frozenset(makers | judges) - {PAINTER.name}

    @property
    def photos_stay(self) -> bool:
        """Return whether no photo leaves this deployment: the painter makes the pictures from them."""
        return self._photo_maker() == PAINTER

    @property
    def photos_judged(self) -> bool:
        """Return whether photos may be used: each is judged first, or none leaves this deployment."""
        return self.photos_stay or bool(self.openai_api_key)

    @property
    def uploads_judged(self) -> bool:
        """Return whether a user's own picture may be shown as it is: a model judges it first.

        Under emulators it may be shown without one if the painter makes the pictures, as the painter gets photos then.
        """
        return bool(self.openai_api_key) or (self.emulated and self.photos_stay)

    @property
    def photos_offered(self) -> bool:
        """Return whether a request with a photo can be made: a provider takes photos, and they are judged."""
        maker = self._photo_maker()
        return maker is not None and maker.edits_photos and self.photos_judged

    @property
    def pictures_seen(self) -> bool:
        """Return whether a vision model looks at pictures."""
        return self.quality_judge == "vision" and bool(self.openai_api_key)

    def _photo_maker(self) -> Provider | None:
        try:
            return PROVIDERS[self.provider_of_photos]
        except Misconfigured:
            return None

    def provider_for(self, renderer: str) -> str:
        """Return the name of the provider that makes a recipe's pictures. Raises Misconfigured if it may not be used.

        Those may be used that the settings name, for pictures, for photos or to fail over to, and always the painter,
        because it makes fallbacks. A provider that the operator took out gets no more calls that cost money.
        """
        owner = provider_of(renderer)
        if owner == PAINTER.name or owner in {entry.partition(":")[0] for entry in self.fallbacks}:
            return owner
        if owner != self.provider and owner != self.provider_of_photos:
            raise Misconfigured(f"{owner}, which makes this picture, is no longer configured")
        return owner

    def _automatic(self) -> Provider:
        for provider in PROVIDERS.values():
            fits = provider.automatic == "always" or (self.emulated and provider.automatic == "under emulators")
            if fits and not self._missing(provider):
                return provider
        raise Misconfigured(
            f"no image provider: set the secret {OPENAI.secrets[0]} or choose IMAGE_PROVIDER={PAINTER.name}"
        )

    def _missing(self, provider: Provider) -> str:
        """Return the first secret that the provider needs and does not have, or nothing."""
        return next((name for name in provider.secrets if not getattr(self, name.lower())), "")


_PARAMETERS = parameters_of(Settings)
_DECLARED: dict[str, Any] = {
    name.upper(): parameter.declared(name.upper()) for name, parameter in _PARAMETERS.items()
}
# The functions that use these declare them to the platform.
PROVIDER_SECRETS: list[SecretParam] = [
    _DECLARED["PSEUDONYM_SALT"],
    *(_DECLARED[name] for provider in PROVIDERS.values() for name in provider.secrets),
]
"""Declared by every function that may call a provider."""
PSEUDONYM_SECRETS: list[SecretParam] = [_DECLARED["PSEUDONYM_SALT"]]
"""Declared by every other function that may need a pseudonym."""
WEBHOOK_SECRETS: list[SecretParam] = [_DECLARED["REPLICATE_WEBHOOK_SECRET"]]
"""Declared by the function that providers call."""
ALERT_SECRETS: list[SecretParam] = [_DECLARED["ALERT_WEBHOOK_URL"]]
"""Declared besides by the schedules, which send alerts, and by the workers, which note them."""
CORS_ORIGINS: ListParam = _DECLARED["CORS_ORIGINS"]
REGION: StringParam = _DECLARED["REGION"]
_SIZES = ("max_instances", "concurrency", "memory_mb")


def project_id() -> str:
    """Return the id of the project that this process belongs to; empty if the environment has none."""
    return os.environ.get("GCLOUD_PROJECT") or os.environ.get("GOOGLE_CLOUD_PROJECT", "")


def load() -> Settings:
    """Return the settings of the environment. Raises Misconfigured naming the setting."""
    emulated = os.environ.get("FUNCTIONS_EMULATOR") == "true"
    _refuse_emulator_in_deployment(emulated)
    project = project_id()
    values: dict[str, Any] = {
        name: parameter.value(name, os.environ[name.upper()])
        for name, parameter in _PARAMETERS.items()
        if name.upper() in os.environ
    }
    if emulated:
        values["enforce_app_check"] = False
    values["hosting_url"] = (values.get("hosting_url") or _default_hosting(project, emulated)).rstrip("/")
    return Settings(
        **values,
        project=project,
        bucket=bucket(),
        download_url=_download_url(),
        emulated=emulated,
    )


@dataclass(frozen=True, slots=True)
class Size:
    """What the functions declare to the platform about their instances."""

    max_instances: int
    concurrency: int
    memory_mb: int

    def memory_at_least(self, megabytes: int) -> int:
        """Return the memory of a function that needs so much, in MB."""
        return max(self.memory_mb, megabytes)


def size() -> Size:
    """Return the size of instances, read when functions are declared. Raises Misconfigured naming the setting."""
    given: dict[str, int] = {}
    for name in _SIZES:
        parameter = _PARAMETERS[name]
        text = os.environ.get(name.upper())
        given[name] = parameter.initial() if text is None else parameter.value(name, text)
        parameter.check(name, given[name])
    return Size(**given)


def midnight_zone() -> ZoneInfo:
    """Return the zone of QUOTA_TIMEZONE, read when schedules are declared. Raises Misconfigured naming the setting."""
    text = os.environ.get("QUOTA_TIMEZONE")
    parameter = _PARAMETERS["quota_timezone"]
    zone: ZoneInfo = parameter.initial() if text is None else parameter.value("quota_timezone", text)
    return zone


def names() -> tuple[str, ...]:
    """Return the names of all settings."""
    return tuple(_DECLARED)


def described() -> dict[str, tuple[str, str]]:
    """Return the default and the description of each setting, for the settings table."""
    return {name.upper(): (it.shown(), it.description) for name, it in _PARAMETERS.items()}


def _refuse_emulator_in_deployment(emulated: bool) -> None:
    """Raise Misconfigured if a deployment has a variable that switches protection off for emulators.

    Cloud Run sets K_CONFIGURATION, which no emulator does. It also sets K_SERVICE, but so does firebase-tools.
    """
    if not os.environ.get("K_CONFIGURATION"):
        return
    if emulated:
        raise misconfigured("functions_emulator", "must not be true in a deployment: App Check would be off")
    if os.environ.get("FIREBASE_AUTH_EMULATOR_HOST"):
        raise misconfigured(
            "firebase_auth_emulator_host", "must not be set in a deployment: unsigned tokens would be accepted"
        )


def bucket() -> str:
    """Return the bucket of FIREBASE_CONFIG, which the platform and every emulator set as JSON. File names are ignored."""
    project = os.environ.get("GCLOUD_PROJECT") or os.environ.get("GOOGLE_CLOUD_PROJECT", "")
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

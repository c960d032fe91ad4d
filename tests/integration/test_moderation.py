"""Whatever the moderation API answers, a check makes one call and ends in one verdict or one reason, at no cost."""

import base64
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
import pytest

from mirror_realm.adapters.moderation import MissingModeration, NoModeration, OpenAIModeration
from mirror_realm.bootstrap import ProductionPorts
from mirror_realm.errors import (
    AccountRefused,
    ContentRejected,
    MirrorRealmError,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
    RenderFailure,
)
from mirror_realm.services.ports.photos import Moderation
from mirror_realm.settings import Settings
from tests.faults import FaultServer, refusing_url
from tests.faults.pictures import picture

KEY = "sk-test-0123456789abcdef"
PHOTO = picture(320, 240)
FUNCTIONS = Path(__file__).parents[2] / "functions"

FAULTS: dict[str, type[MirrorRealmError]] = {
    "photo_flagged": ContentRejected,
    "photo_flagged_for_more": ContentRejected,
    "photo_not_looked_at": ProviderUnavailable,
    "photo_perhaps_looked_at": ProviderUnavailable,
    "no_verdict": ProviderUnavailable,
    "verdict_without_flag": ProviderUnavailable,
    "flag_of_another_type": ProviderUnavailable,
    "two_verdicts": ProviderUnavailable,
    "bad_reference": ContentRejected,
    "invalid_value": Misconfigured,
    "malformed_error": Misconfigured,
    "billing_limit": AccountRefused,
    "insufficient_quota": AccountRefused,
    "wrong_key": AccountRefused,
    "unverified_organisation": AccountRefused,
    "model_gone": Misconfigured,
    "redirect": Misconfigured,
    "rate_limited": ProviderRateLimited,
    "server_error": ProviderUnavailable,
    "overloaded": ProviderUnavailable,
    "bad_gateway": ProviderUnavailable,
    "bad_gateway_in_json": ProviderUnavailable,
    "gateway_timeout": ProviderUnavailable,
    "request_timeout": ProviderTimeout,
    "cut_short": ProviderUnavailable,
    "reset": ProviderUnavailable,
    "truncated_json": ProviderUnavailable,
    "html": ProviderUnavailable,
    "null": ProviderUnavailable,
    "no_data": ProviderUnavailable,
    "ok": ProviderUnavailable,
    "huge_picture": ProviderUnavailable,
    "huge_picture_unannounced": ProviderUnavailable,
}


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture(scope="module")
def moderation(server: FaultServer) -> Iterator[OpenAIModeration]:
    moderation = OpenAIModeration(api_key=KEY, base_url=server.base_url)
    yield moderation
    moderation.close()


def failure_of(moderation: Moderation) -> MirrorRealmError:
    with pytest.raises(MirrorRealmError) as raised:
        moderation.check(PHOTO)
    return raised.value


def test_the_photo_itself_is_judged_by_the_free_model(
    server: FaultServer, moderation: OpenAIModeration
) -> None:
    server.play_moderation("photo_passes")

    moderation.check(PHOTO)

    (call,) = server.moderation_calls
    sent = call.json()
    (given,) = sent["input"]
    head, _, encoded = given["image_url"]["url"].partition(",")
    assert sent["model"] == "omni-moderation-latest"
    assert (given["type"], head) == ("image_url", "data:image/jpeg;base64")
    assert base64.b64decode(encoded) == PHOTO
    assert call.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("scenario", FAULTS)
def test_each_fault_has_its_reason_no_cost_and_one_call(
    server: FaultServer, moderation: OpenAIModeration, scenario: str
) -> None:
    server.play_moderation(scenario)

    error = failure_of(moderation)

    assert type(error) is FAULTS[scenario]
    assert len(server.moderation_calls) == 1
    if isinstance(error, RenderFailure):
        assert error.cost_micros == 0


@pytest.mark.parametrize("scenario", ["silent", "silent_after_headers", "dripping"])
def test_a_verdict_that_does_not_come_in_time_is_a_timeout(server: FaultServer, scenario: str) -> None:
    server.play_moderation(scenario)
    hasty = OpenAIModeration(api_key=KEY, base_url=server.base_url, timeout_seconds=0.05)

    error = failure_of(hasty)

    hasty.close()
    assert isinstance(error, ProviderTimeout)
    assert error.cost_micros == 0


def test_a_refused_connection_leaves_nobody_to_say() -> None:
    alone = OpenAIModeration(api_key=KEY, base_url=refusing_url())

    assert isinstance(failure_of(alone), ProviderUnavailable)
    alone.close()


def test_a_rate_limit_says_how_long_to_wait(server: FaultServer, moderation: OpenAIModeration) -> None:
    server.play_moderation("rate_limited")

    error = failure_of(moderation)

    assert isinstance(error, ProviderRateLimited)
    assert error.retry_after == 2.0


@pytest.mark.parametrize("scenario", ["photo_flagged", "photo_flagged_for_more"])
def test_the_person_is_told_no_category(
    server: FaultServer, moderation: OpenAIModeration, scenario: str
) -> None:
    server.play_moderation(scenario)

    assert str(failure_of(moderation)) == "the photo did not pass the safety check; choose another one"


@pytest.mark.parametrize("scenario", FAULTS)
def test_no_error_shows_the_photo_or_the_key_even_in_a_traceback(
    server: FaultServer, moderation: OpenAIModeration, scenario: str
) -> None:
    server.play_moderation(scenario)

    shown = "".join(traceback.format_exception(failure_of(moderation)))

    assert base64.b64encode(PHOTO).decode()[:64] not in shown
    assert KEY not in shown


@pytest.mark.parametrize("base_url", ["ftp://127.0.0.1/v1", "not a url", "https://"])
def test_a_base_url_that_is_none_is_the_operators_to_mend(base_url: str) -> None:
    astray = OpenAIModeration(api_key=KEY, base_url=base_url)

    assert isinstance(failure_of(astray), Misconfigured)
    astray.close()


@pytest.mark.parametrize("api_key", ["", "sk-line\n", "sk-“smart”", "sk two words"])
def test_a_key_that_cannot_be_one_is_the_operators_to_mend(server: FaultServer, api_key: str) -> None:
    error = failure_of(OpenAIModeration(api_key=api_key, base_url=server.base_url))

    assert isinstance(error, Misconfigured)
    assert not api_key or api_key not in str(error)


def test_what_nobody_foresaw_is_unavailable_and_keeps_its_cause(
    moderation: OpenAIModeration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(moderation, "_open", broken)

    error = failure_of(moderation)

    assert isinstance(error, ProviderUnavailable)
    assert isinstance(error.__cause__, ZeroDivisionError)


def test_a_fault_leaves_it_able_to_judge(server: FaultServer, moderation: OpenAIModeration) -> None:
    server.play_moderation("reset", "photo_flagged", "photo_passes")

    failure_of(moderation)
    failure_of(moderation)
    moderation.check(PHOTO)


def test_checks_and_pictures_have_scripts_of_their_own(
    server: FaultServer, moderation: OpenAIModeration
) -> None:
    server.play("ok")
    server.play_moderation("photo_passes")

    moderation.check(PHOTO)

    assert server.calls == []


def test_threads_that_check_first_together_open_one_client(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.play_moderation("photo_passes")
    opened = []
    genuine = openai.OpenAI.__init__

    def counting(self: openai.OpenAI, *args: object, **kwargs: object) -> None:
        opened.append(self)
        genuine(self, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(openai.OpenAI, "__init__", counting)
    fresh = OpenAIModeration(api_key=KEY, base_url=server.base_url)
    together = threading.Barrier(4)

    def check() -> None:
        together.wait()
        fresh.check(PHOTO)

    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(check) for _ in range(4)]:
            job.result()
    fresh.close()

    assert len(opened) == 1


def test_building_one_does_not_import_openai() -> None:
    program = (
        "import sys; from mirror_realm.adapters.moderation import OpenAIModeration; "
        "OpenAIModeration(api_key='k'); sys.exit(bool({'openai', 'httpx2', 'pydantic'} & sys.modules.keys()))"
    )

    assert subprocess.run([sys.executable, "-c", program], cwd=FUNCTIONS, timeout=60).returncode == 0


def test_without_moderation_every_photo_passes_unlooked_at() -> None:
    moderation: Moderation = NoModeration()

    moderation.check(b"no picture at all")


@pytest.mark.parametrize(
    ("provider", "judges"),
    [("painter", NoModeration), ("openrouter", MissingModeration), ("auto", MissingModeration)],
)
def test_without_a_moderation_no_photo_goes_to_a_model(provider: str, judges: type[Moderation]) -> None:
    ports = ProductionPorts(Settings(image_provider=provider, openrouter_api_key="sk-or-test"))
    assert type(ports.moderation) is judges


def test_a_photo_that_nothing_can_judge_is_the_operators_to_mend() -> None:
    with pytest.raises(Misconfigured, match="OPENAI_API_KEY"):
        MissingModeration().check(PHOTO)

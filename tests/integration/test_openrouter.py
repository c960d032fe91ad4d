"""OpenRouter over real HTTP: what is asked for, and whatever it answers, one POST, one reason, the right cost."""

import base64
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from mirror_realm.adapters.providers.openrouter import OpenRouter
from mirror_realm.domain.avatar import Source
from mirror_realm.domain.reference import InputKind
from mirror_realm.errors import (
    AccountRefused,
    BadOutput,
    ContentRejected,
    MirrorRealmError,
    Misconfigured,
    ModelGone,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
    RenderFailure,
)
from mirror_realm.services.ports.providers import ReferenceImage
from tests.fakes.house import House
from tests.faults import FaultServer, refusing_url
from tests.faults.openrouter import COST, OPENROUTER
from tests.faults.pictures import picture
from tests.faults.requests import PROMPT, image_request
from tests.integration.test_openai_faults import UNKNOWN, Fault

KEY = "sk-or-0123456789abcdef"
MODEL = "google/gemini-nano-banana-2.1"
RENDERER = f"openrouter:{MODEL}"
STATED = round(COST * 1_000_000)
MODELS = "/v1/models?output_modalities=image"

FAULTS = [
    Fault("filtered", ContentRejected, STATED),
    Fault("filtered_as_in_chat", ContentRejected, STATED),
    Fault("filtered_above", ContentRejected, 0),
    Fault("moderation", ContentRejected, 0),
    Fault("moderation_in_200", ContentRejected, 1100),
    Fault("guardrail", Misconfigured),
    Fault("bad_request", Misconfigured),
    Fault("wrong_key", AccountRefused),
    Fault("no_credits", AccountRefused),
    Fault("credits_in_flight", ProviderRateLimited, 0),
    Fault("model_gone", Misconfigured),
    Fault("no_zdr", Misconfigured),
    Fault("too_large", Misconfigured),
    Fault("redirect", Misconfigured),
    Fault("rate_limited", ProviderRateLimited, 0),
    Fault("rate_limited_in_prose", ProviderRateLimited, 0),
    Fault("request_timeout", ProviderTimeout, UNKNOWN),
    Fault("upstream_timeout", ProviderTimeout, UNKNOWN),
    Fault("upstream_failed", ProviderUnavailable, 0),
    Fault("upstream_failed_in_200", ProviderUnavailable, 0),
    Fault("overloaded", ProviderUnavailable, 0),
    Fault("provider_overloaded", ProviderUnavailable, 0),
    Fault("error_of_another_shape", ProviderUnavailable, 0),
    Fault("bad_gateway", ProviderUnavailable, UNKNOWN),
    Fault("gateway_timeout", ProviderTimeout, UNKNOWN),
    Fault("cut_short", ProviderUnavailable, UNKNOWN),
    Fault("reset", ProviderUnavailable, UNKNOWN),
    Fault("truncated_json", BadOutput, UNKNOWN),
    Fault("html", BadOutput, UNKNOWN),
    Fault("null", BadOutput, UNKNOWN),
    Fault("huge_picture", BadOutput, UNKNOWN),
    Fault("huge_picture_unannounced", BadOutput, UNKNOWN),
    Fault("no_data", BadOutput, STATED),
    Fault("empty_data", BadOutput, STATED),
    Fault("empty_data_without_usage", BadOutput, 0),
    Fault("url_instead_of_picture", BadOutput, STATED),
    Fault("not_base64", BadOutput, STATED),
    Fault("not_a_picture", BadOutput, STATED),
]


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer(of=OPENROUTER) as running:
        yield running


@pytest.fixture(scope="module")
def provider(server: FaultServer) -> Iterator[OpenRouter]:
    provider = OpenRouter(api_key=KEY, model=MODEL, edit_model=MODEL, base_url=server.base_url)
    yield provider
    provider.close()


def failure_of(provider: OpenRouter, timeout_seconds: float = 5.0) -> MirrorRealmError:
    with pytest.raises(MirrorRealmError) as raised:
        provider.render(image_request(model=RENDERER, timeout_seconds=timeout_seconds))
    return raised.value


def asked(server: FaultServer) -> dict[str, Any]:
    (call,) = server.calls
    body: dict[str, Any] = call.json()
    return body


def test_a_square_of_1024_pixels_is_asked_for_at_a_bounded_price(
    server: FaultServer, provider: OpenRouter
) -> None:
    server.play("ok")
    request = image_request(model=RENDERER)

    made = provider.render(request)

    assert (made.data, made.cost_micros) == (picture(encoding="PNG"), STATED)
    (call,) = server.calls
    assert (call.path, call.headers["authorization"]) == ("/v1/images", f"Bearer {KEY}")
    body = asked(server)
    assert (body["model"], body["prompt"], body["n"]) == (MODEL, PROMPT, 1)
    assert (body["aspect_ratio"], body["resolution"]) == ("1:1", "1K")
    assert body["user"] == request.safety_identifier
    assert body["provider"] == {
        "data_collection": "deny",
        "max_price": {"image": provider.worst_case_micros(request) / 1_000_000},
    }


def test_a_photo_goes_only_where_nothing_is_kept(server: FaultServer, provider: OpenRouter) -> None:
    server.play("ok")
    photo = ReferenceImage(InputKind.PHOTO, b"\xff\xd8\xff photo")

    provider.render(image_request(photo, model=RENDERER))

    body = asked(server)
    assert body["provider"]["zdr"] is True
    assert body["provider"]["data_collection"] == "deny"
    url = body["input_references"][0]["image_url"]["url"]
    assert base64.b64decode(url.removeprefix("data:image/jpeg;base64,")) == photo.jpeg


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.scenario)
def test_each_fault_has_its_reason_its_cost_and_one_post(
    server: FaultServer, provider: OpenRouter, fault: Fault
) -> None:
    server.play(fault.scenario)

    error = failure_of(provider)

    assert type(error) is fault.error
    assert len(server.calls) == 1
    if isinstance(error, RenderFailure):
        assert error.cost_micros == fault.cost_micros
    shown = "".join(traceback.format_exception(error))
    assert PROMPT not in shown
    assert KEY not in shown


@pytest.mark.parametrize("scenario", ["silent", "silent_after_headers", "dripping"])
def test_an_answer_that_does_not_come_in_time_is_a_timeout_of_unknown_cost(
    server: FaultServer, provider: OpenRouter, scenario: str
) -> None:
    server.play(scenario)

    error = failure_of(provider, timeout_seconds=0.05)

    assert isinstance(error, ProviderTimeout)
    assert error.cost_micros is UNKNOWN
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("scenario", "seconds"),
    [("rate_limited", 2.0), ("rate_limited_in_prose", 30.0), ("credits_in_flight", 7.0)],
)
def test_a_rate_limit_says_how_long_to_wait(
    server: FaultServer, provider: OpenRouter, scenario: str, seconds: float
) -> None:
    server.play(scenario)

    error = failure_of(provider)

    assert isinstance(error, ProviderRateLimited)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    "scenario", ["no_usage", "cost_is_nan", "cost_is_negative", "cost_is_text", "cost_is_absurd"]
)
def test_a_picture_without_a_believable_cost_is_booked_at_its_worst_case(
    server: FaultServer, provider: OpenRouter, scenario: str
) -> None:
    server.play(scenario)
    request = image_request(model=RENDERER)

    assert provider.render(request).cost_micros == provider.worst_case_micros(request)


def test_a_refused_connection_costs_nothing() -> None:
    provider = OpenRouter(api_key=KEY, model=MODEL, edit_model=MODEL, base_url=refusing_url())

    error = failure_of(provider)

    provider.close()
    assert isinstance(error, ProviderUnavailable)
    assert error.cost_micros == 0


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.scenario)
def test_a_fault_that_stays_ends_refunded_with_its_reason_and_a_stand_in(
    server: FaultServer, provider: OpenRouter, fault: Fault
) -> None:
    house = House(provider=provider)  # type: ignore[arg-type]  # the genuine one
    server.play(*[fault.scenario] * 3)

    admitted = house.ask()
    house.deliver()

    avatar = house.avatar(admitted)
    assert (avatar.source, avatar.degraded) == (Source.PAINTED, True)
    assert avatar.problem is not None
    assert avatar.problem.reason == fault.error.reason
    day = house.only("global_usage/")
    assert day["refunded"] == 1
    if fault.cost_micros is not UNKNOWN:
        assert day["spent_micros"] == fault.cost_micros * len(server.calls)
    house.check()


def test_a_model_that_expires_has_its_date(server: FaultServer, provider: OpenRouter) -> None:
    server.documents = {MODELS: {"data": [{"id": MODEL, "expiration_date": "2026-12-01"}]}}

    assert provider.renderers == (RENDERER,)
    assert provider.shutdown_of(RENDERER) == "2026-12-01"


def test_a_model_that_stays_has_none(server: FaultServer, provider: OpenRouter) -> None:
    server.documents = {MODELS: {"data": [{"id": MODEL, "expiration_date": None}]}}

    assert provider.shutdown_of(RENDERER) is None


def test_a_model_that_is_not_listed_any_more_is_gone(server: FaultServer, provider: OpenRouter) -> None:
    server.documents = {MODELS: {"data": [{"id": "another/model"}]}}

    with pytest.raises(ModelGone, match=MODEL):
        provider.shutdown_of(RENDERER)


def test_a_list_of_another_shape_says_nothing_about_a_model(
    server: FaultServer, provider: OpenRouter
) -> None:
    server.documents = {MODELS: {"data": "none"}}

    with pytest.raises(ProviderUnavailable):
        provider.shutdown_of(RENDERER)

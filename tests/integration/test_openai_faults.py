"""Whatever the image API answers, a render makes one call and ends in one reason, at the right cost."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.errors import (
    AccountRefused,
    BadOutput,
    ContentRejected,
    MirrorRealmError,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
    RenderFailure,
)
from tests.faults import FaultServer, refusing_url
from tests.faults.pictures import picture
from tests.faults.requests import FLARE, PROMPT, SUNBURST, image_request

KEY = "sk-test-0123456789abcdef"
REPORTED_COST = 10 * 5 + 40 * 8 + 196 * 30
UNKNOWN = None


@dataclass(frozen=True)
class Fault:
    """A scenario, and what a render must make of it."""

    scenario: str
    error: type[MirrorRealmError]
    cost_micros: int | None = 0


FAULTS = [
    Fault("moderation_blocked_input", ContentRejected, 0),
    Fault("moderation_blocked_output", ContentRejected, UNKNOWN),
    Fault("bad_reference", ContentRejected, 0),
    Fault("invalid_value", Misconfigured),
    Fault("malformed_error", Misconfigured),
    Fault("billing_limit", AccountRefused),
    Fault("insufficient_quota", AccountRefused),
    Fault("wrong_key", AccountRefused),
    Fault("unverified_organisation", AccountRefused),
    Fault("model_gone", Misconfigured),
    Fault("redirect", Misconfigured),
    Fault("rate_limited", ProviderRateLimited, 0),
    Fault("server_error", ProviderUnavailable, 0),
    Fault("overloaded", ProviderUnavailable, 0),
    Fault("bad_gateway", ProviderUnavailable, UNKNOWN),
    Fault("bad_gateway_in_json", ProviderUnavailable, UNKNOWN),
    Fault("gateway_timeout", ProviderUnavailable, UNKNOWN),
    Fault("request_timeout", ProviderTimeout, UNKNOWN),
    Fault("cut_short", ProviderUnavailable, UNKNOWN),
    Fault("reset", ProviderUnavailable, UNKNOWN),
    Fault("truncated_json", BadOutput, UNKNOWN),
    Fault("html", BadOutput, UNKNOWN),
    Fault("null", BadOutput, UNKNOWN),
    Fault("no_data", BadOutput, UNKNOWN),
    Fault("empty_data_without_usage", BadOutput, UNKNOWN),
    Fault("empty_data", BadOutput, REPORTED_COST),
    Fault("url_instead_of_picture", BadOutput, REPORTED_COST),
    Fault("not_base64", BadOutput, REPORTED_COST),
    Fault("not_a_picture", BadOutput, REPORTED_COST),
    Fault("a_stub_of_a_picture", BadOutput, REPORTED_COST),
    Fault("huge_picture", BadOutput, UNKNOWN),
    Fault("huge_picture_unannounced", BadOutput, UNKNOWN),
]


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture(scope="module")
def provider(server: FaultServer) -> Iterator[OpenAIImages]:
    provider = OpenAIImages(api_key=KEY, model=FLARE, edit_model=SUNBURST, base_url=server.base_url)
    yield provider
    provider.close()


def failure_of(provider: OpenAIImages, timeout_seconds: float = 5.0) -> MirrorRealmError:
    with pytest.raises(MirrorRealmError) as raised:
        provider.render(image_request(timeout_seconds=timeout_seconds))
    return raised.value


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.scenario)
def test_each_fault_has_its_reason_its_cost_and_one_call(
    server: FaultServer, provider: OpenAIImages, fault: Fault
) -> None:
    server.play(fault.scenario)

    error = failure_of(provider)

    assert type(error) is fault.error
    assert len(server.calls) == 1
    if isinstance(error, RenderFailure):
        assert error.cost_micros == fault.cost_micros


@pytest.mark.parametrize("scenario", ["silent", "silent_after_headers", "dripping"])
def test_an_answer_that_does_not_come_in_time_is_a_timeout_of_unknown_cost(
    server: FaultServer, provider: OpenAIImages, scenario: str
) -> None:
    server.play(scenario)

    error = failure_of(provider, timeout_seconds=0.05)

    assert isinstance(error, ProviderTimeout)
    assert error.cost_micros is UNKNOWN
    assert len(server.calls) == 1


def test_a_refused_connection_costs_nothing() -> None:
    provider = OpenAIImages(api_key=KEY, model=FLARE, edit_model=SUNBURST, base_url=refusing_url())

    error = failure_of(provider)

    provider.close()
    assert isinstance(error, ProviderUnavailable)
    assert error.cost_micros == 0


@pytest.mark.parametrize("base_url", ["ftp://127.0.0.1/v1", "not a url", "https://"])
def test_a_base_url_that_is_none_is_the_operators_to_mend(base_url: str) -> None:
    provider = OpenAIImages(api_key=KEY, model=FLARE, edit_model=SUNBURST, base_url=base_url)

    assert isinstance(failure_of(provider), Misconfigured)
    provider.close()


@pytest.mark.parametrize("api_key", ["", "sk-line\n", "sk-“smart”", "sk two words"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(api_key: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        OpenAIImages(api_key=api_key, model=FLARE, edit_model=SUNBURST)

    assert not api_key or api_key not in str(refused.value)


@pytest.mark.parametrize(
    ("scenario", "seconds"),
    [
        ("rate_limited", 2.0),
        ("rate_limited_for_long", 121.0),
        ("rate_limited_in_milliseconds", 1.5),
        ("rate_limited_silently", None),
    ],
)
def test_a_rate_limit_says_how_long_to_wait(
    server: FaultServer, provider: OpenAIImages, scenario: str, seconds: float | None
) -> None:
    server.play(scenario)

    error = failure_of(provider)

    assert isinstance(error, ProviderRateLimited)
    assert error.retry_after == seconds


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.scenario)
def test_no_error_shows_the_prompt_or_the_key_even_in_a_traceback(
    server: FaultServer, provider: OpenAIImages, fault: Fault
) -> None:
    server.play(fault.scenario)

    shown = "".join(traceback.format_exception(failure_of(provider)))

    assert PROMPT not in shown
    assert KEY not in shown


def test_a_fault_leaves_the_provider_able_to_render(server: FaultServer, provider: OpenAIImages) -> None:
    server.play("reset", "truncated_json", "ok")

    failure_of(provider)
    failure_of(provider)

    assert provider.render(image_request()).data == picture()


@pytest.mark.parametrize("scenario", ["no_usage", "malformed_usage"])
def test_a_picture_of_unknown_cost_is_booked_at_its_worst_case(
    server: FaultServer, provider: OpenAIImages, scenario: str
) -> None:
    server.play(scenario)
    request = image_request()

    assert provider.render(request).cost_micros == provider.worst_case_micros(request)


def test_input_not_said_to_be_text_is_charged_as_images(server: FaultServer, provider: OpenAIImages) -> None:
    server.play("usage_without_details")

    assert provider.render(image_request()).cost_micros == 50 * 8 + 196 * 30


@pytest.mark.parametrize(
    ("scenario", "data"),
    [
        ("ok", picture()),
        ("ok_png", picture(encoding="PNG")),
        ("not_square", picture(1536, 1024)),
        ("too_small", picture(256, 256)),
    ],
)
def test_a_picture_is_handed_on_as_it_came_its_shape_unchecked(
    server: FaultServer, provider: OpenAIImages, scenario: str, data: bytes
) -> None:
    server.play(scenario)

    image = provider.render(image_request())

    assert image.data == data
    assert image.cost_micros == REPORTED_COST


def test_an_interrupt_is_never_swallowed(provider: OpenAIImages, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(provider, "_open", interrupted)

    with pytest.raises(KeyboardInterrupt):
        provider.render(image_request())


def test_what_nobody_foresaw_is_unavailable_and_keeps_its_cause(
    provider: OpenAIImages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise MemoryError

    monkeypatch.setattr(provider, "_open", broken)

    error = failure_of(provider)

    assert isinstance(error, ProviderUnavailable)
    assert error.cost_micros is UNKNOWN
    assert isinstance(error.__cause__, MemoryError)

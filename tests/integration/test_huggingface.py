"""Hugging Face's router over real HTTP: what is asked for; whatever it answers, one POST, one reason, one cost."""

from collections.abc import Iterator

import pytest

from mirror_realm.adapters.jpegs import JpegCodec
from mirror_realm.adapters.providers.huggingface import HuggingFace
from mirror_realm.adapters.providers.huggingface.provider import PICTURE_MICROS
from mirror_realm.adapters.providers.wire.outputs import fetch_paid_picture
from mirror_realm.domain.prompts import EXCLUSIONS
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
from tests.faults import FaultServer
from tests.faults.huggingface import HUGGINGFACE
from tests.faults.pictures import picture
from tests.faults.requests import PROMPT, image_request
from tests.integration.test_openai_faults import UNKNOWN, Fault

TOKEN = "hf_0123456789abcdef"
FLUX = "huggingface:black-forest-labs/FLUX.1-dev"
ON_FAL = f"{FLUX}:fal-ai"
LORA = "huggingface:XLabs-AI/flux-RealismLora:fal-ai"
SDXL = "huggingface:stabilityai/stable-diffusion-xl-base-1.0"

FAULTS = [
    (FLUX, Fault("half_a_picture", BadOutput, UNKNOWN)),
    (FLUX, Fault("html", BadOutput, UNKNOWN)),
    (FLUX, Fault("wrong_token", AccountRefused)),
    (FLUX, Fault("no_credits", AccountRefused)),
    (FLUX, Fault("not_served", Misconfigured)),
    (FLUX, Fault("gone", Misconfigured)),
    (FLUX, Fault("wrong_field", Misconfigured)),
    (FLUX, Fault("redirect", Misconfigured)),
    (FLUX, Fault("rate_limited", ProviderRateLimited, 0)),
    (FLUX, Fault("loading", ProviderRateLimited, 0)),
    (FLUX, Fault("overloaded", ProviderUnavailable, UNKNOWN)),
    (FLUX, Fault("server_error", ProviderUnavailable, UNKNOWN)),
    (FLUX, Fault("bad_gateway", ProviderUnavailable, UNKNOWN)),
    (FLUX, Fault("timeout", ProviderTimeout, UNKNOWN)),
    (FLUX, Fault("cut_short", ProviderUnavailable, UNKNOWN)),
    (FLUX, Fault("reset", ProviderUnavailable, UNKNOWN)),
    (ON_FAL, Fault("policy", ContentRejected, UNKNOWN)),
    (ON_FAL, Fault("nsfw", ContentRejected, PICTURE_MICROS)),
    (ON_FAL, Fault("no_images", BadOutput, UNKNOWN)),
    (ON_FAL, Fault("html", BadOutput, UNKNOWN)),
    (ON_FAL, Fault("foreign_host", BadOutput, PICTURE_MICROS)),
    (ON_FAL, Fault("foreign_https", BadOutput, PICTURE_MICROS)),
    (ON_FAL, Fault("with_credentials", BadOutput, PICTURE_MICROS)),
]


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer("ok", of=HUGGINGFACE) as running:
        running.files = {"/files/1.png": picture(encoding="PNG")}
        yield running


@pytest.fixture(scope="module")
def provider(server: FaultServer) -> Iterator[HuggingFace]:
    base = server.base_url.removesuffix("/v1")
    provider = HuggingFace(token=TOKEN, model="black-forest-labs/FLUX.1-dev", base_url=base, hub_url=base)
    yield provider
    provider.close()


def failure_of(provider: HuggingFace, model: str, timeout_seconds: float = 5.0) -> MirrorRealmError:
    with pytest.raises(MirrorRealmError) as raised:
        provider.render(image_request(model=model, timeout_seconds=timeout_seconds))
    return raised.value


def test_hf_inference_is_asked_for_a_square_and_answers_with_bytes(
    server: FaultServer, provider: HuggingFace
) -> None:
    server.play("ok")

    made = provider.render(image_request(model=FLUX))

    assert (made.data, made.cost_micros) == (picture(encoding="PNG"), PICTURE_MICROS)
    (call,) = server.calls
    assert call.path == "/hf-inference/models/black-forest-labs/FLUX.1-dev"
    assert call.headers["authorization"] == f"Bearer {TOKEN}"
    assert call.json() == {"inputs": PROMPT, "parameters": {"width": 1024, "height": 1024}}


def test_an_old_model_is_told_beside_the_prompt_what_to_leave_out(
    server: FaultServer, provider: HuggingFace
) -> None:
    server.play("ok")
    provider.render(image_request(model=SDXL))
    (call,) = server.calls
    assert call.json()["parameters"]["negative_prompt"] == EXCLUSIONS


def test_fals_picture_is_fetched_without_the_token(server: FaultServer, provider: HuggingFace) -> None:
    server.play("ok_fal")
    server.fetched = []

    made = provider.render(image_request(model=LORA))

    assert made.data == picture(encoding="PNG")
    (call,) = server.calls
    assert call.path == "/fal-ai/fal-ai/flux-lora"
    assert call.json()["image_size"] == {"width": 1024, "height": 1024}
    assert call.json()["loras"][0]["path"].endswith("lora.safetensors")
    (fetched,) = server.fetched
    assert "authorization" not in fetched.headers


@pytest.mark.parametrize(("failing", "gets"), [(1, 2), (9, 3)])
def test_a_paid_picture_is_fetched_again_where_the_file_server_fails(
    server: FaultServer, failing: int, gets: int
) -> None:
    server.fetched, server.failing_files = [], failing
    pauses: list[float] = []

    def fetched() -> bytes:
        address = server.base_url.removesuffix("/v1")
        return fetch_paid_picture(
            f"{address}/files/1.png",
            hosts=(),
            base_url=address,
            timeout_seconds=5.0,
            cost_micros=PICTURE_MICROS,
            pause=pauses.append,
        )

    if failing < gets:
        assert fetched() == picture(encoding="PNG")
    else:
        with pytest.raises(ProviderUnavailable) as failed:
            fetched()
        assert failed.value.cost_micros == PICTURE_MICROS
    server.failing_files = 0
    assert (len(server.fetched), len(pauses)) == (gets, gets - 1)


@pytest.mark.parametrize(("model", "fault"), FAULTS, ids=lambda one: getattr(one, "scenario", str(one)[-9:]))
def test_each_fault_has_its_reason_its_cost_and_one_post(
    server: FaultServer, provider: HuggingFace, model: str, fault: Fault
) -> None:
    server.play(fault.scenario)

    error = failure_of(provider, model)

    assert type(error) is fault.error
    assert len(server.calls) == 1
    if isinstance(error, RenderFailure):
        assert error.cost_micros == fault.cost_micros
    assert TOKEN not in str(error)


def test_a_model_that_loads_says_how_long(server: FaultServer, provider: HuggingFace) -> None:
    server.play("loading")
    error = failure_of(provider, FLUX)
    assert isinstance(error, ProviderRateLimited)
    assert error.retry_after == 20.5


def test_silence_is_a_timeout_of_unknown_cost(server: FaultServer, provider: HuggingFace) -> None:
    server.play("silent")
    error = failure_of(provider, FLUX, timeout_seconds=0.05)
    assert isinstance(error, ProviderTimeout)
    assert error.cost_micros is UNKNOWN


@pytest.mark.parametrize("model", [f"{FLUX}:replicate", "huggingface:somebody/unknown:fal-ai"])
def test_what_is_not_known_here_is_not_asked_for(
    server: FaultServer, provider: HuggingFace, model: str
) -> None:
    server.play("ok")
    assert type(failure_of(provider, model)) is Misconfigured
    assert server.calls == []


def test_no_photo_is_sent(server: FaultServer, provider: HuggingFace) -> None:
    server.play("ok")
    photo = ReferenceImage(InputKind.PHOTO, b"\xff\xd8\xff")
    with pytest.raises(Misconfigured):
        provider.render(image_request(photo, model=FLUX))
    with pytest.raises(Misconfigured):
        provider.renderer(personal=True)
    assert server.calls == []


@pytest.mark.parametrize(
    ("mapping", "gone"),
    [
        ({"hf-inference": {"status": "live"}}, False),
        ({"hf-inference": {"status": "error"}}, True),
        ({"fal-ai": {"status": "live"}}, True),
    ],
)
def test_a_model_that_its_server_dropped_is_gone(
    server: FaultServer, provider: HuggingFace, mapping: dict[str, object], gone: bool
) -> None:
    place = "/api/models/black-forest-labs/FLUX.1-dev?expand=inferenceProviderMapping"
    server.documents = {place: {"inferenceProviderMapping": mapping}}
    if gone:
        with pytest.raises(ModelGone):
            provider.shutdown_of(FLUX)
    else:
        assert provider.shutdown_of(FLUX) is None


def test_a_black_picture_is_a_refusal_not_a_bad_one(server: FaultServer, provider: HuggingFace) -> None:
    house = House(provider=provider, codec=JpegCodec())  # type: ignore[arg-type]  # the genuine ones
    server.play("black")

    house.ask()
    house.deliver()

    (job,) = [
        one
        for one in house.documents.values()
        if one.get("recipe", {}).get("renderer") == FLUX and "calls" in one
    ]
    assert job["error"]["reason"] == "content_rejected"
    assert len(job["calls"]) == len(server.calls) == 2, "once more, in milder words"

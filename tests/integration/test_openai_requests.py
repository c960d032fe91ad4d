"""What is sent to the image API: these fields, no others, from nowhere but the recipe and the settings."""

from collections.abc import Iterator

import pytest

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.domain.reference import InputKind
from mirror_realm.errors import Misconfigured
from mirror_realm.services.ports.providers import ReferenceImage
from tests.faults import FaultServer
from tests.faults.pictures import picture
from tests.faults.requests import FLARE, PROMPT, SUNBURST, image_request

PHOTO = ReferenceImage(InputKind.PHOTO, picture(640, 480))
EARLIER = ReferenceImage(InputKind.LATEST, picture(512, 512))


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture(scope="module")
def provider(server: FaultServer) -> Iterator[OpenAIImages]:
    provider = OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST, base_url=server.base_url)
    yield provider
    provider.close()


def test_generating_sends_exactly_these_fields(server: FaultServer, provider: OpenAIImages) -> None:
    server.play("ok")

    provider.render(image_request(quality="high"))

    (call,) = server.calls
    assert (call.method, call.path) == ("POST", "/v1/images/generations")
    assert call.json() == {
        "model": FLARE,
        "prompt": PROMPT,
        "n": 1,
        "size": "1024x1024",
        "quality": "high",
        "background": "opaque",
        "output_format": "jpeg",
        "output_compression": 95,
        "moderation": "auto",
        "safety_identifier": "a" * 64,
    }


def test_editing_sends_exactly_these_fields_and_the_references_in_order(
    server: FaultServer, provider: OpenAIImages
) -> None:
    server.play("ok")

    provider.render(image_request(PHOTO, EARLIER, model=SUNBURST))

    (call,) = server.calls
    assert (call.method, call.path) == ("POST", "/v1/images/edits")
    files = [part for part in call.parts() if part.filename]
    assert [(part.name, part.filename, part.content_type, part.body) for part in files] == [
        ("image[]", "image-1.jpg", "image/jpeg", PHOTO.jpeg),
        ("image[]", "image-2.jpg", "image/jpeg", EARLIER.jpeg),
    ]
    assert {part.name: part.body.decode() for part in call.parts() if not part.filename} == {
        "model": SUNBURST,
        "prompt": PROMPT,
        "n": "1",
        "size": "1024x1024",
        "quality": "medium",
        "background": "opaque",
        "output_format": "jpeg",
        "output_compression": "95",
        "safety_identifier": "a" * 64,
    }


def test_reference_bytes_go_out_untouched(server: FaultServer, provider: OpenAIImages) -> None:
    server.play("ok")
    awkward = ReferenceImage(InputKind.PHOTO, b"\xff\xd8\xff\r\n--boundary\r\n\x00\r\n")

    provider.render(image_request(awkward))

    (call,) = server.calls
    head = b'name="image[]"; filename="image-1.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    assert head + awkward.jpeg + b"\r\n--" in call.body


def test_sixteen_references_fit_in_one_edit(server: FaultServer, provider: OpenAIImages) -> None:
    server.play("ok")
    references = [ReferenceImage(InputKind.PHOTO, b"photo %d" % number) for number in range(16)]

    provider.render(image_request(*references))

    (call,) = server.calls
    assert [part.body for part in call.parts() if part.filename] == [photo.jpeg for photo in references]


def test_a_seventeenth_reference_is_refused_without_a_call(
    server: FaultServer, provider: OpenAIImages
) -> None:
    server.play("ok")

    with pytest.raises(Misconfigured):
        provider.render(image_request(*[PHOTO] * 17))

    assert server.calls == []


def test_the_recipe_decides_the_look_not_the_settings_of_today(
    server: FaultServer, provider: OpenAIImages
) -> None:
    """It is the cache key: a job from before a change must not be filed under a look it has not."""
    server.play("ok")

    provider.render(image_request(model="gpt-image-2-2026-04-21", quality="low", size=512))

    (call,) = server.calls
    sent = call.json()
    assert (sent["model"], sent["quality"], sent["size"]) == ("gpt-image-2-2026-04-21", "low", "512x512")


def test_the_environment_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-ambient")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-ambient")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-ambient")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    with FaultServer() as server:
        provider = OpenAIImages(
            api_key="sk-given", model=FLARE, edit_model=SUNBURST, base_url=server.base_url
        )
        provider.render(image_request())
        provider.close()

    (call,) = server.calls
    assert call.headers["authorization"] == "Bearer sk-given"
    assert not {"openai-organization", "openai-project"} & call.headers.keys()


def test_new_recipes_get_the_model_for_their_kind(provider: OpenAIImages) -> None:
    assert provider.renderer(personal=False) == FLARE
    assert provider.renderer(personal=True) == SUNBURST

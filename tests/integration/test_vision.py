"""A vision model by the genuine client against a local server: one call, one verdict, or a fault with its cost."""

import base64
from collections.abc import Iterator

import pytest

from mirror_realm.adapters.vision import OpenAIVision
from mirror_realm.domain.reference import InputKind
from mirror_realm.errors import BadOutput, MirrorRealmError, Misconfigured, ProviderUnavailable, RenderFailure
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ReferenceImage
from tests.faults import FaultServer, refusing_url
from tests.faults.pictures import picture
from tests.faults.requests import image_request
from tests.faults.visions import COST_MICROS

KEY = "sk-test-0123456789abcdef"
PICTURE = EncodedPicture({1024: b"the largest", 512: picture(512, 512), 256: b"the smallest"}, "a blurhash")
RECIPE = image_request().recipe
PHOTO = ReferenceImage(InputKind.PHOTO, picture(320, 240))


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def vision(server: FaultServer) -> Iterator[OpenAIVision]:
    vision = OpenAIVision(api_key=KEY, model="gpt-5.6-luna", base_url=server.base_url)
    yield vision
    vision.close()


def test_the_picture_and_what_it_was_made_from_are_shown_with_the_wish_in_our_words(
    server: FaultServer, vision: OpenAIVision
) -> None:
    server.play_vision("passes")

    seen = vision.look(PICTURE, RECIPE, [PHOTO])

    assert seen.verdict.same_person == 4
    assert seen.cost_micros == COST_MICROS <= vision.worst_case_micros(1)
    (call,) = server.vision_calls
    sent = call.json()
    (message,) = sent["input"]
    pictures = [
        part["image_url"].partition(",")[2] for part in message["content"] if part["type"] == "input_image"
    ]
    assert [base64.b64decode(one) for one in pictures] == [PHOTO.jpeg, PICTURE.jpegs[512]]
    assert sent["text"]["format"]["strict"] is True
    assert sent["store"] is False
    assert sent["max_output_tokens"] == 1500
    assert call.headers["authorization"] == f"Bearer {KEY}"


def test_its_worst_case_covers_the_whole_question(server: FaultServer, vision: OpenAIVision) -> None:
    """A token is at least a byte of text, and the pictures are counted apart."""
    server.play_vision("passes")
    vision.look(PICTURE, RECIPE, [PHOTO])
    sent = server.vision_calls[0].json()
    words = [part["text"] for part in sent["input"][0]["content"] if part["type"] == "input_text"]
    text = len(sent["instructions"]) + sum(map(len, words)) + len(str(sent["text"]))
    assert vision.worst_case_micros(1) >= text + 2 * 1536 + 1500 * 6


def test_without_anything_to_compare_it_says_nothing_of_the_person(
    server: FaultServer, vision: OpenAIVision
) -> None:
    server.play_vision("passes")
    assert vision.look(PICTURE, RECIPE).verdict.same_person is None


@pytest.mark.parametrize("scenario", ["a_lie", "other_form", "prose", "incomplete", "declines"])
def test_an_answer_in_another_form_is_paid_and_no_verdict(
    server: FaultServer, vision: OpenAIVision, scenario: str
) -> None:
    server.play_vision(scenario)
    with pytest.raises(BadOutput) as raised:
        vision.look(PICTURE, RECIPE, [PHOTO])
    assert raised.value.cost_micros == COST_MICROS
    assert len(server.vision_calls) == 1


@pytest.mark.parametrize(
    "scenario", ["wrong_key", "model_gone", "rate_limited", "server_error", "bad_gateway", "redirect"]
)
def test_each_fault_is_one_call_and_shows_neither_key_nor_picture(
    server: FaultServer, vision: OpenAIVision, scenario: str
) -> None:
    server.play_vision(scenario)
    with pytest.raises(MirrorRealmError) as raised:
        vision.look(PICTURE, RECIPE, [PHOTO])
    assert len(server.vision_calls) == 1
    assert isinstance(raised.value, RenderFailure | Misconfigured)
    assert KEY not in str(raised.value)


def test_where_nobody_listens_there_is_no_verdict() -> None:
    alone = OpenAIVision(api_key=KEY, model="gpt-5.6-luna", base_url=refusing_url())
    with pytest.raises(ProviderUnavailable):
        alone.look(PICTURE, RECIPE)
    alone.close()

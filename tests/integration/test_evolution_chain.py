"""The evolution chain through the genuine OpenAI client: which pictures go out for which stage, under which names."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from tests.fakes.house import House
from tests.faults import FaultServer
from tests.faults.exchange import Call
from tests.faults.requests import FLARE, SUNBURST

PATH = "uploads/ada/me.jpg"


@dataclass
class Studio:
    house: House
    server: FaultServer

    def wish(self, days: int) -> Call:
        """Return the call that the wish for this stage led to."""
        self.server.play("ok")
        admitted = self.house.ask("ada", days=days, photo=PATH, character=None)
        self.house.deliver()
        assert self.house.avatar(admitted).problem is None
        (call,) = self.server.calls
        return call

    def stored(self, days: int) -> bytes:
        """Return the largest file of the picture made at these days."""
        (path,) = [
            data["image_path"]
            for name, data in self.house.documents.items()
            if "/avatars/" in name and data["active_days"] == days
        ]
        return self.house.pictures.files[path]


@pytest.fixture
def studio() -> Iterator[Studio]:
    with FaultServer() as server:
        provider = OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST, base_url=server.base_url)
        house = House(user_limit=9, provider=provider)  # type: ignore[arg-type]  # the genuine one
        house.consenting.give("ada", "2026-11")
        house.photos.upload(PATH, b"the photo, prepared")
        yield Studio(house, server)
        provider.close()


def pictures(call: Call) -> list[bytes]:
    assert call.path == "/v1/images/edits"
    return [part.body for part in call.parts() if part.name == "image[]"]


def test_each_stage_is_edited_from_the_first_and_the_latest_each_named_in_the_prompt(studio: Studio) -> None:
    first, second, third = (studio.wish(days) for days in (0, 7, 14))

    assert pictures(first) == [b"the photo, prepared"]
    assert "Image 1: the person's photo." in first.field("prompt")
    assert "Image 2" not in first.field("prompt")

    assert pictures(second) == [studio.stored(0)]
    assert "Image 1: the person's first avatar." in second.field("prompt")

    assert pictures(third) == [studio.stored(0), studio.stored(7)]
    assert "Image 1: the person's first avatar." in third.field("prompt")
    assert "Image 2: their previous avatar." in third.field("prompt")


def test_every_edit_repeats_what_to_preserve_and_names_the_edit_model(studio: Studio) -> None:
    for days in (0, 7, 14):
        call = studio.wish(days)
        assert call.field("model") == SUNBURST
        for kept in (
            "face shape",
            "eye shape and colour",
            "hair colour",
            "skin tone",
            "build",
            "glasses",
            "mark",
        ):
            assert kept in call.field("prompt")


def test_nothing_of_the_person_is_in_a_request_but_the_pictures_and_a_hash(studio: Studio) -> None:
    call = studio.wish(0)
    words = b"\n".join(part.body for part in call.parts() if part.name != "image[]")
    assert b"ada" not in words.replace(b"cascading", b"")
    assert len(call.field("safety_identifier")) == 64

"""The demo's second act: a photo, and the pictures made from it. `make test` runs the first act alone."""

import re

import pytest
from PIL import Image

from demo import life
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.styles import StyleId
from tests.integration.demo.ended import Ended

README_LIMIT_BYTES = 300_000

pytestmark = pytest.mark.whole


def test_the_photo_is_said_to_be_gone_before_its_stages_are_shown(demo: Ended) -> None:
    gone, table = demo.told.index("photo is gone from Storage"), demo.told.index("from the photo")

    assert demo.told.index("uploads a photo") < gone < table


@pytest.mark.parametrize("time_of_life", ["original", "future_2048"])
def test_each_time_of_life_is_made_from_the_photo(demo: Ended, time_of_life: str) -> None:
    _, day, made, *_ = demo.from_the_photo(time_of_life)

    assert day == "196"
    assert re.fullmatch(r"\d+\.\d\d s", made)


@pytest.mark.parametrize("stage", life.PHOTO_STAGES[StyleId.COMIC])
def test_stages_come_from_the_photo_in_two_styles(demo: Ended, stage: str) -> None:
    _, _, daymi, _, comic, _ = demo.from_the_photo(stage)

    assert re.fullmatch(r"\d+\.\d\d s", comic)
    assert daymi == "cached" if stage == "halfYear" else re.fullmatch(r"\d+\.\d\d s", daymi)


def test_the_reel_shows_six_stages_moving_and_standing_still(demo: Ended) -> None:
    with Image.open(demo.folder / "reel.webp") as reel:
        assert reel.format == "WEBP"
        assert getattr(reel, "n_frames", 1) > len(STAGES)
    with Image.open(demo.folder / "reel-sheet.jpg") as sheet:
        assert sheet.format == "JPEG"
        assert sheet.width > sheet.height


def test_every_picture_from_the_photo_is_kept(demo: Ended) -> None:
    assert len(list((demo.folder / "from-a-photo").glob("*.jpg"))) == 3 + sum(
        map(len, life.PHOTO_STAGES.values())
    )


def test_nobody_else_is_shown_what_was_made_from_the_photo(demo: Ended) -> None:
    """No look of the second act is the first's: a shared picture would be the very same file."""
    shared = {path.read_bytes() for path in (demo.folder / "pictures").iterdir()}
    personal = [path.read_bytes() for path in (demo.folder / "from-a-photo").iterdir()]

    assert shared.isdisjoint(personal)

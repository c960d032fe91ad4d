"""The demo from start to end: what a stranger gets from `make run ARGS=--exit`."""

import re
from pathlib import Path

import pytest
from PIL import Image

from demo import life
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.styles import StyleId
from tests.integration.demo.demo_process import MOST_SECONDS, start
from tests.integration.demo.ended import Ended

README_LIMIT_BYTES = 300_000


def test_it_ends_well_by_itself(demo: Ended) -> None:
    assert demo.status == 0, demo.told


def test_nothing_but_its_own_words_reaches_the_terminal(demo: Ended) -> None:
    assert demo.complained == ""
    assert "severity" not in demo.told
    assert "Traceback" not in demo.told


def test_what_the_functions_log_is_in_a_file(demo: Ended) -> None:
    assert "render_settled" in (demo.folder / "functions.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_completed_with_a_picture_of_its_own(demo: Ended, stage: str) -> None:
    _, _, status, source, cached, *_ = demo.row(stage)

    assert (status, source, cached) == ("completed", "generated", "no")


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_has_a_link(demo: Ended, stage: str) -> None:
    assert re.search(rf"^  {stage}: http://127\.0\.0\.1:\d+/v0/b/\S+&token=\S+$", demo.told, re.MULTILINE)


def test_a_key_alone_spends_nothing_where_nobody_can_be_asked(demo: Ended) -> None:
    assert "nothing is spent" in demo.told
    assert "provider" not in demo.told


def test_asking_again_is_answered_from_what_is_there(demo: Ended) -> None:
    _, _, status, _, cached, *_ = demo.row("halfYear, again")

    assert (status, cached) == ("completed", "yes")


def test_somebody_else_with_the_same_look_is_served_from_the_cache(demo: Ended) -> None:
    _, _, status, source, cached, *_ = demo.row("halfYear, by another")

    assert (status, source, cached) == ("completed", "cache", "yes")


def test_i_there_speaks_at_every_stage_and_once_of_them_all(demo: Ended) -> None:
    assert demo.told.count("🪞") == len(STAGES) + 1


def test_it_says_which_limits_it_raised(demo: Ended) -> None:
    assert "USER_DAILY_LIMIT" in demo.told
    assert "GLOBAL_DAILY_LIMIT" in demo.told


def test_the_contact_sheet_is_one_small_progressive_jpeg(demo: Ended) -> None:
    sheet = demo.folder / "contact-sheet.jpg"

    with Image.open(sheet) as image:
        assert image.format == "JPEG"
        assert image.info.get("progressive")
    assert sheet.stat().st_size < README_LIMIT_BYTES
    assert sheet.name in demo.told


def test_the_pictures_are_kept_as_the_app_loads_them(demo: Ended) -> None:
    names = sorted(path.name for path in (demo.folder / "pictures").iterdir())

    assert names == [f"{number}-{stage}.jpg" for number, stage in enumerate(STAGES, 1)]
    for name in names:
        with Image.open(demo.folder / "pictures" / name) as picture:
            assert picture.size == (1024, 1024)


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


def test_a_short_demo_ends_after_the_first_act(tmp_path: Path) -> None:
    with start(tmp_path, "--exit", "--short") as process:
        told, _ = process.communicate(timeout=MOST_SECONDS)

    assert process.returncode == 0, told
    assert "halfYear, by another" in told
    assert "photo" not in told
    assert not (tmp_path / "reel.webp").exists()

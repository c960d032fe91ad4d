"""The demo from start to end: what a stranger gets from `make run ARGS=--exit`."""

import re
from pathlib import Path

import pytest
from PIL import Image

from mirror_realm.domain.progress import STAGES
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


@pytest.mark.whole
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


@pytest.mark.whole
def test_a_short_demo_ends_after_the_first_act(tmp_path: Path) -> None:
    with start(tmp_path, "--exit", "--short") as process:
        told, _ = process.communicate(timeout=MOST_SECONDS)

    assert process.returncode == 0, told
    assert "halfYear, by another" in told
    assert "photo" not in told
    assert not (tmp_path / "reel.webp").exists()

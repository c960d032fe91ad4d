"""A visitor who steps in as a demo person finds that person's stages, and an unused day."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from demo import life
from demo.people import PEOPLE, DemoPerson
from demo.run import DAILY_LIMITS
from tests.integration.demo.demo_process import MOST_SECONDS, start
from tests.integration.demo.staying import Staying, staying

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staying]:
    with staying(tmp_path_factory.mktemp("stays")) as running:
        yield running


def _answers(demo: Staying, person: DemoPerson) -> list[dict[str, Any]]:
    signed_in = demo.step_in(person)
    wishes = [life.wish(person, stage, wait_seconds=20) for stage in person.chapters]
    return [demo.client.generate_avatar(signed_in, wish).answer for wish in wishes]


def test_each_finds_their_stages_made_on_the_days_they_happened(demo: Staying) -> None:
    for person in PEOPLE.values():
        answers = _answers(demo, person)
        days = sorted({answer["created_at"][:10] for answer in answers})

        assert [answer["degraded"] for answer in answers] == [False] * len(person.chapters)
        assert [answer["status"] for answer in answers] == ["completed"] * len(person.chapters)
        assert len(days) == len(person.chapters)


def test_each_ones_first_own_wish_is_the_first_of_their_day(demo: Staying) -> None:
    for person in PEOPLE.values():
        _answers(demo, person)
        stage = next(iter(person.chapters))
        wish = {**life.wish(replace(person, character="sol"), stage, wait_seconds=20), "variation": 7}
        answer = demo.client.generate_avatar(demo.step_in(person), wish).answer

        assert (answer["status"], answer["degraded"]) == ("completed", False)
        assert answer["usage"]["user_remaining"] == int(DAILY_LIMITS["USER_DAILY_LIMIT"]) - 1


def test_the_page_is_told_before_the_first_picture(demo: Staying) -> None:
    assert demo.told.index(demo.page) < demo.told.index("day 0")


def test_a_second_demo_is_refused_and_overwrites_nothing(demo: Staying) -> None:
    log, sheet = (demo.folder / "functions.log").stat(), (demo.folder / "contact-sheet.jpg").stat()

    with start(demo.folder, "--exit", "--short") as second:
        told, complained = second.communicate(timeout=MOST_SECONDS)

    assert second.returncode == 1
    assert demo.page in told
    assert "Traceback" not in told + complained
    assert (demo.folder / "contact-sheet.jpg").stat() == sheet
    assert (demo.folder / "functions.log").stat().st_size >= log.st_size

"""README.md tells the truth: what it names, counts, links and shows is compared with the code."""

import re

from mirror_realm import settings
from mirror_realm.api.wish_request import WishRequest
from mirror_realm.domain.styles import StyleId
from tests.docs import entry_points
from tests.docs.page import README, ROOT

LARGEST_PICTURE_BYTES = 300_000
LONGEST = 155
"""Lines. It is the first thing that anybody sees; what is looked up belongs into docs/."""


def test_it_is_short() -> None:
    assert len(README.text.splitlines()) <= LONGEST


def test_every_entry_point_is_told_of() -> None:
    assert entry_points.names()
    assert [name for name in entry_points.names() if f"`{name}`" not in README.text] == []


def test_the_table_has_every_callable_and_no_other() -> None:
    told = [name for cells in README.table("for") for name in re.findall(r"`(\w+)`", cells[1])]

    assert len(told) == len(set(told))
    assert set(told) == entry_points.callables()


def test_every_callable_has_a_word_said_of_it() -> None:
    assert [cells[1] for cells in README.table("for") if not cells[2]] == []


def test_the_limits_and_styles_it_counts_are_those_of_the_code() -> None:
    limits = {name: default for name, (default, _) in settings.described().items()}
    page = " ".join(README.text.split())

    assert (
        f"By default {limits['USER_DAILY_LIMIT']} pictures a user, {limits['GLOBAL_DAILY_LIMIT']} for all users "
        f"and {float(limits['DAILY_BUDGET_USD']):g} USD a day"
    ) in page
    assert f"(to {limits['GLOBAL_DAILY_PAINTINGS']} a day)" in page
    assert f"one of {len(StyleId)} styles" in page


def test_the_documented_request_is_a_wish() -> None:
    WishRequest.model_validate(README.json_block("request")["data"])


def test_the_first_screen_has_a_request_and_its_answer() -> None:
    first_screen = "\n".join(README.text.splitlines()[:40])

    assert "<!-- request -->" in first_screen
    assert "<!-- part of the answer -->" in first_screen


def test_it_says_how_to_run_and_to_test() -> None:
    assert README.make_targets() >= {"run", "test", "e2e", "bench", "soak", "test-official"}


def test_the_steps_of_a_deployment_are_as_many_as_it_says() -> None:
    deploying = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")

    assert [int(number) for number in re.findall(r"^(\d+)\. ", deploying, re.MULTILINE)] == list(range(1, 11))
    assert "[Ten steps](docs/deploying.md)" in README.text


def test_the_contact_sheet_is_there_and_light() -> None:
    sheet = ROOT / "docs" / "images" / "contact-sheet.jpg"

    assert sheet.stat().st_size < LARGEST_PICTURE_BYTES
    assert "docs/images/contact-sheet.jpg" in README.links()

"""README.md tells the truth: every table, link, command and picture on it is compared with the code."""

import ast
import re

import pytest

from mirror_realm import errors
from mirror_realm.api.wish_request import ProgressMetrics, WishRequest
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from tests.unit.docs import readme

LARGEST_PICTURE_BYTES = 300_000


def _subclasses(kind: type[errors.MirrorRealmError]) -> set[type[errors.MirrorRealmError]]:
    return {kind}.union(*(_subclasses(below) for below in kind.__subclasses__()))


def _row(field: str) -> str:
    return next(cells[1] for cells in readme.table("field of the wish") if f"`{field}`" in cells[0])


def test_the_settings_table_is_what_the_settings_say() -> None:
    page = readme.text()

    assert readme.with_settings(page) == page, "python -m tests.unit.docs.readme writes the table anew"


def test_every_reason_to_refuse_is_in_the_errors_table_with_its_code() -> None:
    told = {cells[0].strip("`"): cells[1] for cells in readme.table("reason")}
    refusals = {kind for kind in _subclasses(errors.Refusal) if "reason" in vars(kind)}

    assert told.pop("internal").startswith("internal")
    assert told == {kind.reason: kind.code for kind in refusals}


def test_the_errors_table_says_truly_what_may_be_tried_again() -> None:
    told = {cells[0].strip("`"): cells[2] != "no" for cells in readme.table("reason")}

    for kind in _subclasses(errors.Refusal):
        if "reason" in vars(kind):
            assert told[kind.reason] == kind.retryable, kind.reason


def test_every_way_a_render_fails_is_named() -> None:
    for kind in _subclasses(errors.RenderFailure) - {errors.RenderFailure}:
        assert f"`{kind.reason}`" in readme.text()


def test_every_entry_point_is_told_of() -> None:
    main = ast.parse((readme.ROOT / "functions" / "main.py").read_text(encoding="utf-8"))
    entries = [item.name for item in main.body if isinstance(item, ast.FunctionDef) and item.decorator_list]

    assert entries
    assert [name for name in entries if f"`{name}`" not in readme.text()] == []


def test_every_field_of_the_wish_is_in_its_table_and_no_other() -> None:
    told = {name for cells in readme.table("field of the wish") for name in re.findall(r"`(\w+)`", cells[0])}

    assert told == set(WishRequest.model_fields)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("progress_metrics", tuple(ProgressMetrics.model_fields)),
        ("evolution_stage", STAGES),
        ("style", tuple(StyleId)),
        ("timeline", tuple(Timeline)),
    ],
)
def test_the_wish_table_names_every_value(field: str, values: tuple[str, ...]) -> None:
    assert set(re.findall(r"`(\w+)`", _row(field))) == set(values)


def test_the_documented_request_is_a_wish() -> None:
    WishRequest.model_validate(readme.json_block("request")["data"])


def test_every_link_leads_somewhere() -> None:
    anchors = {
        "#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", readme.text(), re.MULTILINE)
    }

    broken = [
        link
        for link in readme.links()
        if not (link in anchors if link.startswith("#") else (readme.ROOT / link).exists())
    ]

    assert broken == []


def test_every_make_target_named_exists() -> None:
    makefile = (readme.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))

    assert readme.make_targets() >= {"run", "test", "check", "bench", "conformance-official"}
    assert readme.make_targets() <= targets


def test_the_contact_sheet_is_there_and_light() -> None:
    sheet = readme.ROOT / "docs" / "images" / "contact-sheet.jpg"

    assert sheet.stat().st_size < LARGEST_PICTURE_BYTES
    assert "docs/images/contact-sheet.jpg" in readme.links()


def test_nothing_on_the_page_is_of_one_machine() -> None:
    assert not re.search(r"/(?:home|work|tmp|root|Users)/", readme.text())

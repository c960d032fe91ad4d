"""docs/flutter.md says what the code says: fields, reasons, callables, rules; its Dart is well-formed.

No Dart compiler has seen the page: see dart.py for what takes its place.
"""

import re
from enum import StrEnum

import pytest

from mirror_realm import errors
from mirror_realm.api.wish_request import CostumeRequest, ProgressMetrics, WishRequest
from mirror_realm.domain.areas import Area
from mirror_realm.domain.costumes import PaletteId, PlaceId, PowerId
from mirror_realm.domain.progress import FIRST_DAY, STAGES
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.report import Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.rest.problems import STATUS
from tests.docs import dart, entry_points, flutter

BETWEEN_WORKERS = {"lease_lost", "newer_schema"}
"""No answer and no document carries these."""


def _kinds(kind: type[errors.MirrorRealmError]) -> set[type[errors.MirrorRealmError]]:
    return {kind}.union(*(_kinds(below) for below in kind.__subclasses__()))


def _reasons() -> dict[str, type[errors.MirrorRealmError]]:
    """By reason, whoever gave it its name."""
    named = {kind.reason: kind for kind in _kinds(errors.MirrorRealmError) if "reason" in vars(kind)}
    return {reason: kind for reason, kind in named.items() if reason not in BETWEEN_WORKERS}


def _told() -> dict[str, list[str]]:
    return {cells[0].strip("`"): cells for cells in flutter.table("reason")}


def test_every_example_has_a_name_of_its_own() -> None:
    assert len(flutter.examples()) == flutter.count()
    assert [name for name in flutter.examples() if name.partition(": ")[0] not in flutter.KINDS] == []


def test_every_reason_is_in_the_table_and_no_other() -> None:
    assert _told().keys() == _reasons().keys()


@pytest.mark.parametrize("reason", sorted(_reasons()))
def test_the_table_has_a_reasons_code_and_whether_to_retry(reason: str) -> None:
    kind, cells = _reasons()[reason], _told()[reason]

    in_document = issubclass(kind, errors.RenderFailure)
    assert cells[1] == ("in the document" if in_document else kind.code)
    assert cells[2] == ("yes" if kind.retryable else "no")
    assert cells[4]


def test_the_wish_table_has_every_field_and_no_other() -> None:
    told = {name for cells in flutter.table("field") for name in re.findall(r"`([\w.]+)`", cells[0])}

    metrics = {f"progress_metrics.{name}" for name in ProgressMetrics.model_fields}
    costume = {f"costume.{name}" for name in CostumeRequest.model_fields}
    assert told == (WishRequest.model_fields.keys() - {"progress_metrics", "costume"}) | metrics | costume


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("progress_metrics.achievement_area", tuple(Area)),
        ("evolution_stage", STAGES),
        ("timeline", tuple(Timeline)),
    ],
)
def test_the_wish_table_names_every_value(field: str, values: tuple[str, ...]) -> None:
    row = next(cells[2] for cells in flutter.table("field") if f"`{field}`" in cells[0])

    assert set(re.findall(r"`(\w+)`", row)) == set(values)


@pytest.mark.parametrize(("choice", "ids"), [("palette", PaletteId), ("power", PowerId), ("place", PlaceId)])
def test_the_table_of_costumes_names_every_choice(choice: str, ids: type[StrEnum]) -> None:
    row = next(cells[1] for cells in flutter.table("choice") if f"`{choice}`" in cells[0])

    assert re.findall(r"`(\w+)`", row) == list(ids)


def test_the_wish_table_knows_the_day_each_stage_begins() -> None:
    row = next(cells[2] for cells in flutter.table("field") if cells[0] == "`evolution_stage`")

    assert [int(day) for day in re.findall(r"\((?:from day )?(\d+)\)", row)] == [
        FIRST_DAY[stage] for stage in STAGES
    ]


def test_every_reason_to_report_is_named() -> None:
    told = re.search(r"`reason` is (.*?);", flutter.text(), re.DOTALL)

    assert told
    assert set(re.findall(r"`(\w+)`", told[1])) == set(Reason)


def test_every_style_is_named() -> None:
    told = re.search(r"Styles are (.*?);", flutter.text(), re.DOTALL)

    assert told
    assert set(re.findall(r"`(\w+)`", told[1])) == set(StyleId)


@pytest.mark.parametrize("number", range(len(flutter.dart())))
def test_the_grammar_finds_no_error_in_the_dart(number: int) -> None:
    assert dart.syntax_errors(flutter.dart()[number]) == []


@pytest.mark.parametrize(
    "broken", ["int x = 3", "final a = Foo(b: 1,, c: 2);", "class A { final int a b; }", "void f( { }"]
)
def test_the_grammar_does_find_errors(broken: str) -> None:
    assert dart.syntax_errors(broken)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"image_url": None},
        {"generation_time": "yesterday"},
        {"generation_time": 5},
        {"cost": "0.0"},
        {"cached": None},
        {"avatar_id": 7},
    ],
)
def test_the_apps_own_class_would_not_take_this(spoilt: dict[str, object]) -> None:
    with pytest.raises(dart.DartError):
        flutter.library().call(
            "GenerateAvatarResponse.fromJson", flutter.examples()["answer: generate_avatar"] | spoilt
        )


def test_the_apps_own_class_takes_a_whole_number_for_the_cost() -> None:
    """Some platforms hand 0.0 over as 0."""
    answer = flutter.library().call(
        "GenerateAvatarResponse.fromJson", flutter.examples()["answer: generate_avatar"] | {"cost": 0}
    )

    assert answer.fields["cost"] == 0.0


def test_every_name_of_ours_in_the_dart_is_a_callable() -> None:
    called = set(re.findall(r"call\('(\w+)'", "\n".join(flutter.dart())))

    assert called
    assert called <= entry_points.callables()


def test_the_statuses_of_rest_are_those_of_its_problems() -> None:
    told = {cells[0]: int(cells[1].partition(",")[0]) for cells in flutter.table("code")}
    assert told == {**STATUS, "internal": 500}

"""Codec: a dataclass says how it is stored, and what was stored reads back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import pytest

from mirror_realm.domain.codec import (
    ClosedDocument,
    Defaulted,
    Document,
    DocumentWithId,
    Flat,
    OmittedAtDefault,
    Stored,
    derived,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Point(Document):
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Shape(DocumentWithId):
    shape_id: str
    colour: Colour
    corners: tuple[Point, ...]
    made_at: datetime
    names: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    second: Colour | None = None
    centre: Point | None = None
    fault: Annotated[Point | None, Stored("error", strict=True)] = None

    @derived
    def many(self) -> bool:
        return len(self.corners) > 4


@dataclass(frozen=True, slots=True)
class Spot(Document):
    label: str
    at: Flat[Point]
    weight: Defaulted[int] = 1
    later: OmittedAtDefault[Colour] = Colour.RED


@dataclass(frozen=True, slots=True)
class Place(Document):
    label: str
    at: Flat[Point | None] = None


@dataclass(frozen=True, slots=True)
class Sealed(ClosedDocument):
    label: str
    weight: Defaulted[int] = 1


@dataclass(frozen=True, slots=True)
class Degrees(Document):
    celsius: Annotated[float | None, Stored("kelvin", encode=lambda c: c + 273, decode=lambda k: k - 273)]


SHAPE = Shape("s", Colour.BLUE, (Point(0, 1), Point(2, 3)), NOW, ("a",), {"b": 1}, Colour.RED, Point(4, 5))
STORED: dict[str, Any] = {
    "colour": "blue",
    "corners": [{"x": 0, "y": 1}, {"x": 2, "y": 3}],
    "made_at": NOW,
    "names": ["a"],
    "counts": {"b": 1},
    "second": "red",
    "centre": {"x": 4, "y": 5},
    "error": None,
    "many": False,
}


def test_fields_are_stored_by_their_names_and_types_without_the_id() -> None:
    assert SHAPE.to_document() == STORED


def test_what_was_stored_reads_back() -> None:
    assert Shape.from_document("s", STORED) == SHAPE


def test_the_stored_form_shares_nothing_that_can_change_with_the_record() -> None:
    assert SHAPE.to_document()["counts"] is not SHAPE.counts


def test_what_is_derived_is_not_read_back() -> None:
    assert Shape.from_document("s", {**STORED, "many": True}) == SHAPE


def test_unknown_fields_are_ignored() -> None:
    assert Shape.from_document("s", {**STORED, "newer": 1}) == SHAPE


def test_a_closed_document_refuses_unknown_fields_by_name() -> None:
    assert Sealed.from_document({"label": "a"}) == Sealed("a")
    with pytest.raises(TypeError, match="Sealed has no field newer"):
        Sealed.from_document({"label": "a", "newer": 1})


@pytest.mark.parametrize("name", [name for name in STORED if name != "many"])
def test_a_field_must_be_there_even_if_it_has_a_default(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        Shape.from_document("s", {key: value for key, value in STORED.items() if key != name})


@pytest.mark.parametrize(("name", "value"), [("colour", "green"), ("colour", None), ("second", "green")])
def test_an_unknown_name_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid Colour"):
        Shape.from_document("s", {**STORED, name: value})


@pytest.mark.parametrize("damage", [{"corners": None}, {"corners": [None]}, {"centre": "x"}, {"error": {}}])
def test_a_value_of_another_shape_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises((AttributeError, LookupError, TypeError, ValueError)):
        Shape.from_document("s", {**STORED, **damage})


@pytest.mark.parametrize("empty", [None, {}, ""])
def test_an_empty_value_is_none_where_none_may_be(empty: object) -> None:
    assert Shape.from_document("s", {**STORED, "centre": empty}).centre is None


def test_a_flat_value_lies_among_the_other_fields() -> None:
    spot = Spot("a", Point(1, 2))
    assert spot.to_document() == {"label": "a", "x": 1, "y": 2, "weight": 1}
    assert Spot.from_document(spot.to_document()) == spot


def test_no_flat_value_is_told_by_its_first_field() -> None:
    assert Place("a").to_document() == {"label": "a", "x": None}
    assert Place.from_document({"label": "a", "x": None}) == Place("a")
    assert Place.from_document(Place("a", Point(1, 2)).to_document()) == Place("a", Point(1, 2))


def test_a_document_from_before_a_field_reads_as_its_default() -> None:
    assert Spot.from_document({"label": "a", "x": 1, "y": 2}).weight == 1


def test_a_field_at_its_default_can_be_left_out() -> None:
    blue = Spot("a", Point(1, 2), later=Colour.BLUE)
    assert "later" not in Spot("a", Point(1, 2)).to_document()
    assert blue.to_document()["later"] == "blue"
    assert Spot.from_document(blue.to_document()) == blue


def test_a_field_can_bring_its_own_conversion_and_none_needs_none() -> None:
    assert Degrees(0.0).to_document() == {"kelvin": 273.0}
    assert Degrees.from_document({"kelvin": 274.0}) == Degrees(1.0)
    assert Degrees(None).to_document() == {"kelvin": None}


def test_a_type_that_cannot_be_stored_is_a_mistake() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd(Document):
        values: set[int]

    with pytest.raises(TypeError, match="no stored form"):
        Odd({1}).to_document()


def test_a_field_without_a_default_cannot_be_lacked() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd(Document):
        value: Defaulted[int]

    with pytest.raises(TypeError, match="value has no default"):
        Odd(1).to_document()

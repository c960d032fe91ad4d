"""Every operator against every kind of value."""

from __future__ import annotations

import math
from typing import Any

import pytest
from google.cloud.firestore_v1.base_query import And, BaseCompositeFilter, FieldFilter, Or

from conformance import samples
from conformance.world import World

POSITIVE = ["one-double", "one-integer", "one-and-a-half", "two", "2^53-double", "2^53+1-integer"]
ZEROS = ["minus-zero", "zero"]
ONES = ["one-double", "one-integer"]

RANGES: list[tuple[str, str, list[str]]] = [
    ("<", "false", []),
    ("<", "one-integer", ["minus-infinity", *ZEROS]),
    ("<", "one-double", ["minus-infinity", *ZEROS]),
    ("<", "2^53-double", ["minus-infinity", *ZEROS, *POSITIVE[:4]]),
    ("<", "2^53+1-integer", ["minus-infinity", *ZEROS, *POSITIVE[:5]]),
    ("<", "zero", ["minus-infinity"]),
    ("<", "minus-infinity", []),
    ("<", "a", ["empty-string"]),
    ("<", "emoji", ["empty-string", "a", "b", "e-acute"]),
    ("<", "bytes", []),
    ("<", "timestamp", []),
    ("<", "longer-reference", ["reference"]),
    ("<", "geo-point", []),
    ("<", "array-1-2", ["array-of-null", "array-1"]),
    ("<", "map-a", ["empty-map"]),
    ("<=", "false", ["false"]),
    ("<=", "one-double", ["minus-infinity", *ZEROS, *ONES]),
    ("<=", "minus-zero", ["minus-infinity", *ZEROS]),
    ("<=", "a", ["empty-string", "a"]),
    ("<=", "reference", ["reference"]),
    ("<=", "array-1", ["array-of-null", "array-1"]),
    ("<=", "map-a-b", ["empty-map", "map-a", "map-a-b"]),
    (">", "false", ["true"]),
    (">", "minus-infinity", [*ZEROS, *POSITIVE]),
    (">", "zero", POSITIVE),
    (">", "one-integer", POSITIVE[2:]),
    (">", "2^53-double", ["2^53+1-integer"]),
    (">", "a", ["b", "e-acute", "emoji"]),
    (">", "e-acute", ["emoji"]),
    (">", "reference", ["longer-reference"]),
    (">", "array-1-2", ["array-of-string"]),
    (">", "map-a", ["map-a-b"]),
    (">=", "false", ["false", "true"]),
    (">=", "one-integer", POSITIVE),
    (">=", "minus-zero", [*ZEROS, *POSITIVE]),
    (">=", "bytes", ["bytes"]),
    (">=", "timestamp", ["timestamp"]),
    (">=", "geo-point", ["geo-point"]),
    (">=", "array-1", ["array-1", "array-1-2", "array-of-string"]),
    (">=", "empty-map", ["empty-map", "map-a", "map-a-b"]),
]

EQUALITIES: list[tuple[str, list[str]]] = [
    ("null", ["null"]),
    ("false", ["false"]),
    ("nan", ["nan"]),
    ("minus-infinity", ["minus-infinity"]),
    ("zero", ZEROS),
    ("minus-zero", ZEROS),
    ("one-integer", ONES),
    ("one-double", ONES),
    ("2^53-double", ["2^53-double"]),
    ("2^53+1-integer", ["2^53+1-integer"]),
    ("timestamp", ["timestamp"]),
    ("empty-string", ["empty-string"]),
    ("e-acute", ["e-acute"]),
    ("bytes", ["bytes"]),
    ("reference", ["reference"]),
    ("geo-point", ["geo-point"]),
    ("array-1", ["array-1"]),
    ("array-of-string", ["array-of-string"]),
    ("empty-map", ["empty-map"]),
    ("map-a", ["map-a"]),
]

LISTS: list[tuple[str, list[Any], list[str]]] = [
    ("in", [1], ONES),
    ("in", [1, 2], [*ONES, "two"]),
    ("in", ["a", 1.0], [*ONES, "a"]),
    ("in", [None], []),
    ("in", [None, 1], ONES),
    ("in", [math.nan], []),
    ("in", [[1]], ["array-1"]),
    ("in", [{"a": 1}], ["map-a"]),
    ("in", list(range(30)), [*ZEROS, *ONES, "two"]),
    ("array_contains_any", [1], ["array-1", "array-1-2"]),
    ("array_contains_any", ["a", 2], ["array-1-2", "array-of-string"]),
    ("array_contains_any", [None], []),
    ("array_contains_any", [{"x": 1}], ["array-of-string"]),
]

CONTAINED: list[tuple[Any, list[str]]] = [
    (1, ["array-1", "array-1-2"]),
    (1.0, ["array-1", "array-1-2"]),
    ("a", ["array-of-string"]),
    ({"x": 1}, ["array-of-string"]),
    ([1], []),
    (7, []),
]

EXCLUSIONS: list[tuple[list[Any], set[str] | None]] = [
    ([1], set(ONES)),
    (["a", 1.0], {"a", *ONES}),
    ([math.nan], set()),
    ([[1]], {"array-1"}),
    ([None], None),
    ([None, 1], None),
]


@pytest.fixture(scope="module")
def stored(shared: World) -> World:
    samples.store(shared.client)
    return shared


def found(world: World, condition: FieldFilter | BaseCompositeFilter) -> list[str]:
    return [snapshot.id for snapshot in world.client.collection("values").where(filter=condition).get()]


def value(world: World, identifier: str) -> Any:
    return samples.values(world.client)[identifier]


@pytest.mark.parametrize(("operator", "operand", "expected"), RANGES)
def test_a_range_keeps_to_the_type_of_its_operand(
    stored: World, operator: str, operand: str, expected: list[str]
) -> None:
    assert found(stored, FieldFilter("v", operator, value(stored, operand))) == expected


@pytest.mark.parametrize(("operand", "expected"), EQUALITIES)
def test_equal(stored: World, operand: str, expected: list[str]) -> None:
    assert sorted(found(stored, FieldFilter("v", "==", value(stored, operand)))) == sorted(expected)


@pytest.mark.parametrize(("operand", "excluded"), EQUALITIES)
def test_not_equal_is_the_rest_without_null_and_absent(
    stored: World, operand: str, excluded: list[str]
) -> None:
    rest = [key for key in samples.values(stored.client) if key not in ("null", *excluded)]
    assert found(stored, FieldFilter("v", "!=", value(stored, operand))) == rest


@pytest.mark.parametrize(("operator", "operands", "expected"), LISTS)
def test_any_of_a_list(stored: World, operator: str, operands: list[Any], expected: list[str]) -> None:
    assert sorted(found(stored, FieldFilter("v", operator, operands))) == sorted(expected)


@pytest.mark.parametrize(("operand", "expected"), CONTAINED)
def test_array_contains(stored: World, operand: Any, expected: list[str]) -> None:
    assert found(stored, FieldFilter("v", "array_contains", operand)) == expected


@pytest.mark.parametrize(("operands", "excluded"), EXCLUSIONS)
def test_not_in_is_the_rest_and_nothing_when_null_is_listed(
    stored: World, operands: list[Any], excluded: set[str] | None
) -> None:
    rest = [key for key in samples.values(stored.client) if key != "null" and key not in (excluded or ())]
    expected = [] if excluded is None else rest
    assert found(stored, FieldFilter("v", "not-in", operands)) == expected


GRID = [
    ("d0", {"a": 0, "b": 0, "n": 0, "tags": [0, "x"], "deep": {"k": 0}}),
    ("d1", {"a": 1, "b": 1, "n": 1, "tags": [1, "x"], "deep": {"k": 1}, "rare": 1}),
    ("d2", {"a": 2, "b": 0, "n": 2, "tags": [0, 2], "deep": {"k": 2}}),
    ("d3", {"a": 0, "b": 1, "n": 3, "tags": [1, 2], "deep": {"k": 3}, "rare": 3}),
    ("d4", {"a": 1, "b": 0, "n": 4, "tags": [0, 1], "deep": {"k": 4}}),
    ("d5", {"a": 2, "b": 1, "n": 5, "tags": [1], "deep": {"k": 5}, "rare": 5}),
]

COMPOSITES: list[tuple[str, FieldFilter | BaseCompositeFilter, list[str]]] = [
    ("and", And([FieldFilter("a", "==", 0), FieldFilter("b", "==", 1)]), ["d3"]),
    ("or", Or([FieldFilter("a", "==", 0), FieldFilter("b", "==", 1)]), ["d0", "d1", "d3", "d5"]),
    (
        "or within and",
        And([FieldFilter("b", "==", 1), Or([FieldFilter("a", "==", 0), FieldFilter("a", "==", 2)])]),
        ["d3", "d5"],
    ),
    (
        "and within or",
        Or([And([FieldFilter("a", "==", 0), FieldFilter("b", "==", 0)]), FieldFilter("n", "==", 5)]),
        ["d0", "d5"],
    ),
    ("or of ranges", Or([FieldFilter("n", "<", 1), FieldFilter("n", ">", 4)]), ["d0", "d5"]),
    ("or keeps to documents with every sorted field", Or([FieldFilter("rare", ">", 3), FieldFilter("a", "==", 0)]),
     ["d3", "d5"]),
    ("range on two fields", And([FieldFilter("n", ">", 1), FieldFilter("a", ">", 0)]), ["d4", "d2", "d5"]),
    ("between", And([FieldFilter("n", ">=", 2), FieldFilter("n", "<", 4)]), ["d2", "d3"]),
    ("in and array-contains-any", And([FieldFilter("a", "in", [0, 1]), FieldFilter("tags", "array_contains_any", [2])]),
     ["d3"]),
    ("two in", And([FieldFilter("a", "in", [0, 2]), FieldFilter("b", "in", [1])]), ["d3", "d5"]),
    ("equal and array-contains", And([FieldFilter("b", "==", 0), FieldFilter("tags", "array_contains", 2)]), ["d2"]),
    ("array-contains in each of two branches",
     Or([FieldFilter("tags", "array_contains", "x"), FieldFilter("tags", "array_contains", 2)]),
     ["d0", "d1", "d2", "d3"]),
    ("nested field", FieldFilter("deep.k", ">", 3), ["d4", "d5"]),
    ("whole map", FieldFilter("deep", "==", {"k": 3}), ["d3"]),
    ("not-equal sorts by its field", FieldFilter("a", "!=", 1), ["d0", "d3", "d2", "d5"]),
    ("absent field", FieldFilter("rare", "!=", 1), ["d3", "d5"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def grid(shared: World) -> World:
    for identifier, fields in GRID:
        shared.client.document(f"grid/{identifier}").set(fields)
    return shared


@pytest.mark.parametrize(("condition", "expected"), [pytest.param(*row[1:], id=row[0]) for row in COMPOSITES])
def test_filters_combine(
    grid: World, condition: FieldFilter | BaseCompositeFilter, expected: list[str]
) -> None:
    query = grid.client.collection("grid").where(filter=condition)
    assert [snapshot.id for snapshot in query.get()] == expected


def test_documents_are_found_by_name(grid: World) -> None:
    collection = grid.client.collection("grid")
    condition = FieldFilter("__name__", "in", [collection.document("d1"), collection.document("d4")])
    assert [snapshot.id for snapshot in collection.where(filter=condition).get()] == ["d1", "d4"]


def test_a_range_of_names(grid: World) -> None:
    collection = grid.client.collection("grid")
    condition = FieldFilter("__name__", ">=", collection.document("d4"))
    assert [snapshot.id for snapshot in collection.where(filter=condition).get()] == ["d4", "d5"]


def test_an_empty_composite_filter_lets_everything_pass(grid: World) -> None:
    query = {"from_": [{"collection_id": "grid"}], "where": {"composite_filter": {"op": "AND"}}}
    assert len(grid.ids(query)) == len(GRID)


def test_a_field_with_dots_in_its_name_is_quoted(grid: World) -> None:
    grid.client.document("dotted/a").set({"x.y": 1, "x": {"y": 2}})
    query = grid.client.collection("dotted")
    assert len(query.where(filter=FieldFilter("`x.y`", "==", 1)).get()) == 1
    assert len(query.where(filter=FieldFilter("x.y", "==", 2)).get()) == 1

"""Field transforms."""

from __future__ import annotations

import math
from typing import Any

import pytest
from google.cloud import firestore

from conformance.test_values import same
from conformance.world import World, plain, refusal

ABSENT = object()
BIGGEST = 2**63 - 1


def protocol(number: float) -> dict[str, Any]:
    return {"integer_value": number} if isinstance(number, int) else {"double_value": number}


NUMERIC: list[tuple[str, Any, int | float, int | float]] = [
    ("increment", 1, 1, 2),
    ("increment", 1, 0.5, 1.5),
    ("increment", 1.5, 1, 2.5),
    ("increment", 1, -5, -4),
    ("increment", "text", 3, 3),
    ("increment", None, 3, 3),
    ("increment", ABSENT, 3, 3),
    ("increment", BIGGEST, 1, BIGGEST),
    ("increment", -(2**63), -1, -(2**63)),
    ("increment", BIGGEST, 1.0, float(2**63)),
    ("increment", 1, math.nan, math.nan),
    ("increment", math.inf, -math.inf, math.nan),
    ("maximum", 1, 5, 5),
    ("maximum", 5, 1, 5),
    ("maximum", 1, 1.0, 1),
    ("maximum", 1.0, 1, 1.0),
    ("maximum", 1, 1.5, 1.5),
    ("maximum", 0, -0.0, 0),
    ("maximum", -0.0, 0, -0.0),
    ("maximum", 1, math.nan, math.nan),
    ("maximum", math.nan, 1, math.nan),
    ("maximum", ABSENT, -3, -3),
    ("maximum", "text", -3, -3),
    ("minimum", 1, 5, 1),
    ("minimum", 5, 1, 1),
    ("minimum", 5, 1.0, 1.0),
    ("minimum", 1, 1.0, 1),
    ("minimum", 0.0, 0, 0.0),
    ("minimum", 1, math.nan, math.nan),
    ("minimum", math.nan, -math.inf, math.nan),
    ("minimum", ABSENT, 3, 3),
    ("minimum", BIGGEST, 0, 0),
]


@pytest.mark.parametrize(("kind", "before", "operand", "after"), NUMERIC)
def test_a_number_is_transformed(world: World, kind: str, before: Any, operand: float, after: float) -> None:
    world.client.document("c/a").set({} if before is ABSENT else {"v": before})
    transform = {
        "document": world.name("c/a"),
        "field_transforms": [{"field_path": "v", kind: protocol(operand)}],
    }
    committed = world.commit({"transform": transform})
    (result,) = committed.write_results[0].transform_results
    assert same(plain(result), after)
    assert same(world.client.document("c/a").get().get("v"), after)


ARRAYS: list[tuple[Any, Any, Any]] = [
    ([1, 2, 1], firestore.ArrayUnion([1]), [1, 2, 1]),
    ([1, 2], firestore.ArrayUnion([3, 3]), [1, 2, 3]),
    ([1], firestore.ArrayUnion([1.0]), [1]),
    ([1.0], firestore.ArrayUnion([1, 2]), [1.0, 2]),
    ([math.nan], firestore.ArrayUnion([math.nan]), [math.nan]),
    ([None], firestore.ArrayUnion([None]), [None]),
    ([{"a": 1}], firestore.ArrayUnion([{"a": 1.0}]), [{"a": 1}]),
    ("text", firestore.ArrayUnion([1]), [1]),
    (ABSENT, firestore.ArrayUnion([2, 1]), [2, 1]),
    ([1, 2, 1], firestore.ArrayRemove([1]), [2]),
    ([1, 2], firestore.ArrayRemove([3]), [1, 2]),
    ([1.0, 2], firestore.ArrayRemove([1]), [2]),
    ([math.nan, None], firestore.ArrayRemove([math.nan, None]), []),
    ([{"a": [1]}], firestore.ArrayRemove([{"a": [1.0]}]), []),
    ("text", firestore.ArrayRemove([1]), []),
    (ABSENT, firestore.ArrayRemove([1]), []),
]


@pytest.mark.parametrize(("before", "transform", "after"), ARRAYS)
def test_an_array_is_transformed(world: World, before: Any, transform: Any, after: Any) -> None:
    document = world.client.document("c/a")
    document.set({} if before is ABSENT else {"v": before})
    document.update({"v": transform})
    assert same(document.get().get("v"), after)


def test_the_server_timestamp_is_the_commit_time_to_the_millisecond(world: World) -> None:
    document = world.client.document("c/a")
    result: Any = document.set(
        {"one": firestore.SERVER_TIMESTAMP, "deep": {"two": firestore.SERVER_TIMESTAMP}}
    )
    moment = result.update_time.replace(microsecond=result.update_time.microsecond // 1000 * 1000)
    assert document.get().to_dict() == {"one": moment, "deep": {"two": moment}}


def test_transforms_of_one_field_are_applied_in_order(world: World) -> None:
    increments = [{"field_path": "v", "increment": protocol(number)} for number in (1, 2)]
    committed = world.commit({"transform": {"document": world.name("c/a"), "field_transforms": increments}})
    assert [plain(result) for result in committed.write_results[0].transform_results] == [1, 3]


def test_a_transform_makes_the_document_and_the_maps_it_needs(world: World) -> None:
    world.client.document("c/a").set({"a": {"b": firestore.Increment(2)}}, merge=True)
    assert world.client.document("c/a").get().to_dict() == {"a": {"b": 2}}


@pytest.mark.parametrize("kind", ["increment", "maximum", "minimum"])
def test_an_operand_that_is_no_number_is_refused(world: World, kind: str) -> None:
    transform = {"field_path": "v", kind: {"string_value": "1"}}
    write = {"transform": {"document": world.name("c/a"), "field_transforms": [transform]}}
    assert refusal(lambda: world.commit(write)) == ("INVALID_ARGUMENT", "Input must be int64 or double.")


@pytest.mark.service("it stores an array in an array")
def test_an_array_as_an_element_is_refused(world: World) -> None:
    transform = {"field_path": "v", "append_missing_elements": {"values": [{"array_value": {}}]}}
    write = {"transform": {"document": world.name("c/a"), "field_transforms": [transform]}}
    assert refusal(lambda: world.commit(write))[0] == "INVALID_ARGUMENT"

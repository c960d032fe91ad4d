"""Values come back exactly as they went in."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from google.cloud.firestore_v1.vector import Vector

from conformance import samples
from conformance.world import SERVER, World


@pytest.fixture(scope="module")
def stored(shared: World) -> World:
    samples.store(shared.client)
    return shared


def same(one: Any, other: Any) -> bool:
    """Equality with types, the sign of zero, and NaN equal to itself."""
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    comparable = isinstance(one, datetime) or type(one) is type(other)
    return comparable and bool(one == other)


class _Anything:
    """Stands in for a client when only the keys of the samples matter."""

    def document(self, path: str) -> str:
        return path


@pytest.mark.parametrize("identifier", samples.values(_Anything()))  # type: ignore[arg-type]  # see above
def test_a_value_comes_back_as_it_was(stored: World, identifier: str) -> None:
    written = samples.values(stored.client)[identifier]
    read = stored.client.document(f"values/{identifier}").get().get("v")
    assert same(read, written)


EXTREMES: list[Any] = [
    2**63 - 1,
    -(2**63),
    5e-324,
    1.7976931348623157e308,
    math.inf,
    "\x00",
    "a" * 2000,
    b"\x00\xff" * 100,
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    [],
    {},
    [{}, {"a": []}],
    {"a": {"b": {"c": [{"d": [1, {"e": None}]}]}}},
    {"with.dot": 1, "with space": 2, "`": 3, "\\": 4},
]


@pytest.mark.parametrize("value", EXTREMES, ids=lambda value: repr(value)[:30])
def test_an_extreme_value_comes_back_as_it_was(world: World, value: Any) -> None:
    document = world.client.document("c/extreme")
    document.set({"v": value})
    assert document.get().get("v") == value


def test_a_timestamp_is_cut_to_microseconds(world: World) -> None:
    world.set("c/a", {"v": {"timestamp_value": {"seconds": 5, "nanos": 123_456_789}}})
    document = world.api.get_document({"name": world.name("c/a")}, metadata=SERVER)
    assert document._pb.fields["v"].timestamp_value.nanos == 123_456_000


def test_a_vector_is_stored(world: World) -> None:
    document = world.client.document("c/a")
    document.set({"v": Vector([1.0, 2.0])})
    assert document.get().get("v") == Vector([1.0, 2.0])


def test_times_of_a_document(world: World) -> None:
    document = world.client.document("c/a")
    first: Any = document.set({"v": 1}).update_time
    second: Any = document.set({"v": 2}).update_time
    snapshot = document.get()
    assert (snapshot.create_time, snapshot.update_time) == (first, second)
    assert first < second < snapshot.read_time


@pytest.mark.parametrize("value", [1, -0.0, math.nan, [1, math.nan], {"a": None}], ids=repr)
def test_writing_the_same_again_leaves_the_update_time(world: World, value: Any) -> None:
    document = world.client.document("c/a")
    assert document.set({"v": value}).update_time == document.set({"v": value}).update_time


@pytest.mark.parametrize(
    ("one", "other"), [(1, 1.0), (0.0, -0.0), (None, False), ("1", b"1"), ([], {})], ids=repr
)
def test_writing_another_type_or_sign_is_a_change(world: World, one: Any, other: Any) -> None:
    document = world.client.document("c/a")
    before: Any = document.set({"v": one}).update_time
    assert before < document.set({"v": other}).update_time

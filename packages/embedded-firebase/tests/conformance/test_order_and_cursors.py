"""The order of results, cursors, limits, offsets and projections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.collection import CollectionReference
from google.cloud.firestore_v1.query import Query

from conformance import samples
from conformance.world import World

Ask = Callable[[CollectionReference], Query]


@pytest.fixture(scope="module")
def rows(shared: World) -> CollectionReference:
    """Twelve documents: `a` counts modulo 3, `n` counts, every second one has `odd`."""
    collection = shared.client.collection("rows")
    for n in range(12):
        fields = {"a": n % 3, "n": n, "deep": {"k": n, "x.y": n}} | ({"odd": n} if n % 2 else {})
        collection.document(f"r{n:02}").set(fields)
    return collection


def numbers(query: Query) -> list[int]:
    return [int(snapshot.id[1:]) for snapshot in query.get()]


def test_values_of_all_types_have_one_order(shared: World) -> None:
    samples.store(shared.client)
    found = [snapshot.id for snapshot in shared.client.collection("values").order_by("v").get()]
    assert found == list(samples.values(shared.client))


def test_descending_is_the_reverse(shared: World) -> None:
    samples.store(shared.client)
    query = shared.client.collection("values").order_by("v", direction="DESCENDING")
    assert [snapshot.id for snapshot in query.get()] == list(samples.values(shared.client))[::-1]


ORDERS: list[tuple[str, Ask, list[int]]] = [
    ("by name", lambda rows: rows.limit(3), [0, 1, 2]),
    ("by a field", lambda rows: rows.order_by("n").limit(2), [0, 1]),
    ("by two fields", lambda rows: rows.order_by("a").order_by("n", direction="DESCENDING").limit(5), [9, 6, 3, 0, 10]),
    ("ties by name", lambda rows: rows.order_by("a").limit(5), [0, 3, 6, 9, 1]),
    ("ties by name, descending", lambda rows: rows.order_by("a", direction="DESCENDING").limit(5), [11, 8, 5, 2, 10]),
    ("only with the field", lambda rows: rows.order_by("odd"), [1, 3, 5, 7, 9, 11]),
    ("by a nested field", lambda rows: rows.order_by("deep.k").limit(1), [0]),
    ("by a quoted field", lambda rows: rows.order_by("deep.`x.y`", direction="DESCENDING").limit(1), [11]),
    ("a range sorts by its field", lambda rows: rows.where(filter=FieldFilter("n", ">", 8)), [9, 10, 11]),
    ("a range and another order",
     lambda rows: rows.where(filter=FieldFilter("n", ">", 8)).order_by("a", direction="DESCENDING"), [11, 10, 9]),
    ("an order fixed by an equality", lambda rows: rows.where(filter=FieldFilter("a", "==", 1)).order_by("a"),
     [1, 4, 7, 10]),
    ("limit", lambda rows: rows.order_by("n").limit(1), [0]),
    ("limit beyond the end", lambda rows: rows.order_by("n").offset(10).limit(9), [10, 11]),
    ("offset", lambda rows: rows.order_by("n").offset(10), [10, 11]),
    ("offset beyond the end", lambda rows: rows.order_by("n").offset(20), []),
    ("limit to last", lambda rows: rows.order_by("n").limit_to_last(2), [10, 11]),
    ("limit to last of a range",
     lambda rows: rows.where(filter=FieldFilter("n", "<", 5)).order_by("n").limit_to_last(2), [3, 4]),
    ("start at", lambda rows: rows.order_by("n").start_at({"n": 10}), [10, 11]),
    ("start after", lambda rows: rows.order_by("n").start_after({"n": 10}), [11]),
    ("end at", lambda rows: rows.order_by("n").end_at({"n": 1}), [0, 1]),
    ("end before", lambda rows: rows.order_by("n").end_before({"n": 1}), [0]),
    ("between", lambda rows: rows.order_by("n").start_at({"n": 3}).end_before({"n": 6}), [3, 4, 5]),
    ("descending start at", lambda rows: rows.order_by("n", direction="DESCENDING").start_at({"n": 1}), [1, 0]),
    ("descending end before", lambda rows: rows.order_by("n", direction="DESCENDING").end_before({"n": 10}), [11]),
    ("cursor of two fields",
     lambda rows: rows.order_by("a").order_by("n").start_after({"a": 1, "n": 7}).limit(2), [10, 2]),
    ("cursor of two directions",
     lambda rows: rows.order_by("a").order_by("n", direction="DESCENDING").start_after({"a": 0, "n": 3}).limit(2),
     [0, 10]),
    ("cursor of the first field only", lambda rows: rows.order_by("a").order_by("n").start_at({"a": 2}).limit(1), [2]),
    ("cursor from a document",
     lambda rows: rows.order_by("a").start_after(rows.document("r06").get()).limit(2), [9, 1]),
    ("cursor from a document, descending",
     lambda rows: rows.order_by("a", direction="DESCENDING").start_at(rows.document("r04").get()).limit(2), [4, 1]),
    ("cursor from a document in a range",
     lambda rows: rows.where(filter=FieldFilter("n", ">", 3)).start_after(rows.document("r09").get()), [10, 11]),
    ("cursor of another type is before or after all", lambda rows: rows.order_by("n").start_at({"n": "text"}), []),
    ("start after a document by name",
     lambda rows: rows.order_by("__name__").start_after({"__name__": rows.document("r10")}), [11]),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ORDERS])
def test_results_come_in_order(rows: CollectionReference, ask: Ask, expected: list[int]) -> None:
    assert numbers(ask(rows)) == expected


@pytest.mark.service("it refuses descending key scans, as the service does without an index")
def test_by_name_descending(rows: CollectionReference) -> None:
    assert numbers(rows.order_by("__name__", direction="DESCENDING").limit(2)) == [11, 10]


PROJECTIONS: list[tuple[str, list[str], dict[str, Any]]] = [
    ("a field", ["n"], {"n": 3}),
    ("a nested field", ["deep.k"], {"deep": {"k": 3}}),
    ("a quoted field", ["deep.`x.y`"], {"deep": {"x.y": 3}}),
    ("several", ["n", "a"], {"a": 0, "n": 3}),
    ("an absent one", ["absent"], {}),
    ("the name alone", [], {}),
]


@pytest.mark.parametrize(("fields", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PROJECTIONS])
def test_a_projection_returns_the_selected_fields(
    rows: CollectionReference, fields: list[str], expected: dict[str, Any]
) -> None:
    query = rows.where(filter=FieldFilter("n", "==", 3)).select(fields)
    assert [snapshot.to_dict() for snapshot in query.get()] == [expected]


@pytest.mark.service("it does not tell how many results an offset skipped")
def test_an_offset_tells_how_many_it_skipped(shared: World, rows: CollectionReference) -> None:
    responses = shared.run_query({"from_": [{"collection_id": "rows"}], "offset": 11})
    assert sum(response.skipped_results for response in responses) == 11


def test_a_query_without_results_still_has_a_read_time(world: World) -> None:
    (response,) = world.run_query({"from_": [{"collection_id": "nothing"}]})
    assert response.read_time


GROUPS = ["g/1", "x/1/g/2", "x/1/g/2/g/3", "y/1/z/1/g/4", "gg/1"]


@pytest.fixture(scope="module")
def groups(shared: World) -> World:
    for path in GROUPS:
        shared.client.document(path).set({"path": path})
    return shared


def paths(query: Query) -> list[str]:
    return [snapshot.reference.path for snapshot in query.get()]


def test_a_collection_group_reaches_every_depth(groups: World) -> None:
    assert paths(groups.client.collection_group("g")) == GROUPS[:4]


def test_a_collection_group_below_a_document(groups: World) -> None:
    query = {"from_": [{"collection_id": "g", "all_descendants": True}]}
    assert groups.ids(query, parent="x/1") == ["2", "3"]


def test_a_collection_group_with_filter_and_order(groups: World) -> None:
    query = groups.client.collection_group("g").where(filter=FieldFilter("path", ">", "x"))
    assert paths(query.order_by("path", direction="DESCENDING")) == GROUPS[3:0:-1]


def test_a_collection_group_from_a_name_on(groups: World) -> None:
    start = groups.client.document("x/1/g/2/g/3")
    query = groups.client.collection_group("g").where(filter=FieldFilter("__name__", ">=", start))
    assert paths(query) == GROUPS[2:4]


def test_every_collection_below_a_document(groups: World) -> None:
    assert groups.ids({"from_": [{"all_descendants": True}]}, parent="x/1") == ["2", "3"]


def test_every_collection_directly_below_a_document(groups: World) -> None:
    assert groups.ids({"from_": [{}]}, parent="x/1/g/2") == ["3"]


@pytest.mark.service("it has no PartitionQuery")
def test_a_collection_group_is_partitioned(groups: World) -> None:
    partitions = groups.client.collection_group("g").get_partitions(2)
    assert [snapshot.id for part in partitions for snapshot in part.query().get()] == ["1", "2", "3", "4"]


def test_numeric_ids_come_before_all_others_and_by_number(world: World) -> None:
    for identifier in ("__id10__", "__id9__", "0", "a"):
        world.commit({"update": {"name": world.name(f"c/{identifier}")}})
    assert world.ids({"from_": [{"collection_id": "c"}]}) == ["__id9__", "__id10__", "0", "a"]

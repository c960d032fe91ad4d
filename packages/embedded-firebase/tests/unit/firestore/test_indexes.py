"""Which queries the declared and the automatic indexes serve."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from google.cloud.firestore_v1.base_query import And, BaseQuery, FieldFilter, Or
from google.cloud.firestore_v1.client import Client
from google.cloud.firestore_v1.collection import CollectionReference

from embedded_firebase.firestore import FirestoreError, IndexCatalogue
from embedded_firebase.firestore.paths import parse_field_path
from embedded_firebase.firestore.queries.plan import Plan, plan_query

ROOT = "projects/p/databases/(default)/documents"

A_B = {"collectionGroup": "c", "queryScope": "COLLECTION",
       "fields": [{"fieldPath": "a", "order": "ASCENDING"}, {"fieldPath": "b", "order": "ASCENDING"}]}  # fmt: skip
D_B = {"collectionGroup": "c", "queryScope": "COLLECTION",
       "fields": [{"fieldPath": "d", "order": "ASCENDING"}, {"fieldPath": "b", "order": "ASCENDING"}]}  # fmt: skip
A_B_DESCENDING = {"collectionGroup": "c", "queryScope": "COLLECTION",
                  "fields": [{"fieldPath": "a", "order": "ASCENDING"}, {"fieldPath": "b", "order": "DESCENDING"},
                             {"fieldPath": "__name__", "order": "DESCENDING"}]}  # fmt: skip
TAGS_B = {"collectionGroup": "c", "queryScope": "COLLECTION",
          "fields": [{"fieldPath": "tags", "arrayConfig": "CONTAINS"},
                     {"fieldPath": "b", "order": "ASCENDING"}]}  # fmt: skip


@pytest.fixture(scope="module")
def collection() -> CollectionReference:
    from google.auth.credentials import AnonymousCredentials

    return Client("p", credentials=AnonymousCredentials()).collection("c")


def plan_of(query: BaseQuery) -> Plan:
    return plan_query(ROOT, query._to_protobuf()._pb)


def catalogue(*indexes: dict[str, Any], overrides: tuple[dict[str, Any], ...] = ()) -> IndexCatalogue:
    return IndexCatalogue.from_json({"indexes": list(indexes), "fieldOverrides": list(overrides)})


def equal(field: str) -> FieldFilter:
    return FieldFilter(field, "==", 1)


SERVED: list[tuple[str, Any]] = [
    ("everything", lambda c: c.limit(5)),
    ("one equality", lambda c: c.where(filter=equal("a"))),
    ("equalities only, merged", lambda c: c.where(filter=equal("a")).where(filter=equal("b")).where(filter=equal("d"))),
    ("equality and array-contains",
     lambda c: c.where(filter=equal("a")).where(filter=FieldFilter("t", "array_contains", 1))),
    ("one range", lambda c: c.where(filter=FieldFilter("a", ">", 1))),
    ("one range, descending", lambda c: c.where(filter=FieldFilter("a", ">", 1)).order_by("a", direction="DESCENDING")),
    ("one order", lambda c: c.order_by("a", direction="DESCENDING")),
    ("an order fixed by an equality", lambda c: c.where(filter=equal("a")).order_by("a", direction="DESCENDING")),
    ("in", lambda c: c.where(filter=FieldFilter("a", "in", [1, 2])).where(filter=equal("b"))),
    ("or of equalities", lambda c: c.where(filter=Or([equal("a"), equal("b")]))),
    ("names", lambda c: c.where(filter=FieldFilter("__name__", ">", c.document("x"))).where(filter=equal("a"))),
]  # fmt: skip


@pytest.mark.parametrize("ask", [pytest.param(row[1], id=row[0]) for row in SERVED])
def test_automatic_indexes_serve(collection: CollectionReference, ask: Any) -> None:
    catalogue().require(plan_of(ask(collection)))


def equality_and_order(c: CollectionReference) -> BaseQuery:
    return c.where(filter=equal("a")).order_by("b")


COMPOSITE: list[tuple[str, Any, tuple[dict[str, Any], ...]]] = [
    ("equality and order", equality_and_order, (A_B,)),
    ("equality and range", lambda c: c.where(filter=equal("a")).where(filter=FieldFilter("b", "<", 1)), (A_B,)),
    ("two orders", lambda c: c.order_by("a").order_by("b"), (A_B,)),
    ("two ranges", lambda c: c.where(filter=And([FieldFilter("a", ">", 1), FieldFilter("b", ">", 1)])), (A_B,)),
    ("descending order", lambda c: c.where(filter=equal("a")).order_by("b", direction="DESCENDING"), (A_B_DESCENDING,)),
    ("two equalities and order, merged", lambda c: equality_and_order(c).where(filter=equal("d")), (A_B, D_B)),
    ("array-contains and order",
     lambda c: c.where(filter=FieldFilter("tags", "array_contains", 1)).order_by("b"), (TAGS_B,)),
    ("or with a range", lambda c: c.where(filter=Or([equal("a"), FieldFilter("b", ">", 1)])), (A_B,)),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "indexes"), [pytest.param(*row[1:], id=row[0]) for row in COMPOSITE])
def test_a_composite_index_serves_what_nothing_else_does(
    collection: CollectionReference, ask: Any, indexes: tuple[dict[str, Any], ...]
) -> None:
    plan = plan_of(ask(collection))
    catalogue(*indexes).require(plan)
    for missing in indexes:
        with pytest.raises(FirestoreError, match="requires an index"):
            catalogue(*[index for index in indexes if index is not missing]).require(plan)


def test_the_refusal_names_the_index(collection: CollectionReference) -> None:
    with pytest.raises(FirestoreError) as refused:
        catalogue().require(plan_of(equality_and_order(collection)))
    wanted = json.loads(refused.value.message.partition("firestore.indexes.json: ")[2])
    assert wanted == A_B
    catalogue(wanted).require(plan_of(equality_and_order(collection)))


def test_an_index_of_the_other_direction_does_not_serve(collection: CollectionReference) -> None:
    with pytest.raises(FirestoreError):
        catalogue(A_B_DESCENDING).require(plan_of(equality_and_order(collection)))


def test_an_index_of_another_collection_does_not_serve(collection: CollectionReference) -> None:
    with pytest.raises(FirestoreError):
        catalogue({**A_B, "collectionGroup": "other"}).require(plan_of(equality_and_order(collection)))


def group(collection: CollectionReference) -> BaseQuery:
    members: BaseQuery = collection._client.collection_group("c")
    return members


def test_a_collection_group_without_filter_needs_no_index(collection: CollectionReference) -> None:
    catalogue().require(plan_of(group(collection)))


def test_a_filtered_collection_group_needs_a_field_override(collection: CollectionReference) -> None:
    plan = plan_of(group(collection).where(filter=equal("a")))
    with pytest.raises(FirestoreError, match="COLLECTION_GROUP ASCENDING index for collection c and field a"):
        catalogue().require(plan)
    override = {
        "collectionGroup": "c",
        "fieldPath": "a",
        "indexes": [{"order": "ASCENDING", "queryScope": "COLLECTION_GROUP"}],
    }
    catalogue(overrides=(override,)).require(plan)


@pytest.mark.parametrize("path", ["a", "a.nested"])
def test_an_exempt_field_and_what_is_in_it_has_no_index(collection: CollectionReference, path: str) -> None:
    exempt = {"collectionGroup": "c", "fieldPath": "a", "ttl": True, "indexes": []}
    plan = plan_of(collection.where(filter=FieldFilter(path, ">", 1)))
    with pytest.raises(FirestoreError, match="requires a COLLECTION ASCENDING index"):
        catalogue(overrides=(exempt,)).require(plan)


def test_an_exemption_of_every_field(collection: CollectionReference) -> None:
    exempt = {"collectionGroup": "c", "fieldPath": "*", "indexes": []}
    with pytest.raises(FirestoreError):
        catalogue(overrides=(exempt,)).require(plan_of(collection.where(filter=equal("a"))))


def test_a_sum_beside_a_filter_needs_the_summed_field_in_the_index(collection: CollectionReference) -> None:
    plan = plan_of(collection.where(filter=equal("a")))
    with pytest.raises(FirestoreError):
        catalogue().require(plan, [parse_field_path("b")])
    catalogue(A_B).require(plan, [parse_field_path("b")])


def test_names_in_descending_order_need_an_index(collection: CollectionReference) -> None:
    with pytest.raises(FirestoreError, match="__name__"):
        catalogue().require(plan_of(collection.order_by("__name__", direction="DESCENDING")))


def test_a_file_is_loaded(tmp_path: Path, collection: CollectionReference) -> None:
    file = tmp_path / "firestore.indexes.json"
    file.write_text(json.dumps({"indexes": [A_B], "fieldOverrides": []}))
    IndexCatalogue.load(file).require(plan_of(equality_and_order(collection)))


@pytest.mark.parametrize(
    "content", ["[]", '{"indexes": [{}]}', '{"fieldOverrides": [{"fieldPath": "a"}]}', "{"]
)
def test_a_malformed_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "firestore.indexes.json"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"malformed|Expecting"):
        IndexCatalogue.load(file)

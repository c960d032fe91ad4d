"""Getting documents by name, listing documents and collections, named databases."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.world import SERVER, World, refusal


@pytest.fixture(scope="module")
def family(shared: World) -> World:
    """`list` has five documents and two that are missing but have documents below."""
    for number in range(5):
        shared.client.document(f"list/{number}").set({"n": -number, "m": {"x": number, "y": 1}})
    shared.client.document("list/gone/sub/x").set({})
    shared.client.document("list/lost/one/x/two/y").set({})
    return shared


def listed(world: World, **request: Any) -> list[str]:
    whole = {"parent": world.root, "collection_id": "list", **request}
    pager = world.api.list_documents(whole, metadata=SERVER, retry=None)
    return [document.name.rpartition("/")[2] for document in pager]


def test_documents_are_listed_by_name(family: World) -> None:
    assert listed(family) == ["0", "1", "2", "3", "4"]


def test_missing_parents_are_listed_on_request(family: World) -> None:
    assert listed(family, show_missing=True) == ["0", "1", "2", "3", "4", "gone", "lost"]


def test_the_client_lists_missing_parents(family: World) -> None:
    documents = family.client.collection("list").list_documents()
    assert [document.id for document in documents] == ["0", "1", "2", "3", "4", "gone", "lost"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_pages_are_complete(family: World, size: int) -> None:
    assert listed(family, show_missing=True, page_size=size) == ["0", "1", "2", "3", "4", "gone", "lost"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("n", ["4", "3", "2", "1", "0"]),
        ("n desc", ["0", "1", "2", "3", "4"]),
        ("m.x desc", ["4", "3", "2", "1", "0"]),
    ],
)
def test_documents_are_listed_in_an_order(family: World, order: str, expected: list[str]) -> None:
    assert listed(family, order_by=order) == expected


def test_missing_parents_have_no_order(family: World) -> None:
    status, message = refusal(lambda: listed(family, show_missing=True, order_by="n"))
    assert (status, message) == ("INVALID_ARGUMENT", "cannot specify an order when show_missing is true")


def test_a_bad_page_token_is_refused(family: World) -> None:
    assert refusal(lambda: listed(family, page_token="zz"))[0] == "INVALID_ARGUMENT"


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ("", ["list"]),
        ("list/gone", ["sub"]),
        ("list/lost", ["one"]),
        ("list/lost/one/x", ["two"]),
        ("list/0", []),
    ],
)
def test_collections_are_listed(family: World, parent: str, expected: list[str]) -> None:
    source = family.client.document(parent) if parent else family.client
    assert [collection.id for collection in source.collections()] == expected


def test_a_collection_is_gone_with_its_last_document(world: World) -> None:
    document = world.client.document("c/a/d/b")
    document.set({})
    document.delete()
    assert list(world.client.collections()) == []
    assert list(world.client.collection("c").list_documents()) == []


MASKS: list[tuple[list[str], dict[str, Any]]] = [
    (["n"], {"n": 0}),
    (["m.x"], {"m": {"x": 0}}),
    (["m"], {"m": {"x": 0, "y": 1}}),
    (["n", "m.y"], {"n": 0, "m": {"y": 1}}),
    (["absent"], {}),
]


@pytest.mark.parametrize(("paths", "expected"), MASKS, ids=str)
def test_get_returns_the_masked_fields(family: World, paths: list[str], expected: dict[str, Any]) -> None:
    assert family.client.document("list/0").get(paths).to_dict() == expected


def test_get_all_finds_each_once_and_tells_the_missing(family: World) -> None:
    references = [family.client.document(f"list/{identifier}") for identifier in ("1", "none", "0", "1")]
    found = {snapshot.id: snapshot.exists for snapshot in family.client.get_all(references)}
    assert found == {"1": True, "none": False, "0": True}


def test_a_missing_document_has_a_read_time(family: World) -> None:
    snapshot = family.client.document("list/none").get()
    assert not snapshot.exists
    assert snapshot.read_time is not None


def test_a_read_begins_a_transaction_on_request(family: World) -> None:
    request = {
        "database": family.database,
        "documents": [family.name("list/0")],
        "new_transaction": {"read_only": {}},
    }
    responses = list(family.api.batch_get_documents(request, metadata=SERVER, retry=None))
    assert responses[0].transaction
    assert any(response.found.name for response in responses)


def test_databases_know_nothing_of_each_other(address: str) -> None:
    default, named = World(address), World(address, database="other")
    default.client.document("c/a").set({"in": "default"})
    named.client.document("c/a").set({"in": "other"})
    assert default.client.document("c/a").get().get("in") == "default"
    assert named.client.document("c/a").get().get("in") == "other"


def test_create_document_answers_with_the_document(world: World) -> None:
    request = {
        "parent": world.root,
        "collection_id": "c",
        "document_id": "a",
        "document": {"fields": {"n": {"integer_value": 1}}},
    }
    created = world.api.create_document(request, metadata=SERVER, retry=None)
    assert created.name == world.name("c/a")
    assert created.create_time == created.update_time
    assert (
        refusal(lambda: world.api.create_document(request, metadata=SERVER, retry=None))[0]
        == "ALREADY_EXISTS"
    )


def test_update_document_answers_with_the_masked_document(world: World) -> None:
    world.client.document("c/a").set({"n": 1, "m": 1})
    request = {
        "document": {"name": world.name("c/a"), "fields": {"n": {"integer_value": 2}}},
        "update_mask": {"field_paths": ["n"]},
        "mask": {"field_paths": ["m"]},
    }
    updated = world.api.update_document(request, metadata=SERVER, retry=None)
    assert list(updated._pb.fields) == ["m"]
    assert world.client.document("c/a").get().to_dict() == {"n": 2, "m": 1}


def test_delete_document(world: World) -> None:
    world.client.document("c/a").set({})
    world.api.delete_document({"name": world.name("c/a")}, metadata=SERVER, retry=None)
    assert not world.client.document("c/a").get().exists

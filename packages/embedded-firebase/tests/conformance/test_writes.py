"""Sets, updates, deletes, masks, preconditions, batches."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from google.api_core.exceptions import AlreadyExists, FailedPrecondition, NotFound
from google.cloud import firestore
from google.cloud.firestore_v1.bulk_writer import BulkWriteFailure

from conformance.world import World, refusal


def after(world: World, *steps: Any) -> Any:
    """Return the document `c/a` after calling each step with its reference."""
    document = world.client.document("c/a")
    for step in steps:
        step(document)
    return document.get().to_dict()


def test_set_replaces_everything(world: World) -> None:
    assert after(world, lambda d: d.set({"a": 1, "b": 2}), lambda d: d.set({"c": 3})) == {"c": 3}


def test_set_of_nothing_makes_an_empty_document(world: World) -> None:
    assert after(world, lambda d: d.set({})) == {}


MERGES: list[tuple[str, dict[str, Any], dict[str, Any], Any, dict[str, Any]]] = [
    ("nested maps", {"m": {"a": 1}}, {"m": {"b": 2}}, True, {"m": {"a": 1, "b": 2}}),
    ("an array as a whole", {"v": [1, 2]}, {"v": [3]}, True, {"v": [3]}),
    ("an empty map", {"m": {"a": 1}}, {"m": {}}, True, {"m": {}}),
    ("chosen fields", {"m": {"a": 1}}, {"m": {"a": 9, "b": 2}}, ["m.b"], {"m": {"a": 1, "b": 2}}),
    ("a field in place of a value", {"m": 1}, {"m": {"b": 2}}, True, {"m": {"b": 2}}),
    ("a deleted field", {"a": 1, "b": 2}, {"a": firestore.DELETE_FIELD}, True, {"b": 2}),
    ("a dotted name", {"a.b": 1}, {"a.b": 2, "c": 3}, True, {"a.b": 2, "c": 3}),
    ("a name with a quote", {"`": 1}, {"`": {"\\": 2}}, True, {"`": {"\\": 2}}),
]


@pytest.mark.parametrize(
    ("before", "merged", "merge", "expected"), [pytest.param(*row[1:], id=row[0]) for row in MERGES]
)
def test_merge(
    world: World, before: dict[str, Any], merged: dict[str, Any], merge: Any, expected: dict[str, Any]
) -> None:
    assert after(world, lambda d: d.set(before), lambda d: d.set(merged, merge=merge)) == expected


def test_merge_makes_a_missing_document(world: World) -> None:
    assert after(world, lambda d: d.set({"a": 1}, merge=True)) == {"a": 1}


UPDATES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("a field", {"a": 2}, {"a": 2, "m": {"x": 1}, "q.r": 1}),
    ("a nested field", {"m.y": 2}, {"a": 1, "m": {"x": 1, "y": 2}, "q.r": 1}),
    ("a quoted field", {"`q.r`": 2}, {"a": 1, "m": {"x": 1}, "q.r": 2}),
    ("a new path", {"n.o.p": 1}, {"a": 1, "m": {"x": 1}, "q.r": 1, "n": {"o": {"p": 1}}}),
    ("a path through a value", {"a.b": 1}, {"a": {"b": 1}, "m": {"x": 1}, "q.r": 1}),
    ("a deletion", {"a": firestore.DELETE_FIELD}, {"m": {"x": 1}, "q.r": 1}),
    ("a nested deletion", {"m.x": firestore.DELETE_FIELD}, {"a": 1, "m": {}, "q.r": 1}),
    ("an absent deletion", {"z.y": firestore.DELETE_FIELD}, {"a": 1, "m": {"x": 1}, "q.r": 1}),
    ("a map as a whole", {"m": {"y": 2}}, {"a": 1, "m": {"y": 2}, "q.r": 1}),
    (
        "a transform beside a value",
        {"a": firestore.Increment(1), "b": 1},
        {"a": 2, "b": 1, "m": {"x": 1}, "q.r": 1},
    ),
]


@pytest.mark.parametrize(("update", "expected"), [pytest.param(*row[1:], id=row[0]) for row in UPDATES])
def test_update(world: World, update: dict[str, Any], expected: dict[str, Any]) -> None:
    assert (
        after(world, lambda d: d.set({"a": 1, "m": {"x": 1}, "q.r": 1}), lambda d: d.update(update))
        == expected
    )


def test_update_of_a_missing_document_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.client.document("c/a").update({"a": 1})


def test_create_of_an_existing_document_already_exists(world: World) -> None:
    world.client.document("c/a").create({"a": 1})
    with pytest.raises(AlreadyExists):
        world.client.document("c/a").create({"a": 2})
    assert world.client.document("c/a").get().get("a") == 1


def test_delete_of_a_missing_document_is_no_error(world: World) -> None:
    world.client.document("c/a").delete()


def test_delete_that_requires_the_document_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.client.document("c/a").delete(option=world.client.write_option(exists=True))


def test_an_update_time_precondition_holds_once(world: World) -> None:
    document = world.client.document("c/a")
    document.set({"a": 1})
    option = world.client.write_option(last_update_time=document.get().update_time)
    document.update({"a": 2}, option=option)
    with pytest.raises(FailedPrecondition, match="does not match the required base version"):
        document.update({"a": 3}, option=option)


def test_an_update_time_precondition_on_a_missing_document_fails(world: World) -> None:
    write = {"update": {"name": world.name("c/a")}, "current_document": {"update_time": {"seconds": 5}}}
    status, message = refusal(lambda: world.commit(write))
    assert status == "FAILED_PRECONDITION"
    assert message == "the stored version (0) does not match the required base version (5000000)"


@pytest.mark.service("it words these errors by the entity")
def test_the_words_of_failed_preconditions_name_the_document(world: World) -> None:
    name = world.name("c/a")
    missing = {"update": {"name": name}, "current_document": {"exists": True}}
    assert refusal(lambda: world.commit(missing)) == ("NOT_FOUND", f"No document to update: {name}")
    world.set("c/a", {})
    existing = {"update": {"name": name}, "current_document": {"exists": False}}
    assert refusal(lambda: world.commit(existing)) == ("ALREADY_EXISTS", f"Document already exists: {name}")


def test_a_batch_is_all_or_nothing(world: World) -> None:
    batch = world.client.batch()
    batch.set(world.client.document("c/a"), {"a": 1})
    batch.update(world.client.document("c/missing"), {"a": 1})
    with pytest.raises(NotFound):
        batch.commit()
    assert not world.client.document("c/a").get().exists


def test_writes_of_a_batch_see_those_before_them(world: World) -> None:
    document = world.client.document("c/a")
    batch = world.client.batch()
    batch.create(document, {"n": 1})
    batch.update(document, {"n": firestore.Increment(1)})
    batch.set(document, {"m": 1}, merge=True)
    results = batch.commit()
    assert len({result.update_time for result in results}) == 1
    assert document.get().to_dict() == {"n": 2, "m": 1}


def test_a_batch_may_make_and_delete_a_document(world: World) -> None:
    batch = world.client.batch()
    batch.create(world.client.document("c/a"), {})
    batch.delete(world.client.document("c/a"))
    batch.commit()
    assert not world.client.document("c/a").get().exists


def test_more_than_500_writes_fit_one_commit(world: World) -> None:
    batch = world.client.batch()
    for number in range(501):
        batch.set(world.client.document(f"c/{number}"), {})
    batch.commit()
    assert world.client.collection("c").count().get()[0][0].value == 501


@pytest.mark.service("it gives it none")
def test_an_empty_commit_has_a_commit_time(world: World) -> None:
    assert world.commit().commit_time


def test_one_commit_has_one_time_for_all_documents(world: World) -> None:
    batch = world.client.batch()
    for identifier in "ab":
        batch.set(world.client.document(f"c/{identifier}"), {})
    batch.commit()
    assert len({snapshot.update_time for snapshot in world.client.collection("c").get()}) == 1


def test_a_mask_deletes_what_it_names_and_the_write_does_not_give(world: World) -> None:
    world.set("c/a", {"a": {"integer_value": 1}, "b": {"integer_value": 1}})
    world.set("c/a", {"b": {"integer_value": 2}}, update_mask={"field_paths": ["a", "b"]})
    assert world.client.document("c/a").get().to_dict() == {"b": 2}


def test_an_empty_mask_makes_the_document_and_changes_nothing(world: World) -> None:
    world.commit({"update": {"name": world.name("c/a")}, "update_mask": {}})
    assert world.client.document("c/a").get().to_dict() == {}


def test_add_makes_an_id_of_twenty_characters(world: World) -> None:
    _, reference = world.client.collection("c").add({"a": 1})
    assert len(reference.id) == 20
    assert reference.get().get("a") == 1


def test_batch_write_reports_on_each_write(world: World) -> None:
    writes = [
        {"update": {"name": world.name("c/a")}},
        {"update": {"name": world.name("c/b")}, "current_document": {"exists": True}},
        {"delete": world.name("c/c")},
    ]
    response = world.api.batch_write(
        {"database": world.database, "writes": writes},
        metadata=[("authorization", "Bearer owner")],
        retry=None,
    )
    assert [status.code for status in response.status] == [0, 5, 0]
    assert [bool(result.update_time) for result in response.write_results][:2] == [True, False]


def test_batch_write_refuses_one_document_twice(world: World) -> None:
    writes = [{"delete": world.name("c/a")}] * 2
    call = {"database": world.database, "writes": writes}
    status, message = refusal(
        lambda: world.api.batch_write(call, metadata=[("authorization", "Bearer owner")], retry=None)
    )
    assert status == "INVALID_ARGUMENT"
    assert message == "the same document cannot be written more than once in a single request"


def test_the_bulk_writer_writes_everything(world: World) -> None:
    writer = world.client.bulk_writer()
    for number in range(60):
        writer.set(world.client.document(f"c/{number}"), {"n": number})
    writer.close()
    assert world.client.collection("c").sum("n").get()[0][0].value == sum(range(60))


def test_the_bulk_writer_reports_each_failure(world: World) -> None:
    world.client.document("c/a").set({})
    failures: list[int] = []
    writer = world.client.bulk_writer()

    def failed(error: BulkWriteFailure, _: object) -> bool:
        failures.append(error.code)
        return False

    writer.on_write_error(failed)
    writer.create(world.client.document("c/a"), {})
    writer.create(world.client.document("c/b"), {})
    writer.close()
    assert failures == [6]
    assert world.client.document("c/b").get().exists


def test_recursive_delete_leaves_nothing_below(world: World) -> None:
    for path in ("c/a", "c/a/d/b", "c/a/d/b/e/f", "c/missing/d/b", "other/a"):
        world.client.document(path).set({})
    assert world.client.recursive_delete(world.client.collection("c")) == 4
    assert [collection.id for collection in world.client.collections()] == ["other"]


def test_recursive_delete_of_a_document_takes_it_along(world: World) -> None:
    for path in ("c/a", "c/a/d/b", "c/ab", "c/b/d/b"):
        world.client.document(path).set({})
    world.client.recursive_delete(world.client.document("c/a"))
    assert [document.id for document in world.client.collection("c").list_documents()] == ["ab", "b"]


EXISTING, MISSING = {"exists": True}, {"exists": False}

SEQUENCES: list[tuple[str, dict[str, Any] | None, str, dict[str, Any] | None, str]] = [
    ("delete, update", None, "delete", EXISTING, "Cannot delete then update"),
    ("delete, update of a version", None, "delete", {"update_time": {"seconds": 1}}, "Cannot delete then update"),
    ("set, create", None, "set", MISSING, "Cannot upsert then insert"),
    ("update, create", EXISTING, "set", MISSING, "Cannot update then insert"),
    ("create, create", MISSING, "set", MISSING, "Cannot insert then insert"),
    ("set, update of a version", None, "set", {"update_time": {"seconds": 1}}, "Cannot collapse mutations"),
]  # fmt: skip


@pytest.mark.parametrize("transactional", [False, True], ids=["batch", "transaction"])
@pytest.mark.parametrize(
    ("first", "kind", "second", "words"), [pytest.param(*row[1:], id=row[0]) for row in SEQUENCES]
)
def test_a_commit_does_not_require_what_it_decides_itself(
    world: World,
    first: dict[str, Any] | None,
    kind: str,
    second: dict[str, Any] | None,
    words: str,
    transactional: bool,
) -> None:
    world.client.document("c/a").set({"a": 1})
    name = world.name("c/a")
    write: dict[str, Any] = {"delete": name} if kind == "delete" else {"update": {"name": name}}
    writes = [
        {**write, **({"current_document": first} if first else {})},
        {"update": {"name": name}, "current_document": second},
    ]
    transaction = world.begin() if transactional else b""
    status, message = refusal(lambda: world.commit(*writes, transaction=transaction))
    assert status == "INVALID_ARGUMENT"
    assert words in message
    assert world.client.document("c/a").get().to_dict() == {"a": 1}


def test_a_commit_may_delete_and_write_anew(world: World) -> None:
    name = world.name("c/a")
    answer = world.commit({"delete": name}, {"update": {"name": name}, "current_document": MISSING})
    assert [result.update_time for result in answer.write_results] == [answer.commit_time] * 2


def test_a_deletion_has_no_update_time(world: World) -> None:
    name = world.name("c/a")
    for writes in ([{"delete": name}], [{"update": {"name": name}}, {"delete": name}]):
        assert not any(result.update_time for result in world.commit(*writes).write_results)


def test_a_version_from_the_future_is_an_invalid_argument(world: World) -> None:
    stored = world.set("c/a", {}).commit_time
    future = {"update_time": {"seconds": int(stored.timestamp()) + 3600}}
    for write in ({"delete": world.name("c/a")}, {"update": {"name": world.name("c/a")}}):
        status, message = refusal(partial(world.commit, {**write, "current_document": future}))
        assert status == "INVALID_ARGUMENT"
        assert "Invalid base version, it is greater than the stored version" in message
    absent = {"delete": world.name("c/b"), "current_document": future}
    assert refusal(lambda: world.commit(absent))[0] == "FAILED_PRECONDITION"


def test_a_version_has_no_nanoseconds(world: World) -> None:
    world.set("c/a", {})
    precise = {"update_time": {"seconds": 1, "nanos": 5}}
    write = {"delete": world.name("c/a"), "current_document": precise}
    assert refusal(lambda: world.commit(write)) == (
        "INVALID_ARGUMENT",
        "timestamp cannot have more than microseconds precision",
    )

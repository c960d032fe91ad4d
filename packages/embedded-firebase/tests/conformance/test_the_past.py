"""Reads at a moment of the past: documents, queries, aggregations, listings, read-only transactions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from conformance.world import SERVER, World, refusal

ONE, TWO = {"n": {"integer_value": 1}}, {"n": {"integer_value": 2}}
FROM: dict[str, Any] = {"from_": [{"collection_id": "c"}]}


@pytest.fixture
def before(world: World) -> Any:
    """Return the moment before `c/a` was changed, `c/b` deleted, `c/d` and `later/a` created."""
    world.set("c/a", ONE)
    world.set("c/a/below/x", ONE)
    moment = world.set("c/b", ONE).commit_time
    world.set("c/a", TWO)
    world.commit({"delete": world.name("c/b")})
    world.commit({"delete": world.name("c/a/below/x")})
    world.set("c/d", TWO)
    world.set("later/a", TWO)
    return moment


def test_a_document_is_read_as_it_was(world: World, before: Any) -> None:
    document = world.client.document("c/a")
    past = document.get(read_time=before)
    assert (past.get("n"), past.read_time) == (1, before)
    assert document.get().get("n") == 2
    assert world.client.document("c/b").get(read_time=before).exists
    assert not world.client.document("c/d").get(read_time=before).exists


def test_a_query_finds_what_there_was(world: World, before: Any) -> None:
    collection, two = world.client.collection("c"), FieldFilter("n", "==", 2)
    assert [snapshot.id for snapshot in collection.get(read_time=before)] == ["a", "b"]
    assert [snapshot.id for snapshot in collection.where(filter=two).get(read_time=before)] == []
    assert collection.count().get(read_time=before)[0][0].value == 2
    group = world.client.collection_group("below").get(read_time=before)
    assert [snapshot.reference.path for snapshot in group] == ["c/a/below/x"]


def test_listings_show_what_there_was(world: World, before: Any) -> None:
    names = [document.id for document in world.client.collection("c").list_documents(read_time=before)]
    assert names == ["a", "b"]
    assert [collection.id for collection in world.client.collections(read_time=before)] == ["c"]
    below = world.client.document("c/a").collections(read_time=before)
    assert [collection.id for collection in below] == ["below"]


def test_a_read_only_transaction_stays_at_its_moment(world: World, before: Any) -> None:
    transaction = world.begin(read_only={"read_time": before})
    (response,) = world.read("c/a", transaction)
    assert response.found.fields["n"].integer_value == 1
    found = world.run_query(FROM, transaction=transaction)
    assert [response.document.name for response in found] == [world.name("c/a"), world.name("c/b")]


def test_before_the_first_write_there_is_nothing(world: World) -> None:
    world.set("c/a", ONE)
    past = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
    assert not world.client.document("c/a").get(read_time=past).exists
    assert world.client.collection("c").get(read_time=past) == []


REFUSED = [
    ("the future", timedelta(hours=1), "INVALID_ARGUMENT", "cannot be in the future"),
    ("eight days ago", timedelta(days=-8), "FAILED_PRECONDITION", "is too old"),
    pytest.param(
        "61 minutes ago",
        timedelta(minutes=-61),
        "FAILED_PRECONDITION",
        "is too old",
        marks=pytest.mark.service("it reads seven days back, as point-in-time recovery does"),
    ),
]


@pytest.mark.parametrize(("when", "offset", "expected", "words"), REFUSED)
def test_other_moments_are_refused(
    world: World, when: str, offset: timedelta, expected: str, words: str
) -> None:
    world.set("c/a", ONE)
    moment = datetime.now(UTC).replace(microsecond=0) + offset
    name = world.name("c/a")
    for call in (
        lambda: world.api.get_document({"name": name, "read_time": moment}, metadata=SERVER, retry=None),
        lambda: world.run_query(FROM, read_time=moment),
        lambda: world.begin(read_only={"read_time": moment}),
    ):
        status, message = refusal(call)
        assert status == expected
        assert words in message


def test_a_moment_has_no_nanoseconds(world: World) -> None:
    request = {"name": world.name("c/a"), "read_time": {"seconds": 1, "nanos": 7}}
    status, _ = refusal(lambda: world.api.get_document(request, metadata=SERVER, retry=None))
    assert status == "INVALID_ARGUMENT"


def test_many_changes_of_one_document_are_all_there(world: World) -> None:
    document: firestore.DocumentReference = world.client.document("c/a")
    moments: list[Any] = [document.set({"n": number}).update_time for number in range(20)]
    assert [document.get(read_time=moment).get("n") for moment in moments] == list(range(20))

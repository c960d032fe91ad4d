"""Listeners on queries and documents, through the client and at the level of the protocol."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.cloud import firestore
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.base_query import FieldFilter

from conformance.world import World

SOON = 10.0

Event = tuple[list[str], list[tuple[str, str]]]
"""The ids of a snapshot, and its changes as (type, id)."""


class Following:
    """Collects what a listener of the client is told."""

    def __init__(self, source: Any) -> None:
        self._events: queue.Queue[Event] = queue.Queue()
        self._watch = source.on_snapshot(self._take)

    def _take(self, snapshots: list[Any], changes: list[Any], _: object) -> None:
        ids = [snapshot.id for snapshot in snapshots]
        self._events.put((ids, [(change.type.name, change.document.id) for change in changes]))

    def next(self) -> Event:
        return self._events.get(timeout=SOON)

    def until(self, ids: list[str]) -> None:
        """Wait for a snapshot of these ids."""
        while self.next()[0] != ids:
            pass

    def stop(self) -> None:
        self._watch.unsubscribe()


@pytest.fixture
def follow(world: World) -> Iterator[Callable[[Any], Following]]:
    following: list[Following] = []

    def begin(source: Any) -> Following:
        following.append(Following(source))
        return following[-1]

    yield begin
    for one in following:
        one.stop()


Follow = Callable[[Any], Following]


def test_a_collection_is_followed(world: World, follow: Follow) -> None:
    collection = world.client.collection("c")
    collection.document("b").set({"n": 1})
    events = follow(collection)
    assert events.next() == (["b"], [("ADDED", "b")])
    collection.document("a").set({"n": 1})
    assert events.next() == (["a", "b"], [("ADDED", "a")])
    collection.document("b").set({"n": 2})
    assert events.next() == (["a", "b"], [("MODIFIED", "b")])
    collection.document("a").delete()
    assert events.next() == (["b"], [("REMOVED", "a")])


def test_a_query_is_followed_in_its_order(world: World, follow: Follow) -> None:
    collection = world.client.collection("c")
    for n in range(4):
        collection.document(f"d{n}").set({"n": n, "even": n % 2 == 0})
    events = follow(collection.where(filter=FieldFilter("even", "==", True)).order_by("n"))
    assert events.next()[0] == ["d0", "d2"]
    collection.document("d0").update({"n": 9})
    assert events.next() == (["d2", "d0"], [("MODIFIED", "d0")])
    collection.document("d2").update({"even": False})
    assert events.next() == (["d0"], [("REMOVED", "d2")])
    collection.document("d3").update({"even": True})
    assert events.next() == (["d3", "d0"], [("ADDED", "d3")])


def test_a_limit_lets_the_next_one_in(world: World, follow: Follow) -> None:
    collection = world.client.collection("c")
    for n in range(4):
        collection.document(f"d{n}").set({"n": n})
    events = follow(collection.order_by("n").limit(2))
    assert events.next()[0] == ["d0", "d1"]
    collection.document("d0").delete()
    events.until(["d1", "d2"])
    collection.document("first").set({"n": -1})
    events.until(["first", "d1"])


def test_a_limit_from_the_end(world: World, follow: Follow) -> None:
    collection = world.client.collection("c")
    for n in range(3):
        collection.document(f"d{n}").set({"n": n})
    events = follow(collection.order_by("n", direction="DESCENDING").limit(1))
    assert events.next()[0] == ["d2"]
    collection.document("d3").set({"n": 3})
    events.until(["d3"])


def test_a_document_is_followed(world: World, follow: Follow) -> None:
    document = world.client.document("c/a")
    document.set({"n": 1})
    events = follow(document)
    assert events.next() == (["a"], [("ADDED", "a")])
    document.update({"n": 2})
    assert events.next() == (["a"], [("MODIFIED", "a")])
    document.delete()
    assert events.next()[1] == [("REMOVED", "a")]


def test_a_collection_group_is_followed(world: World, follow: Follow) -> None:
    world.client.document("a/b/g/one").set({})
    events = follow(world.client.collection_group("g"))
    assert events.next()[0] == ["one"]
    world.client.document("x/y/z/w/g/two").set({})
    assert events.next() == (["one", "two"], [("ADDED", "two")])


def test_an_empty_query_is_told_at_once(world: World, follow: Follow) -> None:
    assert follow(world.client.collection("nothing")).next() == ([], [])


def test_one_commit_is_one_snapshot(world: World, follow: Follow) -> None:
    collection = world.client.collection("c")
    events = follow(collection)
    assert events.next() == ([], [])
    batch = world.client.batch()
    for identifier in ("a", "b", "c"):
        batch.set(collection.document(identifier), {})
    batch.commit()
    assert events.next()[0] == ["a", "b", "c"]


def test_transforms_and_transactions_reach_listeners(world: World, follow: Follow) -> None:
    document = world.client.document("c/a")
    document.set({"n": 0})
    events = follow(document)
    events.next()
    transaction = world.client.transaction()

    @firestore.transactional
    def increment(transaction: firestore.Transaction) -> None:
        document.get(transaction=transaction)
        transaction.update(document, {"n": firestore.Increment(1)})

    increment(transaction)
    assert events.next() == (["a"], [("MODIFIED", "a")])


class Listening:
    """A Listen stream of the protocol."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._requests: queue.Queue[Any] = queue.Queue()
        listen: Any = world.api.transport.listen
        self._responses = listen(iter(self._requests.get, None), metadata=world.metadata)

    def add(self, target: dict[str, Any]) -> None:
        self._requests.put(types.ListenRequest(database=self._world.database, add_target=target))

    def add_query(self, query: dict[str, Any], target_id: int = 1, **target: Any) -> None:
        selected = {"parent": self._world.root, "structured_query": query}
        self.add({"query": selected, "target_id": target_id, **target})

    def remove(self, target_id: int) -> None:
        self._requests.put(types.ListenRequest(database=self._world.database, remove_target=target_id))

    def next(self) -> tuple[str, Any]:
        """(kind, content) of the next response; a target change's kind is its type."""
        response = next(self._responses)
        kind = response._pb.WhichOneof("response_type")
        content = getattr(response, kind)
        return (content.target_change_type.name if kind == "target_change" else kind), content

    def until(self, last: str) -> list[tuple[str, Any]]:
        """Responses up to and including the first of this kind."""
        responses = [self.next()]
        while responses[-1][0] != last:
            responses.append(self.next())
        return responses

    def close(self) -> None:
        self._requests.put(None)
        self._responses.cancel()


@pytest.fixture
def stream(world: World) -> Iterator[Listening]:
    listening = Listening(world)
    yield listening
    listening.close()


QUERY = {"from_": [{"collection_id": "c"}]}


def kinds(responses: list[tuple[str, Any]]) -> list[str]:
    return [kind for kind, _ in responses]


def test_a_target_is_added_filled_and_current(world: World, stream: Listening) -> None:
    world.client.document("c/a").set({})
    stream.add_query(QUERY)
    assert kinds(stream.until("NO_CHANGE")) == ["ADD", "document_change", "CURRENT", "NO_CHANGE"]


@pytest.mark.service("it tells everything anew with every change")
def test_a_batch_of_changes_ends_with_a_moment_and_a_token(world: World, stream: Listening) -> None:
    stream.add_query(QUERY)
    stream.until("NO_CHANGE")
    result = world.client.document("c/a").set({})
    responses = stream.until("NO_CHANGE")
    assert kinds(responses) == ["document_change", "NO_CHANGE"]
    assert responses[-1][1].read_time >= result.update_time
    assert responses[-1][1].resume_token


@pytest.mark.service("it tells everything anew with every change")
def test_a_document_that_no_longer_matches_is_removed(world: World, stream: Listening) -> None:
    document = world.client.document("c/a")
    document.set({"n": 1})
    stream.add_query({**QUERY, "where": {"field_filter": {"field": {"field_path": "n"}, "op": "EQUAL",
                                                          "value": {"integer_value": 1}}}})  # fmt: skip
    stream.until("NO_CHANGE")
    document.set({"n": 2})
    kind, content = stream.until("NO_CHANGE")[-2]
    assert kind in ("document_remove", "document_change")
    assert list(content.removed_target_ids) == [1]


@pytest.mark.service("it tells everything anew with every change")
def test_a_deleted_document_is_told_as_deleted(world: World, stream: Listening) -> None:
    document = world.client.document("c/a")
    document.set({})
    stream.add_query(QUERY)
    stream.until("NO_CHANGE")
    document.delete()
    kind, content = stream.until("NO_CHANGE")[0]
    assert kind == "document_delete"
    assert content.document == world.name("c/a")


def test_a_missing_document_is_told_as_deleted(world: World, stream: Listening) -> None:
    stream.add({"documents": {"documents": [world.name("c/none")]}, "target_id": 1})
    assert "document_delete" in kinds(stream.until("CURRENT"))


def test_several_targets_share_a_stream(world: World, stream: Listening) -> None:
    stream.add_query(QUERY, 1)
    stream.until("NO_CHANGE")
    stream.add_query({"from_": [{"collection_id": "d"}]}, 2)
    stream.until("NO_CHANGE")
    world.client.document("d/a").set({})
    (_, change), _ = stream.until("NO_CHANGE")[-2:]
    assert list(change.target_ids) == [2]


def test_a_removed_target_is_silent(world: World, stream: Listening) -> None:
    stream.add_query(QUERY, 1)
    stream.until("NO_CHANGE")
    stream.remove(1)
    assert list(stream.until("REMOVE")[-1][1].target_ids) == [1]
    world.client.document("c/a").set({})
    stream.add_query({"from_": [{"collection_id": "d"}]}, 2)
    assert "document_change" not in kinds(stream.until("NO_CHANGE"))


@pytest.mark.service("it tells everything anew")
@pytest.mark.parametrize("limit", [None, 10], ids=["all", "limited"])
def test_a_resumed_target_is_told_only_what_has_changed(
    world: World, stream: Listening, limit: int | None
) -> None:
    query = QUERY if limit is None else {**QUERY, "limit": limit}
    for identifier in ("same", "changed", "deleted"):
        world.client.document(f"c/{identifier}").set({"n": 1})
    stream.add_query(query)
    token = stream.until("NO_CHANGE")[-1][1].resume_token
    stream.remove(1)
    stream.until("REMOVE")
    world.client.document("c/changed").set({"n": 2})
    world.client.document("c/deleted").delete()
    world.client.document("c/new").set({"n": 1})
    stream.add_query(query, 2, resume_token=token)
    responses = stream.until("CURRENT")
    changed = {content.document.name for kind, content in responses if kind == "document_change"}
    assert changed == {world.name("c/changed"), world.name("c/new")}
    deleted = [content.document for kind, content in responses if kind == "document_delete"]
    assert deleted == [world.name("c/deleted")]


@pytest.mark.service("it takes any token")
def test_a_token_too_old_starts_anew(world: World, stream: Listening) -> None:
    world.client.document("c/a").set({})
    stream.add_query(QUERY, resume_token=(1).to_bytes(8, "big"))
    assert kinds(stream.until("CURRENT")) == ["ADD", "RESET", "document_change", "CURRENT"]


@pytest.mark.service("it ends the stream")
def test_a_bad_query_removes_its_target_with_the_cause(world: World, stream: Listening) -> None:
    stream.add_query({**QUERY, "offset": -1})
    kind, content = stream.until("REMOVE")[-1]
    assert (kind, content.cause.code) == ("REMOVE", 3)


@pytest.mark.service("it keeps such targets")
def test_a_target_asked_for_once_is_removed_when_current(world: World, stream: Listening) -> None:
    world.client.document("c/a").set({})
    stream.add_query(QUERY, once=True)
    assert kinds(stream.until("REMOVE"))[:3] == ["ADD", "document_change", "CURRENT"]


class Writing:
    """A Write stream of the protocol."""

    def __init__(self, world: World) -> None:
        self._requests: queue.Queue[Any] = queue.Queue()
        write: Any = world.api.transport.write
        self._responses = write(iter(self._requests.get, None), metadata=world.metadata)
        self._requests.put(types.WriteRequest(database=world.database))
        self.token = next(self._responses).stream_token

    def write(self, *writes: dict[str, Any]) -> Any:
        self._requests.put(types.WriteRequest(writes=list(writes), stream_token=self.token))
        response = next(self._responses)
        self.token = response.stream_token
        return response

    def close(self) -> None:
        self._requests.put(None)
        self._responses.cancel()


def test_the_write_stream_commits_in_order(world: World) -> None:
    stream = Writing(world)
    for value in range(3):
        fields = {"n": {"integer_value": value}}
        response = stream.write({"update": {"name": world.name("c/a"), "fields": fields}})
        assert len(response.write_results) == 1
        assert response.commit_time
    stream.close()
    assert world.client.document("c/a").get().get("n") == 2


def test_the_write_stream_ends_with_the_error_of_a_write(world: World) -> None:
    stream = Writing(world)
    write = {"update": {"name": world.name("c/a")}, "current_document": {"exists": True}}
    with pytest.raises(Exception, match=r"NOT_FOUND|no entity|No document"):
        stream.write(write)
    stream.close()

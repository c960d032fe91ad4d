"""The embedded Firestore as its hosts use it: life, change feed, counters, access, HTTP, import and export."""

from __future__ import annotations

import base64
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import grpc
import pytest
from google.api_core.exceptions import (
    FailedPrecondition,
    InvalidArgument,
    MethodNotImplemented,
    PermissionDenied,
)
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.base_vector_query import DistanceMeasure
from google.cloud.firestore_v1.types import CommitRequest
from google.cloud.firestore_v1.vector import Vector

from conformance.world import SERVER, World
from embedded_firebase.firestore import (
    Access,
    Change,
    FirestoreEmulator,
    HttpRequest,
    HttpResponse,
    HttpRoute,
    IndexCatalogue,
    RequestRecord,
    permission_denied,
)
from embedded_firebase.firestore.access import AllowEverything

Start = Callable[..., tuple[FirestoreEmulator, World]]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[FirestoreEmulator] = []

    def begin(**options: Any) -> tuple[FirestoreEmulator, World]:
        emulator = FirestoreEmulator(**options)
        running.append(emulator)
        return emulator, World(f"127.0.0.1:{emulator.start()}")

    yield begin
    for emulator in running:
        emulator.stop()


def http(world: World, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(f"http://{world.address}{path}", data=body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_it_stops_without_a_trace(start: Start) -> None:
    before = set(threading.enumerate())
    emulator, world = start()
    world.client.document("c/a").set({})
    port = int(world.address.rpartition(":")[2])
    emulator.stop()
    emulator.stop()
    assert "embedded-firestore" not in {thread.name for thread in set(threading.enumerate()) - before}
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_it_starts_again_with_what_it_had(start: Start) -> None:
    emulator, world = start()
    world.client.document("c/a").set({"n": 1})
    emulator.stop()
    again = World(f"127.0.0.1:{emulator.start()}")
    again.database, again.root = world.database, world.root
    assert again.ids({"from_": [{"collection_id": "c"}]}) == ["a"]


def test_a_taken_port_is_named(start: Start) -> None:
    _, world = start()
    host, _, port = world.address.partition(":")
    with pytest.raises(OSError, match=f"port {port} on {host} is taken"):
        FirestoreEmulator().start(host, int(port))


def test_changes_are_told_in_the_order_of_commits(start: Start) -> None:
    emulator, world = start()
    changes: list[Change] = []
    emulator.on_commit(changes.extend)
    document = world.client.document("c/a")
    document.set({"n": 1})
    document.set({"n": 1})
    document.update({"n": 2})
    document.delete()
    assert [(change.before is None, change.after is None) for change in changes] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert {change.name for change in changes} == {world.name("c/a")}
    assert changes[1].before is not None
    assert changes[1].before.fields["n"].integer_value == 1
    assert [change.commit_time for change in changes] == sorted(change.commit_time for change in changes)
    assert all(change.caller.is_server for change in changes)


def test_one_commit_is_told_at_once(start: Start) -> None:
    emulator, world = start()
    commits: list[Sequence[Change]] = []
    emulator.on_commit(commits.append)
    batch = world.client.batch()
    for identifier in "abc":
        batch.set(world.client.document(f"c/{identifier}"), {})
    batch.commit()
    assert [len(changes) for changes in commits] == [3]


BILLS: list[tuple[str, Callable[[World], object], tuple[int, int, int]]] = [
    ("a document that is there", lambda w: w.client.document("c/0").get(), (1, 0, 0)),
    ("a document that is missing", lambda w: w.client.document("c/none").get(), (1, 0, 0)),
    ("a query", lambda w: w.client.collection("c").limit(3).get(), (3, 0, 0)),
    ("a query without results", lambda w: w.client.collection("none").get(), (1, 0, 0)),
    ("an offset", lambda w: w.client.collection("c").offset(3).get(), (5, 0, 0)),
    ("a count", lambda w: w.client.collection("c").count().get(), (1, 0, 0)),
    ("a set", lambda w: w.client.document("c/0").set({"n": 9}), (0, 1, 0)),
    ("a delete", lambda w: w.client.document("c/0").delete(), (0, 0, 1)),
    ("a listing", lambda w: list(w.client.collection("c").list_documents()), (5, 0, 0)),
]


@pytest.mark.parametrize(("act", "bill"), [pytest.param(*row[1:], id=row[0]) for row in BILLS])
def test_operations_are_counted_as_they_are_billed(
    start: Start, act: Callable[[World], object], bill: tuple[int, int, int]
) -> None:
    emulator, world = start()
    for number in range(5):
        world.client.document(f"c/{number}").set({})
    http(world, "DELETE", "/__/operations")
    act(world)
    answer = json.loads(http(world, "GET", "/__/operations")[1])
    assert (answer["reads"], answer["writes"], answer["deletes"]) == bill
    assert sum(answer["rpcs"].values()) == 1
    assert emulator.operations.reads == bill[0]


def test_every_rpc_is_logged_without_its_content(start: Start) -> None:
    records: list[RequestRecord] = []
    _, world = start(log=records.append)
    world.client.document("c/a").set({"secret": 1})
    assert [(record.method, record.code) for record in records] == [
        ("/google.firestore.v1.Firestore/Commit", "OK")
    ]
    assert "secret" not in repr(records)


def test_the_ways_of_firebase_tools(start: Start) -> None:
    _, world = start()
    world.client.document("c/a").set({})
    assert http(world, "GET", "/") == (200, b"Ok\n")
    rules = json.dumps({"rules": {"files": [{"content": "service cloud.firestore {}"}]}}).encode()
    assert http(world, "PUT", f"/emulator/v1/projects/{world.project}:securityRules", rules)[0] == 200
    reset = f"/emulator/v1/projects/{world.project}/databases/(default)/documents"
    assert http(world, "DELETE", reset)[0] == 200
    assert world.client.collection("c").get() == []
    assert http(world, "GET", "/nowhere")[0] == 404
    assert http(world, "POST", "/")[0] == 405


def test_hosts_add_routes(start: Start) -> None:
    emulator, world = start()

    def greet(request: HttpRequest) -> HttpResponse:
        return HttpResponse.of_json({"hello": request.captures["name"], "body": request.json()})

    emulator.add_http(HttpRoute("POST", "/hello/(?P<name>.+)", greet))
    status, body = http(world, "POST", "/hello/w%20d", b'{"n": 1}')
    assert (status, json.loads(body)) == (200, {"hello": "w d", "body": {"n": 1}})
    assert http(world, "POST", "/hello/x", b"{")[0] == 400


def test_documents_are_exported_and_imported_as_they_are(start: Start) -> None:
    source, world = start()
    world.client.document("c/a").set({"n": 1, "deep": {"x": [1.5, None]}})
    world.client.document("c/a/d/b").set({})
    exported = list(source.export_documents())
    target, _ = start()
    target.import_documents(exported)
    assert sorted(
        document.SerializeToString(deterministic=True) for document in target.export_documents()
    ) == sorted(document.SerializeToString(deterministic=True) for document in exported)


def test_clear_tells_listeners_but_not_the_change_feed(start: Start) -> None:
    emulator, world = start()
    changes: list[Change] = []
    empty = threading.Event()
    world.client.document("c/a").set({})
    emulator.on_commit(changes.extend)

    def told(snapshots: list[Any], _: object, __: object) -> None:
        if not snapshots:
            empty.set()

    first = world.client.collection("c").on_snapshot(told)
    emulator.clear(world.project, "(default)")
    assert empty.wait(10)
    first.unsubscribe()
    assert changes == []


def test_a_query_without_its_index_is_refused_on_the_wire(start: Start) -> None:
    _, world = start(indexes=IndexCatalogue())
    query: Any = world.client.collection("c").where(filter=FieldFilter("a", "==", 1)).order_by("b")
    with pytest.raises(FailedPrecondition, match="requires an index"):
        query.get()
    with pytest.raises(FailedPrecondition, match="requires an index"):
        query.count().get()


def test_an_idle_transaction_ends(start: Start) -> None:
    _, world = start(transaction_idle_seconds=0.05)
    world.client.document("c/a").set({"n": 0})
    transaction = world.begin()
    world.read("c/a", transaction)
    world.client.document("c/a").set({"n": 1}, timeout=10)
    with pytest.raises(InvalidArgument, match="has expired or is no longer valid"):
        world.commit(transaction=transaction)


def token(uid: str) -> str:
    """Return an unsigned ID token, as the Auth emulator issues them."""
    parts = ({"alg": "none"}, {"sub": uid, "user_id": uid})
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        + "."
    )


class OwnersOnly(AllowEverything):
    """People may get and write what is below `users/{their uid}`; nothing can be queried."""

    def check_get(self, access: Access, name: str, document: Any) -> None:
        if f"/users/{access.caller.uid}/" not in name + "/":
            raise permission_denied()

    def check_query(self, access: Access, parent: str, query: Any, documents: Sequence[Any]) -> None:
        raise permission_denied()

    def check_write(
        self, access: Access, name: str, before: Any, after: Any, written: Any, *, must_exist: bool = False
    ) -> None:
        self.check_get(access, name, after)
        assert written.get(name) is None or written.get(name).message is after


def test_a_policy_judges_people_and_not_servers(start: Start) -> None:
    _, world = start(access=OwnersOnly())
    world.client.document("users/ada").set({})
    world.client.document("users/bob").set({})
    api, person = world.api, [("authorization", f"Bearer {token('ada')}")]
    assert api.get_document({"name": world.name("users/ada")}, metadata=person).name == world.name(
        "users/ada"
    )
    write = {"database": world.database, "writes": [{"delete": world.name("users/bob")}]}
    for refused in (
        lambda: api.get_document({"name": world.name("users/bob")}, metadata=person, retry=None),
        lambda: api.get_document({"name": world.name("users/ada")}, retry=None),
        lambda: api.commit(write, metadata=person, retry=None),
        lambda: list(
            api.run_query(
                {"parent": world.root, "structured_query": {"from_": [{"collection_id": "users"}]}},
                metadata=person,
            )
        ),
    ):
        with pytest.raises(PermissionDenied, match="Missing or insufficient permissions"):
            refused()
    assert world.client.document("users/bob").get().exists


def test_the_caller_of_a_change_is_known(start: Start) -> None:
    emulator, world = start()
    callers: list[str | None] = []
    emulator.on_commit(lambda changes: callers.extend(change.caller.uid for change in changes))
    write = {"database": world.database, "writes": [{"update": {"name": world.name("c/a")}}]}
    world.api.commit(write, metadata=[("authorization", f"Bearer {token('ada')}")])
    assert callers == ["ada"]


@pytest.mark.parametrize("text", [b"\xed\xa0\xbd", b"\xed\xb8\x80", b"\xff\xff\xff"], ids=repr)
def test_text_that_is_no_utf_8_is_the_client_s_mistake(start: Start, text: bytes) -> None:
    """Half a surrogate pair above all: Google's emulator refuses the message too."""
    _, world = start()
    write = {"update": {"name": world.name("a/1"), "fields": {"text": {"string_value": "???"}}}}
    sound = CommitRequest.serialize(CommitRequest(database=world.database, writes=[write]))
    with grpc.insecure_channel(world.address) as channel:
        commit: Any = channel.unary_unary("/google.firestore.v1.Firestore/Commit")
        with pytest.raises(grpc.RpcError) as refused:
            commit(sound.replace(b"???", text), metadata=SERVER, timeout=10)
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        assert not world.client.document("a/1").get().exists
        commit(sound, metadata=SERVER, timeout=10)
    assert world.client.document("a/1").get().get("text") == "???"


def test_a_large_result_passes_the_windows_of_http2(start: Start) -> None:
    _, world = start()
    for number in range(12):
        world.client.document(f"c/{number}").set({"v": bytes(900_000)})
    assert sum(len(snapshot.get("v")) for snapshot in world.client.collection("c").get()) == 12 * 900_000


def test_two_hundred_calls_share_a_connection(start: Start) -> None:
    _, world = start()
    world.client.document("c/a").set({"n": 0})
    writer = world.client.bulk_writer()
    for number in range(200):
        writer.set(world.client.document(f"d/{number}"), {})
    writer.close()
    assert world.client.collection("d").count().get()[0][0].value == 200


def test_databases_of_one_emulator_are_cleared_one_by_one(start: Start) -> None:
    emulator, world = start()
    other = World(world.address)
    for one in (world, other):
        one.client.document("c/a").set({})
    emulator.clear(world.project, "(default)")
    assert not world.client.document("c/a").get().exists
    assert other.client.document("c/a").get().exists


def test_an_increment_is_in_the_feed_as_its_result(start: Start) -> None:
    emulator, world = start()
    values: list[int] = []
    emulator.on_commit(
        lambda changes: values.extend(
            change.after.fields["n"].integer_value for change in changes if change.after
        )
    )
    for _ in range(3):
        world.client.document("c/a").set({"n": firestore.Increment(2)}, merge=True)
    assert values == [2, 4, 6]


def test_clients_do_not_retry_what_is_not_implemented(start: Start) -> None:
    emulator, world = start()
    nearest = world.client.collection("c").find_nearest("v", Vector([1.0]), 1, DistanceMeasure.EUCLIDEAN)
    with pytest.raises(MethodNotImplemented):
        nearest.get()
    assert emulator.operations.rpcs["RunQuery"] == 1


def test_calls_over_rest_are_counted_and_logged_by_their_rpc(start: Start) -> None:
    records: list[RequestRecord] = []
    emulator, world = start(log=records.append)
    status, _ = http(world, "GET", f"/v1/{world.root}/c/a")
    assert status == 404
    assert emulator.operations.rpcs == {"GetDocument": 1}
    assert [(record.method.rpartition("/")[2], record.code) for record in records] == [
        ("GetDocument", "NOT_FOUND")
    ]

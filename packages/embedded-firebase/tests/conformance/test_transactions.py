"""Transactions: isolation, locks, fairness, deadlock, retries, expiry.

Tests of waiting give their own deadlines; none sleeps.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from google.api_core.exceptions import Aborted
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from conformance.world import World, refusal

SOON = 10.0
"""Seconds within which something that is not blocked happens, on the slowest machine."""


def number(world: World, path: str = "c/a") -> int:
    return int(world.client.document(path).get().get("n"))


def write(world: World, path: str, value: int) -> dict[str, Any]:
    return {"update": {"name": world.name(path), "fields": {"n": {"integer_value": value}}}}


@pytest.fixture
def counter(world: World) -> World:
    world.client.document("c/a").set({"n": 0})
    return world


@firestore.transactional
def increment(transaction: firestore.Transaction, document: firestore.DocumentReference) -> None:
    value = document.get(transaction=transaction).get("n")
    transaction.set(document, {"n": value + 1})


def test_a_transaction_writes_what_it_read_and_changed(counter: World) -> None:
    increment(counter.client.transaction(), counter.client.document("c/a"))
    assert number(counter) == 1


def test_a_transaction_that_raises_writes_nothing(counter: World) -> None:
    @firestore.transactional
    def fail(transaction: firestore.Transaction) -> None:
        transaction.set(counter.client.document("c/a"), {"n": 9})
        raise LookupError

    with pytest.raises(LookupError):
        fail(counter.client.transaction())
    assert number(counter) == 0


def test_a_transaction_reads_missing_documents_and_makes_them(world: World) -> None:
    @firestore.transactional
    def make(transaction: firestore.Transaction) -> bool:
        document = world.client.document("c/new")
        was_there = document.get(transaction=transaction).exists
        transaction.create(document, {"n": 1})
        return was_there

    assert make(world.client.transaction()) is False
    assert number(world, "c/new") == 1


def test_a_transaction_reads_queries(counter: World) -> None:
    @firestore.transactional
    def ids(transaction: firestore.Transaction) -> list[str]:
        return [snapshot.id for snapshot in transaction.get(counter.client.collection("c").limit(5))]

    assert ids(counter.client.transaction()) == ["a"]


def test_a_transaction_aggregates(counter: World) -> None:
    @firestore.transactional
    def count(transaction: firestore.Transaction) -> int:
        query: Any = counter.client.collection("c").count()
        return int(query.get(transaction=transaction)[0][0].value)

    assert count(counter.client.transaction()) == 1


def test_a_failed_precondition_fails_the_transaction(counter: World) -> None:
    transaction = counter.begin()
    create = {**write(counter, "c/a", 5), "current_document": {"exists": False}}
    assert refusal(lambda: counter.commit(create, transaction=transaction))[0] == "ALREADY_EXISTS"
    assert number(counter) == 0


def test_a_read_only_transaction_may_not_write(counter: World) -> None:
    transaction = counter.begin(read_only={})
    status, message = refusal(lambda: counter.commit(write(counter, "c/a", 5), transaction=transaction))
    assert status == "INVALID_ARGUMENT"
    assert "read-only" in message


def test_a_read_only_transaction_sees_one_moment(counter: World) -> None:
    transaction = counter.begin(read_only={})
    counter.read("c/a", transaction)
    counter.client.document("c/a").set({"n": 1})
    counter.client.document("c/b").set({"n": 1})
    (response,) = counter.read("c/a", transaction)
    assert response.found._pb.fields["n"].integer_value == 0
    query = {"from_": [{"collection_id": "c"}]}
    found = counter.run_query(query, transaction=transaction)
    assert [response.document.name for response in found] == [counter.name("c/a")]


def test_a_read_only_transaction_sees_what_is_deleted_later(counter: World) -> None:
    transaction = counter.begin(read_only={})
    counter.read("c/a", transaction)
    counter.client.document("c/a").delete()
    found = counter.run_query({"from_": [{"collection_id": "c"}]}, transaction=transaction)
    assert [response.document.name for response in found] == [counter.name("c/a")]


def test_two_transactions_may_read_one_document(counter: World) -> None:
    first, second = counter.begin(), counter.begin()
    assert counter.read("c/a", first)[0].found.name == counter.read("c/a", second)[0].found.name
    counter.api.rollback({"database": counter.database, "transaction": first})
    counter.api.rollback({"database": counter.database, "transaction": second})


def test_a_plain_read_does_not_wait_for_a_transaction(counter: World) -> None:
    transaction = counter.begin()
    counter.read("c/a", transaction)
    assert number(counter) == 0
    counter.api.rollback({"database": counter.database, "transaction": transaction})


def test_a_plain_write_waits_for_a_transaction_that_has_read(counter: World) -> None:
    transaction = counter.begin()
    counter.read("c/a", transaction)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(counter.client.document("c/a").set, {"n": 100})
        counter.commit(write(counter, "c/a", 1), transaction=transaction)
        writing.result(SOON)
    assert number(counter) == 100


def test_a_rolled_back_transaction_lets_others_write(counter: World) -> None:
    transaction = counter.begin()
    counter.read("c/a", transaction)
    counter.api.rollback({"database": counter.database, "transaction": transaction})
    counter.client.document("c/a").set({"n": 1}, timeout=SOON)
    assert number(counter) == 1


def test_a_transaction_ends_with_its_commit(counter: World) -> None:
    transaction = counter.begin()
    counter.commit(write(counter, "c/a", 1), transaction=transaction)
    assert refusal(lambda: counter.commit(transaction=transaction))[0] == "INVALID_ARGUMENT"


def test_an_ended_transaction_may_be_rolled_back(counter: World) -> None:
    transaction = counter.begin()
    counter.commit(transaction=transaction)
    counter.api.rollback({"database": counter.database, "transaction": transaction}, retry=None)


def test_an_unknown_transaction_is_refused(counter: World) -> None:
    status, message = refusal(lambda: counter.commit(transaction=b"nonsense"))
    assert (status, message) == ("INVALID_ARGUMENT", "Invalid transaction.")


def test_an_insert_that_a_transaction_would_have_found_waits(counter: World) -> None:
    @firestore.transactional
    def only_one(transaction: firestore.Transaction, name: str, ready: threading.Barrier | None) -> bool:
        query = counter.client.collection("seats").where(filter=FieldFilter("taken", "==", True))
        taken = list(transaction.get(query))
        if ready is not None and not ready.broken:
            ready.wait(SOON)
            ready.abort()
        if taken:
            return False
        transaction.set(counter.client.document(f"seats/{name}"), {"taken": True})
        return True

    ready = threading.Barrier(2)

    def attempt(name: str) -> bool:
        try:
            return bool(only_one(counter.client.transaction(), name, ready))
        except threading.BrokenBarrierError:
            return bool(only_one(counter.client.transaction(), name, None))

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, ("one", "two")))
    assert sorted(outcomes) == [False, True]
    assert len(counter.client.collection("seats").get()) == 1


@pytest.mark.service("it gives up under contention")
def test_forty_contended_increments_end_at_forty_with_default_attempts(counter: World) -> None:
    """The oldest always proceeds, so among five writers each is aborted four times at most, and has five attempts."""
    document = counter.client.document("c/a")

    def eight(_: int) -> None:
        for _ in range(8):
            increment(counter.client.transaction(), document)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(eight, range(5)))
    assert number(counter) == 40


@pytest.mark.service("it serves so many at once too slowly")
def test_a_pile_up_of_two_hundred_starves_nobody(counter: World) -> None:
    document = counter.client.document("c/a")
    with ThreadPoolExecutor(200) as pool:
        done = [
            pool.submit(increment, counter.client.transaction(max_attempts=20), document) for _ in range(200)
        ]
        for one in done:
            one.result(60)
    assert number(counter) == 200


READS_AND_DIES = """
import os
from google.cloud import firestore
client = firestore.Client(os.environ["PROJECT"])
transaction = client.transaction()
transaction._begin()
assert client.document("c/a").get(transaction=transaction).exists
os._exit(0)
"""


def deadlock(world: World) -> list[Future[Any]]:
    """Two transactions that have each read one document and now write the other's."""
    world.client.document("c/x").set({"n": 0})
    world.client.document("c/y").set({"n": 0})
    first, second = world.begin(), world.begin()
    world.read("c/x", first)
    world.read("c/y", second)
    with ThreadPoolExecutor(2) as pool:
        return [
            pool.submit(world.commit, write(world, "c/y", 1), transaction=first),
            pool.submit(world.commit, write(world, "c/x", 1), transaction=second),
        ]


@pytest.mark.service("it waits for its lock timeout")
def test_a_deadlock_ends_at_once_with_one_aborted(world: World) -> None:
    started = time.monotonic()
    outcomes = [done.exception() for done in deadlock(world)]
    assert time.monotonic() - started < 0.2
    assert sum(outcome is None for outcome in outcomes) == 1
    assert [outcome.code for outcome in outcomes if outcome is not None] == [409]  # type: ignore[attr-defined]


@pytest.mark.service("it has no fair queue")
def test_the_victim_of_a_deadlock_is_the_younger(world: World) -> None:
    assert [done.exception() is None for done in deadlock(world)] == [True, False]


@pytest.mark.service("it has no fair queue")
def test_a_retry_keeps_the_age_of_its_first_attempt(counter: World) -> None:
    first = counter.begin()
    counter.read("c/a", first)
    younger = counter.begin()
    counter.api.rollback({"database": counter.database, "transaction": first})
    retry = counter.begin(read_write={"retry_transaction": first})
    world = counter
    world.client.document("c/x").set({"n": 0})
    world.client.document("c/y").set({"n": 0})
    world.read("c/x", younger)
    world.read("c/y", retry)
    with ThreadPoolExecutor(2) as pool:
        younger_commit = pool.submit(world.commit, write(world, "c/y", 1), transaction=younger)
        retry_commit = pool.submit(world.commit, write(world, "c/x", 2), transaction=retry)
    assert retry_commit.exception() is None
    assert younger_commit.exception() is not None
    assert number(world, "c/x") == 2


def test_transactions_in_opposite_order_get_on_when_repeated(world: World) -> None:
    for identifier in "xy":
        world.client.document(f"c/{identifier}").set({"n": 0})

    @firestore.transactional
    def both(transaction: firestore.Transaction, one: str, other: str) -> None:
        values = {
            path: world.client.document(path).get(transaction=transaction).get("n") for path in (one, other)
        }
        for path, value in values.items():
            transaction.update(world.client.document(path), {"n": value + 1})

    def run(paths: tuple[str, str]) -> None:
        done = 0
        while done < 3:
            # The client repeats an abort at commit by itself; one on a read is for its caller to repeat.
            with suppress(Aborted):
                both(world.client.transaction(max_attempts=20), *paths)
                done += 1

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, [("c/x", "c/y"), ("c/y", "c/x")]))
    assert (number(world, "c/x"), number(world, "c/y")) == (6, 6)


@pytest.mark.service("it keeps the locks of a client that has gone")
def test_the_locks_of_a_client_that_has_gone_are_freed(counter: World) -> None:
    # A process of its own, for clients in one process share their connection.
    environment = {**os.environ, "FIRESTORE_EMULATOR_HOST": counter.address, "PROJECT": counter.project}
    subprocess.run([sys.executable, "-c", READS_AND_DIES], env=environment, check=True, timeout=60)
    counter.client.document("c/a").set({"n": 1}, timeout=SOON)
    assert number(counter) == 1


@pytest.mark.service("it has pessimistic transactions only")
def test_an_optimistic_transaction_fails_when_what_it_read_has_changed(counter: World) -> None:
    optimistic = {"concurrency_mode": "OPTIMISTIC"}
    transaction = counter.begin(read_write=optimistic)
    counter.read("c/a", transaction)
    counter.client.document("c/a").set({"n": 1}, timeout=SOON)
    assert refusal(lambda: counter.commit(write(counter, "c/b", 1), transaction=transaction))[0] == "ABORTED"
    transaction = counter.begin(read_write=optimistic)
    counter.read("c/a", transaction)
    counter.commit(write(counter, "c/a", 2), transaction=transaction)
    assert number(counter) == 2


def test_writes_are_seen_in_the_order_of_commits(counter: World) -> None:
    document = counter.client.document("c/a")
    times: list[Any] = [document.set({"n": value}).update_time for value in range(20)]
    assert times == sorted(times)
    assert number(counter) == 19


def in_two_threads(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[Any, Any]:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(one), pool.submit(other)
        return first.result(SOON), second.result(SOON)


def test_of_two_creates_one_wins(world: World) -> None:
    def create() -> str:
        try:
            world.client.document("c/a").create({})
        except Exception as error:  # the loser's error is the outcome
            return type(error).__name__
        return "created"

    assert sorted(in_two_threads(create, create)) == ["AlreadyExists", "created"]

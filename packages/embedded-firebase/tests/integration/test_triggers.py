"""Document triggers: which functions are called for which changes, with what, how often."""

from collections.abc import Iterator
from typing import Any

import pytest
from google.cloud import firestore

from embedded_firebase import DeliveryFaults, Suite
from integration.conftest import HERE, SAMPLE_FUNCTIONS
from integration.http_client import send


@pytest.fixture
def database(suite: Suite) -> Iterator[firestore.Client]:
    client = firestore.Client(project=suite.project)
    yield client
    suite.wait_idle(20)
    client.close()


def notes(suite: Suite, database: firestore.Client) -> list[dict[str, Any]]:
    suite.wait_idle(20)
    return sorted(
        (note.to_dict() or {} for note in database.collection("notes").stream()),
        key=lambda note: (note["kind"], note["document"]),
    )


def test_each_kind_of_change_calls_its_function(suite: Suite, database: firestore.Client) -> None:
    thing = database.document("things/a")
    thing.set({"colour": "amber"})
    suite.wait_idle()
    thing.update({"colour": "cream"})
    suite.wait_idle()
    thing.delete()
    created, deleted, updated = notes(suite, database)
    assert [note["kind"] for note in (created, deleted, updated)] == ["created", "deleted", "updated"]
    assert created["value"] == {"colour": "amber"}
    assert created["params"] == {"thing": "a"}
    assert updated["before"] == {"colour": "amber"}
    assert updated["after"] == {"colour": "cream"}
    assert deleted["value"] == {"colour": "cream"}


def test_a_write_that_changes_nothing_calls_nothing(suite: Suite, database: firestore.Client) -> None:
    database.document("things/a").set({"n": 1})
    suite.wait_idle()
    before = suite.deliveries().delivered
    database.document("things/a").set({"n": 1})
    suite.wait_idle()
    assert suite.deliveries().delivered == before


def test_a_transaction_that_changes_several_documents_calls_for_each(
    suite: Suite, database: firestore.Client
) -> None:
    batch = database.batch()
    for name in ("a", "b", "c"):
        batch.create(database.document(f"things/{name}"), {"name": name})
    batch.commit()
    assert sorted(note["document"] for note in notes(suite, database)) == ["things/a", "things/b", "things/c"]


def test_a_pattern_over_several_segments_covers_any_depth(suite: Suite, database: firestore.Client) -> None:
    database.document("trees/oak/branches/one").set({"n": 1})
    (note,) = notes(suite, database)
    assert note["params"] == {"path": "oak/branches/one"}
    assert note["auth_type"] == "service_account"


def test_documents_elsewhere_call_nothing(suite: Suite, database: firestore.Client) -> None:
    database.document("things/a/parts/b").set({"n": 1})
    assert notes(suite, database) == []


def test_a_failed_delivery_is_tried_again_until_it_succeeds(suite: Suite, database: firestore.Client) -> None:
    database.document("stubborn/mule").create({"failures": 3})
    (note,) = notes(suite, database)
    assert note["document"] == "stubborn/mule"
    delivery = suite.finished_deliveries()[-1]
    assert delivery.attempts == 4
    assert delivery.delivered
    assert delivery.last_error == "RuntimeError"


def test_without_retry_a_failed_delivery_is_given_up(suite: Suite, database: firestore.Client) -> None:
    before = suite.deliveries()
    database.document("hopeless/case").create({})
    suite.wait_idle()
    after = suite.deliveries()
    assert after.dropped == before.dropped + 1
    assert after.failures == before.failures + 1
    assert not suite.finished_deliveries()[-1].delivered


def test_deliveries_can_be_watched_over_http(suite: Suite, database: firestore.Client) -> None:
    database.document("things/a").set({"n": 1})
    control = f"http://{suite.addresses['functions']}/__"
    assert send("GET", f"{control}/idle?timeout=10").json["idle"] is True
    watched = send("GET", f"{control}/deliveries").json
    assert watched["pending"] == 0
    assert watched["finished"][-1]["document"] == "things/a"


def test_other_projects_call_nothing(suite: Suite) -> None:
    other = firestore.Client(project="demo-other")
    before = suite.deliveries().delivered
    other.document("things/a").set({"n": 1})
    suite.wait_idle()
    assert suite.deliveries().delivered == before
    other.close()
    suite.firestore.clear("demo-other", "(default)")


def arrivals(faults: DeliveryFaults) -> list[tuple[str, int]]:
    """Event and number of each delivery, as they arrived, for forty documents created one after another."""
    with Suite(root=HERE, free_ports=True, functions=SAMPLE_FUNCTIONS, faults=faults) as suite:
        client = firestore.Client(project=suite.project)
        for number in range(40):
            client.document(f"numbers/{number}").create({"number": number})
        suite.wait_idle(30)
        arrived = sorted(client.collection("notes").stream(), key=lambda note: note.create_time)
        client.close()
        return [(note.get("event"), note.get("number")) for note in arrived]


def test_deliveries_can_be_duplicated_by_seed() -> None:
    arrived = arrivals(DeliveryFaults(seed=1, duplicate=0.5))
    events = [event for event, _ in arrived]
    assert len(set(events)) == 40
    assert 45 < len(events) < 75


def test_deliveries_can_overtake_each_other() -> None:
    numbers = [number for _, number in arrivals(DeliveryFaults(seed=1, reorder=True))]
    assert sorted(numbers) == list(range(40))
    assert numbers != sorted(numbers)

"""Storage triggers: which functions are called for which changes of files, with what, how often."""

from collections.abc import Iterator
from typing import Any

import pytest
from google.cloud import firestore, storage

from embedded_firebase import DeliveryFaults, Suite
from integration.conftest import HERE, SAMPLE_FUNCTIONS


@pytest.fixture
def database(suite: Suite) -> Iterator[firestore.Client]:
    client = firestore.Client(project=suite.project)
    yield client
    suite.wait_idle(20)
    client.close()


@pytest.fixture
def files(suite: Suite) -> Iterator[storage.Client]:
    client = storage.Client(project=suite.project)
    yield client
    client.close()


def notes(suite: Suite, database: firestore.Client) -> list[dict[str, Any]]:
    suite.wait_idle(20)
    found = (note.to_dict() or {} for note in database.collection("notes").stream())
    return sorted(found, key=lambda note: note["time"])


def default_bucket(suite: Suite, files: storage.Client) -> storage.Bucket:
    return files.bucket(f"{suite.project}.appspot.com")


def test_an_upload_and_a_deletion_call_their_functions(
    suite: Suite, database: firestore.Client, files: storage.Client
) -> None:
    blob = default_bucket(suite, files).blob("things/a b.txt")
    blob.upload_from_string(b"four", content_type="text/plain")
    generation = str(blob.generation)
    blob.delete()
    finalized, deleted = notes(suite, database)
    assert finalized["type"] == "google.cloud.storage.object.v1.finalized"
    assert deleted["type"] == "google.cloud.storage.object.v1.deleted"
    for note in (finalized, deleted):
        assert note["subject"] == "objects/things/a b.txt"
        assert (note["bucket"], note["name"]) == (f"{suite.project}.appspot.com", "things/a b.txt")
        # 64-bit numbers are strings in the JSON of a payload, in production too.
        assert (note["generation"], note["size"]) == (generation, "4")
        assert note["content_type"] == "text/plain"
    assert finalized["event"] != deleted["event"]


def test_an_overwritten_file_is_gone_and_another_is_there(
    suite: Suite, database: firestore.Client, files: storage.Client
) -> None:
    blob = default_bucket(suite, files).blob("a")
    blob.upload_from_string(b"1")
    first = str(blob.generation)
    blob.upload_from_string(b"22")
    told = sorted((note["kind"], note["generation"] == first) for note in notes(suite, database))
    assert told == [("deleted", True), ("finalized", False), ("finalized", True)]


def test_a_copy_is_an_upload(suite: Suite, database: firestore.Client, files: storage.Client) -> None:
    bucket = default_bucket(suite, files)
    blob = bucket.blob("a")
    blob.upload_from_string(b"1")
    bucket.copy_blob(blob, bucket, "b")
    assert [(note["kind"], note["name"]) for note in notes(suite, database)] == [
        ("finalized", "a"),
        ("finalized", "b"),
    ]


def test_metadata_that_changes_calls_for_it_alone(
    suite: Suite, database: firestore.Client, files: storage.Client
) -> None:
    blob = files.bucket("labels").blob("a")
    blob.upload_from_string(b"1")
    blob.cache_control = "no-store"
    blob.patch()
    (note,) = notes(suite, database)
    assert note["kind"] == "metadataUpdated"


def test_another_bucket_calls_nothing(
    suite: Suite, database: firestore.Client, files: storage.Client
) -> None:
    files.bucket("elsewhere").blob("a").upload_from_string(b"1")
    assert notes(suite, database) == []


def test_what_is_refused_or_cleared_is_no_event(
    suite: Suite, database: firestore.Client, files: storage.Client
) -> None:
    blob = default_bucket(suite, files).blob("a")
    blob.upload_from_string(b"1")
    assert len(notes(suite, database)) == 1
    with pytest.raises(Exception, match="412"):
        blob.upload_from_string(b"2", if_generation_match=0)
    suite.objects.clear()
    assert len(notes(suite, database)) == 1


def test_a_failed_delivery_is_tried_again_and_recorded(
    suite: Suite, database: firestore.Client, files: storage.Client
) -> None:
    files.bucket("stubborn").blob("mule").upload_from_string(b"1")
    (note,) = notes(suite, database)
    assert note["kind"] == "stubborn"
    delivery = suite.finished_deliveries()[-1]
    assert (delivery.function, delivery.operation) == ("stubborn_file", "finalized")
    assert (delivery.document, delivery.attempts, delivery.delivered) == ("stubborn/mule", 2, True)


def test_events_of_files_can_come_twice() -> None:
    faults = DeliveryFaults(seed=1, duplicate=1.0)
    with Suite(root=HERE, free_ports=True, functions=SAMPLE_FUNCTIONS, faults=faults) as suite:
        files, database = storage.Client(project=suite.project), firestore.Client(project=suite.project)
        default_bucket(suite, files).blob("a").upload_from_string(b"1")
        events = [note["event"] for note in notes(suite, database)]
        files.close()
        database.close()
    assert len(events) == 2
    assert len(set(events)) == 1

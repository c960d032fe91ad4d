"""Schedules, run as Cloud Scheduler runs them: what died is taken up or ended, what nobody needs goes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.app import uid_of
from tests.integration.whole_firebase import WholeFirebase, house_of, lost_wish, whole_firebase

NAMES = ("1024.jpg", "512.jpg", "256.jpg")


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase() as running:
        yield running


def test_a_job_whose_event_was_lost_is_started_again(firebase: WholeFirebase) -> None:
    uid = uid_of(firebase.app.sign_in())
    render_id, documents = lost_wish(uid, age=timedelta(minutes=6))
    firebase.write(documents)

    assert firebase.run("reap") == 200
    firebase.settle()

    job = firebase.documents[f"renders/{render_id}"]
    assert (job["state"], job["attempt"], len(job["calls"])) == ("settled", 2, 1)
    (avatar,) = firebase.under(f"users/{uid}/avatars/", 4)
    assert (avatar["status"], avatar["source"]) == ("completed", "generated")


def test_a_job_past_its_time_is_ended_refunded_and_stood_in_for(firebase: WholeFirebase) -> None:
    uid = uid_of(firebase.app.sign_in())
    render_id, documents = lost_wish(uid, age=timedelta(minutes=40), renderer="a-model-of-last-year")
    firebase.write(documents)

    firebase.run("reap")
    firebase.settle()

    job = firebase.documents[f"renders/{render_id}"]
    assert (job["state"], job["error"]["reason"]) == ("failed", "expired")
    assert firebase.documents[f"ledger/{render_id}-refunded"]["reason"] == "expired"
    (avatar,) = firebase.under(f"users/{uid}/avatars/", 4)
    assert (avatar["status"], avatar["degraded"], avatar["source"]) == ("completed", True, "painted")


def test_two_reapers_at_once_start_a_job_once(firebase: WholeFirebase) -> None:
    render_id, documents = lost_wish("ada", age=timedelta(minutes=6))
    firebase.write(documents)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(firebase.run, ["reap", "reap"])) == [200, 200]
    firebase.settle()

    job = firebase.documents[f"renders/{render_id}"]
    assert (job["state"], job["attempt"], len(job["calls"])) == ("settled", 2, 1)


def test_reaping_leaves_a_quiet_house_as_it_is(firebase: WholeFirebase) -> None:
    _, documents = lost_wish("ada", age=timedelta(minutes=6))
    firebase.write(documents)
    firebase.run("reap")
    firebase.settle()
    before = firebase.documents

    firebase.run("reap")
    firebase.settle()
    assert firebase.documents == before


def test_sweeping_retires_old_looks_and_keeps_what_is_shown(firebase: WholeFirebase) -> None:
    house = house_of(timedelta(days=40))
    render_id = str(house.ask().avatar.render_id)
    house.deliver()
    firebase.write(house.documents)
    (folder,) = {name.rpartition("/")[0] for name in house.pictures.files}
    for name in NAMES:
        firebase.store_file(f"{folder}/{name}", age=timedelta(days=40))
    firebase.store_file("shared/young/job-1/1024.jpg", age=timedelta(hours=1))
    firebase.store_file("shared/orphan/job-1/1024.jpg", age=timedelta(days=3))
    firebase.settle()

    assert firebase.run("sweep") == 200

    (entry,) = firebase.under("cache/")
    assert entry["state"] == "retired"
    assert f"renders/{render_id}" not in firebase.documents, "an ended job ages out"
    assert all(firebase.has_file(f"{folder}/{name}") for name in NAMES), "an avatar shows them"
    assert firebase.has_file("shared/young/job-1/1024.jpg"), "somebody may be about to refer to it"
    assert not firebase.has_file("shared/orphan/job-1/1024.jpg")


def test_sweeping_deletes_a_look_long_retired_that_nobody_shows(firebase: WholeFirebase) -> None:
    house = house_of(timedelta(days=40))
    house.ask()
    house.deliver()
    (folder,) = {name.rpartition("/")[0] for name in house.pictures.files}
    entry = {path: data for path, data in house.documents.items() if path.startswith("cache/")}
    (path,) = entry
    entry[path] |= {"state": "retired", "retired_at": datetime.now(UTC) - timedelta(days=2)}
    firebase.write(entry)
    for name in NAMES:
        firebase.store_file(f"{folder}/{name}", age=timedelta(days=40))

    firebase.run("sweep")

    assert path not in firebase.documents
    assert not any(firebase.has_file(f"{folder}/{name}") for name in NAMES)

"""Fan-outs through the embedded queue: the Admin SDK enqueues, the queue calls the deployed function, pages overlap."""

import json
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.adapters.cloud_tasks import CloudTasks
from mirror_realm.assembly import Services
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.wish import User
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports.tasks import Unqueued
from tests.fakes.house import House
from tests.integration.whole_firebase import WholeFirebase, house_of, whole_firebase

pytestmark = pytest.mark.drawn(one_in=6, of_file=True)

FOLLOWERS = 260
AT_ONCE = timedelta(0)


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase() as running:
        yield running


@pytest.fixture
def services(firebase: WholeFirebase, monkeypatch: pytest.MonkeyPatch) -> Services:
    """Return this process's services, built for the Firebase of this test and not an earlier one."""
    monkeypatch.setattr(bootstrap, "_services", None)
    return bootstrap.services()


def a_house_of_followers(*, follow: bool) -> House:
    """Return a house in which many have wished for one look; `follow`: and still wait, though its job has ended."""
    house = house_of(timedelta(minutes=20))
    house.global_paintings = 1_000
    house.ask("ada")
    if not follow:
        house.deliver()
    for number in range(FOLLOWERS):
        house.clock.time += timedelta(milliseconds=1)
        house.ask(f"user-{number}")
    if follow:
        house.queries.followers = lambda *_: []  # type: ignore[method-assign]
        house.deliver()
    return house


def write(firebase: WholeFirebase, house: House) -> None:
    documents = list(house.documents.items())
    for start in range(0, len(documents), 400):
        firebase.write(dict(documents[start : start + 400]))
    for path in house.pictures.files:
        firebase.store_file(path, timedelta(minutes=20))


def pages(firebase: WholeFirebase, names: str) -> int:
    """Return how many tasks have come to the function whose names begin so."""
    finished = firebase.suite.finished_deliveries()
    return sum(one.function == "fanout" and f"/{names}" in one.document for one in finished)


def waiting(firebase: WholeFirebase) -> int:
    return sum(one["status"] == "queued" for one in firebase.under("users/", 4) if "status" in one)


def test_followers_that_nobody_resolved_are_completed_by_tasks(firebase: WholeFirebase) -> None:
    write(firebase, a_house_of_followers(follow=True))
    firebase.settle()
    assert waiting(firebase) == FOLLOWERS
    assert firebase.run("reap") == 200
    firebase.settle()

    assert waiting(firebase) == 0
    assert pages(firebase, "followers-") >= 3
    (job,) = firebase.under("renders/")
    assert job["fan_out_round"] == 1


def test_a_takedown_of_many_avatars_is_completed_by_tasks(
    firebase: WholeFirebase, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = a_house_of_followers(follow=False)
    avatar_id = next(path for path in house.documents if path.startswith("users/ada/avatars/")).split("/")[3]
    house.reporting.report(User("ada", FREE), avatar_id, Complaint(Reason.OFFENSIVE))
    write(firebase, house)
    (look,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    monkeypatch.setattr("mirror_realm.services.fan_out.pages.LATER", timedelta(seconds=1))

    _, complete = services.reviewing.decide(look, Decision.TAKE_DOWN)
    assert not complete
    end = time.monotonic() + 60
    while firebase.under("reviews/")[0]["pending"] and time.monotonic() < end:
        time.sleep(0.5)
    firebase.settle()

    (review,) = firebase.under("reviews/")
    assert not review["pending"]
    shown = [one for one in firebase.under("users/", 4) if f"/{look}/" in str(one.get("image_path"))]
    assert shown == []
    assert pages(firebase, f"takedown-{look}") >= 3


def test_an_erasure_that_its_call_did_not_complete_is_completed_by_tasks(
    firebase: WholeFirebase, services: Services
) -> None:
    house = a_house_of_followers(follow=False)
    write(firebase, house)
    letters = {f"users/ada/letters/{number}": {"text": "hello"} for number in range(120)}
    firebase.write(letters)
    firebase.settle()

    assert not services.erasing.erase("ada", seconds=0).done
    firebase.settle()

    (erasure,) = firebase.under("erasures/")
    assert erasure["step"] == "done"
    assert pages(firebase, f"erasure-{erasure['task_id']}-1-") >= 1
    assert not [path for path in firebase.documents if path.startswith("users/ada")]


def test_the_queue_takes_a_name_once(firebase: WholeFirebase) -> None:
    queue = CloudTasks("us-central1")
    task = PageTask.first(FanOut.FOLLOWERS, "nojob", 0, datetime.now(UTC))
    for _ in range(3):
        queue.enqueue(task, AT_ONCE)
    firebase.settle()
    assert pages(firebase, task.name) == 1


def test_a_queue_that_is_not_there_is_one_error(
    firebase: WholeFirebase, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = PageTask.first(FanOut.FOLLOWERS, "nojob", 0, datetime.now(UTC))
    with pytest.raises(Unqueued, match="NotFound"):
        CloudTasks("europe-west1").enqueue(task, AT_ONCE)


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"of": "followers"}, {"of": "erasure", "id": "../ada", "round": 0}, "x" * 1000],
    ids=lambda data: repr(data)[:20],
)
def test_a_forged_task_is_acknowledged_and_leaves_everything_as_it_was(
    firebase: WholeFirebase, data: Any
) -> None:
    before = firebase.documents
    url = f"{firebase.suite.functions_url}/fanout"
    body = json.dumps({"data": data}).encode()
    sent = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(sent) as answer:
        assert answer.status == 200
    assert firebase.documents == before

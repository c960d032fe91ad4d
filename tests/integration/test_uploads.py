"""Uploads over HTTP, as the app makes them: only with consent, five lying, twenty a day, however fast they come."""

import json
import os
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from demo.client import SignedIn
from demo.exchange import CallFailed
from demo.uploads import Uploads
from embedded_firebase.functions import DeliveryFaults
from mirror_realm.domain.uploads import MOST_A_DAY, MOST_LYING
from tests.integration.app import uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

PHOTO = b"\xff\xd8 not really"


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    faults = DeliveryFaults(seed=12, duplicate=0.3, reorder=True)
    with whole_firebase(faults) as running:
        yield running


@pytest.fixture
def firebase(running: WholeFirebase) -> WholeFirebase:
    running.suite.reset()
    return running


def bucket() -> str:
    return str(json.loads(os.environ["FIREBASE_CONFIG"])["storageBucket"])


def uploads(firebase: WholeFirebase) -> Uploads:
    return Uploads(firebase.suite.addresses["storage"], bucket())


def guest(firebase: WholeFirebase, *, consents: bool) -> SignedIn:
    token = firebase.app.sign_in()
    if consents:
        firebase.app.call("record_photo_consent", token, granted=True, version="2026-11", adult=True)
    return SignedIn(uid_of(token), token)


def upload(firebase: WholeFirebase, person: SignedIn, name: str) -> bool:
    """Whether the rules let it through."""
    try:
        uploads(firebase).upload(person, name, PHOTO)
    except CallFailed as refused:
        if refused.status != 403:
            raise
        return False
    return True


def burst(firebase: WholeFirebase, person: SignedIn, count: int) -> int:
    """How many of so many uploads at once the rules let through."""
    with ThreadPoolExecutor(20) as pool:
        return sum(pool.map(lambda number: upload(firebase, person, f"{number}.jpg"), range(count)))


def lying(firebase: WholeFirebase, person: SignedIn) -> list[str]:
    return [one.name for one in firebase.suite.objects if one.name.startswith(f"uploads/{person.uid}/")]


def count(firebase: WholeFirebase, person: SignedIn) -> tuple[int, int]:
    """Made today and lying, as it is counted."""
    counted = firebase.documents[f"users/{person.uid}/uploads/current"]
    return counted["made"], counted["lying"]


def test_two_hundred_uploads_in_a_burst_leave_no_more_than_may_lie(firebase: WholeFirebase) -> None:
    person = guest(firebase, consents=True)
    through = burst(firebase, person, 200)
    firebase.settle()
    left = lying(firebase, person)
    assert len(left) <= MOST_LYING
    assert count(firebase, person) == (min(through, MOST_A_DAY), len(left))
    assert firebase.suite.deliveries().dropped == 0


def test_a_guest_without_consent_uploads_nothing(firebase: WholeFirebase) -> None:
    person = guest(firebase, consents=False)
    assert burst(firebase, person, 20) == 0
    firebase.settle()
    assert lying(firebase, person) == []
    assert firebase.under(f"users/{person.uid}/") == []


def test_one_photo_after_the_other_is_taken_until_five_lie(firebase: WholeFirebase) -> None:
    person = guest(firebase, consents=True)
    taken = []
    for number in range(MOST_LYING + 1):
        taken.append(upload(firebase, person, f"{number}.jpg"))
        firebase.settle()
    assert taken == [True] * MOST_LYING + [False]
    assert count(firebase, person) == (MOST_LYING, MOST_LYING)


def test_twenty_photos_are_taken_a_day_though_each_is_used_up(firebase: WholeFirebase) -> None:
    person = guest(firebase, consents=True)
    taken = []
    for number in range(MOST_A_DAY + 1):
        taken.append(upload(firebase, person, f"{number}.jpg"))
        firebase.settle()
        for name in lying(firebase, person):
            firebase.suite.objects.delete(bucket(), name)
        firebase.settle()
    assert taken == [True] * MOST_A_DAY + [False]
    assert count(firebase, person) == (MOST_A_DAY, 0)


def test_a_withdrawal_makes_room_and_closes_the_door(firebase: WholeFirebase) -> None:
    person = guest(firebase, consents=True)
    assert upload(firebase, person, "me.jpg")
    firebase.settle()
    firebase.app.call("record_photo_consent", person.token, granted=False, version="2026-11")
    firebase.settle()
    assert count(firebase, person) == (1, 0)
    assert not upload(firebase, person, "again.jpg")


def test_an_erasure_leaves_no_count(firebase: WholeFirebase) -> None:
    person = guest(firebase, consents=True)
    burst(firebase, person, 30)
    firebase.app.call("delete_my_data", person.token, confirm=True)
    assert not upload(firebase, person, "again.jpg")
    firebase.settle()
    firebase.run("reap")
    firebase.settle()
    assert lying(firebase, person) == []
    assert [path for path in firebase.documents if path.startswith(f"users/{person.uid}")] == []


def test_an_uploader_cannot_have_a_photo_cached(firebase: WholeFirebase) -> None:
    """The link that the SDK's `getDownloadURL` returns still opens it: no answer to it may be stored."""
    person = guest(firebase, consents=True)
    path = f"uploads/{person.uid}/me.jpg"
    boundary = "a-boundary"
    told = json.dumps({"name": path, "contentType": "image/jpeg", "cacheControl": "public, max-age=31536000"})
    parts = (("application/json", told.encode()), ("image/jpeg", PHOTO))
    body = b"".join(
        f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n".encode() + data + b"\r\n" for kind, data in parts
    )
    headers = {
        "Authorization": f"Firebase {person.token}",
        "X-Goog-Upload-Protocol": "multipart",
        "Content-Type": f"multipart/related; boundary={boundary}",
    }
    objects = f"http://{firebase.suite.addresses['storage']}/v0/b/{bucket()}/o"
    asked = urllib.request.Request(
        f"{objects}?name={quote(path, safe='')}", body + f"--{boundary}--".encode(), headers
    )
    with urllib.request.urlopen(asked) as answer:
        token = json.load(answer)["downloadTokens"]
    firebase.settle()
    with urllib.request.urlopen(f"{objects}/{quote(path, safe='')}?alt=media&token={token}") as answer:
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.read() == PHOTO

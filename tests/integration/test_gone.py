"""Who has anything here, and who of them has an account: asked of the embedded Firebase by the genuine clients."""

import json
import os
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest
from firebase_admin.exceptions import FirebaseError
from google.cloud import storage

from embedded_firebase.auth.errors import AuthError
from embedded_firebase.storage.objects import Content, ObjectStore
from mirror_realm.adapters.auth_people import LONGEST_UID, AuthPeople
from mirror_realm.adapters.firestore_census import FirestoreCensus
from mirror_realm.adapters.person_files import StorageCensus, StoragePersonFiles
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.services.ports.census import Census
from tests.integration.app import uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase() as running:
        yield running


@pytest.fixture
def firebase(running: WholeFirebase) -> WholeFirebase:
    running.suite.clear()
    return running


@pytest.fixture
def bucket(firebase: WholeFirebase) -> Iterator[storage.Bucket]:
    client = storage.Client(project=firebase.suite.project)
    yield client.bucket(json.loads(os.environ["FIREBASE_CONFIG"])["storageBucket"])
    client.close()


def put(firebase: WholeFirebase, bucket: storage.Bucket, *paths: str) -> None:
    """Files that lie there already: no trigger is told of them."""
    elsewhere = ObjectStore()
    firebase.suite.objects.restore(elsewhere.put(bucket.name, path, Content(b"a file")) for path in paths)


def walked(census: Census, most: int) -> list[list[str]]:
    """Return the uids, page by page."""
    pages, after = [], ""
    while True:
        page = census.page(after, most)
        pages.append(list(page.uids))
        after = page.after
        if not after:
            return pages


def test_whoever_has_a_document_is_known_page_by_page(firebase: WholeFirebase) -> None:
    firebase.write(
        {
            "users/ada": {"credits": 1},
            "users/bo/settings/current": {},
            "users/cy/avatars/1": {},
            "users/cy/avatars/2": {},
            "users/di": {},
            "global_usage/x": {},
        }
    )
    census = FirestoreCensus(firebase.client)
    assert [uid for page in walked(census, 3) for uid in page] == ["ada", "bo", "cy", "di"]
    assert [len(page) for page in walked(census, 3)] == [3, 1]
    assert walked(census, 100) == [["ada", "bo", "cy", "di"]]


def test_a_place_that_is_no_token_any_more_begins_anew(firebase: WholeFirebase) -> None:
    firebase.write({"users/ada": {}})
    assert FirestoreCensus(firebase.client).page("what is this", 10).uids == ["ada"]


def test_in_a_new_project_nobody_is_known(firebase: WholeFirebase, bucket: storage.Bucket) -> None:
    assert walked(FirestoreCensus(firebase.client), 10) == walked(StorageCensus(lambda: bucket), 10) == [[]]


def test_whoever_has_a_file_is_known_page_by_page(firebase: WholeFirebase, bucket: storage.Bucket) -> None:
    put(
        firebase,
        bucket,
        *(f"people/{uid}/a/r-1/{side}.jpg" for uid in ("ada", "ada-2", "bo") for side in (256, 512)),
        "people/ada/reels/x/reel.webp",
        "shared/key/r-1/512.jpg",
        "uploads/ada/me.jpg",
        "uploads/cy/me.jpg",
    )
    census = StorageCensus(lambda: bucket)
    for most in (1, 2, 3, 100):
        pages = walked(census, most)
        assert all(len(page) <= most for page in pages)
        assert {uid for page in pages for uid in page} == {"ada", "ada-2", "bo", "cy"}
    assert len(walked(census, 2)) == 3


def test_a_persons_files_are_theirs_alone_and_go_without_complaint(
    firebase: WholeFirebase, bucket: storage.Bucket
) -> None:
    own = ["people/ada/a/r-1/256.jpg", "people/ada/reels/x/sheet.jpg", "uploads/ada/me.jpg"]
    put(firebase, bucket, *own, "people/ada-2/a/r-1/256.jpg", "shared/ada/r-1/256.jpg", "uploads/adam/me.jpg")
    files = StoragePersonFiles(lambda: bucket)
    assert files.of("ada", 10) == own
    assert files.of("ada", 2) == own[:2]
    files.delete([*own, "uploads/ada/gone.jpg"])
    assert files.of("ada", 10) == []
    assert len(list(firebase.suite.objects)) == 3


def test_auth_knows_who_is_missing_and_forgets_whom_it_is_told_to(firebase: WholeFirebase) -> None:
    people = AuthPeople()
    ada, bo = (uid_of(firebase.account(f"{name}@example.com")) for name in ("ada", "bo"))
    assert people.missing([ada, "nobody", bo, "x" * (LONGEST_UID + 1)]) == ["nobody"]
    assert people.missing([]) == []
    for _ in range(2):
        people.delete(ada)
    assert people.missing([ada, bo]) == [ada]
    found = people.find(bo)
    assert people.find(ada) is None
    assert found is not None
    assert (found.user, found.disabled) == (User(bo, FREE), False)


def test_an_auth_that_fails_says_of_nobody_that_they_are_missing(
    firebase: WholeFirebase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: object) -> object:
        raise AuthError("PERMISSION_DENIED", 403)

    monkeypatch.setattr(firebase.suite.auth, "_answer", refuse)
    people = AuthPeople()
    for ask in (lambda: people.missing(["gone"]), lambda: people.find("gone"), lambda: people.delete("gone")):
        with pytest.raises(FirebaseError):
            ask()
    firebase.write({"users/gone": {}})
    with pytest.raises(HTTPError):
        firebase.run("sweep")
    assert "erasures/gone" not in firebase.documents

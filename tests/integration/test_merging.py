"""An anonymous account is merged into one that its person already had: its avatars come over, and it is gone."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from firebase_admin import auth

from demo.client import SignedIn
from demo.uploads import Uploads
from embedded_firebase.environment import default_bucket
from tests.faults.pictures import picture
from tests.fuzz import tokens
from tests.integration.app import uid_of
from tests.integration.test_linking import link, made
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(GLOBAL_DAILY_LIMIT="40") as running:
        yield running


def loads(link: object) -> bool:
    try:
        with urllib.request.urlopen(str(link)) as answer:
            return bool(answer.read())
    except urllib.error.HTTPError as gone:
        gone.close()
        return False


def test_a_merged_account_brings_its_avatars_and_is_erased(firebase: WholeFirebase) -> None:
    anonymous, mine = firebase.app.sign_in(), firebase.account("ada@example.com")
    old, new = uid_of(anonymous), uid_of(mine)
    uploads = Uploads(firebase.suite.addresses["storage"], default_bucket(firebase.suite.project))
    consent = {"granted": True, "version": "2026-11", "adult": True}
    firebase.app.call("record_photo_consent", anonymous, **consent)
    photo = uploads.upload(SignedIn(old, anonymous), "me.jpg", picture(400, 400))
    shared = made(firebase, anonymous, character="wren")
    personal = made(firebase, anonymous, reference_path=photo)
    assert (shared["source"], personal["source"]) == ("generated", "generated")

    refused = firebase.app.call("merge_account", mine, anonymous_token=anonymous)["error"]["details"]
    assert refused["reason"] == "consent_missing"
    firebase.app.call("record_photo_consent", mine, **consent)
    merged = firebase.app.call("merge_account", mine, anonymous_token=anonymous)["result"]
    assert (merged["status"], merged["avatars"]) in (("done", 1), ("done", 2))

    avatars = firebase.app.call("list_avatars", mine)["result"]["avatars"]
    urls = {avatar["image_url"] for avatar in avatars}
    assert len(urls) == 2
    assert shared["image_url"] in urls
    assert personal["image_url"] not in urls
    firebase.run("reap")
    firebase.settle()
    assert all(loads(url) for url in urls)
    assert not loads(personal["image_url"])
    assert [path for path in firebase.documents if old in path] == [f"erasures/{old}"]
    with pytest.raises(auth.UserNotFoundError):
        auth.get_user(old)
    assert firebase.documents[f"users/{new}"]["latest"]["image_url"] in urls
    assert not firebase.under(f"users/{new}/usage/", 4)
    assert made(firebase, mine, character="wren")["cached"] is True
    assert firebase.app.call("merge_account", mine, anonymous_token=anonymous)["result"]["avatars"] == 0


def test_only_another_anonymous_account_can_be_merged(firebase: WholeFirebase) -> None:
    anonymous, mine = firebase.app.sign_in(), firebase.account("ada@example.com")
    made(firebase, anonymous)
    nobodys = tokens.token({"sub": "users/ada", "firebase": {"sign_in_provider": "anonymous"}})
    for token in (mine, firebase.account("bo@example.com"), "x.y.z", f"{anonymous}x.", nobodys):
        error = firebase.app.call("merge_account", mine, anonymous_token=token)["error"]
        assert (error["status"], list(error["details"]["fields"])) == (
            "INVALID_ARGUMENT",
            ["anonymous_token"],
        )
    stranger = firebase.app.call("merge_account", firebase.app.sign_in(), anonymous_token=anonymous)["error"]
    assert stranger["details"]["reason"] == "forbidden"
    link(firebase, anonymous, "cy@example.com")
    linked_since = firebase.app.call("merge_account", mine, anonymous_token=anonymous)["error"]
    assert linked_since["details"]["reason"] == "invalid_request"
    assert len(firebase.under(f"users/{uid_of(anonymous)}/avatars/", 4)) == 1

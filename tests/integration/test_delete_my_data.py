"""`delete_my_data` over HTTP, on the embedded Firebase: everything of a person goes, and nothing brings it back."""

import importlib
import json
import os
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from firebase_admin import auth

from demo.client import SignedIn
from demo.exchange import CallFailed
from demo.uploads import Uploads
from tests import invariants
from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

PHOTO = (Path(__file__).parents[2] / "demo" / "photo.jpg").read_bytes()
TODAY = f"{datetime.now(UTC):%Y%m%d}"


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(USER_DAILY_LIMIT="9", GLOBAL_DAILY_LIMIT="40", CREDITS_PER_AVATAR="1") as running:
        yield running


@pytest.fixture
def firebase(running: WholeFirebase) -> Iterator[WholeFirebase]:
    running.suite.clear()
    yield running
    running.settle()
    invariants.check(running.documents, user_limit=9, global_limit=40, salt=running.suite.project)


def uploads(firebase: WholeFirebase) -> Uploads:
    bucket = json.loads(os.environ["FIREBASE_CONFIG"])["storageBucket"]
    return Uploads(firebase.suite.addresses["storage"], bucket)


def lived_in(firebase: WholeFirebase, token: str) -> list[dict[str, Any]]:
    """Something of everything that can be a person's; returns the avatars made: two shared, one personal."""
    app, uid = firebase.app, uid_of(token)
    made = [app.generate(token, **days(n), character="wren", wait_seconds=30)["result"] for n in (0, 40)]
    app.call("record_photo_consent", token, granted=True, version="2026-11", adult=True)
    path = uploads(firebase).upload(SignedIn(uid, token), "me.jpg", PHOTO)
    made.append(app.generate(token, **days(40), reference_path=path, wait_seconds=30)["result"])
    uploads(firebase).upload(SignedIn(uid, token), "another.jpg", PHOTO)
    assert "reel_url" in app.call("evolution_reel", token)["result"]
    app.call("select_avatar", token, avatar_id=made[0]["avatar_id"])
    album = app.call("create_project", token, name="Family")["result"]["project_id"]
    app.call("update_avatar", token, avatar_id=made[0]["avatar_id"], project_id=album, tags=["brave"])
    app.call("record_use", token, avatar_id=made[0]["avatar_id"], app="frame", action="shown")
    firebase.write(
        {
            f"users/{uid}/settings/current": {"time_zone": "Europe/Berlin", "style": "comic"},
            f"users/{uid}/progress/current": {"active_days": 40},
            f"users/{uid}/avatarRequests/{TODAY}-00": {"progress_metrics": {"active_days": 7}},
            f"nights/{uid}": {"due_at": datetime.now(UTC), "noted_at": datetime.now(UTC)},
            "dead_letters/event-1": {
                "function": "answer_wish",
                "document": f"users/{uid}/avatarRequests/{TODAY}-01",
                "error": "KeyError",
                "at": datetime.now(UTC),
            },
        }
    )
    firebase.settle()
    assert [avatar["status"] for avatar in made] == ["completed"] * 3
    assert "result" in app.call("share_avatar", token, avatar_id=made[0]["avatar_id"])
    assert app.generate(token, **days(100), style="comic")["result"]["status"] == "queued"
    return made


def account_is_there(uid: str) -> bool:
    return any(account.uid == uid for account in auth.list_users().iterate_all())


def left_of(firebase: WholeFirebase, uid: str) -> list[str]:
    """Whatever says the uid, looked for in everything there is: documents, files, accounts. The fence apart."""
    documents = [
        path
        for path, data in firebase.documents.items()
        if path != f"erasures/{uid}" and (uid in path or uid in repr(data))
    ]
    files = [stored.name for stored in firebase.suite.objects if uid in stored.name or uid in repr(stored)]
    return documents + files + [uid] * account_is_there(uid)


def test_everything_goes_and_shared_pictures_stay(firebase: WholeFirebase, tmp_path: Path) -> None:
    token, other = firebase.account("ada@example.com"), firebase.account("bo@example.com")
    uid = uid_of(token)
    shared, *_ = lived_in(firebase, token)
    before = left_of(firebase, uid)
    assert any("/uses/" in path for path in before)
    for kind in (
        "avatars",
        "references",
        "settings",
        "progress",
        "usage",
        "avatarRequests",
        "projects",
        "shares",
    ):
        assert any(path.startswith(f"users/{uid}/{kind}/") for path in before), kind
    for prefix in ("renders/", "nights/", "dead_letters/", f"people/{uid}/reels/", f"uploads/{uid}/", uid):
        assert any(path.startswith(prefix) for path in before), prefix

    answer = firebase.app.call("delete_my_data", token, confirm=True)["result"]

    assert answer["status"] == "done"
    assert answer["started_at"] < answer["done_at"]
    firebase.settle()
    assert left_of(firebase, uid) == []
    assert {stored.name.split("/")[0] for stored in firebase.suite.objects} == {"shared", "erasures"}
    with urllib.request.urlopen(shared["image_url"]) as picture:
        assert picture.status == 200
    again = firebase.app.generate(other, **days(0), character="wren")["result"]
    assert (again["status"], again["cached"], again["image_url"]) == ("completed", True, shared["image_url"])
    fence = firebase.client.document(f"erasures/{uid}")
    stands = fence.get().to_dict() or {}
    fence.delete()
    firebase.suite.export(tmp_path)
    fence.set(stands)
    exported = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert exported
    assert [path.name for path in exported if uid.encode() in path.read_bytes()] == []


def test_the_same_token_is_refused_by_every_callable_and_brings_nothing_back(firebase: WholeFirebase) -> None:
    token = firebase.account("ada@example.com")
    uid = uid_of(token)
    avatar = firebase.app.generate(token, **days(40), wait_seconds=30)["result"]
    firebase.app.call("record_photo_consent", token, granted=True, version="1", adult=True)
    firebase.app.call("delete_my_data", token, confirm=True)

    one = {"avatar_id": avatar["avatar_id"]}
    data: dict[str, dict[str, Any]] = {
        "generate_avatar": days(40),
        "generate_trilogy": days(40),
        "quote": days(40),
        "update_avatar": one,
        "share_avatar": one,
        "revoke_share": {"share_id": "0" * 32},
        "create_project": {"name": "Family"},
        "update_project": {"project_id": "0" * 32, "name": "Family"},
        "delete_project": {"project_id": "0" * 32, "avatars": "keep"},
        "record_use": {**one, "app": "frame", "action": "shown"},
        "register_push": {"token": "a token"},
        "cancel_avatar": one,
        "get_avatar": one,
        "select_avatar": one,
        "choose_variation": one,
        "delete_avatar": one,
        "explain_evolution": {"earlier_avatar_id": one["avatar_id"], "later_avatar_id": one["avatar_id"]},
        "record_photo_consent": {"granted": True, "version": "1", "adult": True},
    }
    callables = {name for name, one in firebase.suite.host.functions.items() if one.kind == "callable"}
    for name in sorted(callables - {"delete_my_data"}):
        refused = firebase.app.call(name, token, **data.get(name, {}))["error"]
        assert (refused["status"], refused["details"]["reason"]) == ("PERMISSION_DENIED", "forbidden"), name
    photo = firebase.app.generate(token, **days(40), reference_path=f"uploads/{uid}/me.jpg")
    assert photo["error"]["details"]["reason"] == "forbidden"
    with pytest.raises(CallFailed):
        uploads(firebase).upload(SignedIn(uid, token), "again.jpg", PHOTO)
    assert firebase.app.call("delete_my_data", token, confirm=True)["result"]["status"] == "done"
    firebase.settle()
    assert left_of(firebase, uid) == []


@pytest.mark.parametrize(
    "data", [{}, {"confirm": False}, {"confirm": "true"}, {"confirm": True, "uid": "bo"}]
)
def test_it_wants_to_be_meant(firebase: WholeFirebase, data: dict[str, Any]) -> None:
    token = firebase.app.sign_in()
    refused = firebase.app.call("delete_my_data", token, **data)["error"]
    assert (refused["status"], refused["details"]["reason"]) == ("INVALID_ARGUMENT", "invalid_request")
    assert not [path for path in firebase.documents if path.startswith("erasures/")]
    assert account_is_there(uid_of(token))


def test_nobody_without_a_token_erases_anybody(firebase: WholeFirebase) -> None:
    refused = firebase.app.call("delete_my_data", None, confirm=True)["error"]
    assert refused["details"]["reason"] == "unauthenticated"


def test_a_job_under_way_is_waited_for_and_the_schedule_goes_on(
    firebase: WholeFirebase, monkeypatch: pytest.MonkeyPatch
) -> None:
    painting, painted = threading.Event(), threading.Event()
    hosted = importlib.import_module("mirror_realm.adapters.painter").Painter
    paint = hosted.render

    def slowly(*request: Any) -> Any:
        painting.set()
        assert painted.wait(30)
        return paint(*request)

    monkeypatch.setattr(hosted, "render", slowly)
    monkeypatch.setattr("mirror_realm.api.account.SECONDS", 0.3)
    token, other = firebase.account("ada@example.com"), firebase.account("bo@example.com")
    uid = uid_of(token)
    firebase.app.generate(token, **days(40), character="wren")
    assert painting.wait(30)
    follower = firebase.app.generate(other, **days(40), character="wren")["result"]

    for _ in range(2):
        answer = firebase.app.call("delete_my_data", token, confirm=True)["result"]
        assert (answer["status"], answer["done_at"]) == ("erasing", None)
    assert firebase.app.generate(token, **days(1))["error"]["details"]["reason"] == "forbidden"
    assert firebase.run("reap") == 200
    assert [job["state"] for job in firebase.under("renders/")] == ["running"]
    assert account_is_there(uid)

    painted.set()
    firebase.settle()
    assert firebase.run("reap") == 200
    assert left_of(firebase, uid) == []
    shown = firebase.app.call("get_avatar", other, avatar_id=follower["avatar_id"])["result"]
    assert (shown["status"], shown["source"], shown["degraded"]) == ("completed", "cache", False)
    assert firebase.app.call("delete_my_data", token, confirm=True)["result"]["status"] == "done"


def test_two_calls_at_once_erase_once(firebase: WholeFirebase) -> None:
    token = firebase.account("ada@example.com")
    firebase.app.generate(token, **days(40), wait_seconds=30)
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(firebase.app.call, "delete_my_data", token, confirm=True) for _ in range(3)]
        answers = [call.result()["result"] for call in calls]
    assert {answer["status"] for answer in answers} == {"done"}
    assert len({(answer["started_at"], answer["done_at"]) for answer in answers}) == 1
    firebase.settle()
    assert left_of(firebase, uid_of(token)) == []


def test_a_wish_under_way_ends_and_shows_nothing(firebase: WholeFirebase) -> None:
    """Erased while the painter paints, as people do: ask, then think better of it."""
    token = firebase.account("ada@example.com")
    firebase.app.generate(token, **days(40))
    firebase.app.call("delete_my_data", token, confirm=True)
    firebase.settle()
    firebase.run("reap")
    assert firebase.app.call("delete_my_data", token, confirm=True)["result"]["status"] == "done"
    firebase.settle()
    assert left_of(firebase, uid_of(token)) == []


def test_whose_account_was_deleted_elsewhere_is_swept_up(firebase: WholeFirebase) -> None:
    token, other = firebase.account("ada@example.com"), firebase.account("bo@example.com")
    uid = uid_of(token)
    firebase.app.generate(token, **days(0), wait_seconds=30)
    kept = firebase.app.generate(other, **days(40), wait_seconds=30)["result"]["avatar_id"]
    auth.delete_user(uid)

    assert firebase.run("sweep") == 200
    assert {path for path in firebase.documents if path.startswith("erasures/")} == {f"erasures/{uid}"}
    assert firebase.run("reap") == 200
    firebase.settle()

    assert left_of(firebase, uid) == []
    assert firebase.app.call("get_avatar", other, avatar_id=kept)["result"]["status"] == "completed"

"""Reported pictures over HTTP, on the whole embedded Firebase: hidden at once, reviewed, taken down, files and all."""

import base64
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(USER_DAILY_LIMIT="9") as running:
        yield running


def made(firebase: WholeFirebase, token: str, **wish: Any) -> dict[str, Any]:
    wish = {"character": "wren", **wish}
    return dict(firebase.app.generate(token, **days(40), wait_seconds=30, **wish)["result"])


def report(firebase: WholeFirebase, token: str, avatar: dict[str, Any], **said: Any) -> dict[str, Any]:
    said = {"reason": "offensive", "image_path": avatar["image_path"], **said}
    return firebase.app.call("report_avatar", token, avatar_id=avatar["avatar_id"], **said)


def content(url: str) -> bytes | None:
    """Return what the address serves, if anything."""
    try:
        with urllib.request.urlopen(url) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return None


def is_there(url: str) -> bool:
    return content(url) is not None


def test_three_people_hide_a_look_and_an_administrator_takes_it_down(
    firebase: WholeFirebase, administrator: str
) -> None:
    people = [firebase.established(f"{name}@example.com") for name in ("ada", "bo", "cy", "dora")]
    avatars = [made(firebase, token) for token in people]
    (link,) = {avatar["image_url"] for avatar in avatars}

    for token, avatar in list(zip(people, avatars, strict=True))[:3]:
        for _ in range(2):
            hidden = report(firebase, token, avatar, note="oh no")["result"]
            assert hidden["error"]["reason"] == "look_hidden"
            assert hidden["image_url"] not in (None, link)
    firebase.settle()
    (dora,) = firebase.app.call("list_avatars", people[3])["result"]["avatars"]
    assert dora["image_url"] not in (None, link)
    assert is_there(link), "for the administrators"

    refused = firebase.app.generate(people[3], **days(40), character="wren", allow_fallback=False)["error"]
    assert (refused["status"], refused["details"]) == (
        "FAILED_PRECONDITION",
        {"reason": "look_hidden", "retryable": False},
    )

    (review,) = firebase.app.call("list_reports", administrator)["result"]["reviews"]
    assert (review["state"], review["reports"], review["reasons"]) == ("hidden", 3, {"offensive": 3})
    assert (review["image_url"], review["notes"]) == (link, ["oh no"] * 3)
    assert not [token for token in people if uid_of(token) in str(review)]
    down = firebase.app.call(
        "decide_report", administrator, review_id=review["review_id"], decision="take_down"
    )
    assert down["result"] == {"review_id": review["review_id"], "state": "taken_down", "done": True}
    assert not is_there(link)
    assert firebase.app.call("list_reports", administrator)["result"]["reviews"] == []


def test_three_accounts_with_made_up_addresses_hide_a_look_from_nobody_else(firebase: WholeFirebase) -> None:
    people = [firebase.account(f"{name}@example.com") for name in ("ada", "bo", "cy", "dora")]
    avatars = [made(firebase, token) for token in people]
    for token, avatar in list(zip(people, avatars, strict=True))[:3]:
        assert report(firebase, token, avatar)["result"]["image_url"] != avatar["image_url"]
    firebase.settle()
    (dora,) = firebase.app.call("list_avatars", people[3])["result"]["avatars"]
    assert dora["image_url"] == avatars[3]["image_url"]
    assert made(firebase, firebase.app.sign_in())["image_url"] == avatars[3]["image_url"]
    (review,) = firebase.under("reviews/")
    assert (review["state"], review["reports"], review["counted"]) == ("open", 3, 0)


def test_a_takedown_answers_only_once_the_old_address_serves_the_placeholder(
    firebase: WholeFirebase, administrator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many avatars still wait to be rewritten."""
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.MOST", 1)
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.PAGE", 1)
    people = [firebase.account(f"{name}@example.com") for name in ("ada", "bo", "cy")]
    avatars = [made(firebase, token) for token in people]
    links = {avatars[0][name] for name in ("image_url", "thumbnail_url")}
    before = {link: content(link) for link in links}
    report(firebase, people[0], avatars[0])
    firebase.settle()
    (review,) = firebase.app.call("list_reports", administrator)["result"]["reviews"]
    down = firebase.app.call(
        "decide_report", administrator, review_id=review["review_id"], decision="take_down"
    )
    assert not down["result"]["done"]
    for link in links:
        assert content(link) not in (before[link], None)
    for _ in range(3):
        firebase.run("reap")
    firebase.settle()
    assert [content(link) for link in links] == [None, None]
    for token in people:
        (avatar,) = firebase.app.call("list_avatars", token)["result"]["avatars"]
        assert avatar["image_url"] not in links


def test_a_personal_picture_comes_inline_and_names_nobody(
    firebase: WholeFirebase, administrator: str
) -> None:
    token = firebase.app.sign_in()
    uid = uid_of(token)
    avatar = made(firebase, token)
    picture = {name: avatar[name] for name in ("image_url", "thumbnail_url", "blurhash", "quality")}
    folder = f"people/{uid}/{avatar['avatar_id']}/r-1"
    stored = firebase.documents[f"users/{uid}/avatars/{avatar['avatar_id']}"]
    recipe = {**stored["recipe"], "character": None, "uid": uid, "references": ["x"]}
    personal = {"recipe": recipe, **picture, "image_path": f"{folder}/1024.jpg"}
    firebase.write({f"users/{uid}/avatars/{avatar['avatar_id']}": {**stored, **personal}})
    for side in (1024, 512):
        firebase.store_file(f"{folder}/{side}.jpg", age=stored["updated_at"] - stored["created_at"])

    report(firebase, token, {**avatar, "image_path": f"{folder}/1024.jpg"}, reason="not_me")
    firebase.settle()
    (review,) = firebase.app.call("list_reports", administrator)["result"]["reviews"]
    assert review["personal"]
    assert base64.b64decode(review["image_url"].partition(",")[2]) == b"a picture"
    assert uid not in str(review)
    firebase.app.call("decide_report", administrator, review_id=review["review_id"], decision="take_down")
    assert not firebase.has_file(f"{folder}/1024.jpg")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", "boring"),
        ("note", "x" * 1001),
        ("note", "\ud800"),
        ("avatar_id", "me"),
        ("image_path", ""),
        ("picture", "this one"),
    ],
)
def test_what_is_no_report_is_refused_by_field(firebase: WholeFirebase, field: str, value: Any) -> None:
    data = {"avatar_id": "0" * 32, "reason": "other", field: value}
    error = firebase.app.call("report_avatar", firebase.app.sign_in(), **data)["error"]
    assert (error["details"]["reason"], list(error["details"]["fields"])) == ("invalid_request", [field])


def test_nobody_reports_what_somebody_else_is_shown(firebase: WholeFirebase) -> None:
    avatar = made(firebase, firebase.app.sign_in())
    error = report(firebase, firebase.app.sign_in(), avatar)["error"]
    assert (error["status"], error["details"]["reason"]) == ("NOT_FOUND", "not_found")


def test_a_deleted_avatar_is_gone_and_may_be_deleted_again(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    avatar = made(firebase, token)
    for _ in range(2):
        gone = firebase.app.call("delete_avatar", token, avatar_id=avatar["avatar_id"])["result"]
        assert gone == {"avatar_id": avatar["avatar_id"], "deleted": True}
    assert firebase.app.call("list_avatars", token)["result"]["avatars"] == []
    assert is_there(avatar["image_url"]), "a shared look stays"

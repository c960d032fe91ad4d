"""Shared pictures over HTTP, through Hosting's rewrite: what strangers get, and when they get nothing any more."""

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirror_realm.api.shared_pages import HEADERS
from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=6, of_file=True)

HOSTILE = (
    "/s/",
    "/s",
    "/s/..",
    "/s/%2e%2e/call/get_me",
    "/s/{slug}/",
    "/s/{slug}.jpg/..",
    "/s/{slug}%00",
    "/s/{slug}%2ejpg%2f",
    "/s//{slug}",
    "/s/{slug}.png",
    "/s/users/ada/shares/x",
    "/s/" + "a" * 4000,
    "/s/%F0%9F%AA%9E",
    "/s/%ff%fe",
)
"""Addresses like a share's that are none."""


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase() as firebase:
        yield firebase
        firebase.settle()


def get(firebase: WholeFirebase, path: str, method: str = "GET") -> tuple[int, HTTPMessage, bytes]:
    host, port = firebase.suite.addresses["hosting"].split(":")
    connection = HTTPConnection(host, int(port), timeout=60)
    try:
        connection.request(method, path, headers={"Cookie": "__session=mine"})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.fixture
def token(firebase: WholeFirebase) -> str:
    return firebase.account("ada@example.com")


@pytest.fixture
def shared(firebase: WholeFirebase, token: str) -> dict[str, str]:
    made = firebase.app.generate(token, **days(40), wait_seconds=30)["result"]
    share: dict[str, str] = firebase.app.call("share_avatar", token, avatar_id=made["avatar_id"])["result"]
    return share


def test_a_stranger_gets_page_and_picture_until_it_is_revoked(
    firebase: WholeFirebase, token: str, shared: dict[str, str]
) -> None:
    path = f"/s/{shared['slug']}"
    assert shared["url"].endswith(path)
    status, headers, page = get(firebase, path)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    ours = {name: value for name, value in HEADERS.items() if name != "Vary"}  # to which Hosting adds its own
    assert {name: headers[name] for name in ours} == ours
    assert headers.get("Set-Cookie") is None
    assert uid_of(token).encode() not in page
    status, headers, jpeg = get(firebase, f"{path}.jpg")
    assert (status, headers["Content-Type"], jpeg[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    status, headers, nothing = get(firebase, f"{path}.jpg", "HEAD")
    assert (status, int(headers["Content-Length"]), nothing) == (200, len(jpeg), b"")
    assert get(firebase, path, "POST")[0] == 405

    firebase.app.call("revoke_share", token, share_id=shared["share_id"])
    for one in (path, f"{path}.jpg"):
        status, headers, body = get(firebase, one)
        assert (status, headers["Cache-Control"]) == (410, "no-store")
        assert body == get(firebase, f"/s/{'a' * 32}")[2]


def test_a_share_ends_with_its_picture_and_with_its_user(
    firebase: WholeFirebase, token: str, shared: dict[str, str]
) -> None:
    path = f"/s/{shared['slug']}"
    firebase.app.call("delete_avatar", token, avatar_id=shared["avatar_id"])
    assert get(firebase, path)[0] == 410
    made = firebase.app.generate(token, **days(40), wait_seconds=30)["result"]
    assert made["avatar_id"] == shared["avatar_id"]
    assert get(firebase, path)[0] == 410, "the same wish made again is not shared"
    again = firebase.app.call("share_avatar", token, avatar_id=made["avatar_id"])["result"]
    assert get(firebase, f"/s/{again['slug']}")[0] == 200
    firebase.app.call("delete_my_data", token, confirm=True)
    firebase.settle()
    assert get(firebase, f"/s/{again['slug']}")[0] == 404
    assert not [document for document in firebase.documents if "/shares/" in document]


def test_no_hostile_address_finds_anything(firebase: WholeFirebase, shared: dict[str, str]) -> None:
    for path in HOSTILE:
        status, _, body = get(firebase, path.format(slug=shared["slug"]))
        assert status in (301, 302, 404) or b'id="hero-title"' in body, path  # the start page
        assert b"og:image" not in body, path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abz27%./\\~;:@-_", min_size=1, max_size=40))
def test_no_drawn_address_finds_anything(firebase: WholeFirebase, tail: str) -> None:
    assert get(firebase, f"/s/{tail}")[0] in (301, 302, 400, 404)

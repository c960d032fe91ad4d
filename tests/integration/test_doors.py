"""What comes in over HTTP before anything is done: size, origin, how often, on every callable there is."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any

import pytest

from tests.integration.app import days
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

CALLS = 12
APP, OTHER = "https://app.example", "https://elsewhere.example"
LARGE = {"data": {"major_achievement": "x" * 200_000}}
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(
        CALLS_PER_MINUTE=str(CALLS), CORS_ORIGINS=json.dumps([APP]), allowed_hosts=("*",)
    ) as running:
        yield running


@pytest.fixture
def callables(firebase: WholeFirebase) -> list[str]:
    return callables_of(firebase)


def callables_of(firebase: WholeFirebase) -> list[str]:
    return [name for name, function in firebase.suite.host.functions.items() if function.kind == "callable"]


def send(
    firebase: WholeFirebase, function: str, body: Any, headers: Mapping[str, str], method: str = "POST"
) -> tuple[int, Any, Message]:
    """Status, what came back and its headers."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    url = f"{firebase.app.functions}/{function}"
    request = urllib.request.Request(url, data, {**JSON, **headers}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None, answer.headers
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused), refused.headers


def signed_in(firebase: WholeFirebase) -> dict[str, str]:
    return {"authorization": f"Bearer {firebase.app.sign_in()}"}


def test_every_callable_refuses_what_is_too_large_or_too_deep(
    firebase: WholeFirebase, callables: list[str]
) -> None:
    assert len(callables) > 10
    for function in callables:
        for body in (LARGE, b'{"data": ' + b"[" * 60_000):
            status, answer, _ = send(firebase, function, body, signed_in(firebase))
            details = answer["error"]["details"]
            assert (status, details["reason"], list(details["fields"])) == (400, "invalid_request", ["data"])
    assert list(firebase.suite.firestore.export_documents()) == []


def test_a_stranger_learns_no_more_from_a_large_body_than_from_a_small_one(firebase: WholeFirebase) -> None:
    large = send(firebase, "generate_avatar", LARGE, {})
    small = send(firebase, "generate_avatar", {"data": {}}, {})
    assert large[:2] == small[:2]
    assert large[0] == 401


@pytest.mark.parametrize("body", [b"", b"{", b"not json", b"[1]", {"wish": {}}, {"data": {}, "more": 1}])
def test_what_is_no_call_is_refused_with_a_reason(firebase: WholeFirebase, body: Any) -> None:
    status, answer, _ = send(firebase, "get_avatar", body, signed_in(firebase))
    assert (status, answer["error"]["details"]["reason"]) == (400, "invalid_request")


def test_what_is_not_sent_as_json_the_library_refuses(firebase: WholeFirebase) -> None:
    headers = {**signed_in(firebase), "content-type": "text/plain"}
    status, answer, _ = send(firebase, "get_avatar", {"data": {}}, headers)
    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_who_calls_too_often_reads_and_writes_nothing_until_told_to_come_back(
    firebase: WholeFirebase,
) -> None:
    token = firebase.app.sign_in()
    operations = f"http://{firebase.suite.addresses['firestore']}/__/operations"
    answers = [firebase.app.call("list_avatars", token) for _ in range(CALLS)]
    assert all("result" in answer for answer in answers)
    urllib.request.urlopen(urllib.request.Request(operations, method="DELETE")).close()

    refused = firebase.app.call("list_avatars", token)
    assert refused["http"] == 429
    details = refused["error"]["details"]
    assert (details["reason"], details["limit"], details["used"]) == ("rate_limited", CALLS, CALLS)
    assert (
        timedelta() < datetime.fromisoformat(details["resets_at"]) - datetime.now(UTC) < timedelta(minutes=1)
    )
    with urllib.request.urlopen(operations) as answer:
        counted = json.load(answer)
    assert (counted["reads"], counted["writes"], counted["deletes"]) == (0, 0, 0)
    assert "result" in firebase.app.call("list_avatars", firebase.app.sign_in())


def test_waiting_for_a_picture_is_one_call(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    made = [firebase.app.generate(token, **days(40), variation=n, wait_seconds=20)["result"] for n in (0, 1)]
    assert [avatar["status"] for avatar in made] == ["completed", "completed"]


def preflight(firebase: WholeFirebase, function: str, origin: str) -> Message:
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    return send(firebase, function, None, asked, method="OPTIONS")[2]


def test_only_the_origins_that_are_set_may_read_an_answer(
    firebase: WholeFirebase, callables: list[str]
) -> None:
    allowed = "access-control-allow-origin"
    for function in callables:
        for origin, told in ((APP, APP), (OTHER, None)):
            answers = [
                preflight(firebase, function, origin),
                send(firebase, function, {"data": {}}, {"origin": origin})[2],
                send(firebase, function, {"data": {}}, {**signed_in(firebase), "origin": origin})[2],
                send(firebase, function, LARGE, {**signed_in(firebase), "origin": origin})[2],
            ]
            assert [headers[allowed] for headers in answers] == [told] * len(answers), function


def test_a_preflight_allows_what_the_app_sends(firebase: WholeFirebase) -> None:
    headers = preflight(firebase, "generate_avatar", APP)
    assert headers["access-control-allow-methods"] == "POST"
    assert {name.strip() for name in headers["access-control-allow-headers"].split(",")} == {
        "authorization",
        "content-type",
    }


def test_the_webhook_takes_nothing_that_is_not_signed(firebase: WholeFirebase) -> None:
    before = firebase.documents
    for body, method in ((b'{"id": "p0"}', "POST"), (b"x" * 5_000_000, "POST"), (None, "GET")):
        url = f"{firebase.app.functions}/provider_webhook?call=r-0&key=k"
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(url, body, JSON, method=method))
        with refused.value:
            assert refused.value.code == (401 if body == b'{"id": "p0"}' else 405 if body is None else 413)
    assert firebase.documents == before

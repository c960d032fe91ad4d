"""Administration and taking wishes back, over HTTP: claims set by the Admin SDK, idempotent, nobody else's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from firebase_admin import auth

from tests.integration.app import days, uid_of
from tests.integration.rest_client import RestClient
from tests.integration.whole_firebase import WholeFirebase, lost_wish, whole_firebase

GIFT = {"credits": 5, "key": "spring-gift"}


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(CREDITS_PER_AVATAR="10", INITIAL_CREDITS="30") as running:
        yield running


def grant(firebase: WholeFirebase, token: str, uid: str, **change: Any) -> dict[str, Any]:
    return firebase.app.call("grant_credits", token, user_id=uid, **{**GIFT, **change})


def test_an_administrator_grants_once_per_key(firebase: WholeFirebase, administrator: str) -> None:
    ada = uid_of(firebase.app.sign_in())

    for _ in range(2):
        assert grant(firebase, administrator, ada) == {"result": {"credits": 35}}
    assert firebase.documents[f"users/{ada}"]["credits"] == 35
    refused = grant(firebase, administrator, ada, credits=6)["error"]
    assert (refused["status"], refused["details"]["fields"]) == (
        "INVALID_ARGUMENT",
        {"key": "was used for another grant"},
    )


def test_a_token_from_before_the_claim_does_not_grant(firebase: WholeFirebase) -> None:
    before = firebase.account("root@example.com")
    auth.set_custom_user_claims(uid_of(before), {"admin": True})
    assert grant(firebase, before, "ada")["error"]["details"]["reason"] == "forbidden"


@pytest.mark.parametrize(
    "function", ["grant_credits", "replay_dead_letters", "list_reports", "decide_report", "usage_report"]
)
def test_what_is_for_administrators_is_for_nobody_else(firebase: WholeFirebase, function: str) -> None:
    for token in (firebase.app.sign_in(), firebase.account("ada@example.com")):
        error = firebase.app.call(function, token)["error"]
        assert (error["status"], error["details"]["reason"]) == ("PERMISSION_DENIED", "forbidden")
    stranger = firebase.app.call(function, None)["error"]
    assert stranger["details"]["reason"] == "unauthenticated"


def test_granted_credits_buy_a_picture(firebase: WholeFirebase, administrator: str) -> None:
    token = firebase.app.sign_in()
    poor = {f"users/{uid_of(token)}": {"latest": None, "credits": 0, "milestone": None, "updated_at": None}}
    firebase.write(poor)
    refused = firebase.app.generate(token, **days(40), allow_fallback=False)
    assert refused["error"]["details"]["reason"] == "insufficient_credits"

    grant(firebase, administrator, uid_of(token), credits=10)
    made = firebase.app.generate(token, **days(40), wait_seconds=30)["result"]
    assert (made["status"], made["source"]) == ("completed", "generated")
    assert firebase.documents[f"users/{uid_of(token)}"]["credits"] == 0


def test_an_event_that_was_put_aside_is_handled_when_replayed(
    firebase: WholeFirebase, administrator: str
) -> None:
    ada = uid_of(firebase.app.sign_in())
    render_id, documents = lost_wish(ada, age=timedelta(minutes=1))
    letter = {"function": "render_attempt", "document": f"renders/{render_id}/attempts/1", "error": "OSError"}
    at = documents[f"renders/{render_id}"]["created_at"]
    firebase.write({**documents, "dead_letters/event-1": {**letter, "at": at}})

    assert firebase.app.call("replay_dead_letters", administrator)["result"] == {"done": 1, "failed": 0}
    (avatar,) = firebase.under(f"users/{ada}/avatars/", 4)
    assert (avatar["status"], firebase.under("dead_letters/")) == ("completed", [])


def test_a_wish_that_still_waits_can_be_taken_back_by_its_person_alone(firebase: WholeFirebase) -> None:
    token, other = firebase.app.sign_in(), firebase.app.sign_in()
    _, documents = lost_wish(uid_of(token), age=timedelta(minutes=1))
    firebase.write(documents)
    (avatar_id,) = [path.split("/")[3] for path in documents if "/avatars/" in path]

    refused = firebase.app.call("cancel_avatar", other, avatar_id=avatar_id)["error"]
    assert (refused["status"], refused["details"]["reason"]) == ("NOT_FOUND", "not_found")

    for _ in range(2):
        taken_back = firebase.app.call("cancel_avatar", token, avatar_id=avatar_id)["result"]
        assert (taken_back["status"], taken_back["error"]["reason"]) == ("failed", "cancelled")
    (usage,) = firebase.under(f"users/{uid_of(token)}/usage/", 4)
    assert (usage["reserved"], usage["refunded"]) == (1, 1)


def test_a_picture_that_is_done_is_not_taken_back(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    made = firebase.app.generate(token, **days(40), wait_seconds=30)["result"]
    kept = firebase.app.call("cancel_avatar", token, avatar_id=made["avatar_id"])["result"]
    assert (kept["status"], kept["image_url"]) == ("completed", made["image_url"])


@pytest.mark.parametrize("avatar_id", ["", "../../renders/x", "A" * 32, None])
def test_an_id_that_is_none_is_refused(firebase: WholeFirebase, avatar_id: Any) -> None:
    error = firebase.app.call("cancel_avatar", firebase.app.sign_in(), avatar_id=avatar_id)["error"]
    assert list(error["details"]["fields"]) == ["avatar_id"]


def test_figures_are_the_same_by_call_and_by_rest_and_wrong_periods_are_named(
    firebase: WholeFirebase, administrator: str
) -> None:
    firebase.app.generate(firebase.app.sign_in(), **days(40), wait_seconds=30)
    site = firebase.suite.addresses["hosting"]
    client = RestClient(site, administrator)

    called = firebase.app.call("usage_report", administrator, period="month")["result"]
    sent = client.get("/usage?period=month")

    assert sent.status == 200
    for name in ("allowance", "mixes", "money", "people", "refunds", "series"):
        assert sent.json[name] == called[name]
    assert called["allowance"]["made"] == 1
    wrong = firebase.app.call("usage_report", administrator, period="decade", user="ada")["error"]
    assert wrong["details"]["fields"] == {
        "period": "must be one of today, month, 30d, 12m",
        "user": "unknown field",
    }
    for query in ("period=decade", "user=ada"):
        problem = client.get(f"/usage?{query}").problem
        assert (problem["status"], problem["reason"]) == (400, "invalid_request")
    refused = RestClient(site, firebase.app.sign_in()).get("/usage").problem
    assert (refused["status"], refused["reason"]) == (403, "forbidden")
    assert RestClient(site).get("/usage").problem["status"] == 401

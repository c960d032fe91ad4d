"""Administration and taking wishes back, over HTTP: claims set by the Admin SDK, idempotent, nobody else's."""

import json
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from firebase_admin import auth

from tests.fuzz import tokens
from tests.integration.app import days, uid_of
from tests.integration.rest_client import RestClient
from tests.integration.whole_firebase import WholeFirebase, lost_wish, whole_firebase

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

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
    "function",
    [
        *("grant_credits", "replay_dead_letters", "list_reports", "decide_report", "usage_report"),
        *("console_view", "console_act"),
    ],
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


GIVE_BACK = {"act": "give_back", "pictures": 1, "key": "ticket-0001", "reason": "spoilt by our outage"}


def with_role(firebase: WholeFirebase, role: str) -> str:
    """Return the token of an administrator with this role."""
    email = f"{role}@example.com"
    auth.set_custom_user_claims(uid_of(firebase.account(email)), {"admin_role": role})
    return firebase.account(email)


def look(firebase: WholeFirebase, token: str, view: str, **data: Any) -> dict[str, Any]:
    return dict(firebase.app.call("console_view", token, view=view, **data)["result"])


def test_a_role_is_a_claim_and_does_what_it_may(firebase: WholeFirebase) -> None:
    ada, support = uid_of(firebase.app.sign_in()), with_role(firebase, "support")
    given = firebase.app.call("console_act", support, user_id=ada, **GIVE_BACK)["result"]
    assert (given["limit"], given["again"]) == (4, False)
    assert firebase.app.call("console_act", support, user_id=ada, **GIVE_BACK)["result"]["again"]
    grant = {"act": "grant_credits", "user_id": ada, "credits": 5, "key": "ticket-0002", "reason": "sorry"}
    refused = firebase.app.call("console_act", support, **grant)["error"]
    assert (refused["status"], refused["details"]["needs"]) == ("PERMISSION_DENIED", "owner")
    (entry,) = firebase.under("audit/")
    assert (entry["by"], entry["role"], entry["act"]) == (uid_of(support), "support", "give_back")
    assert firebase.documents["ledger/give-ticket-0001"]["person"] == entry["person"]


def test_an_old_sign_in_does_not_move_money_and_a_new_one_does(
    firebase: WholeFirebase, administrator: str
) -> None:
    ada, root = uid_of(firebase.app.sign_in()), uid_of(administrator)
    renewed = tokens.token({"sub": root, "admin": True, "auth_time": int(time.time()) - 3700})
    refused = grant(firebase, renewed, ada)["error"]
    assert (refused["status"], refused["details"]["reason"]) == ("FAILED_PRECONDITION", "sign_in_again")
    assert firebase.documents == {}
    assert grant(firebase, administrator, ada) == {"result": {"credits": 35}}


def test_a_picture_given_back_is_made_on_that_day(firebase: WholeFirebase) -> None:
    user = firebase.app.sign_in()
    for active_days in (3, 8, 15):
        made = firebase.app.generate(user, **days(active_days), wait_seconds=30)["result"]
        assert made["source"] == "generated"
    over = {**days(40), "allow_fallback": False}
    firebase.write({f"users/{uid_of(user)}": {"latest": None, "credits": 50, "updated_at": None}})
    firebase.app.call("console_act", with_role(firebase, "support"), user_id=uid_of(user), **GIVE_BACK)
    one_more = firebase.app.generate(user, **over, wait_seconds=30)["result"]
    assert (one_more["status"], one_more["source"]) == ("completed", "generated")
    assert "user_daily_limit" in str(firebase.app.generate(user, **days(100), allow_fallback=False))
    (usage,) = firebase.under(f"users/{uid_of(user)}/usage/", 4)
    assert (usage["settled"], usage["granted"]) == (4, 1)


def test_a_person_is_found_by_the_address_that_auth_knows(firebase: WholeFirebase) -> None:
    mira, support = firebase.account("mira@example.com"), with_role(firebase, "support")
    shown = look(firebase, support, "person", email="mira@example.com")
    assert (shown["user_id"], shown["allowance"]["remaining"]) == (uid_of(mira), 3)
    for unknown in ({"email": "nobody@example.com"}, {"user_id": "nobody"}):
        refused = firebase.app.call("console_view", support, view="person", **unknown)["error"]
        assert (refused["status"], refused["details"]["reason"]) == ("NOT_FOUND", "not_found")


def test_the_reads_that_a_view_says_it_cost_are_those_that_are_billed(
    firebase: WholeFirebase, administrator: str
) -> None:
    user = firebase.app.sign_in()
    firebase.app.generate(user, **days(40), wait_seconds=30)
    firebase.settle()
    counter = f"http://{firebase.suite.addresses['firestore']}/__/operations"
    fences = 1  # the caller's own, of which every callable reads whether it is being erased
    for view, data in (
        ("desk", {}),
        ("ledger", {"user_id": uid_of(user)}),
        ("jobs", {"state": "under_way"}),
        ("what_if", {"global_daily_limit": 3}),
        ("audit", {}),
    ):
        urllib.request.urlopen(urllib.request.Request(counter, method="DELETE")).close()
        said = look(firebase, administrator, view, **data)["reads"]
        with urllib.request.urlopen(counter) as answer:
            billed = json.load(answer)["reads"] - fences
        assert billed <= said <= 61, view
        assert view != "desk" or said <= 20

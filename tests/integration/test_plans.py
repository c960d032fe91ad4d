"""Plans on the whole embedded Firebase: by the token for calls and REST, the account for documents and milestones."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from firebase_admin import auth

from tests.integration.app import days, uid_of
from tests.integration.firestore_house import at_once
from tests.integration.rest_client import RestClient
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

PLANS = {"free": {"styles": ["daymi"]}, "pro": {"monthly_pictures": 5}}
TODAYS = f"{datetime.now(UTC):%Y%m%d}-00"
MONTH = f"m{datetime.now(UTC):%Y_%m}"


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(PLANS=json.dumps(PLANS)) as running:
        yield running


def rest(firebase: WholeFirebase, token: str) -> RestClient:
    return RestClient(firebase.suite.addresses["hosting"], token)


def become_pro(uid: str) -> None:
    """Give the account its plan as Stripe's extension does."""
    auth.set_custom_user_claims(uid, {"stripeRole": "pro"})


def test_an_equal_wish_by_every_door_under_a_change_of_plan_is_one_document_and_one_reservation(
    firebase: WholeFirebase,
) -> None:
    before = firebase.account("ada@example.com")
    uid = uid_of(before)
    become_pro(uid)
    after = firebase.account("ada@example.com")
    wish = days(40)
    firebase_wish = {f"users/{uid}/avatarRequests/{TODAYS}": wish}
    progress = {f"users/{uid}/progress/current": {"active_days": 40}}
    acts: list[Any] = [partial(firebase.app.generate, token, **wish) for token in (before, after)]
    acts += [partial(rest(firebase, token).post, "/avatar/generate", wish) for token in (before, after)]
    acts += [partial(firebase.write, firebase_wish), partial(firebase.write, progress)]
    at_once(acts)
    firebase.settle()

    assert len(firebase.under(f"users/{uid}/avatars/", 4)) == 1
    (job,) = firebase.under("renders/")
    (day,) = firebase.under(f"users/{uid}/usage/", 4)
    assert (day["reserved"], day["settled"]) == (1, 1)
    months = firebase.documents[f"users/{uid}"].get("months", {})
    assert months == ({MONTH: 1} if job["reservation"].get("plan") == "pro" else {})


def test_a_call_goes_by_its_token_and_a_document_by_the_account(firebase: WholeFirebase) -> None:
    token = firebase.account("bo@example.com")
    uid = uid_of(token)
    become_pro(uid)
    refused = firebase.app.generate(token, style="anime", **days(3))
    assert refused["error"]["details"]["reason"] == "plan_required"
    problem = rest(firebase, token).post("/avatar/generate", {"style": "anime", **days(3)}).problem
    assert (problem["status"], problem["plans"]) == (409, ["guest", "pro"])

    firebase.write({f"users/{uid}/avatarRequests/{TODAYS}": {"style": "anime", **days(3)}})
    firebase.settle()
    assert firebase.under("renders/")[0]["reservation"]["plan"] == "pro"

    renewed = firebase.account("bo@example.com")
    me = firebase.app.call("get_me", renewed)["result"]
    assert (me["plan"], me["allowance"]["month"]["used"]) == ("pro", 1)
    assert rest(firebase, renewed).get("/me").json["allowance"]["month"]["limit"] == 5

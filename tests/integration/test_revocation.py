"""Disabled accounts and revoked sign-ins on the whole embedded Firebase, where CHECK_REVOKED is on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from firebase_admin import auth

from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

SPENDING = ("generate_avatar", "generate_trilogy")
TODAYS = f"{datetime.now(UTC):%Y%m%d}-00"


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(CHECK_REVOKED="true") as running:
        yield running


def refusals(firebase: WholeFirebase, token: str) -> list[tuple[Any, ...]]:
    """How the calls that spend money are refused."""
    answers = [firebase.app.call(name, token, **days(3)) for name in SPENDING]
    return [(one["http"], one["error"]["details"]["reason"], one["error"]["message"]) for one in answers]


def test_a_disabled_account_reads_and_spends_nothing_until_it_is_enabled(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    auth.update_user(uid_of(token), disabled=True)
    assert refusals(firebase, token) == [(401, "unauthenticated", "this account is disabled")] * 2
    assert firebase.app.call("list_avatars", token)["result"]["avatars"] == []
    assert firebase.documents == {}

    auth.update_user(uid_of(token), disabled=False)
    assert firebase.app.generate(token, **days(3))["result"]["status"] == "queued"


def test_a_revoked_sign_in_spends_nothing(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    auth.update_user(uid_of(token), valid_since=int(datetime.now(UTC).timestamp()) + 5)
    told = (401, "unauthenticated", "this sign-in was revoked: sign in again")
    assert refusals(firebase, token) == [told] * 2


def test_a_deleted_account_spends_nothing(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    auth.delete_user(uid_of(token))
    told = (401, "unauthenticated", "this account does not exist any more")
    assert refusals(firebase, token) == [told] * 2


def test_documents_of_a_disabled_account_make_nothing(firebase: WholeFirebase) -> None:
    uid = uid_of(firebase.app.sign_in())
    auth.update_user(uid, disabled=True)
    request = f"users/{uid}/avatarRequests/{TODAYS}"
    firebase.write({request: days(40), f"users/{uid}/progress/current": {"active_days": 40}})
    firebase.settle()

    assert firebase.documents.keys() == {request, f"users/{uid}/progress/current"}
    answer = firebase.documents[request]["answer"]
    assert (answer["status"], answer["error"]["reason"]) == ("refused", "unauthenticated")

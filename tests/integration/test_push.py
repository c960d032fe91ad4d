"""Pushes on the whole embedded Firebase, with a server that plays Firebase Cloud Messaging."""

import json
from collections.abc import Iterator

import pytest

from mirror_realm.domain.push_device import digest_of
from tests import invariants
from tests.faults.fcm import FcmServer
from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

PHONE = "fcm-token:of-a-phone"


@pytest.fixture(scope="module")
def fcm() -> Iterator[FcmServer]:
    with FcmServer() as server:
        yield server


@pytest.fixture(scope="module")
def running(fcm: FcmServer) -> Iterator[WholeFirebase]:
    with whole_firebase(USER_DAILY_LIMIT="9", GLOBAL_DAILY_LIMIT="90", FCM_BASE_URL=fcm.base_url) as firebase:
        yield firebase


@pytest.fixture
def firebase(running: WholeFirebase, fcm: FcmServer) -> Iterator[WholeFirebase]:
    running.suite.clear()
    fcm.play("delivered")
    yield running
    running.settle()
    invariants.check(running.documents, user_limit=9, global_limit=90, salt=running.suite.project)


def test_a_user_who_opted_in_is_sent_a_push_and_one_who_opted_out_is_not(
    firebase: WholeFirebase, fcm: FcmServer
) -> None:
    app, token = firebase.app, firebase.app.sign_in()
    assert app.call("register_push", token, token=PHONE)["result"] == {"enabled": True, "devices": 1}
    made = app.generate(token, **days(3, major_achievement="wrote the first program"))["result"]
    firebase.settle()
    (message,) = fcm.messages
    assert (message["token"], message["data"]) == (
        PHONE,
        {"avatar_id": made["avatar_id"], "status": "completed"},
    )
    assert "program" not in json.dumps(message)
    assert uid_of(token) not in json.dumps(message)

    taken_back = app.call("register_push", token, token=PHONE, enabled=False)
    assert taken_back["result"] == {"enabled": False, "devices": 0}
    app.generate(token, **days(40))
    firebase.settle()
    assert len(fcm.calls) == 1


def test_the_picture_is_settled_before_the_push_whatever_becomes_of_that(
    firebase: WholeFirebase, fcm: FcmServer
) -> None:
    fcm.play("silent")
    app, token = firebase.app, firebase.app.sign_in()
    app.call("register_push", token, token=PHONE)
    made = app.generate(token, **days(3), wait_seconds=30)["result"]
    assert made["status"] == "completed"
    firebase.settle()
    assert len(fcm.calls) == 1


def test_a_phone_that_somebody_else_signs_in_on_is_theirs(firebase: WholeFirebase, fcm: FcmServer) -> None:
    app, ada, bo = firebase.app, firebase.app.sign_in(), firebase.app.sign_in()
    app.call("register_push", ada, token=PHONE)
    app.call("register_push", bo, token=PHONE)
    app.generate(ada, **days(3))
    firebase.settle()
    assert fcm.calls == []
    app.generate(bo, **days(40))
    firebase.settle()
    assert [message["token"] for message in fcm.messages] == [PHONE]


def test_a_device_that_is_gone_is_forgotten(firebase: WholeFirebase, fcm: FcmServer) -> None:
    fcm.play("unregistered")
    app, token = firebase.app, firebase.app.sign_in()
    app.call("register_push", token, token=PHONE)
    app.generate(token, **days(3))
    firebase.settle()
    assert len(fcm.calls) == 1
    assert f"push_tokens/{digest_of(PHONE)}" not in firebase.documents


def test_the_token_goes_with_the_person(firebase: WholeFirebase) -> None:
    app, token = firebase.app, firebase.app.sign_in()
    app.call("register_push", token, token=PHONE)
    assert f"push_tokens/{digest_of(PHONE)}" in firebase.documents
    assert app.call("delete_my_data", token, confirm=True)["result"]["status"] == "done"
    assert [path for path in firebase.documents if not path.startswith("erasures/")] == []


@pytest.mark.parametrize(
    "token", ["", "x" * 4097, 7, None, "\ud800"], ids=["empty", "long", "number", "null", "surrogate"]
)
def test_a_token_that_is_none_is_refused_and_not_said_again(firebase: WholeFirebase, token: object) -> None:
    error = firebase.app.call("register_push", firebase.app.sign_in(), token=token)["error"]
    assert error["details"]["reason"] == "invalid_request"
    assert set(error["details"]["fields"]) == {"token"}
    assert "xxx" not in json.dumps(error)
    assert not [path for path in firebase.documents if path.startswith("push_tokens/")]

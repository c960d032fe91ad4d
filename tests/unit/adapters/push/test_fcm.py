"""Firebase Cloud Messaging as a local server plays it, the genuine HTTP client in between."""

import time
from collections.abc import Iterator

import pytest

from mirror_realm.adapters.push.bearer import NoBearer
from mirror_realm.adapters.push.fcm import LIFE_SECONDS, FcmSender
from mirror_realm.domain.narrative.push_lines import READY
from mirror_realm.services.ports.push import Delivery, Push, PushFailed
from tests.faults.fcm import FcmServer

AVATAR = "0123456789abcdef0123456789abcdef"
PUSH = Push(AVATAR, "completed", READY)
TOKEN = "fcm-token:of-a-phone"


@pytest.fixture
def fcm() -> Iterator[FcmServer]:
    with FcmServer() as server:
        yield server


def send(fcm: FcmServer, seconds: float = 3.0) -> Delivery:
    return FcmSender("demo", fcm.base_url).send(TOKEN, PUSH, seconds)


def test_a_push_is_one_post_with_the_avatar_and_our_words_alone(fcm: FcmServer) -> None:
    assert send(fcm) is Delivery.SENT
    (call,) = fcm.calls
    assert (call.method, call.path) == ("POST", "/v1/projects/demo/messages:send")
    assert "authorization" not in call.headers, "a local server gets no credentials"
    (message,) = fcm.messages
    expires = int(message["apns"]["headers"].pop("apns-expiration"))
    assert abs(expires - time.time() - LIFE_SECONDS) < 60
    assert message == {
        "token": TOKEN,
        "notification": {"title": READY.title, "body": READY.body},
        "data": {"avatar_id": AVATAR, "status": "completed"},
        "android": {"collapse_key": AVATAR, "ttl": "86400s", "notification": {"tag": AVATAR}},
        "apns": {"headers": {"apns-collapse-id": AVATAR}},
        "webpush": {"headers": {"Topic": AVATAR, "TTL": "86400"}, "notification": {"tag": AVATAR}},
    }
    assert len(call.body) < 4096, "what the service takes"


@pytest.mark.parametrize(
    ("scenario", "delivery"),
    [
        ("delivered", Delivery.SENT),
        ("unregistered", Delivery.GONE),
        ("no_token", Delivery.GONE),
        ("no_token_by_field", Delivery.GONE),
        ("bad_message", Delivery.REFUSED),
        ("bad_field_beside_the_token", Delivery.REFUSED),
        ("too_big", Delivery.REFUSED),
        ("mismatch", Delivery.REFUSED),
        ("no_such_project", Delivery.REFUSED),
        ("other_json", Delivery.REFUSED),
        ("nested", Delivery.REFUSED),
    ],
)
def test_an_answer_about_this_device_leaves_the_others(
    fcm: FcmServer, scenario: str, delivery: Delivery
) -> None:
    fcm.play(scenario)
    assert send(fcm) is delivery
    assert len(fcm.calls) == 1


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ("not_enabled", "answered_403"),
        ("unauthenticated", "answered_401"),
        ("quota", "answered_429"),
        ("down", "answered_503"),
        ("broken", "answered_500"),
        ("redirected", "answered_302"),
        ("huge", "answer_too_large"),
        ("reset", "unreachable"),
    ],
)
def test_a_service_that_fails_is_asked_once(fcm: FcmServer, scenario: str, reason: str) -> None:
    fcm.play(scenario)
    with pytest.raises(PushFailed) as failed:
        send(fcm)
    assert failed.value.reason == reason
    assert len(fcm.calls) == 1
    assert TOKEN not in str(failed.value)
    assert failed.value.__cause__ is None


@pytest.mark.parametrize("scenario", ["silent", "trickling"])
def test_a_service_that_hangs_is_left_in_time(fcm: FcmServer, scenario: str) -> None:
    fcm.play(scenario)
    began = time.monotonic()
    with pytest.raises(PushFailed, match="timeout"):
        send(fcm, 1.0)
    assert time.monotonic() - began < 2.0


def test_a_service_that_is_not_there_is_unreachable() -> None:
    with FcmServer() as closed:
        url = closed.base_url
    with pytest.raises(PushFailed, match="unreachable"):
        FcmSender("demo", url).send(TOKEN, PUSH, 1.0)


def test_credentials_are_sent_as_a_bearer_and_their_lack_is_said_without_them(fcm: FcmServer) -> None:
    assert FcmSender("demo", fcm.base_url, lambda _: "ya29.x").send(TOKEN, PUSH, 3.0) is Delivery.SENT
    assert fcm.calls[0].headers["authorization"] == "Bearer ya29.x"

    def none(_: float) -> str:
        raise NoBearer("RefreshError: a part of a key")

    with pytest.raises(PushFailed, match="no_credentials") as failed:
        FcmSender("demo", fcm.base_url, none).send(TOKEN, PUSH, 3.0)
    assert failed.value.__cause__ is None
    assert len(fcm.calls) == 1

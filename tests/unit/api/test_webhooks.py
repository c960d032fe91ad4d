"""The webhook of queued providers: what is signed may bring one handle; nothing else writes anything."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from mirror_realm.api.webhooks import MOST_BYTES, provider_webhook
from mirror_realm.errors import Contention
from mirror_realm.services.ports.providers import CallName
from mirror_realm.settings import Settings
from tests.crash.line import WorkerDied
from tests.fakes.given_settings import given as given_settings
from tests.fakes.house import House

KEY = b"a signing secret of some length"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class HookedHouse(House):
    secret = SECRET

    @property
    def settings(self) -> Settings:
        return given_settings(
            image_provider="replicate", replicate_api_token="r8_test", replicate_webhook_secret=self.secret
        )


@pytest.fixture
def house() -> HookedHouse:
    return HookedHouse()


@pytest.fixture
def call(house: HookedHouse) -> CallName:
    """Return the name of an order whose answer was lost: its worker is dead."""

    def die(*_: object) -> None:
        raise WorkerDied

    house.queue.told = die
    house.ask()
    with pytest.raises(WorkerDied):
        house.deliver()
    ((_, one),) = house.queue.predictions.items()
    return one.call


def headers(house: House, body: bytes, *, key: bytes = KEY, late: float = 0.0) -> dict[str, str]:
    stamp = str(int(house.clock.time.timestamp() - late))
    content = f"msg_1.{stamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}


def post(house: House, call: CallName | str, body: bytes, signed: Mapping[str, str] | None = None) -> int:
    name = call if isinstance(call, str) else f"call={call.render_id}-{call.number}&key={call.key}"
    built = EnvironBuilder(
        "/provider_webhook",
        method="POST",
        query_string=name,
        data=body,
        headers=list((signed or headers(house, body)).items()),
    )
    return provider_webhook(Request(built.get_environ()), house.services).status_code


def message(handle: Any = "prediction-0") -> bytes:
    return json.dumps({"id": handle, "status": "starting", "input": {"prompt": "x"}}).encode()


def handle_of(house: House) -> Any:
    (job,) = [
        data for path, data in house.documents.items() if path.startswith("renders/") and "calls" in data
    ]
    return job["calls"][0].get("handle")


def test_a_signed_message_brings_the_handle_and_the_next_worker_collects(
    house: House, call: CallName
) -> None:
    assert post(house, call, message()) == 204
    assert handle_of(house) == "prediction-0"
    assert house.take_attempts() == []

    house.clock.time += timedelta(minutes=5)
    house.reaping.run()
    house.deliver()
    assert len(house.queue.predictions) == 1
    house.check()


@pytest.mark.parametrize(
    "forged",
    [
        {"key": b"another secret"},
        {"late": 301.0},
        {"late": -301.0},
    ],
    ids=str,
)
def test_a_forged_or_old_message_is_refused_and_writes_nothing(
    house: House, call: CallName, forged: dict[str, Any]
) -> None:
    before = dict(house.documents)
    assert post(house, call, message(), headers(house, message(), **forged)) == 401
    assert post(house, call, message("another"), headers(house, message())) == 401
    assert house.documents == before


def test_without_a_secret_every_message_is_refused(house: House, call: CallName) -> None:
    for secret in ("", "whsec_", "whsec_not base64", SECRET.removeprefix("whsec_")):
        bare = HookedHouse.__new__(HookedHouse)
        bare.secret = secret
        HookedHouse.__init__(bare)
        assert post(bare, call, message(), headers(bare, message(), key=b"")) == 401
        assert post(bare, call, message(), headers(bare, message())) == 401


def test_a_secret_that_is_being_exchanged_signs_twice(house: House, call: CallName) -> None:
    both = headers(house, message())
    both["webhook-signature"] = f"v1,AAAA v2,BBBB {both['webhook-signature']}"
    assert post(house, call, message(), both) == 204
    assert handle_of(house) == "prediction-0"


@pytest.mark.parametrize(
    "name", ["", "call=x", "call=unknown-0&key=k", "call=../a-0&key=k", "call=a-9999&key=k"]
)
def test_a_signed_message_about_nothing_known_is_taken_and_writes_nothing(
    house: House, call: CallName, name: str
) -> None:
    before = dict(house.documents)
    assert post(house, name, message()) == 204
    assert post(house, CallName(call.render_id, call.number, "k" * 32), message()) == 204
    assert house.documents == before


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff", b'{"id": 7}', b'{"id": "../x"}', b"[" * 9999]
)
def test_a_signed_message_without_an_id_is_taken_and_writes_nothing(
    house: House, call: CallName, body: bytes
) -> None:
    before = dict(house.documents)
    assert post(house, call, body) == 204
    assert house.documents == before


def test_a_large_message_is_not_read_and_another_method_is_not_allowed(house: House, call: CallName) -> None:
    assert post(house, call, b"x" * (MOST_BYTES + 1)) == 413
    get = Request(EnvironBuilder("/provider_webhook").get_environ())
    assert provider_webhook(get, house.services).status_code == 405


def test_a_message_that_cannot_be_stored_is_asked_for_again(
    house: House, call: CallName, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Contention("busy")

    monkeypatch.setattr(type(house.predictions), "announced", busy)
    assert post(house, call, message()) == 503


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=200) | st.just(message()),
    given_headers=st.dictionaries(
        st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]),
        st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=40)
        | st.sampled_from(["msg_1", "1795176000", "v1,", "v1,AAAA", "0" * 30]),
    ),
    query=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
)
def test_whatever_comes_without_a_signature_is_refused_and_writes_nothing(
    house: HookedHouse, body: bytes, given_headers: dict[str, str], query: str
) -> None:
    before = dict(house.documents)
    assert post(house, query, body, {"x": "y", **given_headers}) == 401
    assert house.documents == before

"""`generate_avatar` over HTTP, as the app calls it: the contract, on the whole embedded Firebase."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from emulator.suite import Suite


@dataclass(frozen=True)
class App:
    """What the app knows: addresses, and how to call."""

    functions: str
    auth: str

    def sign_in(self) -> str:
        """A new anonymous person's ID token."""
        url = f"http://{self.auth}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
        return str(_post(url, {"returnSecureToken": True})["idToken"])

    def generate(self, token: str | None, **data: Any) -> dict[str, Any]:
        """The callable's whole answer: `result` or `error`."""
        return _post(f"{self.functions}/generate_avatar", {"data": data}, token)


def _post(url: str, body: Any, token: str | None = None) -> dict[str, Any]:
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as refused:
        with refused:
            return {"http": refused.code, **json.load(refused)}


def _uid(token: str) -> str:
    body = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"])


@pytest.fixture(scope="module")
def suite() -> Iterator[Suite]:
    with Suite(free_ports=True, settings={"USER_DAILY_LIMIT": "2", "GLOBAL_DAILY_LIMIT": "40"}) as running:
        yield running


@pytest.fixture
def app(suite: Suite) -> Iterator[App]:
    suite.clear()
    yield App(suite.functions_url, suite.addresses["auth"])
    suite.wait_idle(20)


def days(active_days: int, **metrics: Any) -> dict[str, Any]:
    return {"progress_metrics": {"active_days": active_days, **metrics}}


def test_a_wish_becomes_a_picture_that_can_be_loaded_and_asking_again_is_cached(app: App) -> None:
    token = app.sign_in()
    first = app.generate(token, **days(40), wait_seconds=30)["result"]

    assert (first["status"], first["source"], first["cached"]) == ("completed", "generated", False)
    assert first["evolution_stage"] == "month"
    assert first["usage"]["user_remaining"] == 1
    assert datetime.fromisoformat(first["generation_time"])
    for link, side in ((first["image_url"], 1024), (first["thumbnail_url"], 256)):
        with urllib.request.urlopen(link) as answer:
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            picture = Image.open(BytesIO(answer.read()))
        assert (picture.format, picture.size) == ("JPEG", (side, side))
        assert picture.info.get("progressive")

    again = app.generate(token, **days(40))["result"]
    assert (again["cached"], again["image_url"]) == (True, first["image_url"])
    assert "usage" not in again


def test_a_queued_answer_has_everything_the_app_reads(app: App) -> None:
    answer = app.generate(app.sign_in(), **days(3))["result"]
    assert answer["status"] == "queued"
    assert answer["image_url"].endswith("/placeholders/daymi/newReflection.jpg")
    assert {"avatar_id", "generation_time", "cached", "ithere_message", "cost"} <= answer.keys()


def test_nothing_private_is_in_the_answer(app: App) -> None:
    answer = app.generate(app.sign_in(), **days(3))["result"]
    assert not {"render_id", "follows", "cost_micros", "placeholder_url", "allow_fallback"} & answer.keys()


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        ({}, "INVALID_ARGUMENT", "invalid_request"),
        (days(-1), "INVALID_ARGUMENT", "invalid_request"),
        (days(3) | {"evolution_stage": "month"}, "FAILED_PRECONDITION", "stage_not_earned"),
        (days(3) | {"user_id": "somebody"}, "PERMISSION_DENIED", "user_mismatch"),
        (days(3) | {"reference_path": "uploads/x/y.jpg"}, "FAILED_PRECONDITION", "consent_missing"),
    ],
)
def test_a_refusal_tells_code_and_reason_and_leaves_nothing(
    app: App, suite: Suite, data: dict[str, Any], status: str, reason: str
) -> None:
    error = app.generate(app.sign_in(), **data)["error"]
    assert (error["status"], error["details"]["reason"], error["details"]["retryable"]) == (
        status,
        reason,
        False,
    )
    assert list(suite.firestore.export_documents()) == []


def test_a_stranger_is_refused(app: App) -> None:
    assert app.generate(None, **days(3))["error"]["details"]["reason"] == "unauthenticated"


def test_over_the_limit_the_app_gets_429_or_the_painting(app: App) -> None:
    token = app.sign_in()
    for variation in range(2):
        app.generate(token, **days(40), variation=variation)

    refused = app.generate(token, **days(40), variation=2, allow_fallback=False)
    assert refused["http"] == 429
    assert refused["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert refused["error"]["details"]["reason"] == "user_daily_limit"
    assert datetime.fromisoformat(refused["error"]["details"]["resets_at"])

    painted = app.generate(token, **days(40), variation=2, wait_seconds=30)["result"]
    assert (painted["status"], painted["degraded"], painted["source"]) == ("completed", True, "painted")
    assert painted["error"]["reason"] == "user_daily_limit"
    assert painted["upgrade_at"]


def test_people_at_once_each_get_a_picture_and_equal_wishes_share_one_job(app: App, suite: Suite) -> None:
    tokens = [app.sign_in() for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(
            pool.map(lambda token: app.generate(token, **days(40), character="wren", wait_seconds=30), tokens)
        )
    suite.wait_idle(30)
    final = [app.generate(token, **days(40), character="wren")["result"] for token in tokens]

    assert [answer.get("error") for answer in answers] == [None] * 12
    assert {answer["status"] for answer in final} == {"completed"}
    assert len({answer["image_url"] for answer in final}) == 1
    jobs = [
        d
        for d in suite.firestore.export_documents()
        if d.name.split("/documents/")[1].count("/") == 1 and "/renders/" in d.name
    ]
    assert len(jobs) == 1
    assert len({_uid(token) for token in tokens}) == 12

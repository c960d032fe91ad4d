"""`generate_avatar` over HTTP, as the app calls it: the contract, on the whole embedded Firebase."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from embedded_firebase.suite import Suite
from tests.integration.app import App, days, uid_of


@pytest.fixture(scope="module")
def suite() -> Iterator[Suite]:
    with Suite(free_ports=True, settings={"USER_DAILY_LIMIT": "2", "GLOBAL_DAILY_LIMIT": "40"}) as running:
        yield running


@pytest.fixture
def app(suite: Suite) -> Iterator[App]:
    suite.clear()
    yield App(suite.functions_url, suite.addresses["auth"])
    suite.wait_idle(20)


def test_a_wish_becomes_a_picture_that_can_be_loaded_and_asking_again_is_cached(app: App) -> None:
    token = app.sign_in()
    first = app.generate(token, **days(40), wait_seconds=30)["result"]

    assert (first["status"], first["source"], first["cached"]) == ("completed", "generated", False)
    assert first["evolution_stage"] == "month"
    assert first["usage"]["user_remaining"] == 1
    assert datetime.fromisoformat(first["generation_time"])
    for link, side in ((first["image_url"], 1024), (first["thumbnail_url"], 256)):
        with urllib.request.urlopen(link) as answer:
            assert answer.headers["cache-control"] == "public, max-age=86400, must-revalidate"
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
        (days(3) | {"reference_path": "uploads/x/y.jpg"}, "INVALID_ARGUMENT", "invalid_request"),
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


def test_a_photo_without_consent_is_refused(app: App, suite: Suite) -> None:
    token = app.sign_in()
    error = app.generate(token, **days(3), reference_path=f"uploads/{uid_of(token)}/me.jpg")["error"]
    assert (error["status"], error["details"]["reason"]) == ("FAILED_PRECONDITION", "consent_missing")
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
    assert len({uid_of(token) for token in tokens}) == 12

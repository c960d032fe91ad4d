"""What the library logs of a request it refuses: without us the request itself, with us only where it was refused."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import firebase_admin
import pytest
from firebase_functions import https_fn
from flask import Flask

from mirror_realm.api import library_logs
from tests.canaries import Canaries

WORDS = "a canary in the coal mine"
TOKEN = "eyJhbGciOiJub25lIn0.a-canary-of-a-token"
REFUSED = {
    "a body with more than data": ({"data": {}, "more": WORDS}, {}),
    "a body without data": ([WORDS], {}),
    "a token": ({"data": {}}, {"authorization": f"Bearer {TOKEN}"}),
    "a content type": ({"data": {}}, {"content-type": WORDS}),
}


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """Yield the root logger as a process begins with it."""
    root = logging.getLogger()
    before = list(root.filters)
    root.filters.clear()
    yield root
    root.filters[:] = before


@pytest.fixture(autouse=True)
def _admin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Yield an Admin SDK that looks at tokens and asks nobody."""
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:1")
    try:
        firebase_admin.get_app()
    except ValueError:
        app = firebase_admin.initialize_app(options={"projectId": "demo-logs"})
        yield
        firebase_admin.delete_app(app)
    else:
        yield


@https_fn.on_call()
def function(request: https_fn.CallableRequest[object]) -> None:
    raise AssertionError("it was called")


def captured(name: str, caplog: pytest.LogCaptureFixture) -> list[str]:
    body, headers = REFUSED[name]
    canaries = Canaries()
    canaries.plant("words", WORDS)
    canaries.plant("token", TOKEN)
    caplog.clear()
    with (
        caplog.at_level(logging.INFO),
        Flask("functions").test_request_context(
            "/", method="POST", data=json.dumps(body), headers={"content-type": "application/json", **headers}
        ) as context,
    ):
        answer: Any = function
        assert answer(context.request).status_code >= 400
    assert caplog.records
    return canaries.heard_in("\n".join(f"{record.msg} {record.args}" for record in caplog.records).encode())


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_of_the_request_is_said(
    name: str, caplog: pytest.LogCaptureFixture, root: logging.Logger
) -> None:
    library_logs.hush()
    assert captured(name, caplog) == []
    assert all(record.getMessage().startswith("firebase_functions: ") for record in caplog.records)


@pytest.mark.parametrize("name", REFUSED)
def test_without_us_it_would_be(name: str, caplog: pytest.LogCaptureFixture, root: logging.Logger) -> None:
    assert captured(name, caplog) != []


def test_other_logs_are_left_alone_and_hushing_twice_is_hushing(
    caplog: pytest.LogCaptureFixture, root: logging.Logger
) -> None:
    library_logs.hush()
    library_logs.hush()
    assert len(root.filters) == 1
    logging.warning("%s of ours", "a word")
    assert caplog.messages == ["a word of ours"]

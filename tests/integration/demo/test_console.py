"""The demo's operator opens the console, and finds something to do."""

from pathlib import Path

import pytest

from demo.client import SignedIn
from demo.exchange import post_json
from demo.people import ADMINISTRATOR
from tests.integration.demo.staying import staying

pytestmark = pytest.mark.whole


def test_the_operator_is_an_owner_who_finds_something_to_do(tmp_path: Path) -> None:
    with staying(tmp_path) as demo:
        assert demo.told.index("/console/") < demo.told.index("day 0")
        assert f"{ADMINISTRATOR.email}, {ADMINISTRATOR.password}" in demo.told
        account = post_json(
            f"http://{demo.client.auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any",
            {"email": ADMINISTRATOR.email, "password": ADMINISTRATOR.password, "returnSecureToken": True},
        )
        operator = SignedIn(account["localId"], account["idToken"])
        desk = demo.client.call("console_view", operator, {"view": "desk"})
        assert desk["role"] == "owner"
        assert {one["what"]: one["count"] for one in desk["todo"]} == {"dead_letters": 1, "open_reports": 1}
        letter = {
            "act": "replay_letter",
            "letter_id": "demo-event",
            "key": "of-the-demo",
            "reason": "trying it",
        }
        assert demo.client.call("console_act", operator, letter)["done"]

"""The timeline's callables over HTTP, and the catalogue."""

import base64
from collections.abc import Iterator

import pytest

from embedded_firebase.suite import Suite
from tests.integration.app import App, days


@pytest.fixture(scope="module")
def suite() -> Iterator[Suite]:
    with Suite(free_ports=True, settings={"USER_DAILY_LIMIT": "9"}) as running:
        yield running


@pytest.fixture
def app(suite: Suite) -> Iterator[App]:
    suite.clear()
    yield App(suite.functions_url, suite.addresses["auth"])
    suite.wait_idle(30)


def test_ones_avatars_are_listed_read_chosen_and_compared(app: App) -> None:
    token = app.sign_in()
    made = [app.generate(token, **days(n), wait_seconds=30)["result"] for n in (0, 40)]

    listed = app.call("list_avatars", token, page_size=1)["result"]
    assert [avatar["avatar_id"] for avatar in listed["avatars"]] == [made[1]["avatar_id"]]
    rest = app.call("list_avatars", token, page_token=listed["next_page_token"])["result"]
    assert [avatar["avatar_id"] for avatar in rest["avatars"]] == [made[0]["avatar_id"]]
    assert rest["next_page_token"] is None
    assert "total" not in listed
    assert app.call("list_avatars", token, count=True)["result"]["total"] == 2
    assert app.call("list_avatars", token, status="failed", count=True)["result"] == {
        "avatars": [],
        "next_page_token": None,
        "total": 0,
    }

    assert (
        app.call("get_avatar", token, avatar_id=made[0]["avatar_id"])["result"]["image_url"]
        == made[0]["image_url"]
    )
    chosen = app.call("select_avatar", token, avatar_id=made[0]["avatar_id"])["result"]
    assert chosen["avatar_id"] == made[0]["avatar_id"]
    ids = {"earlier_avatar_id": made[0]["avatar_id"], "later_avatar_id": made[1]["avatar_id"]}
    told = app.call("explain_evolution", token, **ids)["result"]
    assert told["days"] == 40
    assert told["message"].startswith("🪞")
    assert "40 days of learning" in told["message"]
    in_german = app.call("explain_evolution", token, **ids, locale="de-AT")["result"]
    assert "40 tage lernen" in in_german["message"]


@pytest.mark.parametrize(
    "token",
    [
        "!",
        "AAAA",
        "MjAyNi0wMS0wMQ==",
        base64.urlsafe_b64encode(b"0001-01-01T00:00:00+23:59").decode(),
        base64.urlsafe_b64encode(b"9999-12-31T23:59:59-23:59").decode(),
    ],
)
def test_a_page_token_that_is_none_of_ours_is_refused(app: App, token: str) -> None:
    error = app.call("list_avatars", app.sign_in(), page_token=token)["error"]
    assert error["details"]["fields"] == {"page_token": "invalid page token"}


def test_somebody_elses_avatar_is_not_found(app: App) -> None:
    own = app.generate(app.sign_in(), **days(3), wait_seconds=30)["result"]
    error = app.call("get_avatar", app.sign_in(), avatar_id=own["avatar_id"])["error"]
    assert (error["status"], error["details"]["reason"]) == ("NOT_FOUND", "not_found")


def test_what_can_be_chosen_is_listed_with_previews(app: App, suite: Suite) -> None:
    listed = app.call("list_styles", app.sign_in())["result"]
    assert [len(listed[kind]) for kind in ("styles", "personas", "characters")] == [7, 6, 12]
    base = f"http://{suite.addresses['hosting']}/"
    pictured = ("styles", "personas", "characters")
    assert all(item["preview_url"].startswith(base) for kind in pictured for item in listed[kind])
    assert all(item["description"] for kind in (*pictured, "stages") for item in listed[kind])
    assert [stage["from_day"] for stage in listed["stages"]] == [0, 7, 14, 30, 90, 180]
    assert (len(listed["areas"]), len(listed["traits"])) == (10, 28)
    costumes = {style["id"]: style["costume"] for style in listed["styles"]}
    assert [style for style, costume in costumes.items() if costume] == [
        "superhero",
        "cinematic_hero",
        "noir_hero",
    ]
    sizes = {kind: len(choices) for kind, choices in costumes["superhero"].items()}
    assert sizes == {"palettes": 6, "powers": 7, "places": 6}

"""Where the functions answer: deployed behind Hosting, emulated in whatever region they declare."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.answers import ANY_ORIGIN, QUEUED, a_user_without_pictures
from tests.browser.chromium import PUBLIC_NAME
from tests.browser.firebase import Firebase
from tests.browser.visit import Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Start = Callable[..., Firebase]
Open = Callable[..., Visit]

TOKEN = base64.urlsafe_b64encode(json.dumps({"sub": "ada"}).encode()).decode()
SIGNED_IN = {"localId": "ada", "idToken": f"e30.{TOKEN}.", "refreshToken": "again", "expiresIn": "3600"}
FAILED = {
    **QUEUED,
    "status": "failed",
    "error": {"reason": "bad_output", "message": "none", "retryable": True},
}


def test_the_emulated_functions_are_found_in_another_region(firebase: Start, visit: Open) -> None:
    page = visit(firebase(REGION="europe-west1").hosting)
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    expect(page.stages.first.locator('.portrait[data-state="shown"]')).to_be_visible()
    assert page.complaints == []


@pytest.mark.parametrize(
    ("listed", "region"),
    [
        (
            {"backends": [{"functionTriggers": [{"name": "generate_avatar", "region": "asia-east1"}]}]},
            "asia-east1",
        ),
        ({"backends": []}, "us-central1"),
        (None, "us-central1"),
    ],
    ids=["as firebase-tools lists them", "none there", "nobody answers"],
)
def test_firebase_tools_tells_the_region_where_it_lists_its_functions(
    generous_firebase: Firebase, visit: Open, listed: Any, region: str
) -> None:
    page = visit(generous_firebase.hosting)
    called: list[str] = []
    page.page.route(
        "**/__/firebase/init.json", lambda route: route.fulfill(json={"projectId": "demo-mirror"})
    )
    page.page.route(
        "http://127.0.0.1:5001/backends",
        lambda route: route.fulfill(json=listed, headers=ANY_ORIGIN) if listed else route.abort(),
    )
    page.page.route(
        "http://127.0.0.1:9099/**", lambda route: route.fulfill(json=SIGNED_IN, headers=ANY_ORIGIN)
    )

    def answer(route: Route) -> None:
        called.append(route.request.url)
        route.fulfill(json={"result": FAILED}, headers=ANY_ORIGIN)

    page.page.route("**/generate_avatar", answer)
    a_user_without_pictures(page)
    page.page.reload()
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    assert called == [f"http://127.0.0.1:5001/demo-mirror/{region}/generate_avatar"]


def deployed(page: Visit) -> None:
    """Serve the page as a project's own Hosting would, with a user's sign-in."""
    page.page.route(
        "**/__/firebase/init.json",
        lambda route: route.fulfill(
            json={"projectId": "real", "apiKey": "key", "appId": "1:2:web:3", "storageBucket": "real"}
        ),
    )
    page.page.route(
        "https://identitytoolkit.googleapis.com/**",
        lambda route: route.fulfill(json=SIGNED_IN, headers=ANY_ORIGIN),
    )
    a_user_without_pictures(page)
    page.page.reload()


def test_a_deployed_page_calls_its_own_site_wherever_the_functions_are(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(f"http://{PUBLIC_NAME}:{generous_firebase.port}/")
    deployed(page)
    sent: list[tuple[str, str | None]] = []

    def answer(route: Route) -> None:
        sent.append((route.request.url, route.request.headers.get("authorization")))
        route.fulfill(json={"result": FAILED})

    page.page.route("**/call/generate_avatar", answer)
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    own = f"http://{PUBLIC_NAME}:{generous_firebase.port}"
    assert sent == [(f"{own}/call/generate_avatar", f"Bearer {SIGNED_IN['idToken']}")]


def test_a_call_that_hosting_no_longer_waits_for_is_told_as_going_on(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(f"http://{PUBLIC_NAME}:{generous_firebase.port}/")
    deployed(page)
    page.page.route(
        "**/call/generate_avatar", lambda route: route.fulfill(status=504, body="<h1>Gateway Timeout</h1>")
    )
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    expect(page.stages.first).to_contain_text("This is taking unusually long. It goes on without you")

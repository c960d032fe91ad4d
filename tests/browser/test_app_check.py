"""App Check on a deployed page: a token with each call where a site key is set, and nothing of Google's without one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.answers import ANY_ORIGIN
from tests.browser.chromium import PUBLIC_NAME
from tests.browser.firebase import Firebase
from tests.browser.test_functions_found import deployed
from tests.browser.visit import Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Open = Callable[..., Visit]

RECAPTCHA = """
globalThis.grecaptcha = {
  enterprise: {
    ready: (work) => work(),
    execute: async (siteKey, { action }) => `${siteKey} for ${action}`,
  },
};
"""
"""A stand-in for Google's script, which wants the network and a key."""


def stand_in_for_google(page: Page, status: int = 200) -> list[dict[str, str]]:
    """Set a site key and stand in for Google; return the list of exchanges that will come."""
    exchanged: list[dict[str, str]] = []

    def exchange(route: Route) -> None:
        if route.request.method == "POST":
            exchanged.append(route.request.post_data_json or {})
        answer = {"token": f"token {len(exchanged)}", "ttl": "3600s"}
        route.fulfill(
            status=status, json=answer, headers={**ANY_ORIGIN, "Access-Control-Allow-Headers": "content-type"}
        )

    page.route("**/app-check.json", lambda route: route.fulfill(json={"siteKey": "6Lkey"}))
    page.route(
        "https://www.google.com/recaptcha/enterprise.js?render=6Lkey",
        lambda route: route.fulfill(body=RECAPTCHA, content_type="text/javascript"),
    )
    page.route("https://firebaseappcheck.googleapis.com/v1/projects/real/apps/*", exchange)
    return exchanged


def _calls(page: Visit) -> list[Request]:
    """Return the list of calls that will come."""
    calls: list[Request] = []
    page.page.on("request", lambda one: calls.append(one) if "/call/" in one.url else None)
    return calls


def test_each_call_carries_a_token_that_is_exchanged_once(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(f"http://{PUBLIC_NAME}:{generous_firebase.port}/")
    exchanged = stand_in_for_google(page.page)
    calls = _calls(page)
    deployed(page)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)

    assert exchanged == [{"recaptchaEnterpriseToken": "6Lkey for fire_app_check"}]
    assert len(calls) > 1
    assert {one.headers.get("x-firebase-appcheck") for one in calls} == {"token 1"}
    expect(page.page.locator("#backend")).to_contain_text("carry a token of App Check")


def test_where_app_check_refuses_the_backend_decides(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(f"http://{PUBLIC_NAME}:{generous_firebase.port}/")
    stand_in_for_google(page.page, status=403)
    calls = _calls(page)
    deployed(page)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    assert {one.headers.get("x-firebase-appcheck") for one in calls} == {None}


def test_without_a_key_nothing_of_googles_is_loaded(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(f"http://{PUBLIC_NAME}:{generous_firebase.port}/")
    asked: list[str] = []
    page.page.on("request", lambda one: asked.append(one.url) if "google.com" in one.url else None)
    deployed(page)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    assert asked == []
    assert page.page.locator("iframe").count() == 0

"""The copy of a user's data on the page: asked for with a button, fetched as a zip, with words for each state."""

import zipfile
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.firebase import Firebase
from tests.browser.test_taking_back import Open
from tests.browser.visit import PHONE

pytestmark = pytest.mark.drawn(one_in=8, of_file=True)

BUTTON = "Download my data"


def answering(**state: Any) -> Any:
    """Return a route on which the call is answered so."""
    whole: dict[str, Any] = {
        "status": "none",
        "asked_at": None,
        "ready_at": None,
        "gone_at": None,
        "links_until": None,
        "next_at": None,
        "files": [],
    }

    def answer(route: Route) -> None:
        route.fulfill(json={"result": {**whole, **state}})

    return answer


def test_the_data_comes_as_a_zip_file(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)

    page.page.get_by_role("button", name=BUTTON).click()
    expect(page.page.locator("#export-state")).to_contain_text("being put together")
    link = page.page.locator("#export-files").get_by_role("link")
    expect(link).to_have_text("Your data as a zip file", timeout=30_000)
    expect(page.page.locator("#export-files")).to_contain_text("1 picture")
    page.page.locator("#farewell").scroll_into_view_if_needed()
    page.screenshot("desktop-my-data")

    with page.page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert len([name for name in archive.namelist() if name.startswith("pictures/")]) == 1
    assert page.complaints == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("failed", "could not be put together"),
        ("gone", "That copy is deleted"),
    ],
)
def test_each_state_has_words(generous_firebase: Firebase, visit: Open, state: str, words: str) -> None:
    page = visit(generous_firebase.hosting, viewport=PHONE)
    page.step_in_as("A new guest")
    page.page.route("**/export_my_data", answering(status=state))

    page.page.get_by_role("button", name=BUTTON).click()

    expect(page.page.locator("#export-state")).to_contain_text(words)
    page.page.locator("#farewell").scroll_into_view_if_needed()
    page.screenshot(f"phone-my-data-{state}")


def test_a_refusal_says_when_the_next_one_may_be_made(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    details = {"reason": "rate_limited", "retryable": True, "resets_at": "2026-11-22T07:30:00+00:00"}
    refused = {"status": "RESOURCE_EXHAUSTED", "message": "rate limited", "details": details}
    page.page.route("**/export_my_data", lambda route: route.fulfill(status=429, json={"error": refused}))

    page.page.get_by_role("button", name=BUTTON).click()

    expect(page.page.locator("#export-problem")).to_contain_text("Another one can be made from")

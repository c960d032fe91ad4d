"""Sharing on the page: an address from the closer look, the page that a visitor sees, and its end."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.firebase import Firebase
from tests.browser.test_axe import findings
from tests.browser.test_taking_back import Open
from tests.browser.visit import SCREENS, SCREENSHOTS

pytestmark = pytest.mark.drawn(one_in=16, of_file=True)


def visitor(browser: Browser, address: str, *, scripts: bool = False, **how: Any) -> tuple[Page, int]:
    """Return the page as a stranger sees it, without JavaScript, and the status of its answer."""
    page = browser.new_context(java_script_enabled=scripts, bypass_csp=scripts, **how).new_page()
    answer = page.goto(address)
    assert answer is not None
    return page, answer.status


@pytest.mark.parametrize("screen", SCREENS)
def test_a_picture_is_shared_seen_and_taken_back(
    generous_firebase: Firebase, visit: Open, browser: Browser, screen: str
) -> None:
    page = visit(generous_firebase.hosting, viewport=SCREENS[screen])
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    page.stages.locator(".portrait").first.click()
    panel = page.page.locator("#share-panel")
    panel.get_by_text("Share this picture").click()
    expect(panel.get_by_label("For how long").get_by_role("option")).to_have_text(["A week", "A month"])
    panel.scroll_into_view_if_needed()
    page.screenshot(f"{screen}-share-asked")
    panel.get_by_role("button", name="Make an address").click()
    address = panel.get_by_label("Its address")
    expect(address).to_be_focused()
    url = address.input_value()
    panel.scroll_into_view_if_needed()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.page.get_by_role("dialog").screenshot(path=SCREENSHOTS / f"{screen}-share-made.png")
    assert findings(page.page) == []

    for scheme in ("light", "dark"):
        shared, status = visitor(browser, url, viewport=SCREENS[screen], color_scheme=scheme)
        assert status == 200
        expect(shared.get_by_role("heading")).to_have_text("A reflection from the Mirror Realm")
        picture = shared.get_by_role("img", name="The reflection that was shared")
        expect(picture).to_have_js_property("naturalWidth", 1024)
        with_scripts = visitor(browser, url, scripts=True, viewport=SCREENS[screen], color_scheme=scheme)[0]
        assert findings(with_scripts) == []
        with_scripts.context.close()
        width = SCREENS[screen]["width"]
        assert shared.evaluate("document.documentElement.scrollWidth") <= width
        assert shared.context.cookies() == []
        shared.screenshot(path=SCREENSHOTS / f"{screen}-shared-{scheme}.png")
        shared.context.close()

    panel.get_by_role("button", name="Stop sharing").click()
    expect(panel.get_by_role("status")).to_contain_text("shows nothing any more")
    gone, status = visitor(browser, url, viewport=SCREENS[screen])
    assert status == 410
    expect(gone.get_by_role("heading")).to_have_text("Nothing is reflected here.")
    gone.screenshot(path=SCREENSHOTS / f"{screen}-shared-gone.png")
    gone.context.close()
    found = visitor(browser, f"{generous_firebase.hosting}/s/{'a' * 32}", scripts=True)[0]
    assert findings(found) == []
    found.context.close()
    assert page.complaints == []


def test_the_address_is_there_again_when_the_picture_is_opened_again(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    page.stages.locator(".portrait").first.click()
    panel = page.page.locator("#share-panel")
    panel.get_by_text("Share this picture").click()
    panel.get_by_role("button", name="Make an address").click()
    url = panel.get_by_label("Its address").input_value()
    page.page.locator("#closer-look-close").click()

    page.stages.locator(".portrait").first.click()
    panel.get_by_text("Share this picture").click()
    expect(panel.get_by_label("Its address")).to_have_value(url)
    assert page.complaints == []

"""Several variations of a wish: they come side by side, one is kept, and until the others go another one can be."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.firebase import Firebase
from tests.browser.visit import PHONE, PICTURE_TIMEOUT, Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Start = Callable[..., Firebase]
Open = Callable[..., Visit]


def cards(page: Visit) -> Locator:
    return page.result.locator(".set-card")


def wait_for_all(page: Visit, count: int) -> None:
    expect(cards(page)).to_have_count(count)
    shown = page.result.locator('.set-card .portrait[data-state="shown"]')
    expect(shown).to_have_count(count, timeout=PICTURE_TIMEOUT)


def test_of_several_one_is_kept_and_another_one_instead(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting, viewport=PHONE)
    page.step_in_as("Guest")
    page.wait_for_timeline("Guest", earned=1)
    page.page.get_by_role("button", name="Show me four").click()
    wait_for_all(page, 4)
    expect(page.result).to_contain_text("4 to choose from")
    expect(page.result.get_by_role("button", name="Keep this one")).to_have_count(4)
    page.fits_every_screen("several-1-to-choose-from")

    page.result.get_by_role("button", name="Keep this one, number 2").click()
    expect(cards(page).nth(1)).to_have_attribute("data-state", "kept")
    expect(cards(page).nth(1)).to_contain_text("Stays")
    for number in (0, 2, 3):
        expect(cards(page).nth(number)).to_have_attribute("data-state", "going")
        expect(cards(page).nth(number)).to_contain_text("Goes")
    expect(page.result).to_contain_text(re.compile("The others go on .* 20"))
    page.fits_every_screen("several-2-chosen")

    page.page.reload()
    wait_for_all(page, 4)
    expect(cards(page).nth(1)).to_contain_text("Stays")
    page.result.get_by_role("button", name="Keep instead, number 4").click()
    expect(cards(page).nth(3)).to_have_attribute("data-state", "kept")
    expect(cards(page).nth(1)).to_have_attribute("data-state", "going")
    assert page.complaints == []


def test_no_more_are_offered_than_are_left_today(firebase: Start, visit: Open) -> None:
    page = visit(firebase(USER_DAILY_LIMIT="4", GLOBAL_DAILY_LIMIT="40").hosting)
    page.step_in_as("Guest")
    page.wait_for_timeline("Guest", earned=1)
    page.page.get_by_role("button", name="Show me four").click()
    wait_for_all(page, 4)
    expect(page.allowance).to_contain_text("0 pictures left today")
    expect(page.page.locator("#wish-several")).to_be_hidden()

"""The whole way on the page: step in, see the timeline complete, wish by form, use the day up."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.firebase import Firebase
from tests.browser.visit import PHONE, Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Start = Callable[..., Firebase]
Open = Callable[..., Visit]


def test_from_stepping_in_to_the_end_of_the_day(firebase: Start, visit: Open) -> None:
    address = firebase(USER_DAILY_LIMIT="7", GLOBAL_DAILY_LIMIT="40").hosting
    page = visit(address, viewport=PHONE)
    page.fits_every_screen("1-before")

    page.step_in_as("Mira")
    page.make_timeline("Mira", earned=6)
    expect(page.stages.locator('.portrait[data-state="shown"]')).to_have_count(6)
    expect(page.stages.get_by_text("Made just now")).to_have_count(6)
    for words in page.stages.locator(".words").all():
        expect(words).to_contain_text("🪞")
    expect(page.page.locator("#evolution")).to_contain_text("196 days")
    expect(page.allowance).to_contain_text("1 picture left today")
    expect(page.allowance).to_contain_text("34 left for everyone · renews at midnight")
    page.fits_every_screen("2-timeline")

    page.chip("Comic").click()
    page.chip("kind").click()
    page.wish()
    page.wait_for_result("shown")
    assert page.states_seen()[0] == "waiting"
    assert page.states_seen()[-1] == "shown"
    expect(page.result).to_contain_text("Half a year, comic")
    expect(page.result).to_contain_text("Made just now")
    expect(page.result).to_contain_text("finished the first draft of my novel")
    expect(page.allowance).to_contain_text("0 pictures left today")
    page.fits_every_screen("3-wish")

    page.chip("Anime").click()
    page.wish()
    page.wait_for_result("shown")
    expect(page.result).to_contain_text("Stand-in")
    expect(page.result).to_contain_text("You have used today’s pictures.")
    expect(page.result).to_contain_text("Ask again after midnight for your own.")
    page.fits_every_screen("4-stand-in")
    assert page.complaints == []


def test_what_was_made_is_there_at_once_the_next_time(firebase: Start, visit: Open) -> None:
    address = firebase(USER_DAILY_LIMIT="3").hosting
    first = visit(address)
    first.step_in_as("Noor")
    first.make_timeline("Noor", earned=3)

    again = visit(address)
    again.step_in_as("Noor")
    again.wait_for_timeline("Noor", earned=3)

    expect(again.stages.locator('.portrait[data-state="shown"]')).to_have_count(3)
    expect(again.allowance).to_contain_text("0 pictures left today")
    assert again.complaints == []


def test_a_guest_who_wishes_for_a_known_look_shares_it(firebase: Start, visit: Open) -> None:
    page = visit(firebase(USER_DAILY_LIMIT="3").hosting)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    page.open_more()
    page.chip("Wren").click()
    page.wish()
    page.wait_for_result("shown")

    other = visit(page.page.url)
    other.step_in_as("A new guest")
    other.wait_for_timeline("Guest", earned=1)
    other.open_more()
    other.chip("Wren").click()
    other.wish()
    other.wait_for_result("shown")

    expect(other.result).to_contain_text("Shared with others")
    assert other.complaints == []


def test_stages_still_to_come_are_told_and_cannot_be_chosen(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)

    to_come = page.page.locator('.stage-card[data-state="locked"]')
    expect(to_come).to_have_count(3)
    expect(to_come.first).to_contain_text("Opens at day 30")
    month = page.page.get_by_role("radio", name="One month")
    expect(month).to_be_disabled()
    page.open_more()
    page.page.get_by_label("Active days").fill("45")
    expect(month).to_be_enabled()
    page.screenshot("desktop-to-come")


def test_a_picture_opens_closer_with_how_it_came_to_be(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)

    page.page.get_by_role("button", name="Noor’s reflection: First week").click()

    dialog = page.page.get_by_role("dialog", name="First week")
    expect(dialog).to_contain_text("made for this wish")
    expect(dialog).to_contain_text("by the built-in painter")
    expect(dialog.get_by_role("img")).to_have_js_property("naturalWidth", 1024)
    page.screenshot("desktop-closer-look")
    page.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_stepping_in_as_somebody_else_shows_nothing_of_the_one_before(firebase: Start, visit: Open) -> None:
    page = visit(firebase(USER_DAILY_LIMIT="10", GLOBAL_DAILY_LIMIT="40").hosting)
    page.step_in_as("Mira")
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)

    expect(page.page.locator("#stages")).not_to_contain_text("novel")
    expect(page.allowance).to_contain_text("7 pictures left today")
    expect(page.page.get_by_label("What you are proud of")).to_have_value(re.compile("bakery"))
    assert page.complaints == []

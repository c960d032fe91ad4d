"""What a person takes back: one reflection deleted, one reported, or everything there is of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.firebase import Firebase
from tests.browser.visit import PICTURE_TIMEOUT, Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Start = Callable[..., Firebase]
Open = Callable[..., Visit]


def _open_first(page: Visit, name: str, earned: int) -> Locator:
    """Return the dialog on the first of a person's reflections."""
    page.step_in_as(name)
    page.make_timeline(name, earned)
    page.stages.first.locator(".portrait-button").click()
    return page.page.get_by_role("dialog").filter(has=page.page.get_by_role("button", name="Delete this one"))


def test_a_reflection_is_deleted_after_a_second_question(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    look = _open_first(page, "Noor", earned=3)
    question = page.page.get_by_role("dialog", name="Delete this reflection?")

    look.get_by_role("button", name="Delete this one").click()
    question.get_by_role("button", name="Keep it").click()
    expect(look).to_be_visible()

    look.get_by_role("button", name="Delete this one").click()
    expect(question).to_contain_text("stays for others who wish for the same.")
    expect(question).to_contain_text("You can make the same wish again.")
    page.screenshot("desktop-deletion")
    question.get_by_role("button", name="Delete it").click()
    expect(look).to_be_hidden()
    first = page.stages.first
    expect(first).to_contain_text("Deleted")
    expect(first.locator(".portrait-button")).to_be_disabled()
    again = first.get_by_role("button", name="Make it again")
    expect(again).to_be_focused()
    page.screenshot("desktop-deleted")

    again.press("Enter")
    expect(first.locator('.portrait[data-state="shown"]')).to_be_visible(timeout=PICTURE_TIMEOUT)
    assert page.complaints == []


def test_a_deleted_wish_leaves_every_place_of_the_page(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    page.page.get_by_label("Variation").evaluate("(field) => { field.value = 77; }")  # nobody else's picture
    page.wish()
    page.wait_for_result("shown")
    expect(page.page.get_by_text("You are seen like this.")).to_be_visible()
    expect(page.page.locator("#wish-there")).to_contain_text("You have this one")
    expect(page.stages.first.locator('.portrait[data-state="shown"]')).to_be_visible()

    page.stages.first.locator(".portrait-button").click()
    look = page.page.get_by_role("dialog", name="New reflection")
    expect(look).to_contain_text("This is your picture")
    expect(look.get_by_role("button", name="Use as my picture")).to_be_hidden()
    look.get_by_role("button", name="Delete this one").click()
    question = page.page.get_by_role("dialog", name="Delete this reflection?")
    expect(question).to_contain_text("It is your picture now")
    question.get_by_role("button", name="Delete it").click()

    expect(page.page.get_by_role("status").last).to_have_text("Your reflection is deleted: New reflection.")
    expect(page.result).to_contain_text("Deleted")
    expect(page.result.locator('.portrait[data-state="shown"]')).to_have_count(0)
    expect(page.page.locator("#wish-there")).to_be_empty()
    expect(page.page.locator("#seen-as")).to_be_hidden()
    assert page.complaints == []


def test_a_reported_reflection_is_hidden_at_once(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)  # of the same stages: they can stand in
    look = _open_first(page, "Elias", earned=5)
    picture = page.stages.first.locator(".portrait-picture")
    before = picture.evaluate("image => image.srcset")

    look.get_by_text("Report this picture").click()
    look.get_by_label("Why").select_option("It looks like a real person")
    look.get_by_label("In your words").fill("my neighbour")
    page.screenshot("desktop-report")
    look.get_by_role("button", name="Send and hide it").click()

    expect(look).to_be_hidden()
    expect(picture).not_to_have_attribute("srcset", before)
    expect(page.stages.first).to_contain_text("This look was reported")
    expect(page.stages.first).to_contain_text("stands in")
    page.screenshot("desktop-reported")
    assert page.complaints == []


def test_everything_goes_and_the_next_visit_is_somebody_new(firebase: Start, visit: Open) -> None:
    page = visit(firebase().hosting)
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    link = page.stages.first.locator(".portrait-picture").evaluate("image => image.currentSrc")

    page.page.get_by_role("button", name="Delete everything about me").click()
    question = page.page.get_by_role("dialog", name="Delete everything about you?")
    page.screenshot("desktop-farewell-question")
    question.get_by_role("button", name="Stay").click()
    expect(page.stages).to_have_count(3)

    page.page.get_by_role("button", name="Delete everything about me").click()
    question.get_by_role("button", name="Delete everything").click()
    expect(page.page.locator("#notice")).to_contain_text("Nothing of you is left", timeout=30_000)
    expect(page.stages).to_have_count(0)
    expect(page.page.locator("#wish")).to_be_hidden()
    page.screenshot("desktop-farewell")
    assert page.page.request.get(link).ok, "a shared look holds nothing of anybody, and stays"

    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    expect(page.stages.first).to_contain_text("Shared with others")
    assert page.complaints == []

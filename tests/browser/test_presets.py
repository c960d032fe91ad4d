"""The gallery: a preset fills the form, is sent while the form is as it says, and can be left again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request, expect

from tests.browser.firebase import Firebase
from tests.browser.visit import Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)


def test_a_preset_fills_the_form_and_its_picture_comes(
    generous_firebase: Firebase, visit: Callable[..., Visit]
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("guest")
    gallery = page.page.locator("#preset-cards")
    expect(gallery.get_by_role("button")).to_have_count(3)
    page.fits_every_screen("presets-1-gallery")

    kinds = page.page.get_by_role("group", name="Kinds of ideas")
    kinds.get_by_role("button", name="Everyday").focus()
    for _ in range(4):
        page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("Enter")
    expect(kinds.get_by_role("button", name="Heroes")).to_have_attribute("aria-pressed", "true")
    gallery.get_by_role("button", name="Night watch").click()

    expect(page.page.locator("#preset-chosen")).to_contain_text(
        "Night watch fills in: Noir hero, Companion, Wren"
    )
    expect(page.chip("Noir hero").locator("input")).to_be_checked()
    expect(page.chip("resilient").locator("input")).to_be_checked()
    expect(page.chip("curious").locator("input")).not_to_be_checked()
    page.fits_every_screen("presets-2-chosen")
    sent = _wish_sent(page)
    assert (sent["preset"], sent["character"], sent["style"]) == ("night_watch", "wren", "noir_hero")
    page.wait_for_result("shown")

    page.chip("Comic").click()
    expect(gallery.get_by_role("button", name="Night watch")).to_have_attribute("aria-pressed", "false")
    expect(page.page.locator("#preset-chosen")).to_have_text("")
    assert "preset" not in _wish_sent(page)
    page.wait_for_result("shown")
    assert page.complaints == []


def test_a_second_click_brings_back_the_look_from_before(
    generous_firebase: Firebase, visit: Callable[..., Visit]
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.open_more()
    persona = page.page.get_by_label("I-There’s persona")
    expect(persona).to_have_value("maker")
    expect(page.page.locator("#persona-words")).to_contain_text("repaired the kitchen chair")
    page.page.locator("#persona-example").scroll_into_view_if_needed()
    page.fits_every_screen("presets-3-persona")
    card = page.page.locator("#preset-cards").get_by_role("button", name="Late learner")
    card.click()
    expect(persona).to_have_value("mentor")
    expect(page.page.locator("#persona-words")).to_contain_text("taught my niece to play chess")
    card.click()
    expect(persona).to_have_value("maker")
    expect(card).to_have_attribute("aria-pressed", "false")
    expect(page.chip("Noor").locator("input")).to_be_checked()


def _wish_sent(page: Visit) -> dict[str, Any]:
    """Send the form; return the wish as the page sent it."""

    def is_wish(request: Request) -> bool:
        return request.url.endswith("generate_avatar") and request.method == "POST"

    with page.page.expect_request(is_wish) as sent:
        page.wish()
    body = sent.value.post_data_json
    assert body is not None
    data: dict[str, Any] = body["data"]
    return data

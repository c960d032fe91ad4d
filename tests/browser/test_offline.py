"""Without a connection: human words, and it goes on by itself once it is back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.firebase import Firebase
from tests.browser.visit import PICTURE_TIMEOUT, Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Open = Callable[..., Visit]


def test_a_wish_made_offline_is_sent_once_the_connection_is_back(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    page.page.context.set_offline(True)
    page.make_missing()
    expect(page.stages.first).to_contain_text("You are offline. This goes on by itself once you are back.")
    page.screenshot("desktop-offline")

    page.page.context.set_offline(False)

    shown = page.stages.first.locator('.portrait[data-state="shown"]')
    expect(shown).to_be_visible(timeout=PICTURE_TIMEOUT)


def test_a_person_who_cannot_step_in_does_so_once_the_connection_is_back(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.page.context.set_offline(True)
    page.step_in_as("Noor")
    expect(page.page.get_by_role("alert").first).to_contain_text("You are offline.")

    page.page.context.set_offline(False)

    page.wait_for_timeline("Noor", earned=3)
    expect(page.page.locator("#notice")).to_be_hidden()


def test_the_user_of_the_last_visit_steps_in_once_the_connection_is_back(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    page.page.route("**/accounts:lookup**", lambda route: route.abort())
    page.page.reload()
    expect(page.page.get_by_role("alert").first).to_contain_text("The Mirror Realm cannot be reached")

    page.page.unroute("**/accounts:lookup**")
    page.evaluate("dispatchEvent(new Event('online'))")

    page.wait_for_timeline("Guest", earned=1)
    page.page.get_by_role("button", name="Sign out").click()
    expect(page.page.locator("dialog[open]")).to_have_count(1)


def test_a_page_whose_backend_did_not_answer_starts_again_by_itself(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.page.route("**/__/firebase/init.json", lambda route: route.abort())
    page.page.reload()
    expect(page.page.get_by_role("alert").first).to_contain_text(
        "The Mirror Realm cannot be reached just now."
    )
    expect(page.page.locator(".stage-card")).to_have_count(6)

    page.page.unroute("**/__/firebase/init.json")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.page.locator(".person[aria-pressed]").first).to_be_visible()
    expect(page.page.locator("#notice")).to_be_hidden()

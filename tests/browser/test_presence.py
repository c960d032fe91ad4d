"""The page knows its person: after a reload, in every tab of the browser, and until they sign out."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request, Route, expect

from tests.browser.firebase import Firebase
from tests.browser.visit import Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Start = Callable[..., Firebase]
Open = Callable[..., Visit]

KEPT = """
() => new Promise((resolve) => {
  indexedDB.open("firebaseLocalStorageDb").onsuccess = ({ target: { result: database } }) => {
    database.transaction("firebaseLocalStorage").objectStore("firebaseLocalStorage").getAll().onsuccess =
      ({ target }) => resolve(target.result);
  };
})
"""
LET_EXPIRE = """
() => new Promise((resolve) => {
  indexedDB.open("firebaseLocalStorageDb").onsuccess = ({ target: { result: database } }) => {
    const changing = database.transaction("firebaseLocalStorage", "readwrite");
    const store = changing.objectStore("firebaseLocalStorage");
    store.getAll().onsuccess = ({ target }) => {
      for (const record of target.result) {
        record.value.stsTokenManager.expirationTime = 0;
        store.put(record);
      }
    };
    changing.oncomplete = resolve;
  };
})
"""


def _kept(page: Visit) -> dict[str, Any]:
    """Return the records of the browser's sign-ins, by the name of the app."""
    records: list[dict[str, Any]] = page.evaluate(KEPT)
    return {record["fbase_key"].rpartition(":")[2]: record["value"] for record in records}


def _another_tab(page: Visit) -> Visit:
    return Visit(page.page.context.new_page(), page.page.url)


def _wishes_of(page: Visit) -> list[Request]:
    """Return the list to which each wish of the page will be added."""
    wishes: list[Request] = []
    page.page.on("request", lambda one: wishes.append(one) if "generate" in one.url else None)
    return wishes


def _as_if_the_newest_were_being_made(page: Visit) -> None:
    """Answer the next visit's first questions as they were before the newest picture came."""

    def without_it(result: dict[str, Any]) -> dict[str, Any]:
        newest, *rest = result["avatars"]
        return {"avatars": [newest | {"status": "generating"}, *rest], "next_page_token": None}

    def without_a_picture(result: dict[str, Any]) -> dict[str, Any]:
        return result | {"latest": None}

    for call, changed in (("list_avatars", without_it), ("get_me", without_a_picture)):
        _change_the_first_answer(page, call, changed)


def _change_the_first_answer(
    page: Visit, call: str, changed: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            route.continue_()
            return
        real = route.fetch()
        route.fulfill(response=real, json={"result": changed(real.json()["result"])})

    page.page.route(f"**/{call}", answer)


def test_a_guest_is_the_same_after_a_reload_with_what_is_theirs(firebase: Start, visit: Open) -> None:
    page = visit(firebase(USER_DAILY_LIMIT="20").hosting)  # of its own: nothing is shared yet
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    before = _kept(page)
    wishes = _wishes_of(page)

    page.page.reload()
    page.wait_for_timeline("Guest", earned=1)

    expect(page.stages.locator('.portrait[data-state="shown"]')).to_have_count(1)
    expect(page.page.get_by_text("You are seen like this.")).to_be_visible()
    expect(page.allowance).to_contain_text("pictures left today")
    assert before["[DEFAULT]"]["isAnonymous"] is True
    assert _kept(page)["[DEFAULT]"]["uid"] == before["[DEFAULT]"]["uid"]
    assert wishes == []

    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)
    page.step_in_as("The guest")
    page.wait_for_timeline("Guest", earned=1)
    assert _kept(page)["[DEFAULT]"]["uid"] == before["[DEFAULT]"]["uid"]
    assert page.complaints == []


def test_stepping_in_makes_nothing(firebase: Start, visit: Open) -> None:
    page = visit(firebase(USER_DAILY_LIMIT="3").hosting)
    wishes = _wishes_of(page)
    page.step_in_as("Elias")
    page.wait_for_timeline("Elias", earned=5)

    expect(page.stages.get_by_text("Not made yet")).to_have_count(5)
    expect(page.allowance).to_contain_text("3 pictures left today")
    page.fits_every_screen("not-made-yet")
    assert wishes == []

    page.stages.last.get_by_role("button", name="Make it").click()
    page.wait_for_timeline("Elias", earned=5)
    expect(page.stages.last.locator('.portrait[data-state="shown"]')).to_be_visible()
    expect(page.stages.get_by_text("Not made yet")).to_have_count(4)
    assert len(wishes) == 1


def test_an_id_token_that_ended_is_renewed_at_the_next_visit(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)
    page.evaluate(LET_EXPIRE)

    with page.page.expect_response("**/securetoken.googleapis.com/v1/token**") as renewed:
        page.page.reload()
    page.wait_for_timeline("Noor", earned=3)

    tokens = _kept(page)["[DEFAULT]"]["stsTokenManager"]
    assert tokens["accessToken"] == renewed.value.json()["id_token"]
    assert tokens["expirationTime"] > 0


def test_who_signs_out_is_out_in_every_tab(generous_firebase: Firebase, visit: Open) -> None:
    here = visit(generous_firebase.hosting)
    there = _another_tab(here)
    here.step_in_as("Noor")
    here.wait_for_timeline("Noor", earned=3)
    there.wait_for_timeline("Noor", earned=3)

    here.page.get_by_role("button", name="Sign out").click()

    expect(there.page.get_by_role("alert")).to_contain_text("You have signed out in another tab.")
    for tab in (here, there):
        expect(tab.page.locator("#wish")).to_be_hidden()
        expect(tab.page.get_by_role("button", name="Sign out")).to_be_hidden()
        expect(tab.allowance).to_be_hidden()
    assert _kept(here) == {}
    here.page.reload()
    expect(here.page.locator("#timeline-title")).to_have_text("Six stages, one person")
    assert here.complaints == there.complaints == []


def test_a_guest_is_asked_before_signing_out_for_ever(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    uid = _kept(page)["[DEFAULT]"]["uid"]
    question = page.page.get_by_role("dialog", name="Sign out as a guest?")

    page.page.get_by_role("button", name="Sign out").click()
    question.get_by_role("button", name="Stay").click()
    expect(page.page.locator("#wish")).to_be_visible()

    page.page.get_by_role("button", name="Sign out").click()
    page.screenshot("desktop-guest-sign-out")
    question.get_by_role("button", name="Sign out").click()
    expect(page.page.get_by_role("alert")).to_contain_text("You are signed out.")
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    assert _kept(page)["[DEFAULT]"]["uid"] != uid


def test_two_tabs_agree_on_the_allowance_and_on_the_end(firebase: Start, visit: Open) -> None:
    here = visit(firebase(USER_DAILY_LIMIT="5").hosting)
    here.step_in_as("A new guest")
    here.wait_for_timeline("Guest", earned=1)
    there = _another_tab(here)
    there.wait_for_timeline("Guest", earned=1)
    expect(there.allowance).to_contain_text("5 pictures left today")

    here.make_timeline("Guest", earned=1)
    expect(here.allowance).to_contain_text("4 pictures left today")
    expect(there.allowance).to_contain_text("4 pictures left today")
    for tab in (here, there):
        expect(tab.stages.locator('.portrait[data-state="shown"]')).to_have_count(1)
        expect(tab.page.get_by_text("You are seen like this.")).to_be_visible()

    here.stages.first.locator(".portrait-button").click()
    here.page.get_by_role("button", name="Delete this one").click()
    here.page.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    for tab in (here, there):
        expect(tab.stages.first).to_contain_text("Deleted")
        expect(tab.page.locator("#seen-as")).to_be_hidden()

    here.page.get_by_role("button", name="Delete everything about me").click()
    here.page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    for tab in (here, there):
        expect(tab.page.get_by_role("alert")).to_contain_text("Nothing of you is left", timeout=30_000)
        expect(tab.page.locator("#wish")).to_be_hidden()
    assert _kept(there) == {}
    assert here.complaints == there.complaints == []


def test_an_account_that_is_gone_is_signed_out_at_the_next_visit(firebase: Start, visit: Open) -> None:
    started = firebase()
    page = visit(started.hosting)
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)
    started.delete_accounts()

    page.page.reload()

    expect(page.page.locator("#timeline-title")).to_have_text("Six stages, one person")
    expect(page.page.get_by_role("toolbar").get_by_role("button", name="Noor")).to_have_attribute(
        "aria-pressed", "false"
    )
    page.page.wait_for_function("() => indexedDB !== undefined")
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)


def test_what_is_offered_is_not_there_yet(firebase: Start, visit: Open) -> None:
    page = visit(firebase(USER_DAILY_LIMIT="20").hosting)  # of its own: nothing is shared yet
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    page.page.reload()
    page.wait_for_timeline("Guest", earned=1)
    expect(page.page.get_by_role("radio", name="Comic")).to_be_checked()

    page.wish()
    page.wait_for_result("shown")
    expect(page.result.locator(".badge")).to_have_text("Made just now")
    expect(page.page.get_by_role("radio", name="Comic")).to_be_checked()
    expect(page.page.locator("#wish-there")).to_contain_text("You have this one")
    page.wish()
    page.wait_for_result("shown")
    expect(page.result.locator(".badge")).to_have_text("You had this already")

    page.chip("curious").click()
    page.wish()
    page.wait_for_result("shown")
    first = page.result.locator(".portrait-picture").get_attribute("srcset")

    expect(page.page.locator("#wish-there")).to_contain_text("You have this one")
    page.page.get_by_role("button", name="Another draw").last.click()
    expect(page.page.locator("#wish-there")).to_be_empty()
    page.wish()
    page.wait_for_result("shown")
    assert page.result.locator(".portrait-picture").get_attribute("srcset") != first

    newest = str(page.result.locator(".portrait-picture").get_attribute("srcset"))
    address = page.page.url
    page.page.goto("about:blank")  # what the page still asks for is not answered by what follows
    _as_if_the_newest_were_being_made(page)
    page.page.goto(address)
    page.wait_for_timeline("Guest", earned=1)
    expect(page.page.get_by_text("You are seen like this.")).to_be_visible()
    expect(page.stages.first.locator(".portrait-picture")).to_have_attribute("srcset", newest)

"""Albums on the page: made, filled from the closer look, renamed, deleted with a question; on a phone and a desktop."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.firebase import Firebase
from tests.browser.test_taking_back import Open

pytestmark = pytest.mark.drawn(one_in=8, of_file=True)


def make(page: Page, name: str) -> None:
    page.get_by_label("A new album").fill(name)
    page.locator("#album-button").click()
    expect(page.locator(".album").get_by_role("heading", name=name)).to_be_visible()


def put_into(page: Page, number: int, album: str) -> None:
    """Put the picture of a stage of the timeline into an album."""
    page.locator('.stage-card[data-state="earned"] .portrait-button').nth(number).click()
    page.get_by_label("Album", exact=True).select_option(label=album)
    expect(page.get_by_text("It is in this album now.")).to_be_visible()
    page.keyboard.press("Escape")


def test_an_album_from_its_making_to_its_end(generous_firebase: Firebase, visit: Open) -> None:
    visited = visit(generous_firebase.hosting)
    visited.step_in_as("A new guest")
    visited.make_timeline("Guest", earned=1)
    page = visited.page

    expect(page.locator("#albums-empty")).to_be_visible()
    make(page, "Family")
    make(page, "An album with a rather long name, for the wall in the hall")
    put_into(page, 0, "Family")
    family = page.locator(".album").filter(has=page.get_by_role("heading", name="Family"))
    expect(family).to_contain_text("1 picture")
    expect(family.get_by_role("list", name="Pictures in Family").get_by_role("button")).to_have_count(1)
    page.locator("#albums").scroll_into_view_if_needed()
    visited.fits_every_screen("albums")

    family.get_by_role("list").get_by_role("button").click()
    expect(page.get_by_label("Album", exact=True)).to_have_value(id_of_family(page))
    visited.fits_every_screen("album-choice")
    page.keyboard.press("Escape")

    family.get_by_role("button", name="Rename").click()
    page.get_by_label("Its name").fill("Friends")
    page.get_by_role("button", name="Rename it").click()
    friends = page.locator(".album").filter(has=page.get_by_role("heading", name="Friends"))
    expect(friends).to_contain_text("1 picture")

    friends.get_by_role("button", name="Delete the album Friends").click()
    visited.fits_every_screen("album-deletion")
    page.get_by_role("button", name="Keep it").click()
    expect(friends).to_be_visible()
    friends.get_by_role("button", name="Delete the album Friends").click()
    page.get_by_role("button", name="Delete the album alone").click()
    expect(friends).to_have_count(0)
    expect(visited.stages).to_have_count(1)

    put_into(page, 0, "An album with a rather long name, for the wall in the hall")
    page.get_by_role("button", name="Delete the album An").click()
    page.get_by_role("button", name="Delete its pictures, too").click()
    expect(page.locator("#albums-empty")).to_be_visible()
    page.reload()
    expect(page.locator("#albums-empty")).to_be_visible()
    expect(
        page.locator('.stage-card[data-state="earned"]').get_by_role("button", name="Make it")
    ).to_have_count(1)
    assert visited.complaints == []


def id_of_family(page: Page) -> str:
    """Return the id of the album that the picture is in, as the choice has it."""
    value: str = page.locator("#album-choice option", has_text="Family").get_attribute("value") or ""
    assert len(value) == 32
    return value


def test_a_refusal_is_shown_beside_the_albums(generous_firebase: Firebase, visit: Open) -> None:
    visited = visit(generous_firebase.hosting)
    visited.step_in_as("A new guest")
    page = visited.page
    expect(page.locator("#albums")).to_be_visible()
    details = {"reason": "too_many_projects", "retryable": False, "limit": 50}
    refused = {"status": "FAILED_PRECONDITION", "message": "there are 50", "details": details}
    page.route("**/create_project", lambda route: route.fulfill(status=400, json={"error": refused}))
    page.get_by_label("A new album").fill("One more")
    page.locator("#album-button").click()
    expect(page.locator("#album-problem")).to_contain_text("You have 50 albums")
    expect(page.get_by_label("A new album")).to_have_value("One more")

"""A costume on the page: offered in hero styles only, and made as it was chosen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request, expect

from tests.browser.firebase import Firebase
from tests.browser.visit import PHONE, Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)


def sent(request: Request) -> dict[str, Any]:
    """Return the data of a call."""
    body = request.post_data_json
    assert body is not None
    return dict(body["data"])


def test_a_costume_is_chosen_in_a_hero_style_and_sent_only_there(
    generous_firebase: Firebase, visit: Callable[..., Visit]
) -> None:
    page = visit(generous_firebase.hosting, viewport=PHONE)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    costume = page.page.locator("#costume")
    expect(costume).to_be_hidden()

    page.chip("Superhero").click()
    expect(costume).to_be_visible()
    for choice in ("Azure", "Wind", "Coast"):
        page.chip(choice).click()
    with page.page.expect_request("**/generate_avatar") as dressed:
        page.wish()
    assert sent(dressed.value)["costume"] == {"palette": "azure", "power": "wind", "place": "coast"}
    page.wait_for_result("shown")
    page.fits_every_screen("costume")

    page.chip("Anime").click()
    expect(costume).to_be_hidden()
    with page.page.expect_request("**/generate_avatar") as plain:
        page.wish()
    assert "costume" not in sent(plain.value)
    page.wait_for_result("shown")
    assert page.complaints == []

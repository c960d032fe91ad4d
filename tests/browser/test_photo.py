"""With one's own face: consent, a photo, three times of one life, stages, the reel, and taking it all back."""

import io
from collections.abc import Callable
from typing import Any

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from demo.snapshot import PHOTO
from tests.browser.answers import ANY_ORIGIN, QUEUED
from tests.browser.firebase import Firebase
from tests.browser.visit import PHONE, PICTURE_TIMEOUT, Visit

pytestmark = pytest.mark.whole

Start = Callable[..., Firebase]
Open = Callable[..., Visit]

PLENTY = {"USER_DAILY_LIMIT": "40", "GLOBAL_DAILY_LIMIT": "80"}


def _agree(page: Visit) -> None:
    page.page.get_by_label("The photo shows me").check()
    page.page.get_by_role("button", name="I agree").click()
    expect(page.page.locator("#consent-version")).to_contain_text("You agreed to version 2026-11")


def _upload(page: Visit) -> None:
    page.page.get_by_label("Choose a photo").set_input_files(PHOTO)
    expect(page.page.locator("#photo-state")).to_contain_text("It is deleted once your pictures are made.")


def _portraits(page: Visit, part: str, count: int) -> Locator:
    """Return the pictures of a part, once each has come to an end."""
    expect(page.page.locator(f"#{part} .avatar-view[aria-busy='false']")).to_have_count(
        count, timeout=PICTURE_TIMEOUT
    )
    return page.page.locator(f"#{part} .portrait[data-state='shown']")


def _with_a_photo(page: Visit, name: str, earned: int) -> None:
    page.step_in_as(name)
    page.wait_for_timeline(name, earned)
    _agree(page)
    _upload(page)


def test_from_consent_to_the_reel(firebase: Start, visit: Open) -> None:
    page = visit(firebase(**PLENTY).hosting, viewport=PHONE)
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)
    expect(page.page.get_by_label("Choose a photo")).to_be_disabled()
    expect(page.page.get_by_role("button", name="Three times of my life")).to_be_disabled()

    _agree(page)
    _upload(page)
    page.fits_every_screen("photo-1-uploaded")
    page.page.get_by_role("button", name="Three times of my life").click()
    expect(_portraits(page, "photo-trilogy", 3)).to_have_count(3)
    expect(page.page.get_by_role("img", name="Your own face: 2048")).to_be_visible()

    page.page.get_by_role("button", name="My stages").click()
    expect(_portraits(page, "photo-stages", 3)).to_have_count(3)
    expect(page.page.locator("#photo-cards")).to_contain_text("You had this already")

    page.page.emulate_media(reduced_motion="no-preference")
    page.page.get_by_role("button", name="My reel").click()
    reel = page.page.get_by_role("img", name="Your 3 stages, from first to latest, one becoming the next")
    expect(reel).to_have_js_property("naturalWidth", 512)
    expect(page.page.get_by_role("link", name="The contact sheet")).to_be_visible()
    page.fits_every_screen("photo-2-made")

    page.page.reload()
    page.wait_for_timeline("Noor", earned=3)
    expect(page.page.locator("#consent-version")).to_contain_text("You agreed to version 2026-11")
    expect(page.page.get_by_role("button", name="My stages")).to_be_enabled()
    expect(page.page.get_by_text("You are seen like this.")).to_be_visible()
    expect(page.stages.get_by_text("From your photo")).to_have_count(3)
    expect(_portraits(page, "photo-trilogy", 3)).to_have_count(3)
    expect(page.page.locator("#photo-trilogy").get_by_role("img", name="Two weeks")).to_have_count(1)
    page.fits_every_screen("photo-3-again")
    page.page.get_by_role("button", name="My stages").click()
    expect(page.page.locator("#photo-wish-problem")).to_contain_text("Choose a photo first.")
    assert page.complaints == []


def test_a_photo_is_ones_picture_as_it_is(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting, viewport=PHONE)
    page.step_in_as("A new guest")
    use = page.page.get_by_role("button", name="Use it as it is")
    expect(use).to_be_disabled()
    _agree(page)
    use.click()
    expect(page.page.locator("#photo-wish-problem")).to_contain_text("Choose a photo first.")

    _upload(page)
    use.click()
    expect(_portraits(page, "photo-own", 1)).to_have_count(1)
    expect(page.page.locator("#photo-state")).to_contain_text("It was used and is deleted.")
    expect(page.page.get_by_text("You are seen like this.")).to_be_visible()
    page.fits_every_screen("photo-own")

    page.page.reload()
    page.wait_for_timeline("Guest", earned=1)
    picture = page.page.get_by_role("img", name="Your own picture, as it is")
    expect(picture).to_be_visible()
    expect(page.page.locator("#photo-trilogy")).to_be_hidden()
    picture.click()
    look = page.page.get_by_role("dialog", name="Your own picture")
    expect(look).to_contain_text("your photo as it is; no model has seen it")
    page.screenshot("phone-photo-own-closer")
    look.get_by_role("button", name="Delete this one").click()
    page.page.get_by_role("dialog").get_by_role("button", name="Delete").last.click()
    expect(page.page.locator("#photo-own")).to_be_hidden()
    assert page.complaints == []


def test_a_photo_that_cannot_be_shown_is_refused_in_words(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    _agree(page)
    page.page.get_by_label("Choose a photo").set_input_files(
        {"name": "me.heic", "mimeType": "", "buffer": b"\0\0\0\x1cftypheic and no more of it"}
    )
    expect(page.page.locator("#photo-state")).to_contain_text("Uploaded.")
    page.page.get_by_role("button", name="Use it as it is").click()
    expect(page.page.locator("#photo-wish-problem")).to_contain_text(
        "This photo cannot be shown: the photo is damaged"
    )


def test_withdrawing_asks_once_more_and_deletes_everything(firebase: Start, visit: Open) -> None:
    page = visit(firebase(**PLENTY).hosting)
    _with_a_photo(page, "Noor", earned=3)
    page.page.get_by_role("button", name="Three times of my life").click()
    pictures = _portraits(page, "photo-trilogy", 3)
    link = str(pictures.first.locator(".portrait-picture").evaluate("image => image.currentSrc"))
    assert page.page.request.get(link).ok

    withdraw = page.page.get_by_role("button", name="Withdraw", exact=True)
    question = page.page.get_by_role("dialog", name="Withdraw your consent?")
    withdraw.click()
    page.screenshot("desktop-photo-withdrawal")
    question.get_by_role("button", name="Keep them").click()
    expect(pictures).to_have_count(3)

    withdraw.click()
    question.get_by_role("button", name="Withdraw and delete").click()
    expect(page.page.locator("#consent-version")).to_contain_text("3 pictures made from them are deleted")
    expect(page.page.locator("#photo-trilogy")).to_be_hidden()
    expect(page.page.get_by_label("Choose a photo")).to_be_disabled()
    assert not page.page.request.get(link).ok
    assert page.complaints == []


def test_without_the_box_ticked_nothing_is_agreed_to(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.page.get_by_role("button", name="I agree").click()

    expect(page.page.get_by_role("alert").filter(has_text="Tick the box first")).to_be_visible()
    expect(page.page.get_by_label("The photo shows me")).to_be_focused()
    expect(page.page.get_by_label("Choose a photo")).to_be_disabled()


def test_consent_withdrawn_elsewhere_is_told_in_words(generous_firebase: Firebase, visit: Open) -> None:
    here = visit(generous_firebase.hosting)
    _with_a_photo(here, "Elias", earned=5)
    elsewhere = visit(generous_firebase.hosting)
    elsewhere.step_in_as("Elias")
    elsewhere.page.get_by_role("button", name="Withdraw", exact=True).click()
    elsewhere.page.get_by_role("button", name="Withdraw and delete").click()
    expect(elsewhere.page.locator("#consent-version")).to_contain_text("Withdrawn.")

    here.page.get_by_role("button", name="Three times of my life").click()

    expect(here.page.locator("#photo-wish-problem")).to_have_text(
        "Your consent to the use of photos is missing, or was withdrawn. Agree to it first."
    )


@pytest.mark.parametrize(
    ("file", "told"),
    [
        pytest.param(("notes.txt", "text/plain", b"words"), "no JPEG, PNG, WebP or HEIC", id="no photo"),
        pytest.param(("me.jpg", "image/jpeg", b"GIF89a"), "no JPEG, PNG, WebP or HEIC", id="a false label"),
        pytest.param(
            ("me.heic", "", b"\0\0\0\x1cftypavif\0\0\0\0mif1"),
            "no JPEG, PNG, WebP or HEIC",
            id="a false name",
        ),
        pytest.param(
            ("large.jpg", "image/jpeg", bytes(10 * 1024 * 1024)), "larger than 10 MB", id="too large"
        ),
        pytest.param(
            ("me.jpg", "image/jpeg", b"\xff\xd8\xff and no more of a JPEG"), "damaged", id="damaged"
        ),
        pytest.param(("empty.jpg", "image/jpeg", b""), "empty", id="empty"),
    ],
)
def test_what_storage_would_refuse_is_not_sent(
    generous_firebase: Firebase, visit: Open, file: tuple[str, str, bytes], told: str
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    _agree(page)
    name, kind, content = file
    page.page.get_by_label("Choose a photo").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )

    expect(page.page.locator("#photo-problem")).to_contain_text(told)
    page.page.get_by_role("button", name="Three times of my life").click()
    expect(page.page.locator("#photo-wish-problem")).to_contain_text("Choose a photo first.")


@pytest.mark.parametrize(
    ("name", "told", "encoded", "kind"),
    [
        ("IMG_0001.HEIC", "", "HEIF", "image/heic"),
        ("IMG_0001", "application/octet-stream", "HEIF", "image/heic"),
        ("IMG_0001.jpg", "image/jpeg", "HEIF", "image/heic"),
        ("me.jpeg", "image/pjpeg", "JPEG", "image/jpeg"),
        ("me", "", "PNG", "image/png"),
        ("me.webp", "", "WEBP", "image/webp"),
    ],
)
def test_a_photo_is_taken_for_what_its_bytes_are(
    generous_firebase: Firebase, visit: Open, name: str, told: str, encoded: str, kind: str
) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    _agree(page)
    with page.page.expect_response(
        lambda one: "/v0/b/" in one.url and one.request.method == "POST"
    ) as stored:
        page.page.get_by_label("Choose a photo").set_input_files(
            {"name": name, "mimeType": told, "buffer": _photo(encoded)}
        )
    expect(page.page.locator("#photo-state")).to_contain_text("Uploaded.")
    assert stored.value.json()["contentType"] == kind
    assert page.complaints == []


def _photo(encoding: str) -> bytes:
    pillow_heif.register_heif_opener()
    file = io.BytesIO()
    Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(file, encoding)
    return file.getvalue()


def test_a_photo_that_is_none_is_rejected_in_words(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    _agree(page)
    page.page.get_by_label("Choose a photo").set_input_files(
        {"name": "me.heic", "mimeType": "", "buffer": b"\0\0\0\x1cftypheic and no more of it"}
    )
    expect(page.page.locator("#photo-state")).to_contain_text("Uploaded.")
    page.page.get_by_role("button", name="My stages").click()

    _portraits(page, "photo-stages", 1)
    card = page.page.locator("#photo-cards")
    expect(card).to_contain_text("No picture could be made from this photo: the photo is damaged")
    page.screenshot("desktop-photo-rejected")


def test_an_upload_that_breaks_off_can_be_tried_again(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    _agree(page)
    page.page.route("**/v0/b/**", lambda route: route.abort())
    page.page.get_by_label("Choose a photo").set_input_files(PHOTO)
    expect(page.page.locator("#photo-problem")).to_contain_text("The Mirror Realm cannot be reached")

    page.page.unroute("**/v0/b/**")
    _upload(page)
    expect(page.page.locator("#photo-problem")).to_be_hidden()


def test_nothing_of_one_person_is_left_for_the_next(firebase: Start, visit: Open) -> None:
    page = visit(firebase(**PLENTY).hosting)
    _with_a_photo(page, "Noor", earned=3)
    page.page.get_by_role("button", name="Three times of my life").click()
    _portraits(page, "photo-trilogy", 3)

    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)

    expect(page.page.locator("#photo-trilogy")).to_be_hidden()
    expect(page.page.locator("#photo-preview")).to_be_hidden()
    expect(page.page.get_by_role("button", name="I agree")).to_be_visible()
    expect(page.page.get_by_role("button", name="Three times of my life")).to_be_disabled()


def test_one_stage_makes_no_reel(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    page.page.get_by_role("button", name="My reel").click()

    expect(page.page.locator("#photo-wish-problem")).to_contain_text("A reel needs pictures of two stages")


def test_who_asked_for_rest_gets_the_sheet_and_may_play_the_reel(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.page.emulate_media(reduced_motion="reduce")
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    page.page.get_by_role("button", name="My reel").click()

    expect(page.page.get_by_role("img", name="from first to latest, side by side")).to_be_visible()
    page.page.get_by_role("button", name="Play").click()
    expect(page.page.get_by_role("img", name="one becoming the next")).to_be_visible()
    expect(page.page.get_by_role("button", name="Hold still")).to_be_visible()


def test_a_picture_can_be_chosen_to_be_seen_by(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    page.page.reload()  # the last that was made is the user's picture
    page.wait_for_timeline("Noor", earned=3)
    seen = page.page.locator("#seen-as img")
    before = str(seen.get_attribute("src"))
    pictures = page.stages.locator(".portrait-picture").all()
    links = [picture.get_attribute("srcset") or "" for picture in pictures]
    other = next(index for index, link in enumerate(links) if before not in link)
    page.stages.nth(other).locator(".portrait-button").click()
    dialog = page.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Use as my picture").click()
    expect(dialog).to_contain_text("This is your picture")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.screenshot("desktop-chosen")
    page.page.keyboard.press("Escape")

    expect(page.page.get_by_text("You are seen like this.")).to_be_visible()
    assert str(seen.get_attribute("src")) in links[other]


def test_a_queued_wish_can_be_taken_back(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    avatar: dict[str, Any] = dict(QUEUED)
    asked: list[str] = []

    def take_back(route: Route) -> None:
        asked.append((route.request.post_data_json or {})["data"]["avatar_id"])
        avatar.update(status="failed", error={"reason": "cancelled", "message": "", "retryable": True})
        route.fulfill(json={"result": avatar}, headers=ANY_ORIGIN)

    usage = {"user_remaining": 4, "global_remaining": 9, "resets_at": "2126-11-21T00:00:00+00:00"}
    first = {"result": {**QUEUED, "usage": usage}}
    page.page.route("**/generate_avatar", lambda route: route.fulfill(json=first, headers=ANY_ORIGIN))
    page.page.route("**/get_avatar", lambda route: route.fulfill(json={"result": avatar}, headers=ANY_ORIGIN))
    page.page.route("**/cancel_avatar", take_back)
    page.step_in_as("A new guest")
    page.make_missing()
    card = page.stages.first
    expect(card.get_by_text("In the queue")).to_be_visible()
    expect(page.allowance).to_contain_text("4 pictures left today")
    page.screenshot("desktop-queued")
    card.get_by_role("button", name="Cancel").click()

    expect(card).to_contain_text("Cancelled")
    expect(card).to_contain_text("It does not count against your day.")
    expect(card.get_by_role("button", name="Try again")).to_be_visible()
    expect(card.get_by_role("button", name="Cancel")).to_be_hidden()
    expect(page.allowance).to_contain_text("5 pictures left today")
    assert asked == [QUEUED["avatar_id"]]

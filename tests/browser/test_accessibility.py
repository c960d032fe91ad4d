"""For everybody: names, headings, keyboard, contrast by day and night, motion, size of what is touched."""

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.answers import ANY_ORIGIN, QUEUED, a_user_without_pictures
from tests.browser.firebase import Firebase
from tests.browser.visit import PHONE, PICTURE_TIMEOUT, Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Open = Callable[..., Visit]

CONTROLS = {"button", "link", "checkbox", "radio", "textbox", "combobox", "spinbutton"}
AA_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
MOST_TABS = 12
AA_TARGET = 24
"""CSS pixels, WCAG 2.2, success criterion 2.5.8."""

FAINTEST_TEXTS = """
() => {
  const channels = (colour) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const backgrounds = (element) => {
    for (let here = element; here; here = here.parentElement) {
      const style = getComputedStyle(here);
      const stops = style.backgroundImage.match(/(?:rgba?|color)\\([^()]*\\)/g) ?? [];
      const found = [...stops, style.backgroundColor].map(channels).filter((colour) => colour[3] === 255);
      if (found.length > 0) return found;
    }
    return [[255, 255, 255, 255]];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const measured = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility()) continue;
    if (element.closest(".visually-hidden, .skip-link, script")) continue;
    const colour = channels(getComputedStyle(element).color);
    measured.push([Math.min(...backgrounds(element).map((back) => ratio(colour, back))), text.data.trim()]);
  }
  return measured.sort((a, b) => a[0] - b[0]).slice(0, 5);
}
"""

SMALLER_THAN = """
[...document.querySelectorAll("button, select, textarea, input, summary")]
  .filter((control) => control.checkVisibility())
  .map((control) => [control.id || control.value, (control.closest("label") ?? control).getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < %d)
  .map(([name, { width, height }]) => `${name}: ${width} x ${height}`)
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(generous_firebase: Firebase, visit: Open, scheme: str) -> None:
    page = visit(generous_firebase.hosting, scheme=scheme)
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    page.open_more()
    page.page.get_by_label("Variation").fill("800")
    page.send_form()
    page.screenshot(f"desktop-{scheme}")

    faintest = page.evaluate(FAINTEST_TEXTS)

    assert faintest[0][0] >= AA_CONTRAST, faintest


def test_every_control_has_a_name_and_every_picture_words(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    page.open_more()

    session = page.page.context.new_cdp_session(page.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if node.get("role", {}).get("value") in CONTROLS]
    unnamed = [node for node in controls if not node["name"]["value"].strip()]

    assert unnamed == []
    assert len(controls) > 60
    assert page.evaluate("[...document.images].filter((image) => !image.hasAttribute('alt')).length") == 0
    for stage in ("New reflection", "First week", "Two weeks"):
        expect(page.page.get_by_role("img", name=f"Noor’s reflection: {stage}")).to_be_visible()


def test_headings_and_landmarks_make_an_outline(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)

    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter((h) => h.checkVisibility()).map((h) => +h.tagName[1])"
    )
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.page.get_by_role(landmark)).to_have_count(1)
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_whole_way_goes_by_keyboard(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    keyboard = page.page.keyboard
    order = []
    for key in ("Tab", "Tab", "ArrowRight", "ArrowDown", "End"):
        keyboard.press(key)
        order.append(
            page.evaluate("document.activeElement.innerText.split('\\n').find((line) => line.length > 1)")
        )
    assert order == ["Skip to the content", "Mira", "Elias", "Noor", "A new guest"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    keyboard.press("Enter")
    page.wait_for_timeline("Guest", earned=1)
    tabs = 0
    page.page.get_by_role("link", name="Skip to the content").focus()
    while page.evaluate("document.activeElement.id") != "wish-button":
        keyboard.press("Tab")
        tabs += 1
    assert tabs < MOST_TABS  # and one to the link that they are counted from

    page.page.get_by_role("button", name="Make it").press("Enter")
    page.wait_for_timeline("Guest", earned=1)
    page.page.get_by_role("radio", name="House style").focus()
    keyboard.press("ArrowRight")
    expect(page.page.get_by_role("radio", name="Comic")).to_be_checked()
    page.page.get_by_role("checkbox", name="creative").focus()
    keyboard.press("ArrowRight")
    keyboard.press("Space")
    expect(page.page.get_by_role("checkbox", name="confident")).to_be_checked()
    keyboard.press("Enter")
    page.wait_for_result("shown")

    page.page.get_by_role("button", name="Your reflection: New reflection", exact=True).press("Enter")
    expect(page.page.get_by_role("dialog")).to_be_visible()
    keyboard.press("Escape")
    expect(
        page.page.get_by_role("button", name="Your reflection: New reflection", exact=True)
    ).to_be_focused()


def test_what_happens_is_said_to_a_screen_reader(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    said = page.page.get_by_role("status")
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    expect(said).to_have_text("3 of 3 reflections of Noor are here.", timeout=PICTURE_TIMEOUT)

    page.chip("Anime").click()
    page.wish()
    expect(said).to_contain_text("🪞", timeout=PICTURE_TIMEOUT)


def test_nothing_moves_for_those_who_asked_for_rest(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.page.emulate_media(reduced_motion="reduce")
    page.page.route(
        "**/generate_avatar", lambda route: route.fulfill(json={"result": QUEUED}, headers=ANY_ORIGIN)
    )
    a_user_without_pictures(page)
    page.step_in_as("Mira")
    page.make_missing()
    expect(page.page.locator('.portrait[data-state="waiting"]')).to_have_count(6)
    assert page.evaluate("document.getAnimations().length") == 0

    page.page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("document.getAnimations().length") > 0


def test_everything_can_be_touched_on_a_phone(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting, viewport=PHONE)
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)
    page.open_more()

    small = page.evaluate(SMALLER_THAN % AA_TARGET)
    assert small == []

"""A visit to the page: what a person does on it and sees of it, in words of the page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, ViewportSize, expect

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
SCREENS = {"phone": PHONE, "desktop": DESKTOP}
PICTURE_TIMEOUT = 45_000
"""Milliseconds: pictures take half a second each, on a machine that may be busy."""

expect.set_options(timeout=15_000)  # Playwright's own 5 seconds are short where tests share two cores

_KEEP_STATES = """
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (target.closest?.("#result") && target.dataset.state) (window.statesSeen ??= []).push(target.dataset.state);
  }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
"""


class Visit:
    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        """Errors and warnings on the console, exceptions, requests that came to nothing."""
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.add_init_script(_KEEP_STATES)
        page.goto(address)
        expect(page.locator(".person[aria-pressed]").first).to_be_visible()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def step_in_as(self, name: str) -> None:
        self.page.get_by_role("toolbar", name="Who steps in").get_by_role("button", name=name).click()

    @property
    def stages(self) -> Locator:
        """The timeline's cards that the person has earned."""
        return self.page.locator('.stage-card[data-state="earned"]')

    def wait_for_timeline(self, name: str, earned: int) -> None:
        """Until each earned stage has come to an end, whatever end."""
        title = "Your timeline" if name == "Guest" else name
        expect(self.page.locator("#timeline-title")).to_contain_text(title)
        expect(self.stages).to_have_count(earned)
        settled = self.stages.locator('.avatar-view[aria-busy="false"]')
        expect(settled).to_have_count(earned, timeout=PICTURE_TIMEOUT)

    def make_timeline(self, name: str, earned: int) -> None:
        """Ask for every stage that is earned and missing; return once each has come to an end."""
        self.wait_for_timeline(name, earned)
        self.make_missing()
        self.wait_for_timeline(name, earned)

    def make_missing(self) -> None:
        """Ask for what the timeline offers to make."""
        missing = self.stages.get_by_role("button", name="Make it", exact=True)
        expect(self.page.locator("#timeline-summary")).to_contain_text("earned")
        if missing.count() > 1:
            self.page.get_by_role("button", name="that are missing").click()
        elif missing.count() == 1:
            missing.click()

    def chip(self, name: str) -> Locator:
        """Return a choice of the form, by its words."""
        return self.page.locator("label").filter(has=self.page.get_by_text(name, exact=True))

    def open_more(self) -> None:
        self.page.get_by_text("Character, persona, days and more").click()

    def wish(self) -> None:
        """Send the form; return when the wish is on its way."""
        before = len(self.states_seen())
        self.send_form()
        self.page.wait_for_function("(before) => (window.statesSeen ?? []).length > before", arg=before)

    def send_form(self) -> None:
        self.page.get_by_role("button", name="Wish for it").click()

    def wait_for_result(self, state: str) -> None:
        """Until the wish's portrait is `shown` or `failed`, and no wish is under way."""
        expect(self.result.locator('.avatar-view[aria-busy="false"]')).to_be_visible(timeout=PICTURE_TIMEOUT)
        expect(self.result.locator(".portrait")).to_have_attribute("data-state", state)

    def states_seen(self) -> list[str]:
        """Return the states that portraits of wishes were seen in, in order."""
        seen: list[str] = self.page.evaluate("window.statesSeen ?? []")
        return seen

    @property
    def result(self) -> Locator:
        return self.page.locator("#result")

    @property
    def allowance(self) -> Locator:
        return self.page.locator("#allowance")

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)

    def fits_every_screen(self, name: str) -> None:
        """Look at the page as it stands on a phone and on a desktop, and goes on with the screen it had."""
        before = self.page.viewport_size
        for screen, size in SCREENS.items():
            self.page.set_viewport_size(size)
            self.screenshot(f"{screen}-{name}")
            wide = self.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"the page scrolls sideways on a {screen}"
        if before is not None:
            self.page.set_viewport_size(before)

    def screenshot(self, name: str) -> None:
        """Into build/screenshots, for a person to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, animations="disabled")

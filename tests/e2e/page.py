"""The page on firebase-tools' Hosting, in Chromium: step in, see the timeline complete, wish, see the picture.

    python -m tests.e2e.page '{"emulators": {"hosting": "HOST:PORT", "auth": ...}}'

prints a JSON line for the way and one for the browser, as the journey in Node does.
"""

import json
import sys
import time
from collections.abc import Mapping

from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import chromium_path, launch
from tests.browser.firebase import Firebase
from tests.browser.visit import DESKTOP, Visit

DEFAULT_PORTS = {"auth": 9099, "functions": 5001, "storage": 9199}
"""Where the page looks for emulators: firebase-tools' Hosting does not tell it where else they are."""

WAY = "the page: step in, wish, see the picture"


def walk(emulators: Mapping[str, str]) -> str:
    """Goes the way; the browser's version. Raises AssertionError."""
    elsewhere = {f"127.0.0.1:{port}": emulators[name] for name, port in DEFAULT_PORTS.items()}
    address = f"http://{emulators['hosting']}"
    Firebase(hosting=address, auth=emulators["auth"]).sign_up_demo_people()
    path = chromium_path()
    assert path is not None, "there is no Chromium"
    with sync_playwright() as playwright, launch(playwright, path, elsewhere) as browser:
        profile = browser.new_context(viewport=DESKTOP, timezone_id="UTC", locale="en-GB")
        page = Visit(profile.new_page(), address)
        page.step_in_as("Noor")
        page.make_timeline("Noor", earned=3)
        expect(page.stages.locator('.portrait[data-state="shown"]')).to_have_count(3)
        page.chip("Comic").click()
        page.wish()
        page.wait_for_result("shown")
        expect(page.result).to_contain_text("comic")
        page.screenshot("e2e-page")
        assert page.complaints == [], page.complaints
        return browser.version


def main() -> int:
    started = time.monotonic()
    version = walk(json.loads(sys.argv[1])["emulators"])
    for line in ({"chapter": WAY, "seconds": time.monotonic() - started}, {"browser": version}):
        sys.stdout.write(json.dumps(line) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

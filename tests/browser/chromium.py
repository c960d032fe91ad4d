"""The machine's own Chromium: where it is, and how it is started for tests."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PUBLIC_NAME = "mirror-realm.example"
"""Leads to this machine inside the browser, so that a page can be visited as if it were deployed."""

_ARGUMENTS = (
    "--no-sandbox",  # containers run as root, where Chromium has no sandbox to offer
    "--disable-gpu",
    "--disable-background-networking",
    f"--host-resolver-rules=MAP {PUBLIC_NAME} 127.0.0.1",
)


def chromium_path() -> str | None:
    """The browser that CHROMIUM names, else the first of the usual names on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)

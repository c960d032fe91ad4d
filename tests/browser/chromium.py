"""The machine's own Chromium: where it is, and how it is started for tests."""

import os
import shutil
from collections.abc import Mapping

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PUBLIC_NAME = "mirror-realm.example"
"""Leads to this machine inside the browser, so that a page can be visited as if it were deployed."""

_ARGUMENTS = (
    "--no-sandbox",  # containers run as root, where Chromium has no sandbox to offer
    "--disable-gpu",
    "--disable-background-networking",
)


def chromium_path() -> str | None:
    """Return the browser that CHROMIUM names, else the first of the usual names on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, path: str, elsewhere: Mapping[str, str] | None = None) -> Browser:
    """`elsewhere`: addresses (`HOST:PORT`) that lead to others inside the browser."""
    leads = {PUBLIC_NAME: "127.0.0.1", **(elsewhere or {})}
    rules = ", ".join(f"MAP {name} {place}" for name, place in leads.items())
    return playwright.chromium.launch(
        executable_path=path, args=[*_ARGUMENTS, f"--host-resolver-rules={rules}"]
    )

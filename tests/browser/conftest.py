"""A browser for the session, a page for each test; a loud skip where there is no browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.chromium import chromium_path, launch
from tests.browser.firebase import Firebase, running_firebase
from tests.browser.visit import DESKTOP, PHONE, Visit
from tests.console import day
from tests.console.half_year import LIMITS, half_year
from tests.console.visit import Operator
from tests.drawing import Draw

NO_CHROMIUM = "NO CHROMIUM, SO THE PAGE IS NOT TESTED: run tests/browser/install-chromium, or set CHROMIUM"


CONSOLE_SETTINGS = {
    "USER_DAILY_LIMIT": "10",
    "GLOBAL_DAILY_LIMIT": "500",
    "CREDITS_PER_AVATAR": "10",
    "INITIAL_CREDITS": "200",
    "CALLS_PER_MINUTE": "0",
}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Keep one browser for this folder: while it runs, no other test of the process can run an event loop."""
    path = chromium_path()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def generous_firebase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firebase]:
    """One for all tests that do not care who made which picture before; nobody reaches a limit there."""
    log = tmp_path_factory.mktemp("firebase") / "firebase.log"
    plenty = {
        "USER_DAILY_LIMIT": "1000",
        "GLOBAL_DAILY_LIMIT": "1000",
        "ANONYMOUS_DAILY_SHARE": "1",
        "CALLS_PER_MINUTE": "0",
    }
    with running_firebase(log, **plenty) as started:
        started.sign_up_demo_people()
        yield started


@pytest.fixture
def firebase(tmp_path: Path) -> Iterator[Callable[..., Firebase]]:
    """Start a Firebase with settings of one's own; the demo people have accounts."""
    with ExitStack() as running:

        def start(**settings: str) -> Firebase:
            started = running.enter_context(running_firebase(tmp_path / "firebase.log", **settings))
            started.sign_up_demo_people()
            return started

        yield start


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open the page in a fresh browser profile, on a desktop by day unless told otherwise.

    The person has asked for rest, until a test says otherwise: a frame that glints while a picture is awaited
    keeps a processor busy that the functions need.
    """
    with ExitStack() as open_profiles:

        def open_page(address: str, *, viewport: ViewportSize = DESKTOP, scheme: str = "light") -> Visit:
            profile = browser.new_context(
                viewport=viewport,
                color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
                reduced_motion="reduce",
                timezone_id="UTC",
                locale="en-GB",
                has_touch=viewport is PHONE,
            )
            open_profiles.callback(profile.close)
            return Visit(profile.new_page(), address)

        yield open_page


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, draw: Draw) -> Iterator[Firebase]:
    """Start a Firebase whose console has something in every room; little of it where a part is drawn."""
    with running_firebase(tmp_path_factory.mktemp("console") / "firebase.log", **CONSOLE_SETTINGS) as started:
        with day.database(started) as client:
            day.leave_faults(client, day.now())
            if draw.full:
                day.write(client, day.lately(half_year(day.now().date(), LIMITS, size=40)))
        if draw.full:
            day.live(started, people=2)
        else:
            day.live(started, people=1, stages=(3,))
        for role in ("reviewer", "support", "owner"):
            day.account(started, f"{role}@mirror-realm.example", admin_role=role)
        yield started


@pytest.fixture
def console(browser: Browser, house: Firebase) -> Iterator[Callable[..., Operator]]:
    """Open the console in a fresh browser profile, at `at` or at the house."""
    with ExitStack() as profiles:

        def open_page(
            *, viewport: ViewportSize = DESKTOP, scheme: str = "light", at: str | None = None
        ) -> Operator:
            profile = browser.new_context(
                viewport=viewport,
                color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
                reduced_motion="reduce",
                timezone_id="UTC",
                locale="en-GB",
            )
            profiles.callback(profile.close)
            return Operator(profile.new_page(), f"{at or house.hosting}/console/")

        yield open_page

"""Pictures of every room after half a year of 1 000 people, by day, by night and on a phone.

python -m tests.console             into build/screenshots/console
python -m tests.console --stay      and keeps the console open until Ctrl-C

The people, days and statistics of the half year are simulated (`half_year`), today's are lived (`day`).
"""

import argparse
import threading
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import chromium_path, launch
from tests.browser.firebase import running_firebase
from tests.browser.visit import DESKTOP, PHONE, SCREENSHOTS
from tests.console import day
from tests.console.half_year import LIMITS, half_year
from tests.console.visit import ROOMS, Operator
from tests.faults.server import FaultServer

SCREENS = {"light": (DESKTOP, "light"), "dark": (DESKTOP, "dark"), "phone": (PHONE, "light")}


def main() -> None:
    """Seed a database, take the pictures, and stay if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.console")
    parser.add_argument("--stay", action="store_true", help="keep the console open until Ctrl-C")
    parser.add_argument("--folder", type=Path, default=SCREENSHOTS / "console")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    log = chosen.folder / "firebase.log"
    with (
        FaultServer(of=day.painted()) as images,
        running_firebase(log, OPENAI_BASE_URL=images.base_url, **day.SETTINGS) as firebase,
    ):
        with day.database(firebase) as client:
            day.leave_faults(client, day.now())
            people = day.live(firebase)
            images.play("moderation_blocked_output")
            day.live(firebase, people=1, stages=(100,))
            images.play("ok")
            day.write(client, half_year(day.now().date(), LIMITS))
        _take(firebase.hosting, chosen.folder, next(iter(people)))
        if chosen.stay:
            with suppress(KeyboardInterrupt):
                print(f"{firebase.hosting}/console/")  # noqa: T201 - a program's output
                threading.Event().wait()


def _take(hosting: str, folder: Path, person: str) -> None:
    path = chromium_path()
    if path is None:
        raise SystemExit("no Chromium here")
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        for name, (viewport, scheme) in SCREENS.items():
            profile = browser.new_context(
                viewport=viewport,
                color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
                reduced_motion="reduce",
                locale="en-GB",
            )
            operator = Operator(profile.new_page(), f"{hosting}/console/")
            operator.page.screenshot(path=folder / f"{name}-sign-in.png")
            operator.sign_in()
            for room in ROOMS:
                operator.enter(room)
                if room == "people":
                    operator.look_up(person)
                operator.page.screenshot(path=folder / f"{name}-{room}.png", full_page=True)
            operator.act_on_first_report()
            operator.page.screenshot(path=folder / f"{name}-act.png")
            operator.page.keyboard.press("Escape")
            operator.open_a_job_of(person)
            operator.page.screenshot(path=folder / f"{name}-job.png", full_page=True)
            if operator.complaints:
                raise SystemExit("\n".join(operator.complaints))
            profile.close()
        browser.close()


if __name__ == "__main__":
    main()

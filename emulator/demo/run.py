"""The course of the demo: start Firebase, live half a year, show what came of it, stay until told to go."""

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from emulator.demo import life
from emulator.demo.client import WAIT_SECONDS, CallFailed, Client
from emulator.demo.keepsakes import Keepsakes
from emulator.demo.people import PEOPLE, DemoPerson
from emulator.demo.spending import Estimate, estimate
from emulator.demo.telling import Row, Telling, file_place
from emulator.environment import codebase_settings
from emulator.functions.process_state import process_environment
from emulator.ports import PortTaken
from emulator.suite import Suite, SuiteFailed
from mirror_realm import settings
from mirror_realm.errors import Misconfigured

PROJECT = "demo-mirror"
USER_DAILY_LIMIT = 60
"""Six stages in one day, and some wishes from the page."""

PAINTER_PATIENCE_SECONDS = 60.0
MODEL_PATIENCE_SECONDS = 400.0
"""Longer than a model's calls may take with all their retries."""

FORESEEN = (CallFailed, Misconfigured, SuiteFailed)
"""Whose message says enough."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    name: str
    root: Path
    """Where firebase.json is."""
    keepsakes: Keepsakes
    stay: bool
    assume_yes: bool
    free_ports: bool


def run(options: Options, telling: Telling) -> bool:
    """Whether all six avatars were completed. Raises one of FORESEEN."""
    person = life.person_named(options.name)
    cost = _cost_agreed_to(options, person, telling)
    chosen = {"USER_DAILY_LIMIT": str(USER_DAILY_LIMIT)} | ({} if cost else {"IMAGE_PROVIDER": "painter"})
    telling.fact(f"USER_DAILY_LIMIT is {USER_DAILY_LIMIT} for the demo: half a year passes in one day.")
    with _firebase(options, chosen, telling) as suite:
        patience = PAINTER_PATIENCE_SECONDS if cost is None else MODEL_PATIENCE_SECONDS
        client = Client(suite.functions_url, suite.addresses["auth"], patience)
        rows, again = _live(person, client, telling)
        telling.table(rows, again)
        telling.addresses(rows)
        completed = [row for row in rows if row.asked.completed]
        options.keepsakes.keep(completed, person, client)
        _explain(rows, telling)
        _show_places(options, suite, telling)
        if options.stay:
            with suppress(KeyboardInterrupt):
                telling.say(f"{_invitation(person)}[soft]Ctrl-C ends the demo.[/]")
                threading.Event().wait()
            telling.say()
    return len(completed) == len(person.chapters)


def _cost_agreed_to(options: Options, person: DemoPerson, telling: Telling) -> Estimate | None:
    """What the pictures will cost, if they cost something and somebody said so; None where the painter makes them."""
    given = {**codebase_settings(options.root / "functions", PROJECT), **os.environ}
    with process_environment(given):
        cost = estimate(person, settings.load())
    if cost is None:
        telling.fact("Our own painter makes the pictures: on this machine, for nothing.")
        return None
    if options.assume_yes or (sys.stdin.isatty() and telling.asks_to_spend(cost)):
        telling.fact(
            f"{cost.model} makes {cost.pictures} pictures, for about ${cost.about:.2f} of real money in all."
        )
        return cost
    telling.fact("Our own painter makes the pictures, so nothing is spent. --yes lets OpenAI make them.")
    return None


@contextmanager
def _firebase(options: Options, chosen: Mapping[str, str], telling: Telling) -> Iterator[Suite]:
    """The embedded Firebase: on firebase-tools' ports, or on any others where one of those is taken."""

    def suite(*, free_ports: bool) -> Suite:
        return Suite(project=PROJECT, root=options.root, settings=chosen, free_ports=free_ports)

    started = time.monotonic()
    running = suite(free_ports=options.free_ports)
    with telling.waiting_for("Firebase is waking up ..."):
        try:
            running.start()
        except PortTaken as taken:
            telling.fact(f"Port {taken.port} ({taken.service}) is in use, so free ports it is.")
            running = suite(free_ports=True)
            running.start()
    try:
        seconds = time.monotonic() - started
        telling.fact(
            f"Firebase is up after {seconds:.1f} s: functions, Firestore, Storage, Auth, Hosting, in this process."
        )
        telling.say()
        yield running
    finally:
        running.stop()


def _invitation(person: DemoPerson) -> str:
    """The page lets the demo people in whom it knows."""
    return f"Open the page and sign in as {person.name}. " if person.id in PEOPLE else ""


def _live(person: DemoPerson, client: Client, telling: Telling) -> tuple[list[Row], list[Row]]:
    """The six stages in order; then the last one again, by the same person and by somebody else."""
    rows = []
    signed_in = client.sign_up(person)
    with telling.pictures(len(person.chapters)) as progress:
        for stage, chapter in person.chapters.items():
            progress.begin(f"day {chapter.active_days}: {life.STAGE_TITLES[stage]}")
            wish = life.wish(person, stage, wait_seconds=WAIT_SECONDS)
            row = Row(stage, chapter.active_days, client.generate_avatar(signed_in, wish))
            rows.append(row)
            telling.voice(row)
            progress.done()
    if not rows[-1].as_wished:
        return rows, []
    other = life.passer_by(person)
    again = [
        Row(f"{stage}, {how}", chapter.active_days, client.generate_avatar(somebody, wish))
        for how, somebody in (("again", signed_in), ("by another", client.sign_up(other)))
    ]
    return rows, again


def _explain(rows: list[Row], telling: Telling) -> None:
    """Why a picture is missing, or is not the one that was wished for: each reason once."""
    errors = {error["reason"]: error["message"] for row in rows if (error := row.asked.answer["error"])}
    for reason, message in errors.items():
        telling.problem(f"{reason}: {message}")
    if errors:
        telling.say()


def _show_places(options: Options, suite: Suite, telling: Telling) -> None:
    """Where to look next; pages only while somebody answers there."""
    page = f"http://{suite.addresses['hosting']}"
    pages = {"the page": page, "every document and file": f"{page}/__/emulator"} if options.stay else {}
    telling.places(
        [
            *((name, address, address) for name, address in pages.items()),
            *(file_place(name, path) for name, path in options.keepsakes.there().items()),
        ]
    )

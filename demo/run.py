"""The course of the demo: start Firebase, live half a year, show what came of it, stay until told to go."""

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from demo import from_a_photo, half_year, life
from demo.client import Asked, Client, SignedIn
from demo.exchange import CallFailed
from demo.keepsakes import Keepsakes
from demo.people import PEOPLE, DemoPerson
from demo.spending import Estimate, estimate
from demo.telling import Telling, file_place
from demo.uploads import Uploads
from embedded_firebase.environment import codebase_settings, default_bucket
from embedded_firebase.functions.process_state import process_environment
from embedded_firebase.ports import PortTaken
from embedded_firebase.suite import Suite, SuiteFailed
from mirror_realm import settings
from mirror_realm.errors import Misconfigured

PROJECT = "demo-mirror"
DAILY_LIMITS = {"USER_DAILY_LIMIT": "60", "GLOBAL_DAILY_LIMIT": "120"}
"""Half a year in one day, twice, and some wishes from the page. The day's budget stays what it is."""

ON_THIS_MACHINE = {"IMAGE_PROVIDER": "painter", "OPENAI_API_KEY": ""}
"""With a key, though it paid for nothing, photos would be sent to be moderated."""

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
    """The folder of firebase.json."""
    keepsakes: Keepsakes
    photo: bool
    """Whether there is a second act."""
    stay: bool
    assume_yes: bool
    free_ports: bool


def run(options: Options, telling: Telling) -> bool:
    """Whether every avatar asked for was completed. Raises one of FORESEEN."""
    person = life.person_named(options.name)
    cost = _cost_agreed_to(options, person, telling)
    chosen = DAILY_LIMITS | ({} if cost else ON_THIS_MACHINE)
    limits = " and ".join(f"{name} {limit}" for name, limit in DAILY_LIMITS.items())
    telling.fact(f"Half a year passes in one day, so the demo sets {limits}.")
    options.keepsakes.start_anew()
    with _firebase(options, chosen, telling) as suite:
        patience = PAINTER_PATIENCE_SECONDS if cost is None else MODEL_PATIENCE_SECONDS
        client = Client(suite.functions_url, suite.addresses["auth"], patience)
        signed_in = client.sign_up(person)
        asked = _first_act(options, person, signed_in, client, telling)
        if options.photo and all(one.as_wished for one in asked):
            asked += _second_act(options, person, signed_in, suite, client, telling)
        _explain(asked, telling)
        _show_places(options, suite, telling)
        if options.stay:
            with suppress(KeyboardInterrupt):
                telling.say(f"{_invitation(person)}[soft]Ctrl-C ends the demo.[/]")
                threading.Event().wait()
            telling.say()
    return all(one.completed for one in asked)


def _first_act(
    options: Options, person: DemoPerson, signed_in: SignedIn, client: Client, telling: Telling
) -> list[Asked]:
    """Six reflections of a shared character."""
    rows = half_year.live(person, signed_in, client, telling)
    again = half_year.ask_again(person, signed_in, client) if rows[-1].asked.as_wished else []
    telling.table(rows, again)
    telling.addresses(rows)
    heading = f"half a year with {person.name.lower()}, in six reflections"
    options.keepsakes.keep(heading, [row for row in rows if row.asked.completed], client)
    return [row.asked for row in rows]


def _second_act(
    options: Options, person: DemoPerson, signed_in: SignedIn, suite: Suite, client: Client, telling: Telling
) -> list[Asked]:
    """The same way, from a photo."""
    telling.second_act(person.name)
    uploads = Uploads(suite.addresses["storage"], default_bucket(PROJECT))
    act = from_a_photo.live(from_a_photo.Sitter(person, signed_in, client, uploads), telling)
    options.keepsakes.keep_second_act(act, client)
    return list(act.asked)


def _cost_agreed_to(options: Options, person: DemoPerson, telling: Telling) -> Estimate | None:
    """What the pictures will cost, if they cost something and somebody said so; None where the painter makes them."""
    given = {**codebase_settings(options.root / "functions", PROJECT), **os.environ}
    with process_environment(given):
        cost = estimate(person, settings.load(), photo=options.photo)
    if cost is None:
        telling.fact("Our own painter makes the pictures: on this machine, for nothing.")
        return None
    if options.assume_yes or (sys.stdin.isatty() and telling.asks_to_spend(cost)):
        telling.fact(
            f"{cost.models} make {cost.pictures} pictures, for about ${cost.about:.2f} of real money in all."
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


def _explain(asked: Sequence[Asked], telling: Telling) -> None:
    """Why a picture is missing, or is not the one that was wished for: each reason once."""
    errors = {error["reason"]: error["message"] for one in asked if (error := one.answer["error"])}
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

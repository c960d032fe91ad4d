"""The course of the demo: start Firebase, run both acts, show the results, and stay until Ctrl-C."""

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from demo import album, console, from_a_photo, life
from demo.calendar import YESTERDAY, Calendar
from demo.claim import Claim
from demo.client import Asked, Client
from demo.exchange import CallFailed
from demo.half_year import Alive, HalfYear
from demo.keepsakes import Keepsakes
from demo.output import Output, file_place
from demo.people import ADMINISTRATOR, PEOPLE, DemoPerson
from demo.spending import Estimate, estimate
from demo.uploads import Uploads
from embedded_firebase.environment import codebase_settings, default_bucket
from embedded_firebase.functions.process_state import process_environment
from embedded_firebase.ports import PortTaken
from embedded_firebase.suite import Suite, SuiteFailed
from mirror_realm import settings
from mirror_realm.errors import Misconfigured
from mirror_realm.providers import PROVIDERS

PROJECT = "demo-mirror"
DAILY_LIMITS = {"USER_DAILY_LIMIT": "60", "GLOBAL_DAILY_LIMIT": "120"}
"""Enough for two acts in one day, and for many requests from the page. The day's budget is not changed."""

ON_THIS_MACHINE = {
    "IMAGE_PROVIDER": "painter",
    **{secret: "" for provider in PROVIDERS.values() for secret in provider.secrets},
}
"""The keys are cleared because with OpenAI's, photos would be sent there for moderation."""

PAINTER_PATIENCE_SECONDS = 60.0
MODEL_PATIENCE_SECONDS = 400.0
"""Longer than the calls to a model take with all their retries."""

FORESEEN = (CallFailed, Misconfigured, SuiteFailed)
"""The errors whose message is enough for the user."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command line."""

    name: str
    root: Path
    """The folder of firebase.json."""
    keepsakes: Keepsakes
    claim: Claim
    photo: bool
    """Whether to run the second act."""
    stay: bool
    assume_yes: bool
    free_ports: bool


def run(options: Options, output: Output) -> bool:
    """Run the demo; return whether every avatar was completed. Raises one of FORESEEN."""
    person = life.person_named(options.name)
    cost = _cost_agreed_to(options, person, output)
    chosen = DAILY_LIMITS | ({} if cost else ON_THIS_MACHINE)
    limits = " and ".join(f"{name} {limit}" for name, limit in DAILY_LIMITS.items())
    output.fact("Each stage is made on the day it happened, so all of today is left for your own wishes.")
    because = "The photo's pictures are made in one day, so the demo" if options.photo else "The demo"
    output.fact(f"{because} sets {limits}.")
    options.keepsakes.start_anew()
    with _firebase(options, chosen, output) as suite:
        patience = PAINTER_PATIENCE_SECONDS if cost is None else MODEL_PATIENCE_SECONDS
        client = Client(suite.functions_url, suite.addresses["auth"], patience)
        calendar = Calendar()
        calendar.rule()
        main = Alive(person, client.sign_up(person))
        # The page's other people have lived, too, where it costs nothing and the page can be opened.
        beside = [other for other in PEOPLE.values() if other.id != person.id]
        others = (
            [Alive(other, client.sign_up(other)) for other in beside] if options.stay and not cost else []
        )
        asked = _first_act(options, HalfYear(client, calendar, main, others), output)
        if options.photo and cost is not None and not cost.photos:
            output.fact(
                f"The second act is left out: {cost.provider} makes no pictures from photos, or there is no "
                "OPENAI_API_KEY for the moderation that judges them first."
            )
        elif options.photo and all(one.as_wished for one in asked):
            with calendar.days_ago(YESTERDAY):
                asked += _second_act(options, main, suite, client, output)
                if cost is None:
                    asked += _third_act(options, main, asked[-1], client, output)
        if options.stay and asked[-1].completed:
            console.leave_work(suite, client, person)
        _explain(asked, output)
        _show_places(options, suite, output)
        if options.stay:
            with suppress(KeyboardInterrupt):
                output.say(f"{_invitation(person)}[soft]Ctrl-C ends the demo.[/]")
                console.count_days(suite)
                threading.Event().wait()
            output.say()
    return all(one.completed for one in asked)


def _first_act(options: Options, lives: HalfYear, output: Output) -> list[Asked]:
    """Run the first act: six avatars of a shared character."""
    person = lives.main.person
    rows = lives.live(output)
    again = lives.ask_again() if rows[-1].asked.as_wished else []
    output.table(rows, again)
    output.addresses(rows)
    heading = f"half a year with {person.name.lower()}, in six reflections"
    options.keepsakes.keep(heading, [row for row in rows if row.asked.completed], lives.client)
    return [row.asked for row in rows]


def _second_act(options: Options, alive: Alive, suite: Suite, client: Client, output: Output) -> list[Asked]:
    """Run the second act: the same stages, from a photo."""
    person, signed_in = alive.person, alive.signed_in
    output.second_act(person.name)
    uploads = Uploads(suite.addresses["storage"], default_bucket(PROJECT))
    act = from_a_photo.live(from_a_photo.Sitter(person, signed_in, client, uploads), output)
    options.keepsakes.keep_second_act(act, client)
    return list(act.asked)


def _third_act(options: Options, alive: Alive, own: Asked, client: Client, output: Output) -> list[Asked]:
    """Run the third act: a family album. By a model it would cost as much again, so it is the painter's alone."""
    output.third_act()
    days = list(alive.person.chapters.values())[-1].active_days
    made = album.live(album.Keeper(alive.signed_in, days, client), own, output)
    options.keepsakes.keep_third_act(made, client)
    return list(made.asked)


def _cost_agreed_to(options: Options, person: DemoPerson, output: Output) -> Estimate | None:
    """Return the cost of the pictures if the user agrees to it; None if the painter makes them at no cost."""
    given = {**codebase_settings(options.root / "functions", PROJECT), **os.environ}
    with process_environment(given):
        cost = estimate(person, settings.load(), photo=options.photo)
    if cost is None:
        output.fact("Our own painter makes the pictures: on this machine, for nothing.")
        return None
    if options.assume_yes or (sys.stdin.isatty() and output.asks_to_spend(cost)):
        output.fact(
            f"{cost.models} make {cost.pictures} pictures, for about ${cost.about:.2f} of real money in all."
        )
        return cost
    output.fact("Our own painter makes the pictures, so nothing is spent. --yes lets the model make them.")
    return None


@contextmanager
def _firebase(options: Options, chosen: Mapping[str, str], output: Output) -> Iterator[Suite]:
    """Run the embedded Firebase on firebase-tools' ports, or on free ones if one of those is taken."""

    def suite(*, free_ports: bool) -> Suite:
        return Suite(project=PROJECT, root=options.root, settings=chosen, free_ports=free_ports)

    started = time.monotonic()
    running = suite(free_ports=options.free_ports)
    with output.waiting_for("Firebase is waking up ..."):
        try:
            running.start()
        except PortTaken as taken:
            output.fact(f"Port {taken.port} ({taken.service}) is in use, so free ports it is.")
            running = suite(free_ports=True)
            running.start()
    try:
        seconds = time.monotonic() - started
        output.fact(
            f"Firebase is up after {seconds:.1f} s: functions, Firestore, Storage, Auth, Hosting, in this process."
        )
        if options.stay:
            page = _page(running)
            options.claim.publish(page)
            output.fact(f"[mirror]The page is at [link={page}]{page}[/link][/]")
            console.make_administrator(running)
            output.fact(
                f"[mirror]The operator's console is at [link={page}/console/]{page}/console/[/link][/]"
            )
            output.fact(f"Its sign-in is filled in: {ADMINISTRATOR.email}, {ADMINISTRATOR.password}.")
        output.say()
        yield running
    finally:
        running.stop()


def _invitation(person: DemoPerson) -> str:
    """Return the invitation to the page, which has sign-in buttons for some of the demo people."""
    return f"Open the page and sign in as {person.name}. " if person.id in PEOPLE else ""


def _explain(asked: Sequence[Asked], output: Output) -> None:
    """Print why pictures are missing or are fallbacks, each reason once."""
    errors = {error["reason"]: error["message"] for one in asked if (error := one.answer["error"])}
    for reason, message in errors.items():
        output.problem(f"{reason}: {message}")
    if errors:
        output.say()


def _show_places(options: Options, suite: Suite, output: Output) -> None:
    """Print the files and, while the demo stays, the pages."""
    page = _page(suite)
    pages = {
        "the page": page,
        "the operator's console": f"{page}/console/",
        "every document and file": f"{page}/__/emulator",
    }
    output.places(
        [
            *((name, address, address) for name, address in pages.items() if options.stay),
            *(file_place(name, path) for name, path in options.keepsakes.there().items()),
        ]
    )


def _page(suite: Suite) -> str:
    """Return the address of the page."""
    return f"http://{suite.addresses['hosting']}"

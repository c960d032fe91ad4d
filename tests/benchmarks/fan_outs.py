"""Fan-outs: pages of followers, of a takedown and of an erasure, and how long 100 000 avatars would take.

Product code in this process, the embedded Firebase in another. A page is listed and the next one enqueued before its
own work, so a fan-out takes as long as the longer of two: all listings, one after another, or all work by the tasks at
once. On Google's servers each round trip takes longer than here, but many run at once: that is computed, too.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import firebase_admin
from google.cloud import firestore

from mirror_realm import bootstrap, settings
from mirror_realm.assembly import Services, assemble
from mirror_realm.domain.avatar import avatar_id_for
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.wish import User
from mirror_realm.services.moderation import takedown_pages
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.rendering import follower_pages
from tests.benchmarks.embedded import PROJECT, EmbeddedFirebase, Operations, embedded_firebase
from tests.benchmarks.rows import Row, at_most
from tests.fakes.house import House
from tests.fakes.memory_tasks import MemoryTasks

AVATARS, PICTURES = 2_000, 500
AT_SCALE, PICTURES_AT_SCALE = 100_000, 5_000
AT_ONCE = 64
"""The tasks that the queue runs at once: `max_concurrent_dispatches` of `fanout`."""
WITHIN = 15 * 60.0

LISTING_SECONDS = 0.5
"""Assumed on Google's servers from one page's start to the next one's: dispatch, two reads, a query, an enqueue."""
FOLLOWER_SECONDS, TAKEDOWN_SECONDS = 0.15, 0.3
"""Assumed there for one avatar: a transaction of two or three round trips at 50 ms; with a listing of Storage."""
ROUND_TRIP_SECONDS, FILE_SECONDS = 0.05, 0.02
"""Assumed there for one call of Firestore, and for one file in a batch of deletions."""

SETTINGS = {"GLOBAL_DAILY_PAINTINGS": "1000000", "IMAGE_PROVIDER": "painter"}
Documents = dict[str, Mapping[str, Any]]


def rows(quick: bool) -> Iterable[Row]:
    """Measure a tenth of everything if `quick`: pages are what they are."""
    avatars, pictures = (AVATARS // 10, PICTURES // 10) if quick else (AVATARS, PICTURES)
    logging.getLogger("mirror_realm").addHandler(logging.NullHandler())  # else events go to the terminal
    for measure, number, functions in (
        (_followers, avatars, False),
        (_takedown, avatars, False),
        (_erasure, pictures, False),
        (_by_the_queue, avatars, True),
    ):
        with embedded_firebase(SETTINGS, functions=functions) as firebase:
            # The Admin SDK looks for emulators when it is initialised.
            bootstrap.initialize_admin()
            try:
                yield from measure(firebase, number)
            finally:
                firebase_admin.delete_app(firebase_admin.get_app())


@dataclass(slots=True)
class TimedTasks(MemoryTasks):
    """The queue, with the moment at which each page enqueued another."""

    enqueued_at: float = 0.0

    def enqueue(self, task: PageTask, delay: timedelta) -> None:
        MemoryTasks.enqueue(self, task, delay)
        self.enqueued_at = time.perf_counter()


class Ports(bootstrap.ProductionPorts):
    """Production's ports with a queue in this process."""

    def __init__(self, config: settings.Settings, queue: TimedTasks) -> None:
        super().__init__(config)
        self.tasks = queue  # type: ignore[assignment]


@dataclass(slots=True)
class Measured:
    """What the tasks of one fan-out took."""

    tasks: int = 0
    listing: list[float] = field(default_factory=list)
    """Seconds of each page until it had enqueued the next."""
    working: list[float] = field(default_factory=list)
    seconds: float = 0.0
    operations: Operations | None = None


def _services() -> tuple[Services, TimedTasks]:
    config, queue = settings.load(), TimedTasks()
    return assemble(Ports(config, queue), config), queue


def _work(firebase: EmbeddedFirebase, services: Services, queue: TimedTasks) -> Measured:
    """Do all tasks, one after another."""
    measured = Measured()
    firebase.reset_operations()
    begun = time.perf_counter()
    while due := queue.take():
        for task in due:
            start = queue.enqueued_at = time.perf_counter()
            services.paging.run(task)
            listed = queue.enqueued_at if queue.enqueued_at > start else start
            measured.tasks += 1
            measured.listing.append(listed - start)
            measured.working.append(time.perf_counter() - listed)
    measured.seconds = time.perf_counter() - begun
    measured.operations = firebase.operations()
    return measured


def _shown(what: str, measured: Measured, number: int, page: int, assumed: float) -> Iterator[Row]:
    """Yield the rows of a fan-out over avatars, and what follows for many."""
    assert measured.operations is not None
    yield Row(f"{number} {what}: {measured.tasks} tasks", f"{measured.seconds:.1f} s, one after another")
    yield Row("  reads, writes an avatar", _per(measured.operations, number))
    full = measured.listing[: number // page] or measured.listing[:1]
    listing, working = sum(full) / len(full), sum(measured.working) / number
    yield Row("  of a page until the next is enqueued", f"{1000 * listing:.0f} ms")
    yield Row("  of one avatar", f"{1000 * working:.1f} ms")
    pages = AT_SCALE / page
    there = max(pages * LISTING_SECONDS, AT_SCALE * assumed / AT_ONCE) + page * assumed
    here = max(pages * listing, AT_SCALE * working)
    yield Row(f"  computed for {AT_SCALE}, on this machine, one task at a time", f"{here:.0f} s")
    yield at_most(
        f"  computed for {AT_SCALE}, on Google's servers, {AT_ONCE} at once", there, WITHIN, " s", digits=0
    )


def _per(operations: Operations, number: int) -> str:
    return f"{operations.reads / number:.1f}, {operations.writes / number:.1f}"


def _write(documents: Documents) -> None:
    client = firestore.Client(project=PROJECT)
    every = list(documents.items())
    for start in range(0, len(every), 400):
        batch = client.batch()
        for path, data in every[start : start + 400]:
            batch.set(client.document(path), dict(data))
        batch.commit()
    client.close()


def _crowd(house: House, uid: str, number: int, time_fields: tuple[str, ...]) -> Documents:
    """Return the house's documents with the one avatar and the profile of this user given to this many more."""
    documents: Documents = dict(house.documents)
    (path,) = [path for path in documents if path.startswith(f"users/{uid}/avatars/")]
    avatar, profile = documents[path], documents.get(f"users/{uid}")
    look = house.queries.avatars_of(uid, None, None, 1)[0].recipe
    for one in range(number - 1):
        other, later = f"crowd-{one:06}", timedelta(milliseconds=one + 1)
        times = {name: avatar[name] + later for name in time_fields}
        documents[f"users/{other}/avatars/{avatar_id_for(other, look)}"] = {**avatar, **times}
        if profile is not None:
            documents[f"users/{other}"] = profile
    return documents


def _waiting_house() -> tuple[House, str]:
    """Return a house in which one waits for another's job, which has ended, and the job's id."""
    house = House()
    render_id = str(house.ask("ada").avatar.render_id)
    house.ask("bo")
    house.queries.followers = lambda *_: []  # type: ignore[method-assign]
    house.deliver()
    return house, render_id


def _followers(firebase: EmbeddedFirebase, number: int) -> Iterator[Row]:
    house, render_id = _waiting_house()
    _write(_crowd(house, "bo", number, ("waiting_since",)))
    services, queue = _services()
    services.followers.resolve(render_id)
    measured = _work(firebase, services, queue)
    assert not services.ports.queries.followers(render_id, 1)
    yield from _shown("followers", measured, number, follower_pages.PAGE, FOLLOWER_SECONDS)


def _takedown(firebase: EmbeddedFirebase, number: int) -> Iterator[Row]:
    house = House()
    shown = house.ask("ada")
    house.deliver()
    house.ask("bo")
    look = shown.avatar.recipe.cache_key
    _write(_crowd(house, "bo", number, ("created_at",)))
    services, queue = _services()
    services.reporting.report(User("ada", FREE), shown.avatar.avatar_id, Complaint(Reason.OFFENSIVE))
    services.reviewing.decide(look, Decision.TAKE_DOWN)
    measured = _work(firebase, services, queue)
    assert not services.ports.queries.pending_reviews(1)
    yield from _shown("avatars of a takedown", measured, number, takedown_pages.PAGE, TAKEDOWN_SECONDS)


def _erasure(firebase: EmbeddedFirebase, number: int) -> Iterator[Row]:
    """Each picture has an avatar, a job with its attempt, two entries of the ledger and three files."""
    house = House()
    house.ask("ada")
    house.deliver()
    services, queue = _services()
    person = services.naming.given("ada")[0]
    documents: Documents = {}
    for path, data in house.documents.items():
        kind = path.split("/")[0]
        if kind not in ("renders", "ledger") and "/avatars/" not in path:
            continue
        for one in range(number):
            own = {**data, "person": person} if kind == "ledger" else data
            if "/attempts/" in path:
                documents[f"renders/job{one}/attempts/1"] = own
            elif kind == "renders":
                documents[f"renders/job{one}"] = own
            else:
                documents[f"{path}{one}"] = own
    _write(documents)
    bucket = bootstrap.ProductionPorts(settings.load()).bucket()
    for one in range(number):
        for side in (1024, 512, 256):
            bucket.blob(f"people/ada/avatar{one}/job{one}-1-0/{side}.jpg").upload_from_string(b"a picture")
    services.erasing.erase("ada", seconds=0)
    measured = _work(firebase, services, queue)
    assert measured.operations is not None
    assert not services.erasure_steps.any("ada")
    yield Row(f"an erasure of {number} pictures: {measured.tasks} tasks", f"{measured.seconds:.1f} s")
    yield Row("  reads, writes a picture", _per(measured.operations, number))
    scaled = measured.seconds * PICTURES_AT_SCALE / number
    yield at_most(f"  computed for {PICTURES_AT_SCALE}, on this machine", scaled, WITHIN, " s", digits=0)
    trips = sum(measured.operations.rpcs.values())
    yield Row("  tasks, calls of Firestore a picture", f"{measured.tasks / number:.2f}, {trips / number:.1f}")
    seconds = (
        measured.tasks / number * LISTING_SECONDS + trips / number * ROUND_TRIP_SECONDS + 3 * FILE_SECONDS
    )
    there = PICTURES_AT_SCALE * seconds
    yield at_most(f"  computed for {PICTURES_AT_SCALE}, on Google's servers", there, WITHIN, " s", digits=0)


def _by_the_queue(firebase: EmbeddedFirebase, number: int) -> Iterator[Row]:
    """Through the embedded queue and the deployed function: HTTP, the Admin SDK, tasks at once."""
    house, render_id = _waiting_house()
    _write(_crowd(house, "bo", number, ("waiting_since",)))
    config = settings.load()
    services = assemble(bootstrap.ProductionPorts(config), config)
    begun = time.perf_counter()
    assert services.enqueuing.start(FanOut.FOLLOWERS, render_id)
    while services.ports.queries.followers(render_id, 1):
        if time.perf_counter() - begun > WITHIN:
            raise TimeoutError("followers still wait")
        time.sleep(0.2)
    seconds = time.perf_counter() - begun
    yield Row(
        f"{number} followers by the embedded queue", f"{seconds:.1f} s, {number / seconds:.0f} a second"
    )

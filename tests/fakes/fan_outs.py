"""The fan-outs that tests disturb: each prepared in a house with a queue, up to its first task, in pages of a few."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from unittest.mock import patch

from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.wish import User
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.house import House
from tests.fakes.memory_tasks import MemoryTasks

USERS = tuple(f"person-{number:02}" for number in range(11))
PAGES = (
    "rendering.followers.PAGE",
    "rendering.follower_pages.PAGE",
    "moderation.takedown.PAGE",
    "moderation.takedown_pages.PAGE",
    "maintenance.reaper.PAGE",
    "maintenance.due_jobs.PAGE",
    "privacy.erasure_steps.PAGE",
    "privacy.erasure_steps.JOBS",
    "privacy.account_merge.PAGE",
    "privacy.merge_pages.PAGE",
    "exports.contents.PAGE",
    "maintenance.sweeper.ENTRIES",
    "maintenance.sweeper.FOLDERS",
    "maintenance.sweeper.DOCUMENTS",
)
"""The sizes of pages, in modules of services."""
TURNS = ("fan_out.turns.A_TURN", "maintenance.reaper.A_TURN", "maintenance.due_jobs.A_TURN")
"""The times of turns, there too."""


@contextmanager
def small_pages(most: int = 3) -> Iterator[None]:
    """Let pages be of this many, so that small fan-outs have many."""
    with ExitStack() as patched:
        for name in PAGES:
            patched.enter_context(patch(f"mirror_realm.services.{name}", most))
        for name in TURNS:
            patched.enter_context(patch(f"mirror_realm.services.{name}", timedelta(0)))
        yield


@dataclass(frozen=True)
class Prepared:
    name: str
    begin: Callable[[House], None]
    """Does what begins the fan-out."""
    left: Callable[[House], int]
    """Return how many documents the fan-out has yet to change."""

    def __str__(self) -> str:
        return self.name


def a_house(tasks: MemoryTasks | None = None) -> House:
    return House(tasks=tasks, user_limit=40, global_limit=100)


def ask_all(house: House, *, at_once: bool = False) -> None:
    """Let everybody wish for one look; its leader is the first."""
    for uid in USERS:
        house.ask(uid)
        if not at_once:
            house.clock.time += timedelta(microseconds=1)


def _follow(house: House) -> None:
    ask_all(house)
    house.deliver()


def _waiting(house: House) -> int:
    return sum(
        "/avatars/" in path and avatar["status"] == "queued" for path, avatar in house.documents.items()
    )


def report_first(house: House) -> None:
    """Let the first user report the one avatar they have."""
    avatar_id = next(p for p in house.documents if p.startswith(f"users/{USERS[0]}/avatars/")).split("/")[3]
    house.reporting.report(User(USERS[0], FREE), avatar_id, Complaint(Reason.OFFENSIVE))


def _take_down(house: House) -> None:
    house.ask(USERS[0])
    house.deliver()
    for uid in USERS[1:]:
        house.clock.time += timedelta(seconds=1)
        house.ask(uid)
    look = next(path for path in house.documents if path.startswith("cache/")).split("/")[1]
    report_first(house)
    house.reviewing.decide(look, Decision.TAKE_DOWN)
    house.deliver()


def _showing(house: House) -> int:
    (look,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    return len(house.queries.avatars_showing(f"shared/{look}", 100)) + int(house.only("reviews/")["pending"])


def _erase(house: House) -> None:
    for variation in range(8):
        house.ask(USERS[0], variation=variation)
    house.ask(USERS[1])
    house.deliver()
    house.erasing.erase(USERS[0], seconds=0)


def _erasing(house: House) -> int:
    return int(house.only("erasures/")["done_at"] is None)


def _merge(house: House) -> None:
    house.people.anonymous.add("anna")
    for variation in range(10):
        house.ask("anna", plan=GUEST, variation=variation)
        house.deliver()
        house.clock.time += timedelta(seconds=1)
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    merged = house.merging.merge(User(USERS[0], FREE), token, personal=True, seconds=0)
    assert not merged.done


def _moving(house: House) -> int:
    moved = sum(path.startswith(f"users/{USERS[0]}/avatars/") for path in house.documents)
    return 10 - moved + ("erasures/anna" not in house.documents)


def _sweep(house: House) -> None:
    for variation in range(8):
        house.ask(USERS[0], variation=variation)
    house.deliver()
    house.clock.time += timedelta(days=31)
    began = house.clock.time
    # A pass without time leaves everything to its tasks.
    house.clock.step = timedelta(seconds=600)
    house.sweeping.run()
    house.clock.step = timedelta(0)
    house.clock.time = began


def _unswept(house: House) -> int:
    return sum(path.startswith("cache/") and one["state"] == "ready" for path, one in house.documents.items())


FOLLOWERS = Prepared("followers", _follow, _waiting)
TAKEDOWN = Prepared("a takedown", _take_down, _showing)
ERASURE = Prepared("an erasure", _erase, _erasing)
SWEEP = Prepared("a sweep", _sweep, _unswept)
MERGE = Prepared("a merge", _merge, _moving)
ALL = (FOLLOWERS, TAKEDOWN, ERASURE, MERGE, SWEEP)

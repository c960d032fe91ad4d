"""A launch day: a crowd within ten minutes, against a provider that takes so many calls a minute.

The schedule at full size, by the code of the domain alone: 50 000 wishes. The real services at a hundredth, in memory,
with a provider that answers 429 beyond its pace. Both are deterministic.
"""

import bisect
import logging
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median

from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.pace import MINUTE, Pace, expected_at, handicap, part_for, parts_of
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.errors import ProviderRateLimited, ProviderUnavailable
from mirror_realm.services.pace.starting import GRID
from mirror_realm.services.ports.providers import ImageRequest
from tests.benchmarks.rows import Row, at_most, exactly
from tests.fakes.house import House
from tests.fakes.memory_tasks import MemoryTasks

WISHES, PACE = 50_000, 500
SCALE = 100
WITHIN = timedelta(minutes=10)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SAMPLE = 100
"""The wishes of which each is compared with all others."""
LATE = timedelta(seconds=2 * GRID)
"""Wishes that start within two tasks of each other start together."""


@dataclass(slots=True)
class Asked:
    """One wish of the crowd."""

    uid: str
    plan: Plan
    number: int
    """Of its user's wishes, from 0."""
    at: datetime
    look: int
    """Of its own, so that none is a hit."""
    started_at: datetime | None = None
    expected_at: datetime | None = None
    """As the answer said; None if it started at once."""

    @property
    def turn(self) -> datetime:
        return self.at + handicap(self.number, self.plan, automatic=False)

    @property
    def wait(self) -> timedelta:
        return (self.started_at or self.at + WITHIN * 100) - self.at


@dataclass(slots=True)
class Day:
    """What became of a crowd."""

    pace: int
    asked: Sequence[Asked]
    calls: list[datetime]
    refused: int = 0
    """Answers 429."""
    unmade: int = 0
    """Wishes without a picture of their own."""

    @property
    def most_a_minute(self) -> int:
        """The most calls of any minute, whenever it begins."""
        calls, most, first = sorted(self.calls), 0, 0
        for last, at in enumerate(calls):
            while at - calls[first] >= MINUTE:
                first += 1
            most = max(most, last - first + 1)
        return most

    @property
    def passed(self) -> int:
        """Of a sample, how many were passed by a wish whose turn was after theirs."""
        waited = [one for one in self.asked if one.expected_at is not None]
        sample = random.Random(1).sample(waited, min(SAMPLE, len(waited)))
        return sum(any(self._passes(other, one) for other in waited) for one in sample)

    def _passes(self, other: Asked, one: Asked) -> bool:
        if other.started_at is None or one.started_at is None:
            return False
        return other.turn > one.turn and one.at <= other.started_at < one.started_at - LATE

    @property
    def over(self) -> float:
        """The time that it took, in minutes beyond what the pace needs."""
        last = max(self.calls) - NOON
        return last / MINUTE - len(self.calls) / self.pace

    def minutes(self, plan: Plan, number: int) -> float:
        """Return the median wait of these wishes, the so-manieth of their users."""
        waits = [one.wait / MINUTE for one in self.asked if (one.plan, one.number) == (plan, number)]
        return median(waits) if waits else 0.0

    @property
    def astray(self) -> float:
        """How far from the start the told time was, in minutes, for nine of ten first wishes of accounts.

        Later wishes may pass all others, which therefore wait longer than they are told.
        """
        off = sorted(
            abs((one.started_at - one.expected_at) / MINUTE)
            for one in self.asked
            if one.expected_at and one.started_at and not one.number and one.plan == FREE
        )
        return off[len(off) * 9 // 10] if off else 0.0


def crowd(wishes: int, seed: int = 7) -> list[Asked]:
    """Return wishes of accounts and, three in ten, of guests; most ask once, some twice or three times."""
    chance, asked = random.Random(seed), list[Asked]()
    for user in count():
        plan = GUEST if chance.random() < 0.3 else FREE
        times = chance.choices((1, 2, 3), (7, 2, 1))[0]
        moments = sorted(chance.random() for _ in range(times))
        for number, moment in enumerate(moments):
            asked.append(Asked(f"user-{user}", plan, number, NOON + WITHIN * moment, len(asked)))
        if len(asked) >= wishes:
            return sorted(asked[:wishes], key=lambda one: one.at)
    raise AssertionError("the crowd is endless")


def by_schedule(wishes: int, pace: int) -> Day:
    """Return the day by the code of the domain alone: its slots, parts and turns."""
    sizes = parts_of(pace)
    parts = [Pace() for _ in sizes]
    asked = crowd(wishes)
    queue: list[tuple[datetime, int]] = []
    first = 0  # of those in the queue that wait
    calls: list[datetime] = []
    coming, now = 0, NOON
    while coming < wishes or first < len(queue):
        now += timedelta(seconds=GRID)
        while coming < wishes and asked[coming].at <= now:
            one, part = asked[coming], part_for(f"job-{coming}", len(sizes))
            if parts[part].free(sizes[part], one.at) and not parts[part].queue:
                parts[part] = parts[part].take(sizes[part], one.at)
                one.started_at = parts[part].slots[-1]
                calls.append(one.started_at)
            else:
                parts[part] = parts[part].queued(True)
                ahead = bisect.bisect(queue, (one.turn, coming), first) - first
                one.expected_at = expected_at(parts[part].free_at(sizes[part], one.at), ahead, pace)
                bisect.insort(queue, (one.turn, coming), first)
            coming += 1
        for part, size in enumerate(sizes):
            for _ in range(min(len(queue) - first, parts[part].room(size, now))):
                parts[part] = parts[part].take(size, now)
                one = asked[queue[first][1]]
                one.started_at = parts[part].slots[-1]
                calls.append(one.started_at)
                first += 1
            if first == len(queue):
                parts[part] = parts[part].queued(False)
    return Day(pace, asked, calls)


@dataclass
class Launched:
    """The real services, a queue of tasks, and a provider that minds its pace."""

    wishes: int
    pace: int
    faults: int = 20
    """One call in so many fails and is repeated."""
    day: Day = field(init=False)
    _jobs: dict[str, Asked] = field(default_factory=dict)
    _may_fail: bool = False
    _failed_at: int = 0

    def __post_init__(self) -> None:
        self.day = Day(self.pace, crowd(self.wishes), [])
        self.tasks = MemoryTasks()
        self.house = House(
            images_per_minute=self.pace,
            tasks=self.tasks,
            user_limit=3,
            global_limit=self.wishes,
            guest_share=1.0,
            degrade_from=1.0,
            budget_micros=10**12,
            retry_after_timeout=True,
        )
        self.house.provider.before = self._called

    def run(self) -> Day:
        """Return the day: wishes come, tasks come in their time, and each attempt is delivered at once.

        The clock stands still but for a worker that waits to repeat a call. So only the last of some attempts may fail:
        the others have made their calls by then, as they would have beside it.
        """
        coming = list(reversed(self.day.asked))
        while coming or self.tasks.next_at is not None:
            due = [at for at in (coming[-1].at if coming else None, self.tasks.next_at) if at is not None]
            self.house.clock.time = max(self.house.clock.time, min(due))
            while coming and coming[-1].at <= self.house.clock.time:
                self._ask(coming.pop())
            for task in self.tasks.take():
                self.house.paging.run(task)
            attempts = self.house.take_attempts()
            for left, attempt in reversed(list(enumerate(reversed(attempts)))):
                self._may_fail = not left
                self.house.rendering.run(*attempt)
        self._collect()
        return self.day

    def _ask(self, one: Asked) -> None:
        character = sorted(CHARACTERS)[one.look // 100 % len(CHARACTERS)]
        admitted = self.house.ask(one.uid, plan=one.plan, variation=one.look % 100, character=character)
        one.expected_at = admitted.avatar.waits.expected_at if admitted.avatar.waits is not None else None
        self._jobs[str(admitted.avatar.render_id)] = one

    def _called(self, _: ImageRequest) -> None:
        now, calls = self.house.clock.time, self.day.calls
        calls.append(now)
        if sum(now - at < MINUTE for at in calls[-self.pace - 1 :]) > self.pace:
            self.day.refused += 1
            raise ProviderRateLimited("too many requests")
        if self._may_fail and len(calls) - self._failed_at >= self.faults:
            self._failed_at = len(calls)
            raise ProviderUnavailable("down")

    def _collect(self) -> None:
        for render_id, one in self._jobs.items():
            job = self.house.documents[f"renders/{render_id}"]
            one.started_at = job.get("allowed_at", job["created_at"])
            self.day.unmade += job["state"] != "settled"


def rows(quick: bool) -> Iterable[Row]:
    """Measure a tenth if `quick`."""
    logging.getLogger("mirror_realm").addHandler(logging.NullHandler())
    part = 10 if quick else 1
    wishes, pace = WISHES // part, PACE // part
    yield from _told(f"{wishes} wishes in ten minutes, {pace} a minute", by_schedule(wishes, pace))
    small = Launched(WISHES // SCALE // part, math.ceil(5 * PACE / SCALE / part))
    day = small.run()
    title = f"{small.wishes} by the services, {small.pace} a minute, one call in {small.faults} fails"
    yield from _told(title, day)
    yield exactly(f"{title}: answers 429", day.refused, 0)
    yield exactly(f"{title}: wishes without their picture", day.unmade, 0)
    yield at_most(f"{title}: told time astray, nine of ten first wishes of accounts", day.astray, 3, " min")


def _told(title: str, day: Day) -> Iterable[Row]:
    yield at_most(f"{title}: most calls in any minute", day.most_a_minute, day.pace, digits=0)
    yield exactly(f"{title}: never started", sum(one.started_at is None for one in day.asked), 0)
    yield exactly(f"{title}: passed by a later turn, of {SAMPLE}", day.passed, 0)
    yield at_most(f"{title}: beyond the time that the pace needs", day.over, 3, " min")
    waits = [day.minutes(FREE, 0), day.minutes(FREE, 1), day.minutes(GUEST, 0), day.minutes(GUEST, 1)]
    yield Row(
        f"{title}: median wait, first and second wishes of accounts, of guests",
        ", ".join(f"{wait:.0f}" for wait in waits) + " min",
        "in this order",
        waits[0] <= min(waits[1:]),
    )

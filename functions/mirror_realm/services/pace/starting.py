"""Starting: the jobs that wait for a provider's pace start in the order of their turns, as slots become free.

A task of the queue starts what is due and enqueues the next one for the time of the next slot. Tasks are named by their
time, on a grid of two seconds: however many ask for one, there is one. A task that comes twice, late or never does no
harm, since slots and jobs are taken in one transaction: the next wish that waits asks for another one, and the reaper
finds what waits in any case. Without a queue the reaper starts the jobs itself, and sleeps in between.
"""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mirror_realm import events
from mirror_realm.domain.pace import MINUTE, SKEW, Pace
from mirror_realm.domain.page_task import LIFE, FanOut, PageTask
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.fan_out.turns import A_TURN
from mirror_realm.services.jobs.start import JobStarter
from mirror_realm.services.pace.pacing import Pacing, Part
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

GRID = 2
"""Seconds between two tasks of a provider."""

BATCH = 20
"""Jobs that one transaction starts."""

MOST = 200
"""Jobs that one task starts; the next task starts the others."""


@dataclass(slots=True)
class Starting:
    store: Store
    queries: Queries
    starter: JobStarter
    pacing: Pacing
    enqueuing: Enqueuing
    runtime: Runtime
    _asked: dict[str, int] = field(default_factory=dict)
    """The time of the last task that this instance has enqueued, by provider."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wake(self, provider: str, at: datetime, after: int = 0) -> bool:
        """Have a task start what is due at a time; return whether the queue has it.

        after: the time of a task that has run; the new one is later, because the queue takes each name once.
        """
        now = self.runtime.now()
        # A task that is due in the next second might run before this job is committed everywhere.
        due = max(_on_grid(max(at, now + SKEW)), min(after, _on_grid(now + MINUTE)) + GRID)
        with self._lock:
            if self._asked.get(provider) == due:
                return True
        time = datetime.fromtimestamp(due, UTC)
        delay = timedelta(seconds=math.ceil(max(0.0, (time - now).total_seconds())))
        if not self.enqueuing.put(PageTask(FanOut.STARTS, provider, due, time + LIFE), delay):
            return False
        with self._lock:
            self._asked[provider] = due
        return True

    def page(self, task: PageTask) -> None:
        """Start what is due, and enqueue the task that continues if more waits."""
        next_at = self.start_due(task.subject)
        if next_at is not None:
            self.wake(task.subject, next_at, task.round)

    def turn(self, provider: str, until: datetime) -> bool:
        """Start what is due, as the reaper. Return whether to call this again: more waits, and no queue has it.

        until: the time after which the rest is left to the next pass.
        """
        next_at = self.start_due(provider)
        if next_at is None or self.wake(provider, next_at) or next_at >= until:
            return False
        pause = min(next_at - self.runtime.now(), A_TURN)
        self.runtime.sleep(max(pause.total_seconds(), 1.0))
        return True

    def start_due(self, provider: str) -> datetime | None:
        """Start as many waiting jobs as there are free slots; return when the next can start, None if none waits."""
        parts = self.pacing.parts(provider)
        if not parts:
            return self._start_all(provider)
        stored = self.store.read_all([part.ref for part in parts])
        known = {part: stored.get(part.ref.path, Pace()) for part in parts}
        started, passed, more = 0, set[str](), True
        for part in parts:
            while more and started < MOST and (room := self._room(known[part], part)):
                batch = self._next(provider, min(room, BATCH), passed)
                more = bool(batch)
                begun, known[part] = self._start(batch, part) if batch else (0, known[part])
                started += begun
        if started:
            events.jobs_started(provider, started=started)
        if not self.queries.waiting_jobs(provider, 1):
            return self._unmark(provider, [part for part in parts if known[part].queue])
        now = self.runtime.now()
        next_at = min(known[part].free_at(part.per_minute, now) for part in parts)
        # What waits in spite of free slots is the job of a user whose erasure will end it.
        return next_at if started or next_at > now else now + A_TURN

    def _room(self, known: Pace, part: Part) -> int:
        return known.room(part.per_minute, self.runtime.now())

    def _next(self, provider: str, most: int, passed: set[str]) -> Sequence[RenderJob]:
        """Return the next jobs that wait, without those that were passed before, and add these to them."""
        found = self.queries.waiting_jobs(provider, most + len(passed))
        fresh = [job for job in found if job.render_id not in passed][:most]
        passed.update(job.render_id for job in fresh)
        return fresh

    def _start_all(self, provider: str) -> datetime | None:
        """Start jobs that waited for a pace that was switched off since."""
        started, passed = 0, set[str]()
        while len(passed) < MOST and (batch := self._next(provider, BATCH, passed)):
            started += self._start(batch, None)[0]
        if started:
            events.jobs_started(provider, started=started)
        return self.runtime.now() if len(passed) >= MOST else None

    def _start(self, jobs: Sequence[RenderJob], part: Part | None) -> tuple[int, Pace]:
        """Start these jobs, in one transaction with the slots of their calls; return how many, and the pace since.

        A job that was started or ended meanwhile, or whose user is being erased, takes no slot.
        """

        def work(transaction: Transaction) -> tuple[int, Pace]:
            now = self.runtime.now()
            refs: list[Any] = [documents.render_job(job.render_id) for job in jobs]
            refs += [documents.fence(uid) for uid in dict.fromkeys(job.uid for job in jobs)]
            if part is not None:
                refs.append(part.ref)
            stored = dict(zip((ref.path for ref in refs), transaction.read_all(refs), strict=True))
            before: Pace = (stored.get(part.ref.path) if part is not None else None) or Pace()
            after, started = before, 0
            for found in jobs:
                job = stored.get(documents.render_job(found.render_id).path)
                fenced = stored.get(documents.fence(found.uid).path) is not None
                if job is None or job.waits_for is None or fenced:
                    continue
                if part is not None:
                    if not after.free(part.per_minute, now):
                        break
                    after = after.take(part.per_minute, now)
                self.starter.allow(transaction, job, now)
                started += 1
            if part is not None and after != before:
                transaction.put(part.ref, after)
            return started, after

        return self.store.transact(work)

    def _unmark(self, provider: str, marked: Sequence[Part]) -> datetime | None:
        """Write that no job waits; return now if one does, having come meanwhile.

        A job that is queued now either marks the pace anew or is found by the second look: its transaction has read the
        mark, so it is committed before the mark goes, or reads it afterwards.
        """
        if not marked:
            return None
        for part in marked:
            self._mark(part, False)
        if not self.queries.waiting_jobs(provider, 1):
            return None
        for part in marked:
            self._mark(part, True)
        return self.runtime.now()

    def _mark(self, part: Part, waits: bool) -> None:
        def work(transaction: Transaction) -> None:
            known = transaction.read(part.ref) or Pace()
            if known.queue != waits:
                transaction.put(part.ref, known.queued(waits))

        self.store.transact(work)


def _on_grid(time: datetime) -> int:
    """Return the second of the grid at or after a time, since 1970."""
    return math.ceil(time.timestamp() / GRID) * GRID

"""A queue: which task is dispatched when, and what follows a result. It takes the time as an argument.

A task is scheduled until its time comes. Then it waits for its turn (a token, a free place, the end of a backoff),
runs, and waits again after a failure, until it succeeds or is given up.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from embedded_firebase.functions.task_queues import QueueConfig
from embedded_firebase.tasks.errors import TaskExists, TaskNotFound
from embedded_firebase.tasks.schedule import Schedule
from embedded_firebase.tasks.task import Progress, Result, Task
from embedded_firebase.tasks.token_bucket import TokenBucket
from embedded_firebase.tasks.used_names import UsedNames


class Outcome(enum.Enum):
    """What follows an attempt."""

    DONE = "done"
    RETRY = "tried again"
    GIVEN_UP = "given up"
    DELETED = "deleted meanwhile"


@dataclass(eq=False)
class QueuedTask:
    """One delivery of a task. A task that a fault delivers twice has two."""

    task: Task
    scheduled: float
    """When the next attempt, or the one that runs, is to start, in seconds since the epoch."""
    held_back: float = 0.0
    """The seconds by which a fault delays the first attempt."""
    progress: Progress = field(default_factory=Progress)


class Queue:
    """Hold the tasks of one queue. Every `now` is in seconds since the epoch."""

    def __init__(self, config: QueueConfig, *, retry_time_scale: float = 1.0) -> None:
        self.config = config
        self._scale = retry_time_scale
        self._bucket = TokenBucket(config.rate_limits.max_dispatches_per_second)
        self._names = UsedNames()
        self._by_identifier: dict[str, list[QueuedTask]] = {}
        self._scheduled: Schedule[QueuedTask] = Schedule()
        self._waiting: Schedule[QueuedTask] = Schedule()
        self._running: set[QueuedTask] = set()

    def add(self, task: Task, now: float, held_back: Sequence[float] = (0.0,)) -> None:
        """Add a new task.

        Args:
            task: the task.
            now: the current time.
            held_back: the seconds by which each delivery of the task is late; two entries deliver it twice.

        Raises:
            TaskExists: if its name is taken.
        """
        self._insert([QueuedTask(task, task.schedule_time, late) for late in held_back], now)

    def restore(self, task: Task, scheduled: float, progress: Progress, now: float) -> None:
        """Add a task of an export, with the time of its next attempt and its attempts so far.

        Raises:
            TaskExists: if its name is taken.
        """
        self._insert([QueuedTask(task, scheduled, progress=progress)], now)

    def remove(self, identifier: str, now: float) -> None:
        """Delete a task. An attempt that runs goes on; no further one follows.

        Raises:
            TaskNotFound: if there is no such task, or it has ended.
        """
        if identifier not in self._by_identifier:
            raise TaskNotFound
        for queued in self._by_identifier.pop(identifier):
            self._scheduled.remove(queued)
            self._waiting.remove(queued)
        self._names.release(identifier, now)

    def clear(self) -> None:
        """Delete all tasks and free all names. Attempts that run go on; no further ones follow."""
        self._by_identifier.clear()
        self._scheduled.clear()
        self._waiting.clear()
        self._names.clear()

    def take(self, now: float) -> QueuedTask | None:
        """Return a task whose attempt starts now; None if none may start. The result goes to `settle`."""
        self._advance(now)
        due = self._waiting.next_time()
        full = len(self._running) >= self.config.rate_limits.max_concurrent_dispatches
        if due is None or due > now or full or not self._bucket.take(now):
            return None
        queued = self._waiting.pop_due(now)
        assert queued is not None
        progress = queued.progress
        first = now if progress.first_attempt is None else progress.first_attempt
        queued.progress = replace(progress, attempts=progress.attempts + 1, first_attempt=first)
        self._running.add(queued)
        return queued

    def settle(self, queued: QueuedTask, result: Result, now: float) -> Outcome:
        """Accept the result of an attempt; return what follows. For `RETRY`, `scheduled` has the time."""
        self._running.discard(queued)
        if result.succeeded:
            self._end(queued, now)
            return Outcome.DONE
        queued.progress = progress = replace(
            queued.progress,
            executions=queued.progress.executions + result.executed,
            last_status=result.status,
            last_reason=result.reason,
        )
        if queued not in self._by_identifier.get(queued.task.identifier, ()):
            return Outcome.DELETED
        retry = self.config.retry
        age = now - (progress.first_attempt or now) + progress.seconds_saved
        if retry.gives_up(progress.attempts, age):
            self._end(queued, now)
            return Outcome.GIVEN_UP
        wait = retry.backoff(progress.attempts)
        saved = progress.seconds_saved + wait * (1 - self._scale)
        queued.progress = replace(progress, seconds_saved=saved)
        queued.scheduled = now + wait * self._scale
        self._waiting.add(queued, queued.scheduled)
        return Outcome.RETRY

    def next_time(self, now: float) -> float | None:
        """Return when `take` or `pending` may have another answer, if no task is added or settled; None if never."""
        self._advance(now)
        times = [] if (scheduled := self._scheduled.next_time()) is None else [scheduled]
        free = len(self._running) < self.config.rate_limits.max_concurrent_dispatches
        if free and (due := self._waiting.next_time()) is not None:
            times.append(max(due, self._bucket.next_time(now)))
        return min(times, default=None)

    def pending(self, now: float) -> int:
        """Return the number of tasks that run, or whose time has come.

        A task that waits for its retry is among them; one that is scheduled for a later time is not.
        """
        self._advance(now)
        return len(self._waiting) + len(self._running)

    def __iter__(self) -> Iterator[QueuedTask]:
        """Yield the tasks that have not ended, in the order in which they were added."""
        for deliveries in self._by_identifier.values():
            yield from deliveries

    def is_running(self, queued: QueuedTask) -> bool:
        """Return whether an attempt of the task runs."""
        return queued in self._running

    def _insert(self, deliveries: list[QueuedTask], now: float) -> None:
        identifier = deliveries[0].task.identifier
        if not self._names.take(identifier, now):
            raise TaskExists
        self._by_identifier[identifier] = deliveries
        for queued in deliveries:
            # A task that was tried before waits for its retry, however far away that is.
            (self._waiting if queued.progress.attempts else self._scheduled).add(queued, queued.scheduled)

    def _advance(self, now: float) -> None:
        """Let the tasks wait for their turn whose time has come."""
        while (queued := self._scheduled.pop_due(now)) is not None:
            self._waiting.add(queued, queued.scheduled + queued.held_back)

    def _end(self, queued: QueuedTask, now: float) -> None:
        """Remove one delivery of a task; the name is released with the last one."""
        deliveries = self._by_identifier.get(queued.task.identifier, [])
        if queued in deliveries:
            deliveries.remove(queued)
            if not deliveries:
                del self._by_identifier[queued.task.identifier]
                self._names.release(queued.task.identifier, now)

"""The runner of a queue: it starts the attempts on the event loop when they are due, and records their results."""

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from embedded_firebase.functions.delivery_log import Delivery, DeliveryLog
from embedded_firebase.functions.faults import DeliveryFaults, Disturbance
from embedded_firebase.tasks.queue import Outcome, Queue, QueuedTask
from embedded_firebase.tasks.statistics import Statistics
from embedded_firebase.tasks.task import Progress, Result, Task

Call = Callable[[QueuedTask], Awaitable[Result]]
"""Makes one attempt."""

OPERATION = "dispatched"
"""The `operation` of a task among the deliveries."""

_logger = logging.getLogger("embedded_firebase.tasks")


@dataclass(frozen=True)
class TaskState:
    """A task that has not ended, as it was at one moment."""

    task: Task
    scheduled: float
    """When its next attempt is to start, in seconds since the epoch."""
    progress: Progress
    running: bool


class QueueRunner:
    """Run one queue. Any thread may call it; attempts run on the loop."""

    def __init__(
        self,
        name: str,
        queue: Queue,
        call: Call,
        log: DeliveryLog,
        faults: DeliveryFaults,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the queue and its name.

        Args:
            name: the name of the queue, without its project and location.
            queue: the queue.
            call: makes one attempt.
            log: counts the tasks that are due, and keeps those that ended.
            faults: how tasks are disturbed.
            clock: returns the seconds since the epoch.
        """
        self.name = name
        self.config = queue.config
        self._queue = queue
        self._call = call
        self._log = log
        self._disturbance = Disturbance(faults)
        self._clock = clock
        self._statistics = Statistics()
        self._lock = threading.Lock()
        self._counted = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._attempts: set[asyncio.Task[None]] = set()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Dispatch tasks on the loop from now on."""
        with self._lock:
            self._loop = loop
            self._wake()

    def add(self, task: Task) -> None:
        """Add a new task; return at once.

        Raises:
            TaskExists: if its name is taken.
        """
        with self._lock:
            now = self._clock()
            self._queue.add(task, now, self._disturbance.delays())
            self._statistics.added(now)
            self._count(now)
            self._wake()

    def restore(self, state: TaskState) -> None:
        """Add a task of an export.

        Raises:
            TaskExists: if its name is taken.
        """
        with self._lock:
            now = self._clock()
            self._queue.restore(state.task, state.scheduled, state.progress, now)
            self._count(now)
            self._wake()

    def remove(self, identifier: str) -> None:
        """Delete a task.

        Raises:
            TaskNotFound: if there is no such task, or it has ended.
        """
        with self._lock:
            now = self._clock()
            self._queue.remove(identifier, now)
            self._count(now)

    def clear(self) -> None:
        """Delete all tasks and free all names."""
        with self._lock:
            self._queue.clear()
            self._count(self._clock())

    def states(self) -> list[TaskState]:
        """Return the tasks that have not ended, in the order in which they were added.

        A task that a fault delivers twice is there twice.
        """
        with self._lock:
            return [
                TaskState(queued.task, queued.scheduled, queued.progress, self._queue.is_running(queued))
                for queued in self._queue
            ]

    def statistics(self) -> dict[str, float]:
        """Return the statistics that firebase-tools shows."""
        states, limits = self.states(), self.config.rate_limits
        running = sum(state.running for state in states)
        with self._lock:
            recent = self._statistics.recent(self._clock())
        return {
            "numberOfTasks": len(states) - running,
            **recent,
            "runningTasks": running,
            "maxRate": limits.max_dispatches_per_second,
            "maxConcurrent": limits.max_concurrent_dispatches,
        }

    async def close(self) -> None:
        """Start no more attempts and cancel those that run."""
        with self._lock:
            self._loop = None
            if self._timer is not None:
                self._timer.cancel()
            for _ in range(self._counted):
                self._log.ended()
            self._counted = 0
        for attempt in list(self._attempts):
            attempt.cancel()
        await asyncio.gather(*self._attempts, return_exceptions=True)

    def _wake(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._dispatch_due)

    def _dispatch_due(self) -> None:
        """Start the attempts that may start now, and set the timer for the next. Runs on the loop."""
        with self._lock:
            if self._loop is None:
                return
            now = self._clock()
            while (queued := self._queue.take(now)) is not None:
                attempt = self._loop.create_task(self._attempt(queued))
                self._attempts.add(attempt)
                attempt.add_done_callback(self._attempts.discard)
            self._count(now)
            if self._timer is not None:
                self._timer.cancel()
            at = self._queue.next_time(now)
            self._timer = (
                self._loop.call_later(max(0.0, at - now), self._dispatch_due) if at is not None else None
            )

    async def _attempt(self, queued: QueuedTask) -> None:
        result = await self._call(queued)
        with self._lock:
            now = self._clock()
            outcome = self._queue.settle(queued, result, now)
            if outcome in (Outcome.DONE, Outcome.GIVEN_UP):
                self._statistics.ended(now, given_up=outcome is Outcome.GIVEN_UP)
                self._log.finished(self._delivery(queued, delivered=outcome is Outcome.DONE))
            if outcome is not Outcome.DONE:
                self._log.failed()
                wait = f" in {queued.scheduled - now:g} s" if outcome is Outcome.RETRY else ""
                _logger.error(
                    "%s answered task %s with %s in attempt %d, %s",
                    self.name,
                    queued.task.identifier,
                    result.status or result.reason,
                    queued.progress.attempts,
                    outcome.value + wait,
                )
        self._dispatch_due()

    def _delivery(self, queued: QueuedTask, *, delivered: bool) -> Delivery:
        return Delivery(
            function=self.name,
            event_id=queued.task.identifier,
            operation=OPERATION,
            document=f"{self.name}/{queued.task.identifier}",
            attempts=queued.progress.attempts,
            delivered=delivered,
            last_error=queued.progress.last_reason,
        )

    def _count(self, now: float) -> None:
        """Bring the log's count of pending deliveries up to date."""
        pending = self._queue.pending(now)
        for _ in range(pending - self._counted):
            self._log.begun()
        for _ in range(self._counted - pending):
            self._log.ended()
        self._counted = pending

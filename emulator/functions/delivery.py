"""Deliveries: events to functions, at least once, in the background, retried as the platform retries.

With `retry` a failed delivery is tried again after 10 s, 20 s, 40 s and so on up to 600 s, for 24 hours
(https://cloud.google.com/eventarc/docs/retry-events); without it, it is dropped. A time scale shortens both.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from emulator.firestore import Change
from emulator.functions.events import DocumentEvent, asks_for, event_of
from emulator.functions.faults import DeliveryFaults, Disturbance
from emulator.functions.hosted import DocumentTrigger, HostedFunction
from emulator.functions.invocation import Invoker

FIRST_BACKOFF_SECONDS = 10.0
MAX_BACKOFF_SECONDS = 600.0
RETENTION_SECONDS = 24 * 3600.0

REMEMBERED = 10_000
"""How many finished deliveries can be looked at; the counts go on beyond it."""

_logger = logging.getLogger("emulator.functions")


@dataclass(frozen=True)
class Delivery:
    """One finished delivery of one event to one function."""

    function: str
    event_id: str
    operation: str
    document: str
    attempts: int
    delivered: bool
    """False if it was given up."""
    last_error: str | None
    """The type of the last failure, if any attempt failed."""


@dataclass(frozen=True)
class DeliverySummary:
    """How deliveries stand."""

    pending: int
    """Deliveries not finished, those that wait for their retry included."""
    delivered: int
    dropped: int
    failures: int
    """Attempts that failed, whatever became of the delivery."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Deliveries:
    """Takes changes as they are committed and calls the functions that ask for them."""

    def __init__(
        self,
        functions: Sequence[HostedFunction],
        invoker: Invoker,
        loop: asyncio.AbstractEventLoop,
        *,
        project: str,
        faults: DeliveryFaults,
        retry_time_scale: float,
    ) -> None:
        self._triggers = [(one, one.trigger) for one in functions if one.trigger is not None]
        self._invoker = invoker
        self._loop = loop
        self._project = project
        self._disturbance = Disturbance(faults)
        self._scale = retry_time_scale
        self._changed = threading.Condition()
        self._pending = self._delivered = self._dropped = self._failures = 0
        self._finished: deque[Delivery] = deque(maxlen=REMEMBERED)
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def accept(self, changes: Sequence[Change]) -> None:
        """Take a commit's changes. Returns at once; called by Firestore, in the order of commits."""
        if not self._triggers:
            return
        with self._changed:
            if self._closed:
                return
            self._pending += 1
        self._loop.call_soon_threadsafe(self._dispatch, tuple(changes))

    def _dispatch(self, changes: Sequence[Change]) -> None:
        """Start the deliveries of a commit. Runs on the loop."""
        try:
            for change in changes:
                asking = [
                    (function, trigger)
                    for function, trigger in self._triggers
                    if asks_for(trigger, change, self._project)
                ]
                if not asking:
                    continue
                event = event_of(change)
                for function, trigger in asking:
                    for delay in self._disturbance.delays():
                        self._begin(function, trigger, event, delay)
        finally:
            self._count(pending=-1)

    def _begin(
        self, function: HostedFunction, trigger: DocumentTrigger, event: DocumentEvent, delay: float
    ) -> None:
        self._count(pending=1)
        task = self._loop.create_task(self._deliver(function, trigger, event, delay))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self._count(pending=-1))

    async def _deliver(
        self, function: HostedFunction, trigger: DocumentTrigger, event: DocumentEvent, delay: float
    ) -> None:
        if delay:
            await asyncio.sleep(delay)
        give_up_at = time.monotonic() + RETENTION_SECONDS * self._scale
        backoff = FIRST_BACKOFF_SECONDS
        attempts, last_error = 0, None
        while True:
            attempts += 1
            try:
                await self._invoker.invoke(function, lambda: function.call(event.as_cloud_event(trigger)))
            except Exception as error:
                last_error = type(error).__name__
                self._count(failures=1)
                again = trigger.retry and time.monotonic() + backoff * self._scale < give_up_at
                _logger.error(
                    "%s failed on %s of %s in attempt %d, %s",
                    function.name,
                    event.operation,
                    event.path,
                    attempts,
                    f"next in {backoff * self._scale:g} s" if again else "given up",
                    exc_info=error,
                )
                if not again:
                    self._finish(function, event, attempts, last_error, delivered=False)
                    return
                await asyncio.sleep(backoff * self._scale)
                backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)
            else:
                self._finish(function, event, attempts, last_error, delivered=True)
                return

    def _finish(
        self,
        function: HostedFunction,
        event: DocumentEvent,
        attempts: int,
        last_error: str | None,
        *,
        delivered: bool,
    ) -> None:
        self._finished.append(
            Delivery(
                function.name, event.identifier, event.operation, event.path, attempts, delivered, last_error
            )
        )
        self._count(delivered=int(delivered), dropped=int(not delivered))

    def _count(self, *, pending: int = 0, delivered: int = 0, dropped: int = 0, failures: int = 0) -> None:
        with self._changed:
            self._pending += pending
            self._delivered += delivered
            self._dropped += dropped
            self._failures += failures
            self._changed.notify_all()

    def wait_idle(self, timeout: float) -> bool:
        """Wait until no delivery is pending; False if that takes more than `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._pending == 0, timeout)

    def summary(self) -> DeliverySummary:
        """How deliveries stand at this moment."""
        with self._changed:
            return DeliverySummary(self._pending, self._delivered, self._dropped, self._failures)

    def finished(self) -> list[Delivery]:
        """The finished deliveries, oldest first, up to the last `REMEMBERED`."""
        return list(self._finished)

    async def close(self) -> None:
        """Accept nothing more and give up what is pending."""
        with self._changed:
            self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

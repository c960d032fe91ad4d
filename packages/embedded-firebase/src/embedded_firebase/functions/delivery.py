"""Deliveries: events to functions, at least once, in the background, retried as the platform retries."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from typing import Any

from embedded_firebase.firestore import Change
from embedded_firebase.functions.backoff import retry_waits
from embedded_firebase.functions.delivery_log import Delivery, DeliveryLog
from embedded_firebase.functions.events import DocumentEvent, asks_for, event_of
from embedded_firebase.functions.faults import DeliveryFaults, Disturbance
from embedded_firebase.functions.hosted import DocumentTrigger, HostedFunction, ObjectTrigger, Trigger
from embedded_firebase.functions.invocation import Invoker
from embedded_firebase.functions.object_events import ObjectEvent, asks_for_object, object_event_of
from embedded_firebase.storage import ObjectChange

Event = DocumentEvent | ObjectEvent
"""An event and the trigger that asked for its change are of one service."""

_logger = logging.getLogger("embedded_firebase.functions")


class Deliveries:
    """Receive committed changes and call the functions whose triggers match them."""

    def __init__(
        self,
        functions: Sequence[HostedFunction],
        invoker: Invoker,
        loop: asyncio.AbstractEventLoop,
        log: DeliveryLog,
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
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = threading.Lock()
        self._closed = False
        self._log = log

    def accept(self, changes: Sequence[Change | ObjectChange]) -> None:
        """Accept the changes of one commit; return at once. Firestore and Storage call it in the order of changes."""
        if not self._triggers:
            return
        with self._closing:
            if not self._closed:
                self._log.begun()
                self._loop.call_soon_threadsafe(self._dispatch, tuple(changes))

    def _dispatch(self, changes: Sequence[Change | ObjectChange]) -> None:
        """Start the deliveries of changes made together. Runs on the loop."""
        try:
            for change in changes:
                asking = [
                    (function, trigger) for function, trigger in self._triggers if self._asks(trigger, change)
                ]
                if not asking:
                    continue
                event = object_event_of(change) if isinstance(change, ObjectChange) else event_of(change)
                for function, trigger in asking:
                    for delay in self._disturbance.delays():
                        self._begin(function, trigger, event, delay)
        finally:
            self._log.ended()

    def _asks(self, trigger: Trigger, change: Change | ObjectChange) -> bool:
        if isinstance(change, ObjectChange):
            return isinstance(trigger, ObjectTrigger) and asks_for_object(trigger, change)
        return isinstance(trigger, DocumentTrigger) and asks_for(trigger, change, self._project)

    def _begin(self, function: HostedFunction, trigger: Any, event: Event, delay: float) -> None:
        self._log.begun()
        task = self._loop.create_task(self._deliver(function, trigger, event, delay))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self._log.ended())

    async def _deliver(self, function: HostedFunction, trigger: Any, event: Event, delay: float) -> None:
        await asyncio.sleep(delay)
        waits = retry_waits(self._scale) if trigger.retry else iter(())
        attempts, last_error = 0, None
        while True:
            attempts += 1
            try:
                await self._invoker.invoke(function, lambda: function.call(event.as_cloud_event(trigger)))
            except Exception as error:
                last_error = type(error).__name__
                self._log.failed()
                wait = next(waits, None)
                outcome = "given up" if wait is None else f"tried again in {wait:g} s"
                _logger.error(
                    "%s failed on %s %s in attempt %d, %s",
                    function.name,
                    event.operation,
                    event.path,
                    attempts,
                    outcome,
                    exc_info=error,
                )
                if wait is not None:
                    await asyncio.sleep(wait)
                    continue
                delivered = False
            else:
                delivered = True
            self._log.finished(
                Delivery(
                    function=function.name,
                    event_id=event.identifier,
                    operation=event.operation,
                    document=event.path,
                    attempts=attempts,
                    delivered=delivered,
                    last_error=last_error,
                )
            )
            return

    async def close(self) -> None:
        """Accept no more changes and cancel the pending deliveries."""
        with self._closing:
            self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

"""The record of deliveries: counts, the latest ones in full, and a way to wait until none is pending."""

import threading
from collections import deque
from dataclasses import dataclass

REMEMBERED = 10_000
"""The number of finished deliveries that are kept; the counts go on beyond it."""


@dataclass(frozen=True)
class Delivery:
    """One finished delivery of one event or task to one function."""

    function: str
    event_id: str
    operation: str
    document: str
    """The document's path in its database; of an event of Storage, the object's `{bucket}/{name}`.

    Of a task it is `{queue}/{task}`.
    """
    attempts: int
    delivered: bool
    """False if it was given up."""
    last_error: str | None
    """The type of the last failure, if any attempt failed."""


@dataclass(frozen=True)
class DeliverySummary:
    """How deliveries stand."""

    pending: int
    """Deliveries not finished, those that wait for their retry included. A task counts from its schedule time on."""
    delivered: int
    dropped: int
    failures: int
    """Attempts that failed, including those of deliveries that succeeded later."""


class DeliveryLog:
    """Count deliveries; the event loop writes the log, any thread may read it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pending = self._delivered = self._dropped = self._failures = 0
        self._finished: deque[Delivery] = deque(maxlen=REMEMBERED)

    def begun(self) -> None:
        """Count a commit to be examined, or a delivery, as pending."""
        with self._changed:
            self._pending += 1

    def ended(self) -> None:
        """Count a pending commit or delivery as done."""
        with self._changed:
            self._pending -= 1
            self._changed.notify_all()

    def failed(self) -> None:
        """Count a failed attempt."""
        with self._changed:
            self._failures += 1

    def finished(self, delivery: Delivery) -> None:
        """Keep a delivery that was made or given up."""
        with self._changed:
            self._finished.append(delivery)
            self._delivered += delivery.delivered
            self._dropped += not delivery.delivered

    def wait_idle(self, timeout: float) -> bool:
        """Wait until nothing is pending; return False if that takes more than `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._pending == 0, timeout)

    def summary(self) -> DeliverySummary:
        """Return how deliveries stand at this moment."""
        with self._changed:
            return DeliverySummary(self._pending, self._delivered, self._dropped, self._failures)

    def reset(self) -> None:
        """Remove the finished deliveries and set the counts to zero; pending deliveries stay pending."""
        with self._changed:
            self._finished.clear()
            self._delivered = self._dropped = self._failures = 0

    def latest(self) -> list[Delivery]:
        """Return the finished deliveries, oldest first, at most the last `REMEMBERED`."""
        with self._changed:
            return list(self._finished)

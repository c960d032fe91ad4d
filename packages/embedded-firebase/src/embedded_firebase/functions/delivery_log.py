"""What became of deliveries: counts, the latest ones in full, and a way to wait until none is pending."""

import threading
from collections import deque
from dataclasses import dataclass

REMEMBERED = 10_000
"""How many finished deliveries can be looked at; the counts go on beyond it."""


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


class DeliveryLog:
    """Kept by the event loop, read by any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pending = self._delivered = self._dropped = self._failures = 0
        self._finished: deque[Delivery] = deque(maxlen=REMEMBERED)

    def begun(self) -> None:
        """Something is pending: a commit not yet looked at, or a delivery."""
        with self._changed:
            self._pending += 1

    def ended(self) -> None:
        """It no longer is."""
        with self._changed:
            self._pending -= 1
            self._changed.notify_all()

    def failed(self) -> None:
        """An attempt failed."""
        with self._changed:
            self._failures += 1

    def finished(self, delivery: Delivery) -> None:
        """A delivery was made or given up."""
        with self._changed:
            self._finished.append(delivery)
            self._delivered += delivery.delivered
            self._dropped += not delivery.delivered

    def wait_idle(self, timeout: float) -> bool:
        """Wait until nothing is pending; False if that takes more than `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._pending == 0, timeout)

    def summary(self) -> DeliverySummary:
        """How deliveries stand at this moment."""
        with self._changed:
            return DeliverySummary(self._pending, self._delivered, self._dropped, self._failures)

    def latest(self) -> list[Delivery]:
        """The finished deliveries, oldest first, up to the last `REMEMBERED`."""
        with self._changed:
            return list(self._finished)

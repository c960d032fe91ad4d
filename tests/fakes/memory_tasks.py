"""The queue of page tasks in memory: it takes each name once, and a test delivers, repeats, delays or loses tasks."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.services.ports.tasks import Unqueued


@dataclass
class MemoryTasks:
    names: set[str] = field(default_factory=set)
    """Every name that the queue has had."""
    pending: list[PageTask] = field(default_factory=list)
    refuses: bool = False
    """Whether the queue cannot be reached."""
    now: Callable[[], datetime] | None = None
    """The clock by which tasks that have a time come at it; None: every task comes at once."""

    def enqueue(self, task: PageTask, delay: timedelta) -> None:
        if self.refuses:
            raise Unqueued("ServiceUnavailable")
        if task.name not in self.names:
            self.names.add(task.name)
            # As over the wire.
            self.pending.append(PageTask.from_payload(task.to_payload()))

    def take(self) -> list[PageTask]:
        """Return the tasks enqueued since the last call that are due."""
        taken = [task for task in self.pending if self._due_at(task) <= self._time]
        self.pending = [task for task in self.pending if self._due_at(task) > self._time]
        return taken

    @property
    def next_at(self) -> datetime | None:
        """When the next of the tasks that are not due yet will be."""
        ahead = [self._due_at(task) for task in self.pending]
        return datetime.fromtimestamp(min(ahead), UTC) if ahead else None

    @property
    def _time(self) -> float:
        return self.now().timestamp() if self.now is not None else math.inf

    def _due_at(self, task: PageTask) -> int:
        return task.round if task.of in (FanOut.STARTS, FanOut.LINKS) else 0

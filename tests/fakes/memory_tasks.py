"""The queue of page tasks in memory: it takes each name once, and a test delivers, repeats, delays or loses tasks."""

from dataclasses import dataclass, field
from datetime import timedelta

from mirror_realm.domain.page_task import PageTask
from mirror_realm.services.ports.tasks import Unqueued


@dataclass
class MemoryTasks:
    names: set[str] = field(default_factory=set)
    """Every name that the queue has had."""
    pending: list[PageTask] = field(default_factory=list)
    refuses: bool = False
    """Whether the queue cannot be reached."""

    def enqueue(self, task: PageTask, delay: timedelta) -> None:
        if self.refuses:
            raise Unqueued("ServiceUnavailable")
        if task.name not in self.names:
            self.names.add(task.name)
            # As over the wire.
            self.pending.append(PageTask.from_payload(task.to_payload()))

    def take(self) -> list[PageTask]:
        """Return the tasks enqueued since the last call."""
        taken, self.pending = self.pending, []
        return taken

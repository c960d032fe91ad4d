"""Enqueuing: pages of a fan-out become tasks. A queue that is absent or fails only costs time: the reaper continues."""

from dataclasses import dataclass
from datetime import timedelta

from mirror_realm import events
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.tasks import Tasks, Unqueued

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Enqueuing:
    tasks: Tasks | None
    """The queue; None if this deployment has none."""
    runtime: Runtime

    def start(self, of: FanOut, subject: str, number: int = 0, delay: timedelta = AT_ONCE) -> bool:
        """Enqueue the first page of the round of this number; return whether the queue has it.

        It comes after the commit that needs it: a task of a transaction that failed would find nothing to do.
        """
        return self.put(PageTask.first(of, subject, number, self.runtime.now()), delay)

    def put(self, task: PageTask, delay: timedelta = AT_ONCE) -> bool:
        """Enqueue a page; return whether the queue has it."""
        if self.tasks is None:
            return False
        try:
            self.tasks.enqueue(task, delay)
        except Unqueued as error:
            events.fan_out_unqueued(task.of, str(error))
            return False
        return True

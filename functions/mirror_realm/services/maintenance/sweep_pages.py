"""Pages of a step of the sweep, as tasks: a chain. The number of those done is stored, so that none is done twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.fan_out.pages import chain, due
from mirror_realm.services.fan_out.turns import Turn
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.bookkeeping import SweepTasks
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

MOST = 5_000
"""The most tasks of one step after one pass; the next pass continues."""


@dataclass(frozen=True, slots=True)
class SweepPages:
    store: Store
    enqueuing: Enqueuing
    runtime: Runtime

    def leave(self, step: str) -> None:
        """Start the next round of tasks of a step that a pass has not completed, if there is a queue."""
        if self.enqueuing.tasks is None:
            return

        def work(transaction: Transaction) -> int:
            ref, now = documents.sweep_tasks(step), self.runtime.now()
            raised = replace(transaction.read(ref) or SweepTasks(now), at=now).fan_out_again()
            transaction.put(ref, raised)
            return raised.fan_out_round

        self.enqueuing.start(FanOut.SWEEP, step, self.store.transact(work))

    def end(self, steps: Sequence[str]) -> None:
        """End the rounds of earlier tasks of steps that a pass has completed."""
        if self.enqueuing.tasks is None:
            return
        left = self.store.read_all([documents.sweep_tasks(step) for step in steps])

        def work(transaction: Transaction) -> None:
            for path in left:
                transaction.delete(documents.anything(path))

        if left:
            self.store.transact(work)

    def page(self, task: PageTask, step: Turn | None) -> None:
        """Do a page of a step, unless that was done before, and enqueue the next. It is safe to repeat.

        step: does a page, and returns whether there is more to do; None if there is no such step.

        Raises Unqueued if the next page is not in the queue.
        """
        stored = self.store.read(documents.sweep_tasks(task.subject)) if step is not None else None
        left = due(task, stored, lambda left: "its page is not due" if left.pages < task.number else None)
        if step is None or left is None:
            return
        if left.pages > task.number or self._count(task, more=step()):
            chain(self.enqueuing, task, MOST)

    def _count(self, task: PageTask, *, more: bool) -> bool:
        """Store that the page is done, or that the step is complete; return whether there is more to do."""

        def work(transaction: Transaction) -> None:
            ref = documents.sweep_tasks(task.subject)
            left = transaction.read(ref)
            if left is not None and (left.fan_out_round, left.pages) == (task.round, task.number):
                if more:
                    transaction.put(ref, replace(left, pages=left.pages + 1))
                else:
                    transaction.delete(ref)

        self.store.transact(work)
        return more

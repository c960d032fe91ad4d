"""Pages of an erasure, as tasks: a chain, because one worker has the erasure at a time."""

from dataclasses import dataclass
from datetime import timedelta

from mirror_realm.domain.erasure import Erasure
from mirror_realm.domain.page_task import PageTask
from mirror_realm.services.fan_out.enqueue import AT_ONCE, Enqueuing
from mirror_realm.services.fan_out.pages import chain, due
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.privacy.erasure_steps import Left
from mirror_realm.services.store import Store

LATER = timedelta(seconds=30)
"""The time after which another task looks whether the jobs, or the other worker, have ended that it waits for."""
MOST = 1_000
"""The most tasks of a round; the reaper starts another round."""


@dataclass(frozen=True, slots=True)
class ErasurePages:
    store: Store
    queries: Queries
    erasing: Erasing
    enqueuing: Enqueuing
    runtime: Runtime

    def page(self, task: PageTask) -> None:
        """Do one page of the erasure and enqueue the next. It is safe to repeat.

        While another worker has the erasure, or jobs of the user are under way, it only enqueues the next for later.

        Raises Unqueued if the next page is not in the queue.
        """
        uid = self.queries.erasure_of(task.subject)
        erasure = self.store.read(documents.erasure(uid)) if uid is not None else None
        if uid is None or due(task, erasure, _idle) is None:
            return
        left = self.erasing.turn(uid, self.runtime.now())
        if left is not None:
            chain(self.enqueuing, task, MOST, LATER if left is Left.BUSY else AT_ONCE)


def _idle(erasure: Erasure) -> str | None:
    return "there is nothing to do" if erasure.done else None

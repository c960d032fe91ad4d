"""Pages of an erasure, as tasks: each works for some seconds, because it has to claim the erasure anew."""

from dataclasses import dataclass
from datetime import timedelta

from mirror_realm import events
from mirror_realm.domain.page_task import PageTask
from mirror_realm.services.fan_out.enqueue import AT_ONCE, Enqueuing
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.privacy.erasure_steps import Left
from mirror_realm.services.store import Store

A_PAGE = timedelta(seconds=20)
"""The time that a task works page after page, at least one."""
LATER = timedelta(seconds=30)
"""The time after which another task looks whether the jobs have ended that the erasure waits for."""
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
        """Continue the erasure and enqueue the next page. It is safe to repeat.

        While another worker has the erasure, this does nothing: that worker or the reaper continues.
        """
        uid = self.queries.erasure_of(task.subject)
        erasure = self.store.read(documents.erasure(uid)) if uid is not None else None
        if uid is None or erasure is None or erasure.done:
            events.page_ignored(task.of, "there is nothing to do")
            return
        if erasure.fan_out_round != task.round:
            events.page_ignored(task.of, "another round has begun")
            return
        left = self.erasing.turn(uid, self.runtime.now() + A_PAGE)
        number = int(task.after) + 1 if task.after.isdecimal() else 1
        if left is not None and number < MOST:
            self.enqueuing.put(task.next(str(number)), LATER if left is Left.BUSY else AT_ONCE)

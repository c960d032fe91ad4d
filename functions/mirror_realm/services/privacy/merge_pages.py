"""Pages of a merge that its call did not complete: as tasks, and as turns of the reaper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.merge import Merge
from mirror_realm.domain.page_task import LIFE, PageTask, micros_of, time_of
from mirror_realm.errors import BeingErased, ConsentMissing, Forbidden, InvalidRequest
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.fan_out.pages import due, overlap
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.account_merge import Merging
from mirror_realm.services.store import Store

PAGE = 50
A_PAGE = timedelta(seconds=60)
"""The time in which the last page looks through all avatars."""
OVER = (InvalidRequest, Forbidden, BeingErased, ConsentMissing)
"""Refusals that no repetition changes."""


@dataclass(frozen=True, slots=True)
class MergePages:
    store: Store
    queries: Queries
    merging: Merging
    enqueuing: Enqueuing
    runtime: Runtime

    def page(self, task: PageTask) -> None:
        """Enqueue the next page and move the pictures of this one. It is safe to repeat.

        The last page looks through all of them and completes the merge, or another pass does.

        Raises Unqueued if the next page is not in the queue.
        """
        merge = due(task, self.store.read(documents.merging(task.subject)))
        if merge is None:
            return
        page = self.queries.avatars_of(merge.old, Status.COMPLETED, time_of(task.after), PAGE)
        following = len(page) == PAGE

        def work() -> bool:
            if following:
                return self._bring(task.subject, merge, page)
            return not self._proceed(task.subject, merge, self.runtime.now() + A_PAGE)[0]

        overlap(self.enqueuing, task, micros_of(page[-1].created_at) if following else None, work)

    def turn(self, merge_id: str, until: datetime) -> bool:
        """Continue a merge until then; return whether there is more to do that no task does."""
        merge = self.store.read(documents.merging(merge_id))
        if merge is None:
            return False
        if self.runtime.now() >= merge.called_at + LIFE:
            self._forget(merge_id)
            return False
        done, moved = self._proceed(merge_id, merge, until)
        return not done and moved > 0 and not self.merging.leave_to_tasks(merge)

    def _bring(self, merge_id: str, merge: Merge, page: Sequence[Avatar]) -> bool:
        """Move the pictures of a page; return that no other pass is of use."""
        try:
            self.merging.bring(merge, page)
        except OVER:
            self._forget(merge_id)
        return False

    def _proceed(self, merge_id: str, merge: Merge, until: datetime) -> tuple[bool, int]:
        """Continue a merge; return whether it is over, and how many avatars moved.

        It is over for ever where its caller would be refused now: an account was erased or is not anonymous any more,
        or there is no consent.
        """
        try:
            merged = self.merging.proceed(merge, until)
        except OVER:
            self._forget(merge_id)
            return True, 0
        return merged.done, merged.avatars

    def _forget(self, merge_id: str) -> None:
        self.store.transact(lambda transaction: transaction.delete(documents.merging(merge_id)))

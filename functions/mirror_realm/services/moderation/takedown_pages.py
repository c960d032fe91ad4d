"""Pages of a takedown, as tasks: each is found by the picture that its avatars show and the time of their creation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.page_task import FanOut, PageTask, micros_of, time_of
from mirror_realm.domain.report import Review
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.moderation.takedown import Takedown, withdrawn_as
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.tasks import Unqueued
from mirror_realm.services.store import Store, Transaction

PAGE = 100
LATER = timedelta(seconds=20)
"""The time after which another pass looks for avatars that the last one left: longer than most pages take."""
TURNS = 50
"""The most passes of a round; the reaper starts another round."""


@dataclass(frozen=True, slots=True)
class TakedownPages:
    store: Store
    queries: Queries
    takedown: Takedown
    enqueuing: Enqueuing
    runtime: Runtime

    def page(self, task: PageTask) -> None:
        """Enqueue the next page and remove the picture from the avatars of this one. It is safe to repeat.

        The last page completes the takedown if no avatar is left; else another pass does, because a page failed or its
        avatars were created at one moment with others.

        Raises Unqueued if the next page is not in the queue.
        """
        review = self.store.read(documents.review(task.subject))
        if review is None or not review.pending:
            events.page_ignored(task.of, "there is nothing to do")
            return
        if review.fan_out_round != task.round:
            events.page_ignored(task.of, "another round has begun")
            return
        problem = withdrawn_as(review)
        if problem is None:
            events.page_ignored(task.of, "the picture stays")
            return
        page = self.queries.showing_after(files.of_review(review), _place(review, task.after), PAGE)
        following = len(page) == PAGE
        unqueued = following and not self.enqueuing.put(task.next(_after(page[-1][1])))
        self.takedown.withdraw(review, page, problem)
        self.takedown.withdraw_from_profiles(review, [uid for uid, _ in page])
        if not following and not self._complete(task) and task.turn < TURNS:
            self.enqueuing.put(task.again(), LATER)
        if unqueued:
            raise Unqueued(task.of)

    def _complete(self, task: PageTask) -> bool:
        """Complete the takedown; return whether another pass is of no use."""
        more = self.takedown.turn(task.subject, self.runtime.now())
        review = self.store.read(documents.review(task.subject))
        return review is None or not review.pending or not (more or task.after)

    def resume(self, review_id: str) -> bool:
        """Start the next round of a takedown that is not complete; return whether the queue has it."""
        if self.enqueuing.tasks is None:
            return False

        def work(transaction: Transaction) -> int | None:
            ref = documents.review(review_id)
            review = transaction.read(ref)
            if review is None or not review.pending or withdrawn_as(review) is None:
                return None
            raised = review.fan_out_again()
            transaction.put(ref, raised)
            return raised.fan_out_round

        number = self.store.transact(work)
        if number is None or not self.enqueuing.start(FanOut.TAKEDOWN, review_id, number):
            return False
        events.fan_out_resumed(FanOut.TAKEDOWN, number)
        return True


def _after(avatar: Avatar) -> str:
    """Return the end of a page, which names no user: the folder of a shared picture, and a time."""
    path = avatar.picture.image_path if avatar.picture is not None else ""
    folder = files.folder_of(path).rpartition("/")[2]
    return f"{folder}_{micros_of(avatar.created_at)}"


def _place(review: Review, after: str) -> tuple[str, datetime] | None:
    """Return the picture and the time of the last avatar of the page before; None at the start."""
    name, _, micros = after.rpartition("_")
    created_at = time_of(micros)
    if not name or created_at is None:
        return None
    folder = f"{files.of_review(review)}/{name}"
    return files.largest(folder), created_at

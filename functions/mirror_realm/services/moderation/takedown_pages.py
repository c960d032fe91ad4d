"""Pages of a takedown, as tasks: each is found by the picture that its avatars show and the time of their creation."""

from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.page_task import FanOut, PageTask, micros_of, time_of
from mirror_realm.domain.report import Review
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.fan_out.pages import due, next_round, overlap
from mirror_realm.services.moderation.takedown import Takedown, withdrawn_as
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

PAGE = 100


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
        review = due(task, self.store.read(documents.review(task.subject)), _idle)
        problem = withdrawn_as(review) if review is not None else None
        if review is None or problem is None:
            return
        page = self.queries.showing_after(files.of_review(review), _place(review, task.after), PAGE)
        following = len(page) == PAGE

        def work() -> bool:
            self.takedown.withdraw(review, page, problem)
            self.takedown.withdraw_from_profiles(review, [uid for uid, _ in page])
            return not following and not self._complete(task)

        overlap(self.enqueuing, task, _after(page[-1][1]) if following else None, work)

    def _complete(self, task: PageTask) -> bool:
        """Complete the takedown; return whether another pass is of no use."""
        more = self.takedown.turn(task.subject, self.runtime.now())
        review = self.store.read(documents.review(task.subject))
        return review is None or not review.pending or not (more or task.after)

    def resume(self, review_id: str) -> bool:
        """Start the next round of a takedown that is not complete; return whether the queue has it."""
        ref = documents.review(review_id)
        return next_round(
            self.store, self.enqueuing, FanOut.TAKEDOWN, ref, lambda review: _idle(review) is None
        )


def _idle(review: Review) -> str | None:
    if not review.pending:
        return "there is nothing to do"
    return "the picture stays" if withdrawn_as(review) is None else None


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

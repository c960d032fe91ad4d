"""Pages of followers, as tasks: each is found by the time since which its avatars wait, which names no user."""

from dataclasses import dataclass
from datetime import timedelta

from mirror_realm import events
from mirror_realm.domain.page_task import FanOut, PageTask, micros_of, time_of
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.tasks import Unqueued
from mirror_realm.services.rendering.followers import Followers
from mirror_realm.services.store import Store, Transaction

PAGE = 100
LATER = timedelta(seconds=20)
"""The time after which another pass looks for avatars that the last one left: longer than most pages take."""
TURNS = 50
"""The most passes of a round; the reaper starts another round."""


@dataclass(frozen=True, slots=True)
class FollowerPages:
    store: Store
    queries: Queries
    followers: Followers
    enqueuing: Enqueuing

    def page(self, task: PageTask) -> None:
        """Enqueue the next page and complete the followers of this one. It is safe to repeat.

        The last page looks for avatars that are left, because their pages failed or they began to wait at one moment
        with others; another pass completes them. Without the job, its followers get a fallback.

        Raises Unqueued if the next page is not in the queue, and the first error of an avatar.
        """
        render_id = task.subject
        job = self.store.read(documents.render_job(render_id))
        if job is not None and job.live:
            events.page_ignored(task.of, "the job has not ended")
            return
        if job is not None and job.fan_out_round != task.round:
            events.page_ignored(task.of, "another round has begun")
            return
        page = self.queries.followers_since(render_id, time_of(task.after), PAGE)
        last = page[-1][1].waiting_since if len(page) == PAGE else None
        unqueued = last is not None and not self.enqueuing.put(task.next(micros_of(last)))
        effort = BestEffort()
        problem = self.followers.problem_of(job) if job is not None else None
        moved = self.followers.resolve_page(page, render_id, problem, effort)
        if moved:
            events.followers_resolved(render_id, moved)
        if (
            last is None
            and (moved or task.after)
            and task.turn < TURNS
            and self.queries.followers(render_id, 1)
        ):
            self.enqueuing.put(task.again(), LATER)
        self.followers.pushes.send()
        effort.end()
        if unqueued:
            raise Unqueued(task.of)

    def resume(self, render_id: str) -> bool:
        """Start the next round of an ended job's followers; return whether the queue has it."""
        if self.enqueuing.tasks is None:
            return False

        def work(transaction: Transaction) -> int | None:
            ref = documents.render_job(render_id)
            job = transaction.read(ref)
            if job is None or job.live:
                return None
            raised = job.fan_out_again()
            transaction.put(ref, raised)
            return raised.fan_out_round

        number = self.store.transact(work)
        if number is None or not self.enqueuing.start(FanOut.FOLLOWERS, render_id, number):
            return False
        events.fan_out_resumed(FanOut.FOLLOWERS, number)
        return True

"""Pages of followers, as tasks: each is found by the time since which its avatars wait, which names no user."""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.page_task import FanOut, PageTask, micros_of, time_of
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.fan_out.pages import due, next_round, overlap
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.rendering.followers import Followers
from mirror_realm.services.store import Store

PAGE = 100


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
        if job is not None and due(task, job, _idle) is None:
            return
        page = self.queries.followers_since(render_id, time_of(task.after), PAGE)
        last = page[-1][1].waiting_since if len(page) == PAGE else None
        effort = BestEffort()

        def work() -> bool:
            problem = self.followers.problem_of(job) if job is not None else None
            moved = self.followers.resolve_page(page, render_id, problem, effort)
            if moved:
                events.followers_resolved(render_id, moved)
            self.followers.pushes.send()
            # Their pages failed, or they began to wait at one moment with others.
            return last is None and bool((moved or task.after) and self.queries.followers(render_id, 1))

        overlap(self.enqueuing, task, micros_of(last) if last is not None else None, work)
        effort.end()

    def resume(self, render_id: str) -> bool:
        """Start the next round of an ended job's followers; return whether the queue has it."""
        ref = documents.render_job(render_id)
        return next_round(self.store, self.enqueuing, FanOut.FOLLOWERS, ref, lambda job: not job.live)


def _idle(job: RenderJob) -> str | None:
    return "the job has not ended" if job.live else None

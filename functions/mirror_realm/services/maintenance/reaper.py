"""The reaper: a schedule that requeues or ends the work of dead workers. Two passes at once are harmless.

Each thing found is read again and decided in a transaction of its own, so a pass can stop anywhere and the next one
continues. In order: due jobs; avatars that wait for a deleted job; cache entries in state rendering without a job;
reported pictures that are still shown; erasures that are not done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import Expired, ProviderTimeout
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.jobs.start import JobStarter
from mirror_realm.services.moderation import takedown
from mirror_realm.services.moderation.takedown import Takedown
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.rendering.completion import ERASED, Completion, waiting
from mirror_realm.services.rendering.followers import Followers
from mirror_realm.services.rendering.paid_pictures import Found, PaidPictures
from mirror_realm.services.rendering.predictions import Predictions
from mirror_realm.services.rendering.release_photos import Releasing
from mirror_realm.services.store import Store, Transaction

PAGE = 50
MOST = 500
"""The things of each kind that one pass handles; the rest is left to the next pass."""

PATIENCE = timedelta(minutes=5)
"""The time that an avatar may wait before its job is checked."""

_EXPIRED = problem_of(Expired("the picture could not be made in time"))
_UNANSWERED = problem_of(ProviderTimeout("the provider gave no picture in time"))


@dataclass(frozen=True, slots=True)
class Reaped:
    """The numbers of one pass."""

    requeued: int = 0
    ended: int = 0
    rescued: int = 0
    """Avatars that waited for a job that does not exist."""
    released: int = 0
    """Cache entries in state rendering without a job."""


@dataclass(frozen=True, slots=True)
class Reaping:
    store: Store
    queries: Queries
    completion: Completion
    followers: Followers
    releasing: Releasing
    starter: JobStarter
    takedown: Takedown
    erasing: Erasing
    paid: PaidPictures
    predictions: Predictions
    policy: Policy
    runtime: Runtime

    def run(self) -> Reaped:
        """Run one pass. Contention is left to the next pass; any other error is raised at the end."""
        now, effort = self.runtime.now(), BestEffort()
        requeued = ended = 0
        for job in self.queries.due_jobs(now, MOST):
            moved = effort.take(self._take_up, job)
            requeued += moved is not None and moved.live
            ended += moved is not None and not moved.live
        rescued = sum(bool(effort.take(self._rescue, found)) for found in self._waiting(now))
        stuck = self.queries.rendering_entries(now - PATIENCE, MOST)
        released = sum(bool(effort.take(self._release, entry.recipe.cache_key)) for entry in stuck)
        until = self.runtime.now() + takedown.TIME  # of all of them together
        for review in self.queries.pending_reviews(MOST):
            effort.take(partial(self.takedown.run, until=until), review.review_id)
        reaped = Reaped(requeued, ended, rescued, released)
        events.reaped(requeued=requeued, ended=ended, rescued=rescued, released=released)
        effort.take(Erasing.run, self.erasing)
        self.followers.pushes.send()
        effort.end()
        return reaped

    def _take_up(self, found: RenderJob) -> RenderJob | None:
        """Settle the job from a paid picture, start its next attempt, or end it. Close the open call of an ended one.

        Returns None if it was no longer due.
        """
        if not found.live:
            self.predictions.close(found)
            return None
        left = self._left_by_workers(found)

        def work(transaction: Transaction) -> RenderJob | None:
            now = self.runtime.now()
            job, avatar, fence = transaction.read(
                documents.render_job(found.render_id),
                documents.avatar(found.uid, found.avatar_id),
                documents.erasure(found.uid),
            )
            if job is None or not job.live or job.due_at is None or job.due_at > now:
                return None
            own = waiting(avatar, job)
            if left.kept is not None:
                shown.append(own is not None)
                return self.completion.settle(transaction, job, own, left.kept.picture, left.outcomes, now)
            if fence is not None:
                return self.completion.fail(transaction, job, None, ERASED, left.outcomes, now)
            if left.refused is not None:
                return self.completion.fail(
                    transaction, job, own, problem_of(left.refused), left.outcomes, now
                )
            if job.attempt >= self.policy.max_attempts or now >= job.deadline_at:
                problem = _EXPIRED if job.open_order is None else _UNANSWERED
                return self.completion.fail(transaction, job, own, problem, (), now)
            return self.starter.restart(transaction, job, own, now)

        shown: list[bool] = []
        moved = self.store.transact(work)
        if moved is None:
            return None
        if not moved.live:
            if moved.problem is None:
                seconds = (moved.updated_at - moved.created_at).total_seconds()
                events.render_settled(moved.render_id, cost_micros=moved.cost_micros, seconds=seconds)
            else:
                events.render_failed(
                    moved.render_id, moved.problem.reason, refunded=moved.reservation is not None
                )
            unshown = moved.problem is not None or not shown[-1]
            if left.kept is not None and moved.recipe.personal and unshown:
                self.paid.delete([left.kept.folder])
            self.releasing.release(moved)
            self.followers.resolve(moved.render_id, self.followers.problem_of(moved))
            self.predictions.close(moved)
        else:
            events.render_requeued(moved.render_id, moved.attempt)
        return moved

    def _left_by_workers(self, found: RenderJob) -> Found:
        """Return the stored pictures of a due job. If Storage fails, the job waits for the next passes.

        It does not wait for ever, because every job has to end.
        """
        try:
            return self.paid.find(found)
        except Exception:
            if self.runtime.now() < found.deadline_at + PATIENCE:
                raise
            return Found(None)

    def _waiting(self, now: datetime) -> Iterable[tuple[str, Avatar]]:
        """Yield the avatars that have waited for a while, page by page, each once."""
        since, seen = datetime.min.replace(tzinfo=now.tzinfo), 0
        while seen < MOST:
            page = self.queries.waiting_avatars(since, now - PATIENCE, PAGE)
            yield from page
            seen += len(page)
            if len(page) < PAGE or page[-1][1].waiting_since is None:
                return
            since = page[-1][1].waiting_since

    def _rescue(self, found: tuple[str, Avatar]) -> bool:
        """Complete or fail an avatar whose job has ended or does not exist; leave one with an open job alone."""
        uid, avatar = found
        job_id = avatar.follows or avatar.render_id
        job = self.store.read(documents.render_job(job_id)) if job_id else None
        if job is not None and job.live:
            return False
        if avatar.follows:
            return self.followers.resolve_one(
                uid, avatar.avatar_id, avatar.follows, self.followers.problem_of(job) if job else None
            )
        return self._give_up(uid, avatar.avatar_id, avatar.render_id)

    def _give_up(self, uid: str, avatar_id: str, render_id: str | None) -> bool:
        """Fail an avatar whose own job was deleted; another wish makes a new one."""

        def work(transaction: Transaction) -> bool:
            ref, fence_ref = documents.avatar(uid, avatar_id), documents.erasure(uid)
            if render_id is None:
                fence, avatar, job = *transaction.read(fence_ref, ref), None
            else:
                fence, avatar, job = transaction.read(fence_ref, ref, documents.render_job(render_id))
            if fence is not None:
                return False
            if avatar is None or not avatar.under_way or avatar.render_id != render_id or (job and job.live):
                return False
            unmade = avatar.fail(_EXPIRED, now=self.runtime.now())
            transaction.put(ref, unmade)
            self.followers.pushes.ended(transaction, uid, avatar, unmade)
            return True

        return self.store.transact(work)

    def _release(self, cache_key: str) -> bool:
        """Delete the entry of a recipe in state rendering without a job."""

        def work(transaction: Transaction) -> bool:
            ref = documents.cache_entry(cache_key)
            entry = transaction.read(ref)
            if entry is None or not entry.rendering:
                return False
            job = transaction.read(documents.render_job(entry.render_id))
            if job is not None and job.live:
                return False
            transaction.delete(ref)
            return True

        return self.store.transact(work)

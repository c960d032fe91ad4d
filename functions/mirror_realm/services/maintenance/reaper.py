"""The reaper: a schedule that requeues or ends the work of dead workers. Two passes at once are harmless.

Each thing found is read again and decided in a transaction of its own, so a pass can stop anywhere and the next one
continues. Due jobs come first, page after page, and those that become due later before the next turn; then the sums of
a split day's shares. Then these have a page each in turn, until the time is over: avatars that wait for an ended or
deleted job; cache entries in state rendering without a job; reported pictures that are still shown; merges, erasures
and exports that are not done; jobs that wait for the pace of a provider. Where there is a queue, what is more than a
page is left to tasks of a new round.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import Expired, InvalidRequest, NotFound, ProviderTimeout
from mirror_realm.providers import PROVIDERS
from mirror_realm.services.alerts.alerting import Alerting
from mirror_realm.services.allowance.day_sums import DaySums
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.exports.export_pages import ExportPages
from mirror_realm.services.fan_out.turns import A_TURN, Turn, take_turns
from mirror_realm.services.jobs.start import JobStarter
from mirror_realm.services.maintenance.due_jobs import DueJobs
from mirror_realm.services.moderation.takedown import Takedown
from mirror_realm.services.moderation.takedown_pages import TakedownPages
from mirror_realm.services.pace.starting import Starting
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.account_merge import SILENCE
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.privacy.erasure_steps import Left
from mirror_realm.services.privacy.merge_pages import MergePages
from mirror_realm.services.rendering.completion import ERASED, Completion, waiting
from mirror_realm.services.rendering.follower_pages import FollowerPages
from mirror_realm.services.rendering.followers import Followers
from mirror_realm.services.rendering.paid_pictures import Found, PaidPictures
from mirror_realm.services.rendering.predictions import Predictions
from mirror_realm.services.rendering.release_photos import Releasing
from mirror_realm.services.store import Store, Transaction

PAGE = 50
MOST = 500
"""The cache entries, reviews, merges, erasures and exports of one pass; the rest is left to the next."""

BUDGET = timedelta(seconds=420)
"""The time of a pass. Its function has 540 seconds, in which it can finish what it has begun."""

STARTING = timedelta(seconds=240)
"""The time for which a pass starts jobs that wait for a pace, where no queue has them. Then the next pass begins."""

FEW = 5
"""The fan-outs that a page of waiting avatars may belong to for it to be left to their tasks."""

PATIENCE = timedelta(minutes=5)
"""The time that an avatar may wait before its job is checked."""

HELD = "a worker has it: it can be ended once its lease has run out"

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
    stuck: int = 0
    """Jobs that have long been due, and that this pass could not take up either."""


@dataclass(frozen=True, slots=True)
class Reaping:
    store: Store
    queries: Queries
    completion: Completion
    followers: Followers
    follower_pages: FollowerPages
    releasing: Releasing
    starter: JobStarter
    takedown: Takedown
    takedown_pages: TakedownPages
    merge_pages: MergePages
    export_pages: ExportPages
    erasing: Erasing
    paid: PaidPictures
    predictions: Predictions
    sums: DaySums
    starting: Starting
    alerting: Alerting
    policy: Policy
    runtime: Runtime

    def run(self) -> Reaped:
        """Run one pass. Contention is left to the next pass; any other error is raised at the end."""
        began, effort = self.runtime.now(), BestEffort()
        until = began + BUDGET
        due_jobs = DueJobs(self.queries, self.runtime, self.take_up, until, effort)
        due_jobs.take_up()
        effort.take(self.sums.sum_up, began)
        waiting, releasing = _Waiting(self, began, effort), _Releasing(self, began, effort)
        turns: list[Turn] = [
            waiting.page,
            releasing.page,
            *(partial(self._take_down, review.review_id) for review in self.queries.pending_reviews(MOST)),
            *(partial(self._merge, merge_id) for merge_id in self.queries.merges(began - SILENCE, MOST)),
            *(partial(self._erase, uid) for uid in self.queries.due_erasures(began, MOST)),
            *(partial(self.export_pages.turn, uid) for uid in self.queries.due_exports(began, MOST)),
        ]
        if self.queries.any_waiting_job():
            turns += [partial(self.starting.turn, provider, began + STARTING) for provider in PROVIDERS]
        take_turns([partial(due_jobs.before, turn) for turn in turns], until, self.runtime, effort)
        stuck = due_jobs.stuck
        reaped = Reaped(due_jobs.requeued, due_jobs.ended, waiting.rescued, releasing.released, stuck)
        events.reaped(
            requeued=reaped.requeued, ended=reaped.ended, rescued=reaped.rescued, released=reaped.released
        )
        if stuck:
            events.jobs_stuck(stuck)
        self.followers.pushes.send()
        self.alerting.run(stuck)
        effort.end()
        return reaped

    def _take_down(self, review_id: str) -> bool:
        more = self.takedown.turn(review_id, self.runtime.now() + A_TURN)
        return more and not self.takedown_pages.resume(review_id)

    def _merge(self, merge_id: str) -> bool:
        return self.merge_pages.turn(merge_id, self.runtime.now() + A_TURN)

    def _erase(self, uid: str) -> bool:
        left = self.erasing.turn(uid, self.runtime.now() + A_TURN)
        return left in (Left.MORE, Left.NOTHING) and not self.erasing.leave_to_tasks(uid)

    def end(self, render_id: str) -> RenderJob:
        """End a job that no worker has, with its refund and fallback; return it as it is then.

        A picture that was paid for settles it. A job that has ended is returned unchanged. Raises NotFound, and
        InvalidRequest while a worker has it.
        """
        found = self.check_endable(render_id)
        if not found.live:
            return found
        ended = self.take_up(found, end=True)
        self.followers.pushes.send()
        return ended or self.check_endable(render_id)

    def check_endable(self, render_id: str) -> RenderJob:
        """Return a job that has ended or that no worker has. Raises NotFound, InvalidRequest."""
        found = self.store.read(documents.render_job(render_id))
        if found is None:
            raise NotFound("there is no such render job")
        if found.live and not _untended(found, self.runtime.now()):
            raise InvalidRequest({"render_id": HELD})
        return found

    def take_up(self, found: RenderJob, *, end: bool = False) -> RenderJob | None:
        """Settle the job from a paid picture, start its next attempt, or end it. Close the open call of an ended one.

        end: whether a job that no worker has ends now, due or not.

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
            due = job is not None and (_untended(job, now) if end else _due(job, now))
            if job is None or not job.live or not due:
                return None
            if left.kept is not None and job.calls[left.kept.number].refused:
                return None  # its worker has found it unfit since; the next pass looks again
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
            if end or job.attempt >= self.policy.max_attempts or now >= job.deadline_at:
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
                events.render_settled(
                    moved.render_id,
                    cost_micros=moved.cost_micros,
                    seconds=seconds,
                    fallback=moved.reservation is None,
                )
            else:
                events.render_failed(
                    moved.render_id, moved.problem.reason, refunded=moved.reservation is not None
                )
            unshown = moved.problem is not None or not shown[-1]
            if left.kept is not None and moved.recipe.personal and unshown:
                self.paid.delete([left.kept.folder])
            self.releasing.release(moved)
            self.followers.resolve(moved.render_id, self.followers.problem_of(moved), most=PAGE)
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

    def rescue(self, found: tuple[str, Avatar]) -> bool:
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

    def release(self, cache_key: str) -> bool:
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


def _due(job: RenderJob, now: datetime) -> bool:
    return job.due_at is not None and job.due_at <= now


def _untended(job: RenderJob, now: datetime) -> bool:
    """Return whether no worker has the job."""
    return job.lease is None or job.lease.expires_at <= now


@dataclass(slots=True)
class _Waiting:
    """The avatars that have waited for a while, page by page, each once in a pass."""

    reaping: Reaping
    began: datetime
    effort: BestEffort
    rescued: int = 0
    _since: datetime | None = None
    _resumed: dict[str, bool] = field(default_factory=dict)

    def page(self) -> bool:
        since = self._since or datetime.min.replace(tzinfo=self.began.tzinfo)
        page = self.reaping.queries.waiting_avatars(since, self.began - PATIENCE, PAGE)
        self.rescued += sum(bool(self.effort.take(self.reaping.rescue, found)) for found in page)
        if len(page) < PAGE or page[-1][1].waiting_since is None:
            return False
        self._since = page[-1][1].waiting_since
        return not self._left_to_tasks({avatar.follows for _, avatar in page})

    def _left_to_tasks(self, jobs: set[str | None]) -> bool:
        """Start another round of the fan-outs of these jobs; return whether tasks do the rest."""
        if len(jobs) > FEW or None in jobs:
            return False
        for render_id in jobs.difference(self._resumed):
            resumed = self.effort.take(self.reaping.follower_pages.resume, str(render_id))
            self._resumed[str(render_id)] = bool(resumed)
        return all(self._resumed[str(render_id)] for render_id in jobs)


@dataclass(slots=True)
class _Releasing:
    """The cache entries that have been in state rendering for a while."""

    reaping: Reaping
    began: datetime
    effort: BestEffort
    released: int = 0

    def page(self) -> bool:
        stuck = self.reaping.queries.rendering_entries(self.began - PATIENCE, MOST)
        self.released += sum(
            bool(self.effort.take(self.reaping.release, entry.recipe.cache_key)) for entry in stuck
        )
        return False

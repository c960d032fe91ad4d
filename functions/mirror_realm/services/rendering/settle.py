"""Settling: a worker ends its job, guarded by lease token and state. A worker that lost its job ends nothing.

The lease's time is not checked: a delayed worker, or one whose clock is wrong, ends its job as long as no other worker
has taken it over, so that a paid picture is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Picture
from mirror_realm.domain.render_job import JobState, Outcome, RenderJob
from mirror_realm.errors import LeaseLost, MirrorRealmError
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.rendering.completion import Completion, waiting
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Settling:
    store: Store
    completion: Completion
    runtime: Runtime

    def settle(
        self, job: RenderJob, token: str, picture: Picture, outcomes: Sequence[Outcome]
    ) -> tuple[RenderJob, bool | None]:
        """End the job with its picture; without one if its user, consent or shared picture went meanwhile.

        Returns the job, and whether the picture is kept; the caller deletes a personal one that is not. If the job had
        ended in the same way before, that is not known: by this call, whose answer was lost, or by the reaper with
        another of the job's pictures.

        outcomes: the calls whose cost is not booked yet. Raises LeaseLost if another worker has the job.
        """

        def work(transaction: Transaction) -> tuple[RenderJob, bool | None]:
            stored, avatar = self._owned(transaction, job, token, JobState.SETTLED)
            if not stored.live:
                return stored, None
            now = self.runtime.now()
            ended = self.completion.settle(transaction, stored, avatar, picture, outcomes, now)
            return ended, ended.problem is None and (avatar is not None or not job.recipe.personal)

        ended, shown = self.store.transact(work)
        if ended.problem is not None:
            events.render_failed(job.render_id, ended.problem.reason, refunded=ended.reservation is not None)
            return ended, shown
        seconds = (ended.updated_at - ended.created_at).total_seconds()
        events.render_settled(
            job.render_id,
            cost_micros=ended.cost_micros,
            seconds=seconds,
            fallback=ended.reservation is None,
        )
        return ended, shown

    def fail(
        self, job: RenderJob, token: str, error: MirrorRealmError, outcomes: Sequence[Outcome]
    ) -> RenderJob:
        """End the job without a picture. Raises LeaseLost. Repeating it after a lost answer changes nothing."""
        problem = problem_of(error)

        def work(transaction: Transaction) -> RenderJob:
            stored, avatar = self._owned(transaction, job, token, JobState.FAILED)
            if not stored.live:
                return stored
            return self.completion.fail(transaction, stored, avatar, problem, outcomes, self.runtime.now())

        failed = self.store.transact(work)
        events.render_failed(job.render_id, problem.reason, refunded=failed.reservation is not None)
        return failed

    def _owned(
        self, transaction: Transaction, job: RenderJob, token: str, ended: JobState
    ) -> tuple[RenderJob, Avatar | None]:
        """Return the job as stored and the avatar that still waits for it. Raises LeaseLost.

        A job that the same attempt ended in the same way already is returned unchanged.
        """
        stored, avatar = transaction.read(
            documents.render_job(job.render_id), documents.avatar(job.uid, job.avatar_id)
        )
        if stored is None:
            raise LeaseLost(f"job {job.render_id} is gone")
        if stored.state is not ended or stored.attempt != job.attempt:
            stored.check_token(token)
        return stored, waiting(avatar, stored)

"""Settling: a worker ends its job, guarded by lease token and state. One that lost its lease ends nothing."""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Picture
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import LeaseLost, MirrorRealmError
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.rendering.completion import Ending, waiting
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Settling:
    store: Store
    ending: Ending
    ambient: Ambient

    def settle(self, job: RenderJob, token: str, picture: Picture, spent_micros: int | None) -> RenderJob:
        """Ends the job with its picture, or without one where nobody is to have it. Raises LeaseLost."""

        def work(transaction: Transaction) -> RenderJob:
            stored, avatar = self._owned(transaction, job, token)
            return self.ending.settle(transaction, stored, avatar, picture, spent_micros, self.ambient.now())

        ended = self.store.transact(work)
        if ended.problem is not None:
            events.render_failed(job.render_id, ended.problem.reason, refunded=ended.reservation is not None)
            return ended
        seconds = (ended.updated_at - ended.created_at).total_seconds()
        events.render_settled(job.render_id, cost_micros=ended.cost_micros, seconds=seconds)
        return ended

    def fail(
        self, job: RenderJob, token: str, error: MirrorRealmError, spent_micros: int | None
    ) -> RenderJob:
        """Ends the job without a picture. Raises LeaseLost."""
        problem = problem_of(error)

        def work(transaction: Transaction) -> RenderJob:
            stored, avatar = self._owned(transaction, job, token)
            return self.ending.fail(transaction, stored, avatar, problem, spent_micros, self.ambient.now())

        failed = self.store.transact(work)
        events.render_failed(job.render_id, problem.reason, refunded=failed.reservation is not None)
        return failed

    def _owned(self, transaction: Transaction, job: RenderJob, token: str) -> tuple[RenderJob, Avatar | None]:
        """The job as stored, if this worker still owns it, and the avatar that still waits for it."""
        stored, avatar = transaction.read(
            documents.render_job(job.render_id), documents.avatar(job.uid, job.avatar_id)
        )
        if stored is None:
            raise LeaseLost(f"job {job.render_id} is gone")
        stored.check_lease(token, self.ambient.now())
        return stored, waiting(avatar, stored)

"""Starting a render job: the documents that are created together in the transaction that admits it."""

from dataclasses import dataclass
from datetime import datetime

from mirror_realm import tracing
from mirror_realm.domain.allowance import Reservation
from mirror_realm.domain.avatar import Avatar, Queue, Status
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.domain.pace import MOST_WAIT
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import Input
from mirror_realm.domain.render_job import HANDLES_SCHEMA, PLAIN_SCHEMA, SHARES_SCHEMA, JobState, RenderJob
from mirror_realm.providers import is_queued
from mirror_realm.services.allowance.job_account import JobAccount
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.bookkeeping import Attempt
from mirror_realm.services.store import Transaction


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of a job that cannot start at once."""

    provider: str
    """The provider whose pace it waits for."""
    at: datetime
    """Its place in the order of the jobs that wait."""
    queue: Queue
    """The wait as its user sees it."""


@dataclass(frozen=True, slots=True)
class JobStarter:
    policy: Policy

    def start(
        self,
        transaction: Transaction,
        *,
        render_id: str,
        uid: str,
        avatar_id: str,
        recipe: Recipe,
        reservation: Reservation | None,
        now: datetime,
        inputs: tuple[Input, ...] = (),
        reference_id: str | None = None,
        consent_version: str | None = None,
        turn: Turn | None = None,
    ) -> RenderJob:
        """Write the job, its first attempt (whose creation starts it) and, for a shared picture, its cache entry.

        turn: the turn that it waits for, without an attempt; None if it starts at once.
        """
        job = RenderJob(
            render_id=render_id,
            uid=uid,
            avatar_id=avatar_id,
            recipe=recipe,
            state=JobState.QUEUED,
            attempt=1,
            reservation=reservation,
            inputs=inputs,
            reference_id=reference_id,
            consent_version=consent_version,
            trace=tracing.current(),
            created_at=now,
            updated_at=now,
            deadline_at=now + (self.policy.working_time if turn is None else MOST_WAIT),
            waits_for=turn.provider if turn is not None else None,
            turn_at=turn.at if turn is not None else None,
            schema_version=_schema(recipe, reservation),
        )
        transaction.create(documents.render_job(render_id), job)
        if turn is None:
            transaction.create(documents.attempt(render_id, 1), Attempt(render_id, 1, now))
        if job.cache_key is not None:
            entry = CacheEntry(
                recipe=recipe,
                state=CacheState.RENDERING,
                render_id=render_id,
                updated_at=now,
                expected_at=turn.queue.expected_at if turn is not None else None,
            )
            transaction.put(documents.cache_entry(job.cache_key), entry)
        return job

    def allow(self, transaction: Transaction, job: RenderJob, now: datetime) -> RenderJob:
        """Start a job that waited for its turn, with all of its time. The caller's transaction has read it."""
        allowed = job.allow(now + self.policy.working_time, now)
        transaction.put(documents.render_job(job.render_id), allowed)
        transaction.create(documents.attempt(job.render_id, 1), Attempt(job.render_id, 1, now))
        return allowed

    def restart(
        self, transaction: Transaction, job: RenderJob, avatar: Avatar | None, now: datetime
    ) -> RenderJob:
        """Close the attempt of a dead worker and create the next one; book its open call at its worst case.

        A queued provider's open call stays open: the next worker collects its prediction. This runs in the caller's
        transaction, which has read the job.

        avatar: the one that waits for this job, if any.
        """
        account = JobAccount.of(transaction, self.policy, job)
        again = account.book(job).requeue(now)
        account.write()
        transaction.put(documents.render_job(job.render_id), again)
        closed = Attempt(job.render_id, job.attempt, job.created_at, closed_at=now)
        transaction.put(documents.attempt(job.render_id, job.attempt), closed)
        if job.calls:
            # The worker may have stored a part of a picture.
            record_orphan(transaction, files.of_call(job, len(job.calls) - 1), now)
        opened = Attempt(job.render_id, again.attempt, now)
        transaction.create(documents.attempt(job.render_id, again.attempt), opened)
        if avatar is not None and avatar.status is Status.GENERATING:
            transaction.put(documents.avatar(job.uid, job.avatar_id), avatar.requeue(now))
        return again


def _schema(recipe: Recipe, reservation: Reservation | None) -> int:
    """Return the oldest form that has what the job needs."""
    if reservation is not None and reservation.share is not None:
        return SHARES_SCHEMA
    return HANDLES_SCHEMA if is_queued(recipe.renderer) else PLAIN_SCHEMA

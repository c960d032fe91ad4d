"""Starting a render job: the documents that come into being together, in the transaction that admits it."""

from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.allowance import Reservation
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import JobState, RenderJob
from mirror_realm.services import documents
from mirror_realm.services.policy import Policy
from mirror_realm.services.store import Transaction


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
    ) -> RenderJob:
        """Writes the job, its first attempt (whose creation starts it) and, for a shared look, who renders it."""
        job = RenderJob(
            render_id=render_id,
            uid=uid,
            avatar_id=avatar_id,
            recipe=recipe,
            state=JobState.QUEUED,
            attempt=1,
            reservation=reservation,
            created_at=now,
            updated_at=now,
            deadline_at=now + self.policy.job_lifetime,
        )
        transaction.create(documents.render_job(render_id), job)
        transaction.create(documents.attempt(render_id, 1), documents.Attempt(render_id, 1, now))
        if job.cache_key is not None:
            entry = CacheEntry(recipe=recipe, state=CacheState.RENDERING, render_id=render_id, updated_at=now)
            transaction.put(documents.cache_entry(job.cache_key), entry)
        return job

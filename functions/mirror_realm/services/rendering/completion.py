"""Completion: the writes of the transaction that ends a job.

Settling and failing are one transaction each. The caller (the worker with the lease, the reaper, a cancelling user)
checks its right to end the job in the same transaction.

For a user who is being erased only the job is written, which is deleted as soon as it has ended, and the global day and
the ledger, which have a pseudonym.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.avatar import Avatar, Picture, Problem, Source
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.reference import Reference
from mirror_realm.domain.render_job import CONSENT_WITHDRAWN, Outcome, RenderJob
from mirror_realm.errors import BudgetExhausted, Cancelled, Expired
from mirror_realm.services.allowance.job_account import JobAccount
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.fallback.ladder import Ladder
from mirror_realm.services.fallback.visibility import UNDER_REVIEW
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.push.pushes import Pushes
from mirror_realm.services.store import Transaction

ERASED = problem_of(Cancelled("the person's data is being erased"))
WITHDRAWN = CONSENT_WITHDRAWN


@dataclass(frozen=True, slots=True)
class Completion:
    ladder: Ladder
    policy: Policy
    pushes: Pushes

    def settle(
        self,
        transaction: Transaction,
        job: RenderJob,
        avatar: Avatar | None,
        picture: Picture,
        outcomes: Sequence[Outcome],
        now: datetime,
    ) -> RenderJob:
        """End the job with its picture: book money, settle allowance, write the cache entry, complete a waiting avatar.

        outcomes: those of the calls with a known cost; every other open call is booked at its worst case.

        If the user is being erased, a shared picture is settled nevertheless: it belongs to no user and may have
        followers. A personal one is not kept: the job fails. So does a job whose picture was hidden or taken down.
        """
        erased = transaction.erased(job.uid)
        if erased and job.recipe.personal:
            return self.fail(transaction, job, None, ERASED, outcomes, now)
        entry = self._entry(transaction, job)
        if entry is not None and entry.withheld:
            failed = self.fail(transaction, job, avatar, UNDER_REVIEW, outcomes, now)
            record_orphan(transaction, files.folder_of(picture.image_path), now)
            return failed
        reference = self._reference(transaction, job)
        personal = job.recipe.personal
        account = JobAccount.of(transaction, self.policy, job, outcomes, erased=erased, profile=personal)
        if personal and not consents(job, account.profile):
            return self.fail(transaction, job, avatar, WITHDRAWN, outcomes, now)
        settled = account.book(job, outcomes).settle(now)
        account.settle(settled)
        if avatar is not None and not erased:
            account.show_latest(job, picture, now)
            shown = _shown(avatar, picture, settled)
            transaction.put(documents.avatar(job.uid, job.avatar_id), shown)
            self.pushes.ended(transaction, job.uid, avatar, shown)
        account.write()
        # The sweep deletes a picture that no avatar shows, so no later one may be edited from it.
        self._close(transaction, job, reference, picture.image_path if avatar is not None else None, now)
        transaction.put(documents.render_job(job.render_id), settled)
        if entry is not None:
            self._hand_out(transaction, entry, picture, now)
        elif avatar is None and not job.recipe.personal:
            record_orphan(transaction, files.folder_of(picture.image_path), now)
        return settled

    def fail(
        self,
        transaction: Transaction,
        job: RenderJob,
        avatar: Avatar | None,
        problem: Problem,
        outcomes: Sequence[Outcome],
        now: datetime,
        *,
        kept: Picture | None = None,
    ) -> RenderJob:
        """End the job without a picture: book money, refund allowance, give a waiting avatar a fallback.

        The avatar of a fallback render has no further fallback: it fails, or keeps the picture it had.

        kept: a shared picture that was paid for nevertheless. Its own user does not want it any more; followers and
            later wishes get it.
        """
        erased = transaction.erased(job.uid)
        avatar = None if erased else avatar
        entry = self._entry(transaction, job)
        # A fallback render that only ran out of time is started again: it costs nothing.
        helps = self.ladder.helps(job) or self._only_expired(job, problem)
        reference = None if erased else self._reference(transaction, job)
        paid = job.reservation is not None and job.reservation.credits > 0
        account = JobAccount.of(transaction, self.policy, job, outcomes, erased=erased, profile=paid)
        climbs, rung = avatar is not None and avatar.allow_fallback and helps, None
        if climbs and avatar is not None:
            if job.reservation is not None:
                # The user's wish starts the painting, so it counts on the user's day, today's for a wish of any day.
                fallbacks = self.ladder.fallback_renders(job.uid, job.reservation.plan, now)
            else:
                fallbacks = self.ladder.fallback_renders_behind(job.uid, avatar, now, owned=False)
            rung, _ = self.ladder.afford(
                transaction, job.uid, job.recipe, now, fallbacks, ended=job.render_id
            )
            account.count(fallbacks)
        failed = account.book(job, outcomes).fail(problem, now)
        account.refund(failed, problem.reason)
        account.write()
        self._close(transaction, job, reference, None, now)
        transaction.put(documents.render_job(job.render_id), failed)
        anew = rung is not None and rung.starts_a_job and rung.recipe == job.recipe
        if kept is not None and (entry is None or entry.withheld):
            record_orphan(transaction, files.folder_of(kept.image_path), now)
        elif kept is not None and entry is not None:
            self._hand_out(transaction, entry, kept, now)
        elif entry is not None and entry.rendering and job.cache_key is not None and not anew:
            transaction.delete(documents.cache_entry(job.cache_key))
        if avatar is not None and climbs:
            taken = self.ladder.take(
                transaction,
                avatar,
                job.uid,
                rung,
                because=avatar.problem or problem if avatar.degraded else problem,
                upgrade_at=avatar.upgrade_at if avatar.degraded else self._upgrade_at(problem, now),
                now=now,
            )
            self.pushes.ended(transaction, job.uid, avatar, taken)
        elif avatar is not None:
            unmade = avatar.fail(problem, now=now)
            transaction.put(documents.avatar(job.uid, job.avatar_id), unmade)
            self.pushes.ended(transaction, job.uid, avatar, unmade)
        return failed

    def _hand_out(self, transaction: Transaction, entry: CacheEntry, picture: Picture, now: datetime) -> None:
        ready = entry.ready(picture, now=now, reuse_until=now + self.policy.cache_ttl)
        transaction.put(documents.cache_entry(entry.recipe.cache_key), ready)

    def _only_expired(self, job: RenderJob, problem: Problem) -> bool:
        return (
            problem.reason == Expired.reason
            and job.recipe == self.ladder.painted(job.recipe)
            and job.untried(self.policy.max_attempts)
        )

    def _upgrade_at(self, problem: Problem, now: datetime) -> datetime | None:
        """Return when another wish may help: at the reset for money, at once for a temporary fault, else never."""
        if problem.reason == BudgetExhausted.reason:
            return self.policy.resets_at(now)
        return now if problem.retryable else None

    def _reference(self, transaction: Transaction, job: RenderJob) -> Reference | None:
        """Return the record of the photo of a personal picture."""
        if job.reference_id is None:
            return None
        return transaction.read(documents.reference(job.uid, job.reference_id))

    def _close(
        self,
        transaction: Transaction,
        job: RenderJob,
        reference: Reference | None,
        image_path: str | None,
        now: datetime,
    ) -> None:
        """Write that the job no longer reads its photo, and its picture; after the last job the photo may go."""
        if reference is not None and job.reference_id is not None:
            today = job.recipe.timeline is Timeline.CURRENT
            closed = reference.closed(image_path, now, current=today)
            transaction.put(documents.reference(job.uid, job.reference_id), closed)

    def _entry(self, transaction: Transaction, job: RenderJob) -> CacheEntry | None:
        """Return the cache entry of the job's recipe, if it still names this job."""
        if job.cache_key is None:
            return None
        entry = transaction.read(documents.cache_entry(job.cache_key))
        return entry if entry is not None and entry.render_id == job.render_id else None


def consents(job: RenderJob, profile: Profile | None) -> bool:
    """Return whether the consent at the admission of a personal picture is still in force."""
    consent = profile.consent if profile is not None else None
    return consent is not None and job.consent_version in (None, consent.version)


def waiting(avatar: Avatar | None, job: RenderJob) -> Avatar | None:
    """Return the avatar, if it still waits for this job."""
    waits = avatar is not None and avatar.render_id == job.render_id and avatar.under_way
    return avatar if waits else None


def _shown(avatar: Avatar, picture: Picture, job: RenderJob) -> Avatar:
    now = job.updated_at
    if avatar.degraded and avatar.problem is not None:
        return avatar.degrade(
            picture, source=Source.PAINTED, problem=avatar.problem, upgrade_at=avatar.upgrade_at, now=now
        )
    return avatar.complete(picture, source=Source.GENERATED, cost_micros=job.cost_micros, now=now)

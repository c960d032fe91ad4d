"""Ending: what a job leaves behind, written in the transaction that ends it, whoever ends it.

Settling and failing are one transaction each. Who may call them (the worker that holds the lease, the reaper, the
person who cancels) is checked by the caller, in the same transaction.

Of a person who is being erased nothing is written but the job, which is deleted as soon as it has ended; the global
day and the ledger, which know a pseudonym, go on adding up.
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
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.usage_account import Purse
from mirror_realm.services.fallback.ladder import Ladder
from mirror_realm.services.fallback.visibility import UNDER_REVIEW
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.store import Transaction

ERASED = problem_of(Cancelled("the person's data is being erased"))
WITHDRAWN = CONSENT_WITHDRAWN


@dataclass(frozen=True, slots=True)
class Ending:
    ladder: Ladder
    policy: Policy

    def settle(
        self,
        transaction: Transaction,
        job: RenderJob,
        avatar: Avatar | None,
        picture: Picture,
        outcomes: Sequence[Outcome],
        now: datetime,
    ) -> RenderJob:
        """The job has its picture: money booked, allowance settled, look ready, avatar (if it still waits) shown.

        `outcomes`: of the calls whose cost is known; every other open call is booked at its worst case.

        Where the person is being erased, a shared picture is settled all the same: it is made, and nobody's, and others
        may follow it. A personal one counts for nothing: the job fails. So does one whose look was hidden or taken down
        meanwhile: it is shown to nobody.
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
        purse = Purse.for_job(transaction, self.policy, job, outcomes, erased=erased, profile=personal)
        if personal and not consents(job, purse.profile):
            return self.fail(transaction, job, avatar, WITHDRAWN, outcomes, now)
        settled = purse.book(job, outcomes).settle(now)
        purse.settle(settled)
        if avatar is not None and not erased:
            purse.show_latest(job.avatar_id, picture, now)
            transaction.put(documents.avatar(job.uid, job.avatar_id), _shown(avatar, picture, settled))
        purse.write()
        # A picture that nobody shows goes with the sweep: no later one may be edited from it.
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
        """The job ends without a picture: money booked, allowance given back, avatar on the ladder.

        A stand-in's avatar has no further rung: it fails, or keeps the picture it had. `kept`: a shared picture that is
        paid for all the same. Its own person does not want it any more; whoever follows or asks later gets it.
        """
        erased = transaction.erased(job.uid)
        avatar = None if erased else avatar
        entry = self._entry(transaction, job)
        # Of a painting that only time kept from being tried, another is started: it costs nothing.
        helps = self.ladder.helps(job) or self._only_expired(job, problem)
        reference = None if erased else self._reference(transaction, job)
        paid = job.reservation is not None and job.reservation.credits > 0
        purse = Purse.for_job(transaction, self.policy, job, outcomes, erased=erased, profile=paid)
        climbs, rung = avatar is not None and avatar.allow_fallback and helps, None
        if climbs and avatar is not None:
            if job.reservation is not None:
                # The person's wish starts the painting, so it counts as theirs: of today, whenever the wish was.
                paintings = self.ladder.paintings(job.uid, job.reservation.plan, now, person=purse.person)
            else:
                paintings = self.ladder.paintings_behind(job.uid, avatar, now, owned=False)
            rung, _ = self.ladder.afford(
                transaction, job.uid, job.recipe, now, paintings, ended=job.render_id
            )
            purse.count(paintings)
        failed = purse.book(job, outcomes).fail(problem, now)
        purse.refund(failed, problem.reason)
        purse.write()
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
            self.ladder.take(
                transaction,
                avatar,
                job.uid,
                rung,
                because=avatar.problem or problem if avatar.degraded else problem,
                upgrade_at=avatar.upgrade_at if avatar.degraded else self._upgrade_at(problem, now),
                now=now,
            )
        elif avatar is not None:
            transaction.put(documents.avatar(job.uid, job.avatar_id), avatar.fail(problem, now=now))
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
        """When asking again may help: at the reset for money, at once for a fault of the moment, else never."""
        if problem.reason == BudgetExhausted.reason:
            return self.policy.resets_at(now)
        return now if problem.retryable else None

    def _reference(self, transaction: Transaction, job: RenderJob) -> Reference | None:
        """What is known of the photo behind a personal look."""
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
        """The job reads its photo no more, and made this picture, if any; after the last such job the photo goes."""
        if reference is not None and job.reference_id is not None:
            today = job.recipe.timeline is Timeline.CURRENT
            closed = reference.closed(image_path, now, current=today)
            transaction.put(documents.reference(job.uid, job.reference_id), closed)

    def _entry(self, transaction: Transaction, job: RenderJob) -> CacheEntry | None:
        """The cache entry of the job's look, if it is still this job's."""
        if job.cache_key is None:
            return None
        entry = transaction.read(documents.cache_entry(job.cache_key))
        return entry if entry is not None and entry.render_id == job.render_id else None


def consents(job: RenderJob, profile: Profile | None) -> bool:
    """Return whether the consent that a personal picture was admitted under is in force."""
    consent = profile.consent if profile is not None else None
    return consent is not None and job.consent_version in (None, consent.version)


def waiting(avatar: Avatar | None, job: RenderJob) -> Avatar | None:
    """The avatar, if it still waits for this very job."""
    waits = avatar is not None and avatar.render_id == job.render_id and avatar.under_way
    return avatar if waits else None


def _shown(avatar: Avatar, picture: Picture, job: RenderJob) -> Avatar:
    now = job.updated_at
    if avatar.degraded and avatar.problem is not None:
        return avatar.degrade(
            picture, source=Source.PAINTED, problem=avatar.problem, upgrade_at=avatar.upgrade_at, now=now
        )
    return avatar.complete(picture, source=Source.GENERATED, cost_micros=job.cost_micros, now=now)

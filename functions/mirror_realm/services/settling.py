"""Settling: how a job ends, in one transaction: its money booked, its allowance settled or refunded, its avatar shown.

Guarded by lease token and state: a worker that lost its lease ends nothing.
"""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain import allowance
from mirror_realm.domain.allowance import GlobalDay, PersonDay
from mirror_realm.domain.avatar import Avatar, Picture, Source
from mirror_realm.domain.ledger import LedgerEntry, Movement, pseudonym
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import LeaseLost, MirrorRealmError
from mirror_realm.services import documents
from mirror_realm.services.ambient import Ambient
from mirror_realm.services.exhaustion import problem_of
from mirror_realm.services.ladder import Ladder
from mirror_realm.services.policy import Policy
from mirror_realm.services.store import Store, Transaction


@dataclass(slots=True)
class _Days:
    """The usage documents one transaction touches: read once, moved in memory, written once."""

    transaction: Transaction
    read: dict[str, GlobalDay]
    person: PersonDay | None = None

    @classmethod
    def of(cls, transaction: Transaction, job: RenderJob) -> "_Days":
        """Reads the person's day of the reservation and every global day the job's open call or reservation touch."""
        days = {call.day for call in job.calls if call.under_way}
        person = None
        if job.reservation is not None:
            days.add(job.reservation.day)
            person = transaction.read(documents.person_day(job.uid, job.reservation.day))
        read = {day: transaction.read(documents.global_day(day)) or GlobalDay(day) for day in sorted(days)}
        return cls(transaction, read, person)

    def book(self, job: RenderJob, spent_micros: int | None) -> RenderJob:
        """Books the call under way, if any, at what it cost (None: at its worst case)."""
        for number, call in enumerate(job.calls):
            if call.under_way:
                spent = call.held_micros if spent_micros is None else spent_micros
                self.read[call.day] = self.read[call.day].book(call.held_micros, spent)
                job = job.book(number, spent, job.updated_at)
        return job

    def write(self, uid: str) -> None:
        for day in self.read.values():
            self.transaction.put(documents.global_day(day.day), day)
        if self.person is not None:
            self.transaction.put(documents.person_day(uid, self.person.day), self.person)


@dataclass(frozen=True, slots=True)
class Settling:
    store: Store
    ladder: Ladder
    policy: Policy
    ambient: Ambient

    def settle(self, job: RenderJob, token: str, picture: Picture, spent_micros: int) -> RenderJob:
        """Ends the job with its picture. Raises LeaseLost."""

        def work(transaction: Transaction) -> RenderJob:
            now = self.ambient.now()
            stored, avatar = self._owned(transaction, job, token)
            entry = transaction.read(documents.cache_entry(stored.cache_key)) if stored.cache_key else None
            profile = transaction.read(documents.profile(stored.uid))
            days = _Days.of(transaction, stored)
            settled = days.book(stored, spent_micros).settle(now)
            self._move(transaction, days, settled, Movement.SETTLED, None)
            days.write(stored.uid)
            transaction.put(documents.render_job(job.render_id), settled)
            if entry is not None and entry.render_id == job.render_id and stored.cache_key:
                ready = entry.ready(picture, now=now, reuse_until=now + self.policy.cache_ttl)
                transaction.put(documents.cache_entry(stored.cache_key), ready)
            if avatar is not None:
                shown = self._show(avatar, picture, settled)
                transaction.put(documents.avatar(stored.uid, stored.avatar_id), shown)
                latest = (profile or Profile()).with_latest(stored.avatar_id, picture, now)
                transaction.put(documents.profile(stored.uid), latest)
            return settled

        settled = self.store.transact(work)
        seconds = (settled.updated_at - settled.created_at).total_seconds()
        events.render_settled(job.render_id, cost_micros=settled.cost_micros, seconds=seconds)
        return settled

    def fail(
        self, job: RenderJob, token: str, error: MirrorRealmError, spent_micros: int | None
    ) -> RenderJob:
        """Ends the job without a picture: gives its allowance back and puts its avatar on the ladder.

        A free job's avatar has no further rung: it fails, or keeps the picture it had. Raises LeaseLost.
        """
        problem = problem_of(error)
        render_id = self.ambient.new_id()

        def work(transaction: Transaction) -> RenderJob:
            now = self.ambient.now()
            stored, avatar = self._owned(transaction, job, token)
            entry = transaction.read(documents.cache_entry(stored.cache_key)) if stored.cache_key else None
            climbs = avatar is not None and avatar.allow_fallback and self.ladder.helps(stored)
            rung = self.ladder.look(transaction, stored.recipe, now) if climbs else None
            days = _Days.of(transaction, stored)
            failed = days.book(stored, spent_micros).fail(problem, now)
            self._move(transaction, days, failed, Movement.REFUNDED, problem.reason)
            days.write(stored.uid)
            transaction.put(documents.render_job(job.render_id), failed)
            if (
                entry is not None
                and entry.rendering
                and entry.render_id == job.render_id
                and stored.cache_key
            ):
                transaction.delete(documents.cache_entry(stored.cache_key))
            if avatar is not None and rung is not None:
                self.ladder.take(
                    transaction,
                    avatar,
                    stored.uid,
                    rung,
                    because=problem,
                    upgrade_at=now if problem.retryable else None,
                    render_id=render_id,
                    now=now,
                )
            elif avatar is not None:
                transaction.put(documents.avatar(stored.uid, stored.avatar_id), avatar.fail(problem, now=now))
            return failed

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
        waits = avatar is not None and avatar.render_id == job.render_id and avatar.under_way
        return stored, avatar if waits else None

    def _move(
        self, transaction: Transaction, days: _Days, job: RenderJob, movement: Movement, reason: str | None
    ) -> None:
        reservation = job.reservation
        if reservation is None:
            return
        person, day = days.person or PersonDay(reservation.day), days.read[reservation.day]
        move = allowance.settle if movement is Movement.SETTLED else allowance.refund
        days.person, days.read[reservation.day] = move(person, day, anonymous=reservation.anonymous)
        entry = LedgerEntry(
            render_id=job.render_id,
            movement=movement,
            person=pseudonym(job.uid, self.policy.ledger_salt),
            reservation=reservation,
            at=job.updated_at,
            reason=reason,
            cost_micros=job.cost_micros,
        )
        transaction.create(documents.ledger_entry(entry), entry)

    def _show(self, avatar: Avatar, picture: Picture, job: RenderJob) -> Avatar:
        now = job.updated_at
        if avatar.degraded and avatar.problem is not None:
            return avatar.degrade(
                picture, source=Source.PAINTED, problem=avatar.problem, upgrade_at=avatar.upgrade_at, now=now
            )
        return avatar.complete(picture, source=Source.GENERATED, cost_micros=job.cost_micros, now=now)

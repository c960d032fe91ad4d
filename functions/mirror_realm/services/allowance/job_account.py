"""The job account: the changes of counters, money, credits and ledger at the end of a job, or of one of its calls.

The counters of both days are changed by increments, without reading a day. A job ends once: its transaction reads the
job, and the code that ends it checks token and state, also if the transaction runs again after a lost answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from mirror_realm.domain import allowance, months
from mirror_realm.domain.allowance import Reservation, UserDay
from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.increments import Increments
from mirror_realm.domain.ledger import LedgerEntry, Movement
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.render_job import Call, Outcome, RenderJob
from mirror_realm.domain.unread_days import unread_global_day, unread_user_day
from mirror_realm.providers import provider_of
from mirror_realm.services.allowance.fallback_renders import FallbackRenders
from mirror_realm.services.allowance.global_days import GlobalDays, Where, overrun_days
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.bookkeeping import AsWritten
from mirror_realm.services.store import Transaction


@dataclass(slots=True)
class JobAccount:
    """Open it with `of`, which reads; change it; then `write`, each changed document one time."""

    transaction: Transaction
    policy: Policy
    uid: str
    erased: bool
    """Whether the user is being erased; then only the documents of all users are written."""
    profile: Profile
    """As stored, where it was asked for."""
    days: GlobalDays
    user: UserDay | None
    """The day of the reservation: as stored if it was read, else what stands for it; None for a free job."""
    _before: tuple[Profile, UserDay | None]
    _user_read: bool
    fallbacks: FallbackRenders | None = None
    """Fallback pictures counted in this transaction, and written with the rest."""
    _entries: list[LedgerEntry] = field(default_factory=list)
    _latest: Mapping[str, Any] | None = None
    """Fields of the profile that show the user's newest picture."""
    _month: str | None = None
    """A day whose month gets a picture back."""

    @classmethod
    def of(
        cls,
        transaction: Transaction,
        policy: Policy,
        job: RenderJob,
        outcomes: Sequence[Outcome] = (),
        *,
        erased: bool = False,
        profile: bool = False,
    ) -> "JobAccount":
        """Open the account of a job. It reads no day, with two exceptions.

        Those are the days of calls that cost more than they held, and both days of a photo that an earlier deployment
        reserved: they may not count it.

        outcomes: those that `book` will get.
        profile: whether to read the profile, too: where credits may go back to it, or its consent is asked for.
        """
        reservation = job.reservation
        uncounted = reservation is not None and job.recipe.personal and not reservation.photo
        stored = transaction.read(documents.profile(job.uid)) if profile and not erased else None
        user, user_read = None, False
        if reservation is not None:
            user = unread_user_day(reservation.day)
            if uncounted and not erased:
                user_read = True
                user = transaction.read(documents.user_day(job.uid, reservation.day))
                user = user or UserDay(reservation.day)
        days = GlobalDays(transaction, policy.limits)
        read = overrun_days(job, outcomes)
        days.read(read | {Where.of(reservation)} if reservation is not None and uncounted else read)
        known = stored or Profile()
        return cls(transaction, policy, job.uid, erased, known, days, user, (known, user), user_read)

    def book(self, job: RenderJob, outcomes: Sequence[Outcome] = ()) -> RenderJob:
        """Book each call with a given outcome by its number, and every other open one at its worst case.

        A queued provider's call without an outcome stays open.
        """
        known = {outcome.number: outcome for outcome in outcomes}
        provider = provider_of(job.recipe.renderer)
        for number, call in enumerate(job.calls):
            outcome = known.get(number)
            if _closes(call, outcome is not None) or (outcome is not None and _corrects(call, outcome)):
                cost = outcome.cost_micros if outcome is not None else None
                spent = call.held_micros if cost is None else cost
                self.days.book(call, spent, provider)
                job = job.book(number, spent, job.updated_at)
        return job

    def settle(self, job: RenderJob) -> None:
        """Settle the job's reservation; a free job has none."""
        if job.reservation is not None:
            self._end(job.reservation, partial(allowance.settle, photo=job.recipe.personal))
            self._enter(job, Movement.SETTLED, job.updated_at, job.cost_micros, seconds=job.seconds)

    def refund(self, job: RenderJob, reason: str) -> None:
        """Refund the job's reservation to its own day and month, with its credits unless the policy keeps them."""
        if job.reservation is None:
            return
        refund = partial(
            allowance.refund, photo=job.recipe.personal, excused=job.excused, rejected=job.rejected
        )
        self._end(job.reservation, refund)
        returned = 0 if reason in self.policy.credits_kept_for else job.reservation.credits
        if returned:
            held = self.policy.credits_of(self.profile)
            self.profile = self.profile.with_income(held, returned, job.updated_at)
        if job.reservation.monthly:
            self._month = job.reservation.day
        self._enter(job, Movement.REFUNDED, job.updated_at, job.cost_micros, reason=reason, returned=returned)

    def correct(self, ended: RenderJob, corrected: RenderJob, call: int, now: datetime) -> None:
        """Enter what a call cost that was open when its job ended, or cost less than was assumed then.

        A free job has no entries.
        """
        if ended.reservation is not None:
            difference = corrected.cost_micros - ended.cost_micros
            movement = Movement.BOOKED if ended.calls[call].under_way else Movement.CORRECTED
            self._enter(ended, movement, now, difference, call=call)

    def count(self, fallbacks: FallbackRenders) -> None:
        """Count these fallback pictures, on the day that this account writes if it is the user's today."""
        self.fallbacks = fallbacks

    def show_latest(self, job: RenderJob, picture: Picture, now: datetime) -> None:
        """Store the user's newest picture, and the pseudonym of the job, without reading the profile's other fields."""
        name = job.reservation.person if job.reservation is not None else None
        known = name is not None and bool(self.policy.pseudonym_secret)
        kept = self.policy.pseudonyms.kept(self.uid, name) if known and name is not None else None
        self._latest = Profile.latest_fields(job.avatar_id, picture, now, kept)

    def write(self) -> None:
        """Write the changed documents."""
        profile, _ = self._before
        if self.fallbacks is not None:
            todays = self.user is not None and self.user.day == self.fallbacks.today
            if self.user is not None and todays:
                self.user = self.fallbacks.counted_on(self.user)
            self.fallbacks.write(self.transaction, user_day=not todays)
        if not self.erased:
            if self._month is not None and self.profile == profile:
                self.transaction.add(documents.profile(self.uid), months.refund(self._month))
            elif self.profile != profile:
                self.transaction.put(documents.profile(self.uid), self._with_month(self.profile))
            if self._latest is not None:
                self.transaction.merge(documents.profile(self.uid), AsWritten(dict(self._latest)))
            self._write_user_day()
        self.days.write()
        for entry in self._entries:
            self.transaction.create(documents.ledger_entry(entry), entry)

    def _with_month(self, profile: Profile) -> Profile:
        if self._month is None:
            return profile
        return replace(profile, months=months.refunded(profile.months, self._month))

    def _write_user_day(self) -> None:
        _, before = self._before
        if self.user is None or before is None or self.user == before:
            return
        ref = documents.user_day(self.uid, self.user.day)
        if self._user_read:
            self.transaction.put(ref, self.user)
        else:
            self.transaction.add(ref, Increments.between(before, self.user))

    def _end(self, reservation: Reservation, move: allowance.ReservationEnd) -> None:
        # Each day is moved beside one that stands for the other: neither depends on it.
        user, plan = self.user or unread_user_day(reservation.day), reservation.plan
        self.user, _ = move(user, unread_global_day(reservation.day), plan=plan)
        self.days.change(Where.of(reservation), lambda day: move(user, day, plan=plan)[1])

    def _enter(
        self,
        job: RenderJob,
        movement: Movement,
        now: datetime,
        cost_micros: int,
        *,
        reason: str | None = None,
        returned: int = 0,
        call: int | None = None,
        seconds: float | None = None,
    ) -> None:
        if job.reservation is None:
            raise ValueError("a free job has no entries")
        # Reservations of earlier deployments lack the pseudonym.
        reservation = replace(job.reservation, person=job.person(self.policy.pseudonyms))
        self._entries.append(
            LedgerEntry(
                render_id=job.render_id,
                movement=movement,
                reservation=reservation.entered,
                at=now,
                reason=reason,
                cost_micros=cost_micros,
                credits_returned=returned,
                call=call,
                renderer=job.recipe.renderer,
                seconds=seconds,
            )
        )


def _closes(call: Call, known: bool) -> bool:
    """Return whether an open call is booked now; a queued provider's only if its outcome is given."""
    return call.under_way and (known or not call.queued)


def _corrects(call: Call, outcome: Outcome) -> bool:
    """Return whether a call that is booked is now known to have cost less than that, or more than it held."""
    cost = outcome.cost_micros
    if call.spent_micros is None or cost is None:
        return False
    return cost < call.spent_micros or cost > call.held_micros

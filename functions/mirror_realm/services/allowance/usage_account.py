"""The usage account: counters, money, credits and ledger entries of one user in one transaction.

It is read once, changed in memory and written once: each changed document one time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from mirror_realm.domain import allowance
from mirror_realm.domain.allowance import GlobalDay, Reservation, Shortage, Tally, UserDay
from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.ledger import LedgerEntry, Movement
from mirror_realm.domain.plans import Plan
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.pseudonyms import Identity
from mirror_realm.domain.render_job import Call, Outcome, RenderJob
from mirror_realm.providers import provider_of
from mirror_realm.services.allowance import usage_marks
from mirror_realm.services.allowance.fallback_renders import FallbackRenders
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.bookkeeping import AsWritten
from mirror_realm.services.store import Transaction


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of a usage account."""

    profile: Profile
    user: UserDay | None
    days: dict[str, GlobalDay]
    entries: tuple[LedgerEntry, ...]


@dataclass(slots=True)
class UsageAccount:
    """Open it with `for_wish` or `for_job`, which read; change it; then `write`."""

    transaction: Transaction
    policy: Policy
    uid: str
    profile: Profile
    user: UserDay | None
    days: dict[str, GlobalDay]
    _read: tuple[Profile, UserDay | None, dict[str, GlobalDay]]
    _entries: list[LedgerEntry]
    reservations: dict[str, Reservation] = field(default_factory=dict)
    """The reservations made in this transaction, by render job."""
    fallbacks: FallbackRenders | None = None
    """Fallback pictures counted in this transaction, and written with the rest."""
    erased: bool = False
    """Whether the user is being erased; then only the documents of all users are written."""
    _identity: Identity | None = None
    """As stored; None: not read, or there is none yet."""
    _new_identity: Identity | None = None
    """Given in this transaction, to be written with the first reservation."""
    _latest: Mapping[str, Any] | None = None
    """Fields of the profile that show the user's newest picture."""

    @classmethod
    def for_wish(cls, transaction: Transaction, policy: Policy, uid: str, today: str) -> "UsageAccount":
        """Read the user's documents, then the global day, in the order of locks."""
        profile, user, identity = transaction.read(
            documents.profile(uid), documents.user_day(uid, today), documents.identity(uid)
        )
        day = transaction.read(documents.global_day(today)) or GlobalDay(today)
        account = cls._of(transaction, policy, uid, profile, user or UserDay(today), {today: day})
        account._identity = identity
        return account

    @classmethod
    def for_job(
        cls,
        transaction: Transaction,
        policy: Policy,
        job: RenderJob,
        outcomes: Sequence[Outcome] = (),
        *,
        erased: bool = False,
        profile: bool = False,
    ) -> "UsageAccount":
        """Read the days of the job's reservation and of the calls that `book` will book or correct.

        profile: whether to read the profile, too: where credits may go back to it, or its consent is asked for.
        """
        known = {outcome.number for outcome in outcomes}
        touched = {call.day for number, call in enumerate(job.calls) if _closes(call, number in known)}
        touched |= {job.calls[it.number].day for it in outcomes if _corrects(job, it)}
        user = None
        if job.reservation is not None:
            touched.add(job.reservation.day)
        stored = transaction.read(documents.profile(job.uid)) if profile and not erased else None
        if erased and job.reservation is not None:
            user = UserDay(job.reservation.day, Tally(reserved=1))  # the erasure may have deleted it
        elif job.reservation is not None:
            user = transaction.read(documents.user_day(job.uid, job.reservation.day))
            user = user or UserDay(job.reservation.day)
        days = {day: transaction.read(documents.global_day(day)) or GlobalDay(day) for day in sorted(touched)}
        account = cls._of(transaction, policy, job.uid, stored, user, days)
        account.erased = erased
        return account

    @classmethod
    def _of(
        cls,
        transaction: Transaction,
        policy: Policy,
        uid: str,
        profile: Profile | None,
        user: UserDay | None,
        days: dict[str, GlobalDay],
    ) -> "UsageAccount":
        known = profile or Profile()
        return cls(transaction, policy, uid, known, user, days, (known, user, dict(days)), [])

    @property
    def credits(self) -> int:
        """The user's credits; before their first use the initial credits."""
        return self.policy.credits_of(self.profile)

    def shortage(
        self, today: str, *, plan: Plan, provider: str, worst_case_micros: int, photo: bool = False
    ) -> Shortage | None:
        """Return the first limit without room for one more job.

        photo: whether the picture is made from a photo.
        """
        short = allowance.shortage(
            self.user or UserDay(today),
            self.days[today],
            self.policy.limits,
            plan=plan,
            provider=provider,
            worst_case_micros=worst_case_micros,
            photo=photo,
        )
        price = self.policy.credits_per_avatar
        if short is None and self.credits < price:
            return Shortage("insufficient_credits", price, price - self.credits)
        return short

    def reserve(
        self, render_id: str, today: str, *, plan: Plan, now: datetime, photo: bool = False
    ) -> Reservation:
        """Reserve one of each day and the credits of one avatar. Check `shortage` first."""
        reservation = Reservation(today, plan, self.policy.credits_per_avatar, self._pseudonym(now))
        self.user, self.days[today] = allowance.reserve(
            self.user or UserDay(today), self.days[today], plan=plan, photo=photo
        )
        self._give_credits(-reservation.credits, now)
        self._enter(render_id, Movement.RESERVED, reservation, now)
        self.reservations[render_id] = reservation
        return reservation

    def mark(self) -> "Mark":
        """Return the current state, to return to if not everything fits."""
        return Mark(self.profile, self.user, dict(self.days), tuple(self._entries))

    def return_to(self, mark: "Mark") -> None:
        """Undo every change since."""
        self.profile, self.user, self.days = mark.profile, mark.user, dict(mark.days)
        self._entries = list(mark.entries)
        self.reservations.clear()

    def book(self, job: RenderJob, outcomes: Sequence[Outcome] = ()) -> RenderJob:
        """Book each call with a given outcome by its number, and every other open one at its worst case.

        A queued provider's call without an outcome stays open.
        """
        known = {outcome.number: outcome for outcome in outcomes}
        provider = provider_of(job.recipe.renderer)
        for number, call in enumerate(job.calls):
            outcome = known.get(number)
            if call.spent_micros is None:
                if not _closes(call, outcome is not None):
                    continue
                cost = outcome.cost_micros if outcome is not None else None
                spent = call.held_micros if cost is None else cost
                self.days[call.day] = self.days[call.day].book(call.held_micros, spent, provider)
                job = job.book(number, spent, job.updated_at)
            elif outcome is not None and outcome.cost_micros is not None and _corrects(job, outcome):
                spent = outcome.cost_micros
                self.days[call.day] = self.days[call.day].correct(
                    call.held_micros, call.spent_micros, spent, provider
                )
                job = job.book(number, spent, job.updated_at)
        return job

    def settle(self, job: RenderJob) -> None:
        """Settle the job's reservation; a free job has none."""
        if job.reservation is not None:
            self._end(job.reservation, partial(allowance.settle, photo=job.recipe.personal))
            self._enter(
                job.render_id,
                Movement.SETTLED,
                self._named(job),
                job.updated_at,
                job.cost_micros,
                renderer=job.recipe.renderer,
                seconds=job.seconds,
            )

    def refund(self, job: RenderJob, reason: str) -> None:
        """Refund the job's reservation to its own day, with its credits unless the policy keeps them."""
        if job.reservation is not None:
            refund = partial(
                allowance.refund, photo=job.recipe.personal, excused=job.excused, rejected=job.rejected
            )
            self._end(job.reservation, refund)
            returned = 0 if reason in self.policy.credits_kept_for else job.reservation.credits
            self._give_credits(returned, job.updated_at)
            self._enter(
                job.render_id,
                Movement.REFUNDED,
                self._named(job),
                job.updated_at,
                job.cost_micros,
                reason=reason,
                returned=returned,
                renderer=job.recipe.renderer,
            )

    def correct(self, ended: RenderJob, corrected: RenderJob, call: int, now: datetime) -> None:
        """Enter what a call cost that was open when its job ended, or cost less than was assumed then.

        A free job has no entries.
        """
        if ended.reservation is not None:
            difference = corrected.cost_micros - ended.cost_micros
            movement = Movement.BOOKED if ended.calls[call].under_way else Movement.CORRECTED
            self._enter(
                ended.render_id,
                movement,
                self._named(ended),
                now,
                difference,
                call=call,
                renderer=ended.recipe.renderer,
            )

    def count(self, fallbacks: FallbackRenders) -> None:
        """Count these fallback pictures, on the day that this account writes if it is the user's today."""
        self.fallbacks = fallbacks

    def show_latest(self, avatar_id: str, picture: Picture, now: datetime) -> None:
        """Store the user's newest picture, without reading the other fields of the profile."""
        self._latest = Profile.latest_fields(avatar_id, picture, now)

    def write(self) -> None:
        """Write the changed documents."""
        profile, user, days = self._read
        if self.fallbacks is not None:
            todays = self.user is not None and self.user.day == self.fallbacks.today
            if self.user is not None and todays:
                self.user = self.fallbacks.counted_on(self.user)
            self.fallbacks.write(self.transaction, user_day=not todays)
        if self.profile != profile and not self.erased:
            self.transaction.put(documents.profile(self.uid), self.profile)
        if self._latest is not None and not self.erased:
            self.transaction.merge(documents.profile(self.uid), AsWritten(dict(self._latest)))
        if self._new_identity is not None and self.reservations:
            self.transaction.create(documents.identity(self.uid), self._new_identity)
        if self.user is not None and self.user != user and not self.erased:
            self.transaction.put(documents.user_day(self.uid, self.user.day), self.user)
        for name, day in self.days.items():
            if day != days[name]:
                usage_marks.put_day(self.transaction, days[name], day, self.policy.limits)
        for entry in self._entries:
            self.transaction.create(documents.ledger_entry(entry), entry)

    def _end(self, reservation: Reservation, move: allowance.ReservationEnd) -> None:
        user = self.user or UserDay(reservation.day)
        day = self.days[reservation.day]
        self.user, self.days[reservation.day] = move(user, day, plan=reservation.plan)

    def _give_credits(self, credits: int, now: datetime) -> None:
        if credits:
            self.profile = self.profile.with_credits(self.credits + credits, now)

    def _pseudonym(self, now: datetime) -> str:
        """Return the user's pseudonym; create the salt that it is made with on first use."""
        if self._identity is None and self._new_identity is None:
            self._new_identity = Identity(self.transaction.new_id(f"salt of {self.uid}"), now)
        identity = self._identity or self._new_identity
        if identity is None:
            raise AssertionError("it was given above")
        return self.policy.pseudonyms.of(self.uid, identity)

    def _named(self, job: RenderJob) -> Reservation:
        """Return the job's reservation with its pseudonym, which those of earlier deployments lack."""
        if job.reservation is None:
            raise ValueError("a free job has no reservation")
        return replace(job.reservation, person=job.person(self.policy.pseudonyms))

    def _enter(
        self,
        render_id: str,
        movement: Movement,
        reservation: Reservation,
        now: datetime,
        cost_micros: int = 0,
        *,
        reason: str | None = None,
        returned: int = 0,
        call: int | None = None,
        renderer: str | None = None,
        seconds: float | None = None,
    ) -> None:
        self._entries.append(
            LedgerEntry(
                render_id=render_id,
                movement=movement,
                reservation=reservation,
                at=now,
                reason=reason,
                cost_micros=cost_micros,
                credits_returned=returned,
                call=call,
                renderer=renderer,
                seconds=seconds,
            )
        )


def _closes(call: Call, known: bool) -> bool:
    """Return whether an open call is booked now; a queued provider's only if its outcome is given."""
    return call.under_way and (known or not call.queued)


def _corrects(job: RenderJob, outcome: Outcome) -> bool:
    """Return whether a call that is booked is now known to have cost less than that, or more than it held."""
    call, cost = job.calls[outcome.number], outcome.cost_micros
    if call.spent_micros is None or cost is None:
        return False
    return cost < call.spent_micros or cost > call.held_micros

"""Leases: the right to work on a job and to make paid calls for it, checked in the database every time."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from mirror_realm import events, tracing
from mirror_realm.domain import listed_price
from mirror_realm.domain.allowance import GlobalDay, Shortage
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.listed_price import ListedPrice, listed_of
from mirror_realm.domain.render_job import Call, JobState, Lease, Outcome, RenderJob
from mirror_realm.errors import (
    BudgetExhausted,
    Cancelled,
    Expired,
    LeaseLost,
    NewerSchema,
    ProviderRateLimited,
)
from mirror_realm.providers import provider_of
from mirror_realm.services.allowance import usage_marks
from mirror_realm.services.allowance.counted_day import CountedDay
from mirror_realm.services.allowance.disturbed import Disturbed
from mirror_realm.services.allowance.policy import AFTER_CALL, ORDERING, OVER_AFTER, Policy
from mirror_realm.services.allowance.split_days import Place, SplitDays, Whole
from mirror_realm.services.pace.pacing import Pacing, Part
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.rendering.booking import Booking
from mirror_realm.services.rendering.completion import ERASED
from mirror_realm.services.store import Store, Transaction

ORDERED_ANEW = 2
"""The orders that a job may repeat after a queued provider refused them."""

MOST_PAUSE = timedelta(minutes=1)
"""The longest that a worker waits for the slot of a call."""


@dataclass(frozen=True, slots=True)
class Authorised:
    """A call that may be made."""

    job: RenderJob
    """The job as stored, its last call this one."""
    listed: ListedPrice | None = None
    """The provider's own price, if it is above our table's; the call holds as much."""


@dataclass(frozen=True, slots=True)
class FirstCall:
    """The call that a worker makes as soon as it has the job."""

    worst_case_micros: int
    """By our table."""
    timeout: timedelta
    queued: bool = False
    """Whether it orders a prediction, whose handle any worker collects until it closes."""


@dataclass(frozen=True, slots=True)
class Leasing:
    store: Store
    booking: Booking
    split: SplitDays
    pacing: Pacing
    policy: Policy
    runtime: Runtime

    def claim(
        self,
        render_id: str,
        attempt: int,
        first_call: Callable[[RenderJob], FirstCall | None] = lambda job: None,
    ) -> RenderJob | None:
        """Take the lease of a queued job for this attempt, and write the avatar of a reservation as generating.

        first_call: the call to authorise in the same transaction. Where it may not be made, the job is claimed without
            it; `authorise` then says why.

        Returns the job, its last call open if it was authorised. Returns None if there is nothing to do: a duplicate or
        late delivery, an ended job, one of a newer schema.
        """

        def work(transaction: Transaction) -> RenderJob | str:
            now, token = self.runtime.now(), transaction.new_id("lease")
            today = self.policy.today(now)
            job = transaction.read(documents.render_job(render_id))
            if job is None:
                return "no such job"
            if job.state is JobState.RUNNING and job.lease is not None and job.lease.token == token:
                return job
            if job.waits_for is not None:
                return "it waits for its turn"
            if job.state is not JobState.QUEUED or job.attempt != attempt:
                return f"it is {job.state}, attempt {job.attempt}"
            if now >= job.deadline_at:
                return "its time is over"
            avatar_ref, call = documents.avatar(job.uid, job.avatar_id), first_call(job)
            place, fence_ref = self._place(job, today), documents.erasure(job.uid)
            avatar: Avatar | None = None
            day: GlobalDay | None = None
            if (
                job.reservation is None
            ):  # a fallback is painted in a moment: its avatar stays queued until then
                fence = transaction.read(fence_ref)
            elif call is not None and call.worst_case_micros:
                fence, avatar, day = transaction.read(fence_ref, avatar_ref, place.ref)
            else:
                fence, avatar = transaction.read(fence_ref, avatar_ref)
            if fence is not None:
                return "its user is being erased"
            claimed = job.claim(Lease(token, min(now + self.policy.lease, job.deadline_at)), now)
            if call is not None:
                with suppress(Disturbed):  # `authorise` gives the share room
                    claimed = self._with_first(transaction, claimed, call, place, day, now)
            transaction.put(documents.render_job(render_id), claimed)
            if avatar is not None and avatar.render_id == render_id and avatar.under_way:
                transaction.put(avatar_ref, avatar.start(now))
            return claimed

        try:
            outcome = self.store.transact(work)
        except NewerSchema as newer:
            outcome = str(newer)
        if isinstance(outcome, str):
            events.render_not_claimed(render_id, attempt, outcome)
            return None
        with tracing.traced(outcome.trace):
            events.render_claimed(render_id, attempt)
        return outcome

    def _with_first(
        self,
        transaction: Transaction,
        job: RenderJob,
        call: FirstCall,
        place: Place,
        found: GlobalDay | None,
        now: datetime,
    ) -> RenderJob:
        """Return a claimed job with its first call open, and hold its worst case; unchanged if it may not be made.

        found: as stored at the place; of a call that holds nothing, which is not counted there, any.

        A price that the provider lists is left to `authorise`, which hands it to the worker. Raises Disturbed.
        """
        until, worst_case = _until(now, call.timeout, call.queued), call.worst_case_micros
        if until > job.deadline_at or not self.policy.max_provider_calls:
            return job
        opened = Call(place.day, worst_case, now)
        if worst_case:
            day = CountedDay(self.split, self.split.counter(transaction, place, found))
            short = day.money_shortage(provider_of(job.recipe.renderer), worst_case)
            if short or listed_of(day.counter.day.dear_models, job.recipe.renderer, now):
                return job
            day.hold(worst_case)
            day.write(transaction)
            opened = replace(opened, share=day.counter.day.share)
        return job.authorise(_opened(transaction, opened, call.timeout, call.queued), until=until)

    def _place(self, job: RenderJob, today: str) -> Place:
        """Return where a call is counted: on the share of the job's reservation, if that is today's."""
        reserved = job.reservation
        share = reserved.share if reserved is not None and reserved.day == today else None
        return self.split.place(today, job.render_id, share)

    def authorise(
        self,
        job: RenderJob,
        worst_case_micros: int,
        timeout: timedelta,
        *,
        references: int = 0,
        queued: bool = False,
    ) -> Authorised:
        """Count one more provider call, hold its worst case of today's budget, and extend the lease past its deadline.

        Where the provider has a pace, the call has a slot of it: the caller waits until its `authorised_at`.

        worst_case_micros: the worst case by our table; what is held is more if the provider lists a higher price.
        references: the number of pictures that the call is made from.
        queued: whether the call orders a prediction, whose handle any worker collects until it closes.

        Raises LeaseLost if another worker may own the
        job, Cancelled if its user is being erased, Expired if its calls or its time are used up, BudgetExhausted if
        the worst case does not fit or the provider is closed for the day, Expired if the job has a prediction,
        ProviderRateLimited if the pace has no slot in the next minute.
        """
        token = _token(job)

        def work(transaction: Transaction, whole: Whole | None) -> Authorised:
            now = self.runtime.now()
            place = self._place(job, self.policy.today(now))
            stored, found, fence = transaction.read(
                documents.render_job(job.render_id), place.ref, documents.erasure(job.uid)
            )
            if stored is None:
                raise LeaseLost(f"job {job.render_id} is gone")
            stored.check_lease(token, now)
            day = CountedDay(self.split, self.split.counter(transaction, place, found, whole))
            listed = listed_of(day.counter.day.dear_models, stored.recipe.renderer, now)
            worst_case = listed_price.worst_case_micros(listed, worst_case_micros, references)
            if stored.calls and stored.calls[-1].under_way and len(stored.calls) > len(job.calls):
                covered = stored.calls[-1].held_micros >= worst_case
                # This authorisation was committed, but its answer was lost.
                return Authorised(stored, listed if covered else None)
            if fence is not None:
                raise Cancelled(ERASED.message)
            # The job's start has taken the slot of its first call.
            part = self._part(stored) if stored.calls or stored.attempt > 1 else None
            slot = self.pacing.next_call(transaction, part, now) if part is not None else None
            at = slot.at if slot is not None else now
            if at > now + MOST_PAUSE:
                raise ProviderRateLimited("the provider's pace leaves no room for another call of this job")
            until = _until(at, timeout, queued)
            if stored.ordered or (queued and len(stored.calls) > ORDERED_ANEW):
                raise Expired("the job may not order another prediction")
            if len(stored.calls) >= self.policy.max_provider_calls or until > stored.deadline_at:
                raise Expired("the job's provider calls or its time are used up")
            short = (
                day.money_shortage(provider_of(stored.recipe.renderer), worst_case) if worst_case else None
            )
            if short is not None:
                shortages.append(short)
                raise BudgetExhausted(short.limit, short.used, self.policy.resets_at(now))
            share = day.counter.day.share if worst_case else None
            call = _opened(transaction, Call(place.day, worst_case, at, share=share), timeout, queued)
            authorised = stored.authorise(call, until=until)
            transaction.put(documents.render_job(job.render_id), authorised)
            if worst_case:
                day.hold(worst_case)
                day.write(transaction)
            if slot is not None:
                slot.take(transaction, now)
            return Authorised(authorised, listed)

        shortages: list[Shortage] = []
        try:
            return self.split.with_room(lambda whole: self.store.transact(partial(work, whole=whole)))
        except BudgetExhausted:
            usage_marks.refused(self.store, shortages[-1], self.policy.today(self.runtime.now()), 0)
            raise

    def _part(self, job: RenderJob) -> Part | None:
        return self.pacing.part(provider_of(job.recipe.renderer), job.render_id)

    def refuse(self, job: RenderJob, number: int) -> RenderJob:
        """Mark the picture of one of the job's calls as not to be used, and return the job as stored.

        Repeating it changes nothing. Raises LeaseLost if another worker has the job.
        """
        token = _token(job)

        def work(transaction: Transaction) -> RenderJob:
            stored = transaction.read(documents.render_job(job.render_id))
            if stored is None:
                raise LeaseLost(f"job {job.render_id} is gone")
            stored.check_token(token)
            refused = stored.refuse(number)
            if refused is not stored:
                transaction.put(documents.render_job(job.render_id), refused)
            return refused

        return self.store.transact(work)

    def book(self, job: RenderJob, outcome: Outcome) -> RenderJob:
        """Book the cost of one of the job's calls, by its number, and return the job as stored.

        Spent money is booked even by a worker that lost the job. Raises LeaseLost if another worker has the job, or it
        has ended: the returned job must not contain another worker's token.
        """
        stored = self.booking.book(job, outcome) or job
        stored.check_token(_token(job))
        return stored


def _until(now: datetime, timeout: timedelta, queued: bool) -> datetime:
    """Return the time that the lease must cover for a call that is made now."""
    return now + timeout + AFTER_CALL + (ORDERING if queued else timedelta())


def _opened(transaction: Transaction, call: Call, timeout: timedelta, queued: bool) -> Call:
    """Return a call as it is stored: one that orders a prediction with its key and the time at which it is over."""
    if not queued:
        return call
    closes_at = call.authorised_at + timeout + OVER_AFTER
    return replace(call, key=transaction.new_id("call"), closes_at=closes_at)


def _token(job: RenderJob) -> str:
    if job.lease is None:
        raise LeaseLost(f"job {job.render_id} has no lease")
    return job.lease.token

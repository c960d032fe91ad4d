"""The counted day: the global day of a wish or a call, as one transaction judges and changes it.

Of a day that is not split its document tells. Of a split day the share tells that a job fits; that none does only all
shares tell.
"""

from dataclasses import dataclass, field, replace

from mirror_realm.domain import allowance, day_shares
from mirror_realm.domain.allowance import GlobalDay, Shortage, UserDay
from mirror_realm.domain.amounts import Amounts
from mirror_realm.domain.money import MICROS
from mirror_realm.domain.plans import GUEST, Plan
from mirror_realm.services.allowance import usage_marks
from mirror_realm.services.allowance.split_days import Counter, Short, SplitDays
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


@dataclass(frozen=True, slots=True)
class Counts:
    """A state of a counted day."""

    day: GlobalDay
    """The document that counts."""
    whole: GlobalDay | None
    """The sums of all shares, where they judge."""


@dataclass(slots=True)
class CountedDay:
    split: SplitDays
    counter: Counter
    """As it was read."""
    counts: Counts = field(init=False)
    """With what this transaction reserves."""

    def __post_init__(self) -> None:
        self.counts = Counts(self.counter.day, self.counter.whole)

    @property
    def judge(self) -> GlobalDay | None:
        """Return what shows that a limit is reached; None for a share, which does not."""
        return self.counts.whole or (self.counts.day if self.counter.shares == 1 else None)

    def shortage(
        self, plan: Plan, provider: str, worst_case_micros: int, *, photo: bool = False
    ) -> Shortage | None:
        """Return the first limit of all users, or of all guests, without room for one more job.

        Raises Short if the share has no room, and others may have.
        """
        limits, counter, day = self.split.policy.limits, self.counter, self.counts.day
        if (judge := self.judge) is not None:
            short = allowance.shared_shortage(
                judge,
                limits,
                plan=plan,
                provider=provider,
                worst_case_micros=worst_case_micros,
                photo=photo,
            )
            if short is not None or counter.shares == 1 or counter.decides:
                return short
        needed = day_shares.wanted(plan, worst_case_micros, photo=photo)
        if provider in day.closed_providers or day_shares.lacking(day, counter.shares, limits, needed):
            reserved = day_shares.used(day) - day_shares.used(counter.day)
            raise Short(counter, needed + reserved, provider)
        return None

    def money_shortage(self, provider: str, worst_case_micros: int) -> Shortage | None:
        """Return the shortage if one more call of a provider at its worst case does not fit. Raises Short."""
        limits, counter, day = self.split.policy.limits, self.counter, self.counts.day
        if (judge := self.judge) is not None:
            short = allowance.money_shortage(
                judge, limits, provider=provider, worst_case_micros=worst_case_micros
            )
            if short is not None or counter.shares == 1 or counter.decides:
                return short
        needed = Amounts(micros=worst_case_micros)
        if provider in day.closed_providers or day_shares.lacking(day, counter.shares, limits, needed):
            raise Short(counter, needed, provider)
        return None

    def hold(self, micros: int) -> None:
        """Hold the worst case of a call. Check `money_shortage` first."""
        self.counts = replace(self.counts, day=self.counts.day.hold(micros))

    def reserve(self, user: UserDay, plan: Plan, *, photo: bool = False) -> UserDay:
        """Reserve one of the day, and return the user's day with one, too. Check `shortage` first."""
        whole = self.counts.whole
        if whole is not None:
            _, whole = allowance.reserve(user, whole, plan=plan, photo=photo)
        user, day = allowance.reserve(user, self.counts.day, plan=plan, photo=photo)
        self.counts = Counts(day, whole)
        return user

    def remaining(self, plan: Plan) -> int:
        """Return how many more pictures all users may have made; for a guest, all guests.

        Of a split day it is an estimate, but never less than the share has left.
        """
        limits, day = self.split.policy.limits, self.counts.day
        if self.counter.shares == 1:
            everybody = limits.global_daily - day.tally.used
            return max(0, min(everybody, limits.of(plan).together - day.of(plan).used))
        free = day_shares.free(day, self.counter.shares, limits)
        left = day_shares.limits_together(limits) - self.split.used_by_all(self.counter, day)
        pictures = max(left.pictures, free.pictures)
        return max(0, min(pictures, max(left.guests, free.guests)) if plan == GUEST else pictures)

    def nearly_used_up(self, plan: Plan, degree: float) -> Shortage | None:
        """Return which of the day, the plan's part of it and the money is used up to this degree.

        Of a split day it is an estimate of the whole: a share of few pictures is used up long before the day is, and
        is given room again.
        """
        limits, day, counter = self.split.policy.limits, self.counts.day, self.counter
        if (judge := self.judge) is not None:
            return allowance.nearly_used_up(judge, limits, plan=plan, share=degree)
        taken = self.split.used_by_all(counter, day)
        near = day_shares.nearly_used_up(taken, limits, plan=plan, degree=degree)
        if near.pictures:
            return Shortage("global_daily_limit", limits.global_daily, taken.pictures)
        if near.guests:
            return Shortage("global_daily_limit", limits.of(plan).together, taken.guests)
        if near.micros:
            return Shortage("budget_exhausted", limits.budget_micros / MICROS, taken.micros / MICROS)
        return None

    def surely_nearly_used_up(self, plan: Plan, degree: float) -> Shortage | None:
        """Return the same by the sums of all shares: a read for each, for what is rare and not asked for again."""
        if self.judge is not None:
            return self.nearly_used_up(plan, degree)
        whole = self.split.sums(self.counts.day.day)
        return allowance.nearly_used_up(whole, self.split.policy.limits, plan=plan, share=degree)

    def write(self, transaction: Transaction) -> None:
        """Write the document if it has changed, and the head if this transaction fixes it."""
        before, after = self.counter.day, self.counts.day
        if after == before:
            return
        if self.counter.head is not None:
            transaction.put(documents.global_day(after.day), self.counter.head)
        usage_marks.put_day(transaction, before, after, self.split.policy.limits)

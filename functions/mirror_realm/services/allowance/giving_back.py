"""Giving back: an administrator raises a user's limit of today by some pictures, once per idempotency key.

Only the user's own limit of the day is raised: the global day, the budget and the month of the user's plan go on to
bound what is made. What was settled or refunded stays as it is.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm.domain import months
from mirror_realm.domain.allowance import MOST_GIVEN, UserDay, own_limits, remaining
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.ledger import Given
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest
from mirror_realm.services.allowance.grants import named
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.auditing import Auditing
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The user's day after pictures were given back."""

    day: UserDay
    limit: int
    remaining: int
    resets_at: datetime
    again: bool
    """Whether an earlier call with the key gave them."""


@dataclass(frozen=True, slots=True)
class GivingBack:
    store: Store
    naming: Naming
    auditing: Auditing
    policy: Policy
    runtime: Runtime

    def give(self, deed: Deed, user: User, pictures: int) -> GivenBack:
        """Give back pictures on the user's day of today. Repeating a key changes nothing and returns the same day.

        Raises InvalidRequest if the key was used for another user, number or act; if the limit would be above the
        global one, more than `MOST_GIVEN` would be given in all, or the month of the user's plan leaves less than
        would be given; BeingErased, Misconfigured.
        """
        by, key = deed.by, str(deed.key)

        def work(transaction: Transaction) -> GivenBack:
            now, ref = self.runtime.now(), documents.given(key)
            today = self.policy.today(now)
            given, stored = transaction.read(ref, documents.profile(user.uid))
            day_ref = documents.user_day(user.uid, given.day if given is not None else today)
            day = transaction.read(day_ref) or UserDay(today)
            found = self.naming.find(transaction, user.uid)
            month_used = months.used(stored.months if stored is not None else None, day.day)
            if given is not None and (given.person not in found.names or given.pictures != pictures):
                raise InvalidRequest({"key": "was used for other pictures"})
            entered = self.auditing.find(transaction, deed, found, figures={"pictures": pictures})
            if given is not None:
                return self._answer(user, replace(day, day=given.day), month_used, now, again=True)
            raised = replace(day, granted=day.granted + pictures)
            self._check(user, raised)
            self._check_month(user, day, month_used, pictures)
            administrator = named(self.naming, transaction, found, by)
            transaction.create(ref, Given(key, found.current, today, pictures, administrator.current, now))
            transaction.put(day_ref, raised)
            entered.write(transaction)
            return self._answer(user, raised, month_used, now, again=False)

        return self.store.transact_for(user.uid, work)

    def _check(self, user: User, raised: UserDay) -> None:
        """Raise InvalidRequest if so many pictures may not be given."""
        limits = self.policy.limits
        plan = limits.of(user.plan)
        if not plan.daily:
            raise InvalidRequest({"pictures": "a limit of 0 has switched pictures off"})
        if raised.granted > MOST_GIVEN:
            raise InvalidRequest({"pictures": f"at most {MOST_GIVEN} are given back to one user a day"})
        most = min(limits.global_daily, plan.together)
        if own_limits(raised, limits, user.plan).daily > most:
            raise InvalidRequest(
                {"pictures": f"the user's limit would be above the {most} of all users together"}
            )

    def _check_month(self, user: User, day: UserDay, month_used: int, pictures: int) -> None:
        """Raise InvalidRequest if the month leaves less than the day would with what is given.

        month_used: the pictures of the month that count.
        """
        month = self.policy.limits.of(user.plan).monthly
        if not month:
            return
        of_month = max(0, month - month_used)
        of_day = max(0, own_limits(day, self.policy.limits, user.plan).daily - day.tally.used)
        if of_month == 0:
            raise InvalidRequest(
                {
                    "pictures": f"the {month} of the user's month are used up: a day's pictures would be of no use"
                }
            )
        if of_day + pictures > of_month:
            raise InvalidRequest(
                {"pictures": f"the user's month has {of_month} left, of which today allows {of_day} already"}
            )

    def _answer(self, user: User, day: UserDay, month_used: int, now: datetime, *, again: bool) -> GivenBack:
        limits = self.policy.limits
        return GivenBack(
            day,
            own_limits(day, limits, user.plan).daily,
            remaining(day, limits, user.plan, month_used),
            self.policy.resets_at(now),
            again,
        )

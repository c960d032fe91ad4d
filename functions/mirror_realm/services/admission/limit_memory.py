"""The limit memory of an instance: limits that stay reached until the reset, and whether the day is nearly used up."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mirror_realm.domain.allowance import GlobalDay, Shortage, UserDay, own_limits
from mirror_realm.domain.amounts import Amounts
from mirror_realm.domain.day_shares import used
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.listed_price import ListedPrice
from mirror_realm.domain.money import MICROS
from mirror_realm.domain.plans import FREE, GUEST, Plan

NEAR = 0.8
"""The share of the day from which on counters are looked at without locks first, because many requests are refused."""

OWN_LIMIT = timedelta(minutes=1)
"""The time for which a user's own limit is remembered: an administrator may give pictures back in the meantime."""

MONEY_LIMIT = timedelta(minutes=1)
"""The time for which a budget that is used up is remembered: costs that were assumed may be corrected downward."""

MOST_PEOPLE = 10_000
"""The most users in the memory of an instance; the one learned longest ago is dropped, and read again later."""


@dataclass(slots=True)
class LimitMemory:
    """The memory of one instance. It keeps only limits that no refund can free: settled pictures, spent money.

    Settled pictures stay settled until the reset. What else may be freed before is remembered for a minute.
    """

    _known: dict[Plan, "_Known"] = field(default_factory=dict)
    """The limits by plan with a share of its own; those of other plans are under FREE."""
    _users: OrderedDict[tuple[str, Plan], "_Known"] = field(default_factory=OrderedDict)
    """The daily limits of users who have used them up, each under the plan that it is of: plans change in mid-day."""
    _near_until: datetime | None = None
    """The reset of the day that was nearly used up when it was seen last."""
    dear_models: tuple[ListedPrice, ...] = ()
    """The listed prices that the global day had, by which the worst cases of the limits were computed."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def recall(self, uid: str, *, plan: Plan, worst_case_micros: int, now: datetime) -> Shortage | None:
        """Return a limit known to be reached until the reset, for this user and a call with this worst case."""
        with self._lock:
            known = (self._users.get((uid, plan)), self._known.get(plan if plan == GUEST else FREE))
        for one in known:
            if one is not None and now < one.until and worst_case_micros >= one.from_micros:
                return one.shortage
        return None

    def near(self, now: datetime) -> bool:
        """Return whether the day was nearly used up when it was seen last. A new instance has not seen it."""
        with self._lock:
            return self._near_until is not None and now < self._near_until

    def learn_user(
        self, uid: str, own: UserDay, limits: Limits, *, plan: Plan, now: datetime, until: datetime
    ) -> None:
        """Store the user's own limit for a while, if their day shows it as reached until the reset."""
        most = own_limits(own, limits, plan).daily
        if own.tally.settled < most:
            return
        with self._lock:
            known = Shortage("user_daily_limit", most, own.tally.settled)
            self._users[uid, plan] = _Known(known, min(until, now + OWN_LIMIT))
            self._users.move_to_end((uid, plan))
            if len(self._users) > MOST_PEOPLE:
                self._users.popitem(last=False)

    def learn(
        self, day: GlobalDay, limits: Limits, *, worst_case_micros: int, now: datetime, until: datetime
    ) -> None:
        """Store the limits that the global day shows as reached, and whether it is near them.

        A budget that the day shows with room again is forgotten.
        """
        everybody: Shortage | None = None
        from_micros = 0
        if day.tally.settled >= limits.global_daily:
            everybody = Shortage("global_daily_limit", limits.global_daily, day.tally.settled)
        elif day.spent_micros + worst_case_micros > limits.budget_micros:
            everybody = Shortage("budget_exhausted", limits.budget_micros / MICROS, day.spent_micros / MICROS)
            from_micros = worst_case_micros
        end = min(until, now + MONEY_LIMIT) if from_micros else until
        known = None if everybody is None else _Known(everybody, end, from_micros)
        guests = known
        share = limits.of(GUEST).together
        if day.guests.settled >= share and (known is None or from_micros):
            guests = _Known(Shortage("global_daily_limit", share, day.guests.settled), until)
        near = (
            day.tally.used >= NEAR * limits.global_daily
            or day.guests.used >= NEAR * share
            or day.spent_micros + day.held_micros >= NEAR * limits.budget_micros
        )
        with self._lock:
            self._near_until = until if near else None
            self.dear_models = day.dear_models
            for plan, one in list(self._known.items()):
                if one.from_micros and day.spent_micros + one.from_micros <= limits.budget_micros:
                    del self._known[plan]
            if known is not None:
                self._known[FREE] = known
            if guests is not None:
                self._known[GUEST] = guests

    def learn_share(self, day: GlobalDay, room: Amounts, until: datetime) -> None:
        """Store whether a share of the global day is near its room, which says nothing of the others' limits."""
        handed_out = used(day)
        near = any(
            taken >= NEAR * most
            for taken, most in (
                (handed_out.pictures, room.pictures),
                (handed_out.guests, room.guests),
                (handed_out.micros, room.micros),
            )
        )
        with self._lock:
            self._near_until = until if near else None
            self.dear_models = day.dear_models


@dataclass(frozen=True, slots=True)
class _Known:
    """A limit that is reached."""

    shortage: Shortage
    until: datetime
    from_micros: int = 0
    """Of a budget the worst case from which on it applies: what is too little for an edit may do for a generation."""

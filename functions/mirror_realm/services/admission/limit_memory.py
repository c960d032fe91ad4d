"""The limit memory of an instance: limits that stay reached until the reset."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from mirror_realm.domain.allowance import GlobalDay, Shortage
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.listed_price import ListedPrice
from mirror_realm.domain.money import MICROS
from mirror_realm.domain.plans import FREE, GUEST, Plan


@dataclass(slots=True)
class LimitMemory:
    """The memory of one instance. It keeps only limits that no refund can free: settled pictures, spent money."""

    _known: dict[Plan, "_Known"] = field(default_factory=dict)
    """The limits by plan with a share of its own; those of other plans are under FREE."""
    dear_models: tuple[ListedPrice, ...] = ()
    """The listed prices that the global day had, by which the worst cases of the limits were computed."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def recall(self, *, plan: Plan, worst_case_micros: int, now: datetime) -> Shortage | None:
        """Return a limit known to be reached until the reset, for this plan and a call with this worst case."""
        with self._lock:
            known = self._known.get(plan if plan == GUEST else FREE)
        if known is None or now >= known.until or worst_case_micros < known.from_micros:
            return None
        return known.shortage

    def learn(self, day: GlobalDay, limits: Limits, *, worst_case_micros: int, until: datetime) -> None:
        """Store the limits that the global day shows as reached until the reset."""
        everybody: Shortage | None = None
        from_micros = 0
        if day.tally.settled >= limits.global_daily:
            everybody = Shortage("global_daily_limit", limits.global_daily, day.tally.settled)
        elif day.spent_micros + worst_case_micros > limits.budget_micros:
            everybody = Shortage("budget_exhausted", limits.budget_micros / MICROS, day.spent_micros / MICROS)
            from_micros = worst_case_micros
        known = None if everybody is None else _Known(everybody, until, from_micros)
        guests = known
        share = limits.of(GUEST).together
        if day.guests.settled >= share and (known is None or from_micros):
            guests = _Known(Shortage("global_daily_limit", share, day.guests.settled), until)
        with self._lock:
            self.dear_models = day.dear_models
            if known is not None:
                self._known[FREE] = known
            if guests is not None:
                self._known[GUEST] = guests


@dataclass(frozen=True, slots=True)
class _Known:
    """A limit that is reached."""

    shortage: Shortage
    until: datetime
    from_micros: int = 0
    """The worst case from which on it applies: a budget too small for an edit may suffice for a generation."""

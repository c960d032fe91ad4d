"""What the limits would have meant: other limits, compared with the days that are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain import what_if
from mirror_realm.domain.what_if import DayFigures, Effect
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class LimitEffects:
    at: datetime
    days: Sequence[DayFigures]
    """The days with any picture, the latest first; today, which is not over, is not among them."""
    effects: Sequence[Effect]
    reads: int


@dataclass(frozen=True, slots=True)
class LimitEffectsView:
    store: Store
    policy: Policy
    runtime: Runtime

    def show(self, days: int, *, pictures: int | None, budget_usd: float | None) -> LimitEffects:
        """Return what limits would have meant for the days before today; None leaves a limit out.

        The figures are the global days', which say what was made and what it cost, and not what was refused.
        """
        now = self.runtime.now()
        past = [self.policy.today(now - timedelta(days=number)) for number in range(1, days + 1)]
        stored = self.store.read_all([documents.global_day(day) for day in past])
        known = [
            DayFigures(day.day, day.tally.settled, day.spent_micros)
            for day in sorted(stored.values(), key=lambda day: day.day, reverse=True)
        ]
        effects = []
        if pictures is not None:
            effects.append(what_if.of_pictures(known, pictures))
        if budget_usd is not None:
            effects.append(what_if.of_money(known, budget_usd))
        return LimitEffects(now, known, effects, days)

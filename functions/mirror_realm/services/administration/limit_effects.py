"""What the limits would have meant: other limits, compared with the days that are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain import what_if
from mirror_realm.domain.avatar import Source
from mirror_realm.domain.statistics import SOURCE, Statistics
from mirror_realm.domain.what_if import DayFigures, Effect
from mirror_realm.services.allowance.day_totals import READS, day_totals
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

FALLBACKS = (Source.SIMILAR, Source.STAGE, Source.PAINTED)


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

        Days that are counted have their statistics. Of the others the global day has what was made and what it cost.
        """
        now = self.runtime.now()
        past = [self.policy.today(now - timedelta(days=number)) for number in range(1, days + 1)]
        counted = self.store.read_all([documents.statistics(day) for day in past])
        known = {one.period: figures_of(one) for one in counted.values()}
        others = [day for day in past if day not in known]
        for day in others:
            totals = day_totals(self.store, day)
            if totals is not None:
                known[day] = DayFigures(day, totals.tally.settled, totals.spent_micros)
        found = [known[day] for day in sorted(known, reverse=True)]
        effects = []
        if pictures is not None:
            effects.append(what_if.of_pictures(found, pictures))
        if budget_usd is not None:
            effects.append(what_if.of_money(found, budget_usd))
        return LimitEffects(now, found, effects, days + READS * len(others))


def figures_of(day: Statistics) -> DayFigures:
    """Return the figures of a counted day. Its wishes are unknown if too few people were behind its fallbacks."""
    sources = day.mixes.get(SOURCE)
    shown = [sources.get(name, 0) for name in FALLBACKS] if sources is not None else [None]
    fallbacks = [number for number in shown if isinstance(number, int)]
    made = day.totals.settled
    wished = made + day.totals.refused + sum(fallbacks) if len(fallbacks) == len(FALLBACKS) else None
    return DayFigures(day.period, made, day.totals.spent_micros, wished)

"""Walking: the walk over the avatars of a day, page by page, to count its people without keeping their names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.people_sketch import hashed
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.statistics import (
    PLAN,
    PRESET,
    SOURCE,
    STAGE,
    STYLE,
    VERDICT,
    Dimensions,
    Met,
    Month,
    Walk,
    month_of,
)
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.figures import Figures, Shown
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.statistics.counting import Meter
from mirror_realm.services.store import Store, Transaction

PAGE = 300
"""The avatars of a page."""


@dataclass(frozen=True, slots=True)
class Walking:
    store: Store
    figures: Figures
    runtime: Runtime

    def walk(self, day: str, began: datetime, ended: datetime, until: datetime, meter: Meter) -> Walk | None:
        """Meet all people whose avatars got a picture on a day, from where the last walk over it stopped.

        Returns None if the time was over before the end.
        """
        month = self.store.read(documents.statistics_month(month_of(day)))
        while True:
            walk = month.walk_over(day) if month is not None else Walk(day)
            if walk.done:
                return walk
            if self.runtime.now() >= until:
                return None
            page, more = self._page(walk.after, began, ended, meter)
            month = self._store(day, walk.after, page, more=more)

    def _page(
        self, after: datetime | None, began: datetime, ended: datetime, meter: Meter
    ) -> tuple[Sequence[Shown], bool]:
        """Return the next avatars, and whether there are more. Those of one moment are never divided."""
        most = PAGE
        while True:
            found = self.figures.shown_after(after, began, ended, most)
            meter.spend(max(1, len(found)))
            if len(found) < most:
                return found, False
            kept = [one for one in found if one.completed_at < found[-1].completed_at]
            if kept:
                return kept, True
            most *= 2

    def _store(self, day: str, after: datetime | None, page: Sequence[Shown], *, more: bool) -> Month:
        """Store a page of the walk, unless another run did, and return the month.

        If the day's statistics are written meanwhile, the walk is done.
        """

        def work(transaction: Transaction) -> Month:
            ref = documents.statistics_month(month_of(day))
            month, written = transaction.read(ref, documents.statistics(day))
            month = month or Month(month_of(day), transaction.new_id("secret of the month"))
            walk = month.walk_over(day)
            if written is not None:
                return replace(month, walk=replace(walk, done=True))
            if walk.after != after or walk.done:
                return month
            reached = page[-1].completed_at if page else after
            walked = month.met(walk, reached, met(page, month.secret), walked_of(page), done=not more)
            transaction.put(ref, walked)
            return walked

        return self.store.transact(work)


def met(page: Sequence[Shown], secret: str) -> dict[int, Met]:
    """Return, by the hash of each person under a secret, what their avatars of this page show."""
    found: dict[int, set[tuple[str, str]]] = {}
    for one in page:
        names = found.setdefault(hashed(secret, one.uid), set())
        names |= {(SOURCE, one.source), (STYLE, one.style), (STAGE, one.stage)}
        if one.source == Source.GENERATED:
            names.add((PLAN, GUEST if one.guest else FREE))
        if one.preset:
            names.add((PRESET, one.preset))
        if one.verdict:
            names.add((VERDICT, one.verdict))
    return {person: Met(frozenset(names)) for person, names in found.items()}


def walked_of(page: Sequence[Shown]) -> Dimensions:
    """Return the number of avatars of this page by the dimensions of `WALKED`."""
    return {
        PRESET: Counter(one.preset for one in page if one.preset),
        VERDICT: Counter(one.verdict for one in page if one.verdict),
    }

"""Counting: the figures of one day by aggregation queries, as many as a number of reads allows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.mixes import Counts
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.statistics import SOURCE, STAGE, STYLE, Totals
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.waiting_times import BOUNDS
from mirror_realm.services.ports.figures import ENTRIES_A_READ, Figures

Result = TypeVar("Result")

UNBOUNDED = 10**6
"""Reads of a nightly count, which it never needs: a thousand million index entries."""

EVER = 10**9
"""Seconds that no picture takes."""

REASONS = 20
"""The most reasons, and the most renderers, that one day is asked for."""


class TooDear(Exception):
    """The reads that are left do not suffice for a figure."""


@dataclass(slots=True)
class Meter:
    """Counts reads, and says when there are no more."""

    most: int
    a_figure: int = UNBOUNDED
    """The most reads of one number."""
    reads: int = 0

    @property
    def left(self) -> int:
        return self.most - self.reads

    def spend(self, reads: int) -> None:
        """Count reads that are about to be made. Raises TooDear if they are too many."""
        if reads > self.left:
            raise TooDear
        self.reads += reads

    def count(self, ask: Callable[[int], int], *, keep: int = 0) -> int:
        """Return a number of documents, counted up to what the reads allow. Raises TooDear if there are more.

        keep: reads that must be left for others.
        """
        (number,) = self._count(lambda most: (ask(most),), keep)
        return number

    def sum(self, ask: Callable[[int], Any], *, keep: int = 0) -> int:
        """Return the total of a Sum. Raises TooDear as `count` does."""
        _, total = self._count(lambda most: ((found := ask(most)).documents, found.total), keep)
        return total

    def _count(self, ask: Callable[[int], tuple[int, ...]], keep: int) -> tuple[int, ...]:
        affordable = min(self.left - keep, self.a_figure)
        if affordable < 1:
            raise TooDear
        most = affordable * ENTRIES_A_READ
        found = ask(most)
        self.reads += max(1, -(-found[0] // ENTRIES_A_READ))
        if found[0] >= most:
            raise TooDear
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a day; None for what the reads did not suffice for."""

    refunds: Counts | None = None
    spending: Counts | None = None
    within: tuple[int, ...] | None = None
    """Pictures by the bounds of `waiting_times`; the last number is of all whose time is known."""
    refused: int | None = None
    asking: int | None = None
    plans: Counts | None = None
    """Settled pictures by plan, of other plans than guest and free."""
    mixes: dict[str, Counts] = field(default_factory=dict)

    def on(self, totals: Totals) -> Totals:
        """Return a day's totals with these counts; counts that are not known are left out."""
        return replace(
            totals,
            refunds=self.refunds or {},
            spending=self.spending or {},
            timed=self.within[-1] if self.within else 0,
            within=self.within[:-1] if self.within else (0,) * len(BOUNDS),
            refused=self.refused or 0,
        )


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts one day. What is most wanted comes first."""

    figures: Figures
    meter: Meter
    plans: Sequence[str] = ()
    """The plans that are counted, besides guest and free."""

    def count(self, day: str, since: datetime, until: datetime, totals: Totals) -> Counted:
        """Return the figures of a day, from its ledger and from the avatars that got a picture on it.

        totals: those of the day, which tell what there is to be counted.
        """
        f, ends = self.figures, totals.settled + totals.refunded
        by_source = self._mix(list(Source), lambda n, most: f.pictures_by_source(n, since, until, most))
        refunds = self._by_name(f.next_reason, f.refunds_for, day) if totals.refunded else {}
        spending = self._spending(day) if ends else {}
        asking = self._known(lambda: self.meter.count(lambda most: f.people_asking(day, most)))
        refused = self._known(lambda: self.meter.sum(lambda most: f.refused(day, most))) if asking != 0 else 0
        within = self._within(day) if totals.settled else (0,) * (len(BOUNDS) + 1)
        mixes = {} if by_source is None else {SOURCE: by_source}
        if by_source is None or any(by_source.values()):
            styles = self._mix(list(StyleId), lambda n, most: f.pictures_by_style(n, since, until, most))
            stages = self._mix(list(STAGES), lambda n, most: f.pictures_by_stage(n, since, until, most))
        else:
            styles = stages = {}
        mixes |= {STYLE: styles} if styles is not None else {}
        mixes |= {STAGE: stages} if stages is not None else {}
        plans = self._mix(self.plans, lambda n, most: f.settled_under(n, day, most)) if totals.settled else {}
        return Counted(refunds, spending, within, refused, asking, plans, mixes)

    def _mix(self, names: Sequence[Any], ask: Callable[[str, int], int]) -> Counts | None:
        """Return the number of pictures by name; None if not all of them can be counted."""

        def count() -> Counts:
            found: dict[str, int] = {}
            for at, name in enumerate(names):
                keep = len(names) - at - 1
                found[str(name)] = self.meter.count(lambda most, n=str(name): ask(n, most), keep=keep)  # type: ignore[misc]  # bound here
            return found

        return self._known(count)

    def _by_name(
        self, following: Callable[[str, str], str | None], number: Callable[[str, str, int], int], day: str
    ) -> Counts | None:
        return self._known(
            lambda: {
                name: self.meter.count(lambda most, n=name: number(n, day, most))  # type: ignore[misc]  # bound here
                for name in self._names(following, day)
            }
        )

    def _spending(self, day: str) -> Counts | None:
        f = self.figures
        return self._known(
            lambda: {
                name: self.meter.sum(lambda most, n=name: f.spent_on(n, day, most))  # type: ignore[misc]  # bound here
                for name in self._names(f.next_renderer, day)
            }
        )

    def _within(self, day: str) -> tuple[int, ...] | None:
        f = self.figures
        return self._known(
            lambda: tuple(
                self.meter.count(lambda most, b=bound: f.settled_within(b, day, most))  # type: ignore[misc]  # bound here
                for bound in (*BOUNDS, EVER)
            )
        )

    def _names(self, following: Callable[[str, str], str | None], day: str) -> Iterator[str]:
        """Return the different values of a field, each by one read. Raises TooDear if they are too many."""
        name: str | None = ""
        for _ in range(REASONS + 1):
            self.meter.spend(1)
            name = following(name or "", day)
            if name is None:
                return
            yield name
        raise TooDear

    def _known(self, ask: Callable[[], Result]) -> Result | None:
        try:
            return ask()
        except TooDear:
            return None

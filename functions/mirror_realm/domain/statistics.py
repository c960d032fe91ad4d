"""Statistics: the figures of a day, made once when it is closed, and of a month, made of its days. No user is named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.codec import Defaulted, Document, Flat, OmittedAtDefault, Stored
from mirror_realm.domain.mixes import Counts, added, bit_of, merged, people, published
from mirror_realm.domain.people_sketch import Sketch
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.waiting_times import BOUNDS, WaitingTimes

SOURCE, STYLE, STAGE, PLAN, PRESET, VERDICT = "source", "style", "stage", "plan", "preset", "verdict"
DIMENSIONS = (SOURCE, STYLE, STAGE, PLAN, PRESET, VERDICT)
"""What pictures are divided by, one at a time: no number is of two at once."""

WALKED = (PRESET, VERDICT)
"""Those that no query counts: the walk over a day's avatars does."""

PEOPLE, MIXES, ALLOWANCE, MONEY = "people", "mixes", "allowance", "money"
"""Figures that may be marked as estimated."""

_SKETCH = Stored(encode=Sketch.packed, decode=Sketch.unpacked)


@dataclass(frozen=True, slots=True)
class Totals(Document):
    """Figures that add up over days."""

    reserved: int = 0
    settled: int = 0
    refunded: int = 0
    excused: int = 0
    rejected: int = 0
    guests_settled: int = 0
    """The settled ones of these that were guests'."""
    calls: int = 0
    spent_micros: int = 0
    overrun_micros: int = 0
    refused: int = 0
    """Wishes that were refused; at least so many, for they are stored in steps of ten."""
    refunds: Mapping[str, int] = field(default_factory=dict)
    """By reason."""
    spending: Mapping[str, int] = field(default_factory=dict)
    """Micros by renderer, of the jobs reserved in the time. What earlier deployments entered names no renderer."""
    timed: int = 0
    """Settled pictures whose time is known."""
    within: tuple[int, ...] = (0,) * len(BOUNDS)
    """Of these, by the bounds of `waiting_times`."""

    @classmethod
    def of_day(cls, day: GlobalDay) -> "Totals":
        """Return what the global day itself tells."""
        return cls(
            reserved=day.tally.reserved,
            settled=day.tally.settled,
            refunded=day.tally.refunded,
            excused=day.tally.excused,
            rejected=day.tally.rejected,
            guests_settled=day.guests.settled,
            calls=day.calls,
            spent_micros=day.spent_micros,
            overrun_micros=day.overrun_micros,
        )

    @property
    def times(self) -> WaitingTimes:
        return WaitingTimes(self.timed, self.within)

    def plus(self, other: "Totals") -> "Totals":
        """Return the sums of both."""
        numbers = {
            name: getattr(self, name) + getattr(other, name)
            for name in self.__slots__
            if isinstance(getattr(self, name), int)
        }
        return Totals(
            **numbers,
            refunds=added(self.refunds, other.refunds),
            spending=added(self.spending, other.spending),
            within=tuple(map(sum, zip(self.within, other.within, strict=True))),
        )


@dataclass(frozen=True, slots=True)
class Statistics(Document):
    """`stats/{day}` and `stats/{month}`: written once, never changed, and of no person.

    A day's pictures are those reserved on it; its mixes are of the avatars that got a picture on it.
    """

    period: str
    """The day or the month."""
    counted_at: datetime
    totals: Flat[Totals]
    people: Mapping[str, Any]
    """Numbers of people as they may be published: `active`, and of a day `asking`."""
    mixes: Mapping[str, Any]
    """By dimension and name, numbers as they may be published."""
    days: Defaulted[int] = 1
    """The number of its days."""
    estimated: OmittedAtDefault[tuple[str, ...]] = ()
    """The figures that could only be estimated, because they were counted late."""


Dimensions = Mapping[str, Mapping[str, int]]
"""Counts or bits, by dimension and name."""


@dataclass(frozen=True, slots=True)
class Walk(Document):
    """How far the walk over a day's avatars has come, and whom it met."""

    day: str
    after: datetime | None = None
    """The completion of the last avatar that was met."""
    done: bool = False
    sketch: Annotated[Sketch, _SKETCH] = field(default_factory=Sketch)
    bits: Mapping[str, Any] = field(default_factory=dict)
    """The bits of `mixes`, by dimension and name."""
    walked: OmittedAtDefault[Mapping[str, Any] | None] = None
    """The pictures of the avatars that were met, by the dimensions of `WALKED`; None for none.

    No query counts them, because the walk meets each avatar once.
    """


@dataclass(frozen=True, slots=True)
class Month(Document):
    """`maintenance/statistics-{month}`: the month so far. It is deleted when `stats/{month}` is written.

    Its secret keys the people in sketch and bits: once both are gone, no test can show whether a person was in them.
    """

    month: str
    secret: str = field(repr=False)
    totals: Flat[Totals] = field(default_factory=Totals)
    sketch: Annotated[Sketch, _SKETCH] = field(default_factory=Sketch)
    counts: Mapping[str, Any] = field(default_factory=dict)
    bits: Mapping[str, Any] = field(default_factory=dict)
    days: int = 0
    estimated: tuple[str, ...] = ()
    walk: Walk | None = None
    """The walk over the day that is being counted."""

    def walk_over(self, day: str) -> Walk:
        """Return the walk over a day, from its begin if another day is being walked over."""
        return self.walk if self.walk is not None and self.walk.day == day else Walk(day)

    def met(
        self,
        walk: Walk,
        after: datetime | None,
        people: Mapping[int, "Met"],
        walked: Dimensions,
        *,
        done: bool,
    ) -> "Month":
        """Return the month with another page of a walk.

        after: the completion of the page's last avatar.
        people: by the hash of each person what their avatars show.
        walked: the page's pictures by the dimensions of `WALKED`.
        """
        bits: Dimensions = walk.bits
        for person, shown in people.items():
            bits = by_dimension(merged, bits, shown.bits(person))
        sketch = walk.sketch.with_people(*people)
        return replace(
            self,
            walk=Walk(
                walk.day, after, done, sketch, bits, by_dimension(added, walk.walked or {}, walked) or None
            ),
        )

    def with_day(self, walk: Walk, totals: Totals, counts: Dimensions, estimated: tuple[str, ...]) -> "Month":
        """Return the month with a closed day."""
        return replace(
            self,
            totals=self.totals.plus(totals),
            sketch=self.sketch.union(walk.sketch),
            counts=by_dimension(added, self.counts, counts),
            bits=by_dimension(merged, self.bits, walk.bits),
            days=self.days + 1,
            estimated=tuple(sorted({*self.estimated, *estimated})),
            walk=None,
        )

    def closed(self, now: datetime) -> Statistics:
        """Return the statistics of the month."""
        return Statistics(
            period=self.month,
            counted_at=now,
            totals=self.totals,
            people={"active": people(self.sketch.count)},
            mixes=mixes_of(self.counts, self.bits),
            days=self.days,
            estimated=self.estimated,
        )


@dataclass(frozen=True, slots=True)
class Met:
    """What the avatars of one person show, by dimension."""

    names: frozenset[tuple[str, str]]

    def bits(self, person: int) -> Dimensions:
        found: dict[str, dict[str, int]] = {}
        for dimension, name in self.names:
            found.setdefault(dimension, {})[name] = bit_of(person)
        return found


@dataclass(frozen=True, slots=True)
class CountedThrough(Document):
    """`maintenance/statistics`: the last day that is counted with all before it, but those that wait to be closed."""

    through: str
    at: datetime
    waiting: tuple[str, ...] = ()
    """Days up to `through` that were not closed yet, the oldest first."""
    months: tuple[str, ...] = ()
    """Months with days that were counted, whose statistics are not written yet."""


def day_statistics(
    day: str,
    now: datetime,
    totals: Totals,
    counts: Dimensions,
    walk: Walk,
    asking: int | None,
    estimated: tuple[str, ...],
) -> Statistics:
    """Return the statistics of a closed day."""
    return Statistics(
        period=day,
        counted_at=now,
        totals=totals,
        people={"active": people(walk.sketch.count), "asking": people(asking)},
        mixes=mixes_of(counts, walk.bits),
        estimated=estimated,
    )


def mixes_of(counts: Dimensions, bits: Dimensions, *, all_seen: bool = True) -> dict[str, Any]:
    """Return the mixes as they may be published."""
    return {
        dimension: published(counts[dimension], bits.get(dimension, {}), all_seen=all_seen)
        for dimension in DIMENSIONS
        if dimension in counts
    }


def by_dimension(
    combine: Callable[[Counts, Counts], dict[str, int]], first: Dimensions, second: Dimensions
) -> dict[str, dict[str, int]]:
    """Return both combined, dimension by dimension."""
    return {
        dimension: combine(first.get(dimension, {}), second.get(dimension, {}))
        for dimension in first.keys() | second.keys()
    }


def plans_of(totals: Totals) -> Counts:
    """Return the settled pictures by plan."""
    return {GUEST: totals.guests_settled, FREE: totals.settled - totals.guests_settled}


def month_of(day: str) -> str:
    """Return the month of a day, `YYYY-MM`."""
    return day[:7]

"""Usage reports: what was made, spent and saved in a time, for at most 80 reads however much there is.

Closed days and months come from their statistics; today is counted, up to what the reads allow. Days that are over and
not counted yet have their allowance and money alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.avatar import Source
from mirror_realm.domain.days import day_after
from mirror_realm.domain.free_tier import FreeTier, estimated
from mirror_realm.domain.mixes import FEWEST, Cell, Cells, added, merged, people, summed
from mirror_realm.domain.people_sketch import Sketch
from mirror_realm.domain.render_job import JobState
from mirror_realm.domain.statistics import (
    DIMENSIONS,
    PLAN,
    SOURCE,
    WALKED,
    Dimensions,
    Month,
    Statistics,
    Totals,
    Walk,
    by_dimension,
    mixes_of,
    month_of,
    plans_of,
)
from mirror_realm.domain.usage_report import Mix, Period, Point, Queue, UsageReport
from mirror_realm.services.allowance.day_totals import READS, day_totals
from mirror_realm.services.allowance.quota_calendar import QuotaCalendar
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.figures import Figures
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.statistics.counting import Counted, Counting, Meter, TooDear
from mirror_realm.services.statistics.walking import met, walked_of
from mirror_realm.services.store import Store

MOST_READS = 80
A_FIGURE = 4
"""The most reads of one number of today: up to 4000 pictures of a kind are counted at any time of the day."""

SAMPLE = 20
"""The avatars of today that are looked at, to see whether at least five people are behind a number."""

LATELY = 3
"""The days that are over and not counted yet whose allowance and money are read."""

DAYS, MONTHS = 30, 12

FREE_TIER = "free_tier"
"""What is always estimated."""


@dataclass(frozen=True, slots=True)
class _Today:
    """The day so far."""

    totals: Totals
    counted: Counted
    held_micros: int
    counts: Dimensions
    met: Walk
    """The people behind the last pictures."""
    all_met: bool
    """Whether these were all."""


@dataclass(frozen=True, slots=True)
class UsageReports:
    store: Store
    figures: Figures
    calendar: QuotaCalendar
    runtime: Runtime

    def of(self, period: Period) -> UsageReport:
        """Return the report of a time that ends now."""
        meter = Meter(MOST_READS, A_FIGURE)
        now = self.runtime.now()
        if not self.calendar.known(now):
            meter.spend(1)
        calendar = self.calendar.of(now)
        today = calendar.today(now)
        meter.spend(2)
        place, month = self.store.read(
            documents.statistics_place(), documents.statistics_month(month_of(today))
        )
        first = _first_day(period, today)
        closed = self._closed(period, first, today, meter)
        months = self._open_months(period, closed, month, today, meter)
        uncounted = [] if place is None else [*place.waiting, *_days(day_after(place.through), today)]
        missing = [day for day in uncounted if first <= day]
        late = {day: self._totals(day, meter) for day in missing[-LATELY:]}
        queue = self._queue(now, meter)
        so_far = self._today(today, *calendar.bounds(today), month, meter)
        return self._report(period, first, today, now, closed, months, missing, late, queue, so_far, meter)

    # What is stored.

    def _closed(self, period: Period, first: str, today: str, meter: Meter) -> Sequence[Statistics]:
        """Return the statistics of the time's closed days or months, the oldest first."""
        if period is Period.MONTHS_12:
            periods = [month for month in _months(first, today) if month < month_of(today)]
        else:
            periods = _days(first, today)
        meter.spend(len(periods))
        found = self.store.read_all([documents.statistics(one) for one in periods])
        return [found[path] for path in sorted(found)]

    def _open_months(
        self, period: Period, closed: Sequence[Statistics], month: Month | None, today: str, meter: Meter
    ) -> Sequence[Month]:
        """Return the months of a year that are not closed: this one, and the last one in the days after it."""
        found = [month] if month is not None else []
        last = month_of(day_after(f"{month_of(today)}-01", -1))
        if period is Period.MONTHS_12 and last not in [one.period for one in closed]:
            meter.spend(1)
            before = self.store.read(documents.statistics_month(last))
            found = [before, *found] if before is not None else found
        return found

    def _totals(self, day: str, meter: Meter) -> GlobalDay:
        meter.spend(READS)
        return day_totals(self.store, day) or GlobalDay(day)

    # What is counted now.

    def _queue(self, now: datetime, meter: Meter) -> Queue:
        def jobs(state: JobState) -> int | None:
            try:
                return meter.count(lambda most: self.figures.jobs_in(state, most))
            except TooDear:
                return None

        waiting, rendering = jobs(JobState.QUEUED), jobs(JobState.RUNNING)
        since = None
        if waiting != 0:
            meter.spend(1)
            since = self.figures.oldest_queued()
        age = max(0, int((now - since).total_seconds())) if since is not None else None
        return Queue(waiting, rendering, age)

    def _today(
        self, today: str, began: datetime, ended: datetime, month: Month | None, meter: Meter
    ) -> _Today:
        day = self._totals(today, meter)
        totals = Totals.of_day(day)
        counted = Counting(self.figures, meter).count(today, began, ended, totals)
        walk, all_met = Walk(today), not sum((counted.mixes.get(SOURCE) or {"": 1}).values())
        most = min(SAMPLE, meter.left)
        if most and not all_met:
            shown = self.figures.shown_last(began, ended, most)
            meter.spend(max(1, len(shown)))
            all_met = len(shown) < most
            secret = month.secret if month is not None else self.runtime.new_id()
            unmet = Month(month_of(today), secret)
            walked = walked_of(shown)
            walk = unmet.met(walk, None, met(shown, secret), walked, done=all_met).walk or walk
        counts = {**counted.mixes, PLAN: plans_of(totals)}
        if all_met:
            counts |= {name: (walk.walked or {}).get(name, {}) for name in WALKED}
        return _Today(counted.on(totals), counted, day.held_micros, counts, walk, all_met)

    # The report.

    def _report(
        self,
        period: Period,
        first: str,
        today: str,
        now: datetime,
        closed: Sequence[Statistics],
        months: Sequence[Month],
        missing: Sequence[str],
        late: Mapping[str, GlobalDay],
        queue: Queue,
        so_far: _Today,
        meter: Meter,
    ) -> UsageReport:
        parts: list[Statistics | Month] = [*closed]
        if period is Period.MONTHS_12:
            parts += months
        totals = so_far.totals
        for part in (*(one.totals for one in parts), *map(Totals.of_day, late.values())):
            totals = totals.plus(part)
        days = sum(one.days for one in parts) + len(late) + 1
        counted, mixes = so_far.counted, _mixes(period, closed, months, so_far)
        marks = {mark for one in parts for mark in one.estimated}
        return UsageReport(
            period=period,
            first_day=first,
            last_day=today,
            at=now,
            days_missing=missing,
            estimated=sorted({*marks, FREE_TIER}),
            reads=meter.reads,
            totals=totals,
            open=totals.reserved - totals.settled - totals.refunded,
            held_micros=so_far.held_micros + sum(day.held_micros for day in late.values()),
            refused=totals.refused if counted.refused is not None else None,
            refunds=totals.refunds if counted.refunds is not None else None,
            spending=totals.spending if counted.spending is not None else None,
            timed=counted.within is not None,
            hit_rate=_hit_rate(period, months, so_far, mixes[SOURCE]),
            mixes=mixes,
            active=_active(period, months, so_far),
            asking=people(counted.asking) if period is Period.TODAY else None,
            queue=queue,
            free_tier=_free_tier(totals, mixes[SOURCE], days),
            series=_series(period, closed, months, late, so_far),
        )


def _first_day(period: Period, today: str) -> str:
    match period:
        case Period.TODAY:
            return today
        case Period.MONTH:
            return f"{month_of(today)}-01"
        case Period.DAYS_30:
            return day_after(today, 1 - DAYS)
        case Period.MONTHS_12:
            year, month = int(today[:4]), int(today[5:7])
            months = year * 12 + month - MONTHS  # counted from the year 0, January is 0
            return f"{months // 12:04}-{months % 12 + 1:02}-01"


def _days(first: str, until: str) -> list[str]:
    """Return the days from one on, before another."""
    days: list[str] = []
    while first < until:
        days.append(first)
        first = day_after(first)
    return days


def _months(first: str, last: str) -> list[str]:
    return sorted({month_of(day) for day in (*_days(first, last), last)})


def _mixes(
    period: Period, closed: Sequence[Statistics], months: Sequence[Month], so_far: _Today
) -> dict[str, Mix | None]:
    """Return the mixes of a time. Sums of what was published apart are lower bounds.

    So are those of `WALKED` if today's are not known: no query counts them, and not all avatars of today were met.
    """
    counts, bits = so_far.counts, so_far.met.bits
    this = _this_month(months, so_far) if period in (Period.MONTH, Period.MONTHS_12) else None
    if this is not None:
        known = {*counts, *WALKED}
        counts = {name: added(this.counts.get(name, {}), counts.get(name, {})) for name in known}
        bits = by_dimension(merged, this.bits, bits)
    current: Mapping[str, Any] = mixes_of(counts, bits, all_seen=so_far.all_met)
    others: list[Mapping[str, Any]] = []
    if period is not Period.MONTH:
        others += [one.mixes for one in closed]
        others += [
            mixes_of(one.counts, one.bits) for one in months if period is Period.MONTHS_12 and one != this
        ]
    found: dict[str, Mix | None] = {}
    for name in DIMENSIONS:
        cells, partial = summed([*(one.get(name, {}) for one in others), current.get(name, {})])
        found[name] = Mix(cells, partial and bool(others)) if name in current else None
    for name in WALKED:
        if name not in so_far.counts and period is not Period.TODAY:
            cells, _ = summed([*(one.get(name, {}) for one in others), current.get(name, {})])
            found[name] = Mix(cells, at_least=True)
    return found


def _this_month(months: Sequence[Month], so_far: _Today) -> Month | None:
    return next((one for one in months if one.month == month_of(so_far.met.day)), None)


def _hit_rate(period: Period, months: Sequence[Month], so_far: _Today, mix: Mix | None) -> float | None:
    """Return the share of the pictures that came from the cache; None if fewer than five people got them.

    Of days and months that were published apart it is that of the published numbers.
    """
    if mix is None:
        return None
    if period in (Period.DAYS_30, Period.MONTHS_12):
        counts = {name: cell for name, cell in mix.cells.items() if isinstance(cell, int)}
        if counts.keys() != mix.cells.keys() and Source.CACHE not in counts:
            return None
    else:
        this = _this_month(months, so_far) if period is Period.MONTH else None
        counts = added(so_far.counts[SOURCE], this.counts.get(SOURCE, {}) if this is not None else {})
        bits = [*so_far.met.bits.get(SOURCE, {}).values()]
        bits += this.bits.get(SOURCE, {}).values() if this is not None else ()
        if reduce(or_, bits, 0).bit_count() < FEWEST:
            return None
    total = sum(counts.values())
    return round(counts.get(Source.CACHE, 0) / total, 2) if total else None


def _active(period: Period, months: Sequence[Month], so_far: _Today) -> Cell:
    """Return the people who got a picture; of this month at least those of its counted days."""
    this = _this_month(months, so_far) if period is Period.MONTH else None
    of_today = so_far.met.sketch if so_far.all_met else Sketch()
    if this is not None:
        return people(this.sketch.union(of_today).count)
    alone = period is Period.TODAY or (period is Period.MONTH and so_far.met.day.endswith("-01"))
    return people(of_today.count) if alone and so_far.all_met else None


def _free_tier(totals: Totals, mix: Mix | None, days: int) -> FreeTier | None:
    if mix is None:
        return None
    acts = {"job": totals.settled + totals.refunded, "refused": totals.refused}
    acts |= {
        name: cell for name, cell in mix.cells.items() if name != Source.GENERATED and isinstance(cell, int)
    }
    return estimated(acts, days)


def _point(period: str, totals: Totals, active: Cell = None, sources: Cells | None = None) -> Point:
    return Point(period, totals.settled, totals.refunded, totals.spent_micros, active, sources)


def _series(
    period: Period,
    closed: Sequence[Statistics],
    months: Sequence[Month],
    late: Mapping[str, GlobalDay],
    so_far: _Today,
) -> Sequence[Point]:
    """Return the time day by day, a year month by month, the earliest first."""
    points = [
        _point(one.period, one.totals, one.people.get("active"), one.mixes.get(SOURCE)) for one in closed
    ]
    of_late = {day: Totals.of_day(totals) for day, totals in late.items()}
    today = so_far.met.day
    if period is not Period.MONTHS_12:
        points += [_point(day, totals) for day, totals in of_late.items()]
        sources = mixes_of(so_far.counts, so_far.met.bits, all_seen=so_far.all_met).get(SOURCE)
        points.append(_point(today, so_far.totals, None, sources))
        return sorted(points, key=lambda point: point.period)
    opened = {one.month: one.totals for one in months}
    for day, totals in {**of_late, today: so_far.totals}.items():
        opened[month_of(day)] = opened.get(month_of(day), Totals()).plus(totals)
    counted = {one.month: mixes_of(one.counts, one.bits).get(SOURCE) for one in months}
    points += [_point(month, totals, None, counted.get(month)) for month, totals in opened.items()]
    return sorted(points, key=lambda point: point.period)

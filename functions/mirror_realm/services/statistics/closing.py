"""Closing days: each day that is over gets its statistics, once, and each month its own, made of its days.

A day is closed when its jobs' lifetime has passed after its end, nothing is reserved any more and no money is held.
What happened then is in the global day and in the ledger; mixes and people are of the avatars. Days that are not
closed, or that a run has no time for, wait for the next; a walk over a day's avatars goes on from where it stopped. A
run can be repeated, interrupted, and overtaken by another: `stats/{day}` is created, in the transaction that adds it to
its month.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from mirror_realm import events
from mirror_realm.domain.allowance import KEEP_DAYS, GlobalDay
from mirror_realm.domain.days import Calendar, day_after
from mirror_realm.domain.ledger import Movement
from mirror_realm.domain.mixes import Counts
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.statistics import (
    ALLOWANCE,
    MIXES,
    MONEY,
    PEOPLE,
    PLAN,
    WALKED,
    CountedThrough,
    Totals,
    Walk,
    day_statistics,
    month_of,
    plans_of,
)
from mirror_realm.services.allowance.day_totals import READS, day_totals, exact_totals
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.quota_calendar import QuotaCalendar
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.figures import Figures
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.statistics.counting import UNBOUNDED, Counting, Meter
from mirror_realm.services.statistics.walking import Walking
from mirror_realm.services.store import Store, Transaction

BUDGET = timedelta(seconds=45)
"""The time of a run, and of a task."""

MOST_DAYS = 31
"""The most days that one run counts."""

SUBJECT = "days"
"""The subject of the tasks."""

MOST_TASKS = 2_000
"""The most tasks after one run; the next continues."""

LATE = timedelta(days=2)
"""The time after a day's end from which on its avatars may show other pictures than on that day."""


class _Day(Enum):
    """What became of a day in a run."""

    COUNTED = auto()
    DONE = auto()
    """It was counted before, or its key was left out."""
    OPEN = auto()
    """It is not closed."""
    UNFINISHED = auto()
    """The time was over."""


@dataclass(frozen=True, slots=True)
class Closing:
    store: Store
    figures: Figures
    walking: Walking
    calendar: QuotaCalendar
    enqueuing: Enqueuing
    policy: Policy
    runtime: Runtime

    def run(self) -> int:
        """Count the days that are closed, for a while, and return how many. Tasks of the queue do the rest."""
        counted, more = self._run()
        if more:
            self.enqueuing.start(FanOut.STATISTICS, SUBJECT, self.runtime.now().toordinal())
        return counted

    def page(self, task: PageTask) -> None:
        """Count for a while, as a task, and enqueue the next. It is safe to repeat."""
        if task.subject != SUBJECT:
            events.page_ignored(task.of, "there is nothing of this name")
            return
        number = int(task.after) + 1 if task.after.isdecimal() else 1
        _, more = self._run()
        if more and number < MOST_TASKS:
            self.enqueuing.put(task.next(str(number)))

    def _run(self) -> tuple[int, bool]:
        """Return the number of days that were counted, and whether there was no time for all."""
        now = self.runtime.now()
        until = now + BUDGET
        self.calendar.note(now)
        calendar = self.calendar.of(now)
        today = calendar.today(now)
        stored = self.store.read(documents.statistics_place())
        place = stored or self._begin(today, now)
        days = [*place.waiting, *_between(place.through, today)]
        seen: dict[str, _Day] = {}
        for day in days:
            counted = sum(became is _Day.COUNTED for became in seen.values())
            if counted == MOST_DAYS or self.runtime.now() >= until:
                break
            became = self._close(day, calendar, until)
            if became is _Day.UNFINISHED:
                break
            seen[day] = became
        waiting = [day for day in place.waiting if day not in seen]
        waiting += [day for day, became in seen.items() if became is _Day.OPEN]
        reached = CountedThrough(
            through=max([place.through, *seen]),
            at=now,
            waiting=tuple(sorted(waiting)),
            months=tuple(sorted({*place.months, *map(month_of, seen)})),
        )
        reached = self._close_months(reached, now)
        if stored is None or replace(reached, at=stored.at) != stored:
            self._store(reached)
        return sum(became is _Day.COUNTED for became in seen.values()), len(seen) < len(days)

    def _begin(self, today: str, now: datetime) -> CountedThrough:
        """Return where a deployment without statistics begins: before its first day, as far as usage is kept."""
        first = self.figures.first_day() or today
        return CountedThrough(day_after(max(first, day_after(today, -KEEP_DAYS)), -1), now)

    def _close(self, day: str, calendar: Calendar, until: datetime) -> _Day:
        """Count a day if it is closed and not counted yet."""
        began, ended = calendar.bounds(day)
        meter = Meter(UNBOUNDED)
        meter.spend(1)
        if began == ended or self.store.read(documents.statistics(day)) is not None:
            return _Day.DONE
        meter.spend(READS)
        totals = day_totals(self.store, day)
        if totals is not None and totals.shares > 1:
            meter.spend(totals.shares)
            totals = exact_totals(self.store, totals)
        if not self._closed(day, totals, ended):
            return _Day.OPEN
        walk = self.walking.walk(day, began, ended, until, meter)
        if walk is None:
            return _Day.UNFINISHED
        created = self._write(day, began, ended, totals, walk, meter)
        return _Day.COUNTED if created else _Day.DONE

    def _closed(self, day: str, totals: GlobalDay | None, ended: datetime) -> bool:
        now = self.runtime.now()
        if now < ended + self.policy.job_lifetime:
            return False
        if totals is None or (totals.tally.open == 0 and totals.held_micros == 0):
            return True
        if now >= ended + LATE:
            events.day_open(day, open_reservations=totals.tally.open, held_micros=totals.held_micros)
        return False

    def _write(
        self,
        day: str,
        began: datetime,
        ended: datetime,
        totals: GlobalDay | None,
        walk: Walk,
        meter: Meter,
    ) -> bool:
        """Create the statistics of a day and add it to its month; return whether no other run was first."""
        now = self.runtime.now()
        sums, estimated = self._sums(day, totals, meter)
        counted = Counting(self.figures, meter).count(day, began, ended, sums)
        sums = counted.on(sums)
        if now >= ended + LATE:
            estimated |= {MIXES, PEOPLE}
        met = walk.walked or {}
        counts: dict[str, Counts] = {**counted.mixes, **{name: met.get(name, {}) for name in WALKED}}
        if MONEY in estimated:
            sums = replace(sums, spent_micros=sum(sums.spending.values()))
        else:
            counts[PLAN] = plans_of(sums)
        marks = tuple(sorted(estimated))
        made = day_statistics(day, now, sums, counts, walk, counted.asking, marks)

        def work(transaction: Transaction) -> bool:
            ref = documents.statistics_month(month_of(day))
            stored, month = transaction.read(documents.statistics(day), ref)
            if stored is not None or month is None:
                return False
            transaction.create(documents.statistics(day), made)
            transaction.put(ref, month.with_day(walk, sums, counts, marks))
            return True

        created = self.store.transact(work)
        if created:
            events.day_counted(day, settled=sums.settled, reads=meter.reads, late=bool(estimated))
        return created

    def _sums(self, day: str, totals: GlobalDay | None, meter: Meter) -> tuple[Totals, set[str]]:
        """Return a day's counters and what of them is estimated. The ledger has those of a day that has aged out."""

        def entered(movement: Movement) -> int:
            return meter.count(lambda most: self.figures.movements(movement, day, most))

        settled = entered(Movement.SETTLED)
        if totals is not None:
            if totals.tally.settled != settled:
                events.day_differs(day, settled=totals.tally.settled, ledger=settled)
            return Totals.of_day(totals), set()
        reserved = entered(Movement.RESERVED)
        if not reserved:
            return Totals(), set()
        sums = Totals(reserved=reserved, settled=settled, refunded=entered(Movement.REFUNDED))
        return sums, {ALLOWANCE, MONEY}

    def _close_months(self, reached: CountedThrough, now: datetime) -> CountedThrough:
        """Write the statistics of the months whose days are all counted, and forget their people."""
        unfinished = {month_of(day) for day in (*reached.waiting, day_after(reached.through))}
        for month in reached.months:
            if month not in unfinished:
                self._close_month(month, now)
        return replace(reached, months=tuple(month for month in reached.months if month in unfinished))

    def _close_month(self, month: str, now: datetime) -> None:
        def work(transaction: Transaction) -> None:
            written, counted = transaction.read(
                documents.statistics(month), documents.statistics_month(month)
            )
            if counted is None:
                return
            if written is None:
                transaction.create(documents.statistics(month), counted.closed(now))
            transaction.delete(documents.statistics_month(month))

        self.store.transact(work)

    def _store(self, reached: CountedThrough) -> None:
        def work(transaction: Transaction) -> None:
            transaction.put(documents.statistics_place(), reached)

        self.store.transact(work)


def _between(through: str, today: str) -> list[str]:
    """Return the days behind one and before today."""
    days: list[str] = []
    day = day_after(through)
    while day < today:
        days.append(day)
        day = day_after(day)
    return days

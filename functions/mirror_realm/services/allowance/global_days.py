"""The global days in a transaction that ends reservations and books calls: increments, without a read.

A day is read only where the change depends on what it contains: a call that cost more than it held closes its provider,
which is logged once a day. The other changes never lift a counter that has a mark.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.increments import Increments
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.render_job import Call, Outcome, RenderJob
from mirror_realm.domain.unread_days import unread_global_day
from mirror_realm.services.allowance import usage_marks
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


@dataclass(slots=True)
class GlobalDays:
    """`read` the days that have to be, `change` any, then `write`."""

    transaction: Transaction
    limits: Limits
    _read: dict[str, GlobalDay] = field(default_factory=dict)
    """The days as they were read."""
    _days: dict[str, GlobalDay] = field(default_factory=dict)

    def read(self, days: Iterable[str]) -> None:
        """Read these days, in the order of locks."""
        for day in sorted(set(days) - self._read.keys()):
            self._read[day] = self.transaction.read(documents.global_day(day)) or GlobalDay(day)

    def change(self, day: str, move: Callable[[GlobalDay], GlobalDay]) -> None:
        """Change a day. A move of one that was not read must add the same to every day."""
        self._days[day] = move(self._days.get(day) or self._before(day))

    def book(self, call: Call, spent_micros: int, provider: str) -> None:
        """Book a call's cost on its day; if one is booked already, correct it."""
        held, assumed = call.held_micros, call.spent_micros
        if assumed is None:
            self.change(call.day, lambda day: day.book(held, spent_micros, provider))
        else:
            self.change(call.day, lambda day: day.correct(held, assumed, spent_micros, provider))

    def write(self) -> None:
        """Write the days that have changed."""
        for name, day in self._days.items():
            before = self._before(name)
            if name in self._read:
                if day != before:
                    usage_marks.put_day(self.transaction, before, day, self.limits)
            elif increments := Increments.between(before, day):
                self.transaction.add(documents.global_day(name), increments)

    def _before(self, day: str) -> GlobalDay:
        return self._read.get(day) or unread_global_day(day)


def overrun_days(job: RenderJob, outcomes: Iterable[Outcome]) -> set[str]:
    """Return the days of the calls that cost more than they held."""
    calls = ((job.calls[outcome.number], outcome.cost_micros) for outcome in outcomes)
    return {call.day for call, cost in calls if cost is not None and cost > call.held_micros}

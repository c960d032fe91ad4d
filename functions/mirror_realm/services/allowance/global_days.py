"""The global days in a transaction that ends reservations and books calls: increments, without a read.

A day is read only where the change depends on what it contains: a call that cost more than it held closes its provider,
which is logged once a day. All shares of a split day are read and closed in that transaction: none of them authorises
another call. The other changes never lift a counter that has a mark.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from mirror_realm.domain.allowance import GlobalDay, Reservation
from mirror_realm.domain.increments import Increments
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.render_job import Call, Outcome, RenderJob
from mirror_realm.domain.unread_days import unread_global_day
from mirror_realm.services.allowance import usage_marks
from mirror_realm.services.allowance.share_documents import read_shares
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


class Where(NamedTuple):
    """The document that counts a reservation or a call."""

    day: str
    share: int | None

    @classmethod
    def of(cls, counted: Reservation | Call) -> "Where":
        return cls(counted.day, counted.share)


@dataclass(slots=True)
class GlobalDays:
    """`read` the days that have to be, `change` any, then `write`."""

    transaction: Transaction
    limits: Limits
    _read: dict[Where, GlobalDay] = field(default_factory=dict)
    """The documents as they were read."""
    _days: dict[Where, GlobalDay] = field(default_factory=dict)
    _closed_with: set[Where] = field(default_factory=set)
    """The shares in which a provider is closed because of a call of another share."""

    def read(self, places: Iterable[Where]) -> None:
        """Read these days, a split one with all its shares, in the order of locks."""
        split = {place.day for place in places if place.share is not None}
        for day in sorted({place.day for place in places}):
            head = self.transaction.read(documents.global_day(day)) or GlobalDay(day)
            found = read_shares(self.transaction, head) if day in split else [head]
            self._read |= {Where(day, one.share): one for one in found}

    def change(self, place: Where, move: Callable[[GlobalDay], GlobalDay]) -> None:
        """Change a day. A move of one that was not read must add the same to every day."""
        self._days[place] = move(self._days.get(place) or self._before(place))

    def book(self, call: Call, spent_micros: int, provider: str) -> None:
        """Book a call's cost on its day; if one is booked already, correct it."""
        held, assumed, place = call.held_micros, call.spent_micros, Where.of(call)
        if assumed is None:
            self.change(place, lambda day: day.book(held, spent_micros, provider))
        else:
            self.change(place, lambda day: day.correct(held, assumed, spent_micros, provider))
        if spent_micros > held:
            for other in self._read:
                if other.day == place.day and other != place:
                    self.change(other, lambda day: day.close(provider))
                    self._closed_with.add(other)
            self._closed_with.discard(place)

    def write(self) -> None:
        """Write the days that have changed."""
        for place, day in self._days.items():
            before = self._before(place)
            if place not in self._read:
                if increments := Increments.between(before, day):
                    self.transaction.add(documents.day_share(*place), increments)
            elif day != before and place in self._closed_with:
                self.transaction.put(documents.day_share(*place), day)  # the share of the call logs it
            elif day != before:
                usage_marks.put_day(self.transaction, before, day, self.limits)

    def _before(self, place: Where) -> GlobalDay:
        return self._read.get(place) or unread_global_day(place.day)


def overrun_days(job: RenderJob, outcomes: Iterable[Outcome]) -> set[Where]:
    """Return the days of the calls that cost more than they held."""
    calls = ((job.calls[outcome.number], outcome.cost_micros) for outcome in outcomes)
    return {Where.of(call) for call, cost in calls if cost is not None and cost > call.held_micros}

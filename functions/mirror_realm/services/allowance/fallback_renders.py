"""Paintings: the free jobs that reports and wishes over a limit start, counted on the person's day and everybody's.

They cost no allowance and no money but a worker's time, so they too have an end. Those that stand in for a render
that failed are not counted: they end what was counted before.
"""

from dataclasses import dataclass, replace

from mirror_realm.domain import allowance
from mirror_realm.domain.allowance import Limits, PaintingShare, PersonDay, Shortage
from mirror_realm.domain.plans import Plan
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


@dataclass(slots=True)
class Paintings:
    """Of one person, in one transaction: `read`, `start` each, then `write`."""

    uid: str
    limits: Limits
    plan: Plan
    person: PersonDay
    share: PaintingShare
    _started: bool = False

    @classmethod
    def read(cls, transaction: Transaction, limits: Limits, uid: str, plan: Plan, today: str) -> "Paintings":
        share = limits.share_of(uid)
        own, everybody = transaction.read(
            documents.person_day(uid, today), documents.painting_share(today, share)
        )
        return cls(uid, limits, plan, own or PersonDay(today), everybody or PaintingShare(today, share))

    def start(self) -> Shortage | None:
        """Counts one more; what stands in its way instead, if anything does."""
        short = allowance.painting_shortage(self.person, self.share, self.limits, self.plan)
        if short is None:
            self.person = replace(self.person, paintings=self.person.paintings + 1)
            self.share = replace(self.share, paintings=self.share.paintings + 1)
            self._started = True
        return short

    def counted_on(self, person: PersonDay) -> PersonDay:
        """The person's day as something else of this transaction leaves it, with these paintings."""
        return replace(person, paintings=self.person.paintings)

    def write(self, transaction: Transaction, *, person_day: bool = True) -> None:
        """`person_day` is False where whoever else writes it has counted them."""
        if self._started and person_day:
            transaction.put(documents.person_day(self.uid, self.person.day), self.person)
        if self._started:
            transaction.put(documents.painting_share(self.share.day, self.share.share), self.share)

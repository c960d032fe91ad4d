"""Day sums: the sums of a split day's shares, which the reaper writes to the day's own document with the marks.

Nothing is decided by them. They are what operators and statistics read, and what an earlier deployment, which knows no
shares, would continue from.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.day_shares import summed_up
from mirror_realm.services.allowance import usage_marks
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.split_days import SplitDays
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Store, Transaction


@dataclass(slots=True)
class DaySums:
    store: Store
    split: SplitDays
    policy: Policy
    _whole: set[str] = field(default_factory=set)
    """Days that are not split for sure."""

    def sum_up(self, now: datetime) -> None:
        """Write the sums of today's shares, and of yesterday's, whose last jobs end today."""
        today, yesterday = self.policy.today(now), self.policy.today(now - timedelta(days=1))
        self._whole &= {today, yesterday}
        for day in (yesterday, today):
            if day in self._whole:
                continue
            sums = self.split.sums(day)
            if sums.shares > 1:
                self._write(sums)
            elif sums.fixed or day != today:
                self._whole.add(day)

    def _write(self, sums: GlobalDay) -> None:
        def work(transaction: Transaction) -> None:
            head = transaction.read(documents.global_day(sums.day))
            if head is None:
                return
            after = summed_up(head, [sums]).marked(self.policy.limits)
            if after != head:
                usage_marks.put_head(transaction, head, after)

        self.store.transact(work)

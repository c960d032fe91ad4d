"""Advising: what to change in the settings, from the report of the last thirty days; logged with each counted night."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.advice import Advice, Setup, advise
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.usage_report import Period, UsageReport
from mirror_realm.services.statistics.closing import Closing
from mirror_realm.services.statistics.usage_reports import UsageReports


@dataclass(frozen=True, slots=True)
class Advising:
    reports: UsageReports
    setup: Setup

    def about(self, report: UsageReport) -> Sequence[Advice] | None:
        """Return the advice of a report; None if it is not about the last thirty days, which advice is made for."""
        return advise(report, self.setup) if report.period is Period.DAYS_30 else None

    def log(self) -> int:
        """Log what to change, an event each; return how many. It takes a report: at most 80 reads."""
        found = advise(self.reports.of(Period.DAYS_30), self.setup)
        for one in found:
            cost = None if one.micros_a_month is None else usd_from_micros(one.micros_a_month)
            events.advised(one.setting, text=one.text, usd_a_month=cost)
        return len(found)


@dataclass(frozen=True, slots=True)
class CountingNights:
    closing: Closing
    advising: Advising

    def run(self) -> int:
        """Count the days that are closed, and log advice if there were any; return how many."""
        counted = self.closing.run()
        if counted:
            self.advising.log()
        return counted

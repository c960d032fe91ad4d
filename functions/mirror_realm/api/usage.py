"""The `usage_report` callable, for administrators. Its answer names no user."""

from collections.abc import Mapping, Sequence
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import UsageReportRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.domain.advice import Advice
from mirror_realm.domain.free_tier import FreeTier
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.renderers import provider_of
from mirror_realm.domain.usage_report import Mix, UsageReport
from mirror_realm.settings import Settings


def usage_report(data: Any, caller: Caller) -> dict[str, Any]:
    """Return the figures of a time; nothing is written. Raises Forbidden, InvalidRequest."""
    may_read_figures(caller)
    request = parse(UsageReportRequest, data)
    services = bootstrap.services()
    report = services.usage_reports.of(request.period)
    return answered(report, services.settings, services.advising.about(report))


def may_read_figures(caller: Caller) -> None:
    """Raise Forbidden unless the caller may read figures, as every administrator may."""
    caller.must_be_administrator()


def answered(
    report: UsageReport, settings: Settings, advice: Sequence[Advice] | None = None
) -> dict[str, Any]:
    """Return the answer.

    advice: what the figures say about the settings; None if the report is of a time that says too little.
    """
    totals, times = report.totals, report.totals.times
    known = report.timed and times.pictures > 0
    return {
        "period": report.period,
        "first_day": report.first_day,
        "last_day": report.last_day,
        "at": report.at.isoformat(),
        "days_missing": list(report.days_missing),
        "estimated": list(report.estimated),
        "reads": report.reads,
        "allowance": {
            "reserved": totals.reserved,
            "made": totals.settled,
            "refunded": totals.refunded,
            "open": report.open,
            "limit_a_day": settings.global_daily_limit,
        },
        "refused": report.refused,
        "refunds": None if report.refunds is None else dict(sorted(report.refunds.items())),
        "hit_rate": report.hit_rate,
        "mixes": {name: _mix(mix) for name, mix in report.mixes.items()},
        "people": {"active": report.active, "asking": report.asking},
        "money": {
            "spent": usd_from_micros(totals.spent_micros),
            "held": usd_from_micros(report.held_micros),
            "overrun": usd_from_micros(totals.overrun_micros),
            "calls": totals.calls,
            "budget_a_day": settings.daily_budget_usd,
            "by_model": None if report.spending is None else _by_model(report.spending),
        },
        "seconds": {
            "pictures": times.pictures if report.timed else None,
            "p50": times.percentile(50) if known else None,
            "p95": times.percentile(95) if known else None,
            "within_30": times.share_within if known else None,
        },
        "queue": {
            "waiting": report.queue.waiting,
            "rendering": report.queue.rendering,
            "oldest_seconds": report.queue.oldest_seconds,
        },
        "free_tier": _free_tier(report.free_tier),
        "series": [
            {
                "period": point.period,
                "made": point.made,
                "refunded": point.refunded,
                "spent": usd_from_micros(point.spent_micros),
                "people": point.people,
                "sources": None if point.sources is None else dict(point.sources),
                "hit_rate": point.hit_rate,
            }
            for point in report.series
        ],
        "advice": None if advice is None else [_advised(one) for one in advice],
    }


def _advised(advice: Advice) -> dict[str, Any]:
    micros = advice.micros_a_month
    return {
        "setting": advice.setting,
        "text": advice.text,
        "usd_a_month": None if micros is None else usd_from_micros(micros),
    }


def _mix(mix: Mix | None) -> dict[str, Any] | None:
    return None if mix is None else {"cells": dict(mix.cells), "at_least": mix.at_least}


def _by_model(spending: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "provider": provider_of(renderer),
            "model": renderer.removeprefix(f"{provider_of(renderer)}:"),
            "spent": usd_from_micros(micros),
        }
        for renderer, micros in sorted(spending.items(), key=lambda item: (-item[1], item[0]))
    ]


def _free_tier(estimate: FreeTier | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    return {
        "reads_a_day": estimate.reads,
        "writes_a_day": estimate.writes,
        "reads_share": estimate.reads_share,
        "writes_share": estimate.writes_share,
        "statistics_reads_a_day": estimate.statistics.reads,
        "statistics_share": estimate.statistics_share,
    }

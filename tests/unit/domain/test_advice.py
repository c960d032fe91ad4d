"""Advice: each sentence is there for its figures, and not beside them; what is unknown is not spoken of."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mirror_realm.domain.advice import Advice, Setup, advise
from mirror_realm.domain.free_tier import Cost, FreeTier
from mirror_realm.domain.mixes import Cell
from mirror_realm.domain.statistics import Totals
from mirror_realm.domain.usage_report import Mix, Period, Point, Queue, UsageReport
from mirror_realm.domain.waiting_times import BOUNDS

SETUP = Setup(
    pictures=20,
    budget_micros=2_000_000,
    degrade_from=0.8,
    quality="medium",
    detail="medium",
    fallbacks=False,
    paced=False,
    shares=1,
    instances=10,
)


def report(
    *made: int, price: int = 10_000, sources: dict[str, Cell] | None = None, **more: Any
) -> UsageReport:
    """Return the report of days with so many pictures each, which cost `price` micros apiece."""
    series = [Point(f"2026-11-{n + 1:02}", each, 0, each * price, None, None) for n, each in enumerate(made)]
    totals = Totals(reserved=sum(made), settled=sum(made), spent_micros=sum(made) * price)
    totals = replace(totals, **more.pop("totals", {}))
    figures: dict[str, Any] = {
        "refunds": totals.refunds,
        "timed": True,
        "hit_rate": 0.9,
        "queue": Queue(0, 0, None),
        "free_tier": FreeTier(1000, 100, Cost(50, 4)),
        "mixes": {"source": None if sources is None else Mix(sources, at_least=False)},
        **more,
    }
    return UsageReport(
        period=Period.DAYS_30,
        first_day=series[0].period,
        last_day=series[-1].period,
        at=datetime(2026, 11, 30, tzinfo=UTC),
        days_missing=(),
        estimated=(),
        reads=40,
        totals=totals,
        open=0,
        held_micros=0,
        refused=0,
        spending={},
        active=None,
        asking=None,
        series=series,
        **figures,
    )


def only(found: UsageReport, setup: Setup = SETUP) -> Advice:
    (advice,) = advise(found, setup)
    return advice


def within(share: float, pictures: int = 100) -> dict[str, Any]:
    """Return the times of pictures of which this share took at most 30 seconds."""
    fast = round(share * pictures)
    return {"timed": pictures, "within": tuple(fast if bound <= 30 else pictures for bound in BOUNDS)}


QUIET = (10,) * 30


def test_where_all_is_well_nothing_is_advised() -> None:
    assert advise(report(*QUIET, sources={"generated": 300}), SETUP) == []


def test_days_that_are_used_up_want_a_higher_limit_and_say_what_it_costs() -> None:
    full = report(
        *(20,) * 12, *(10,) * 18, sources={"similar": 40, "stage": 15, "painted": 5, "generated": 420}
    )
    assert only(full) == Advice(
        "GLOBAL_DAILY_LIMIT",
        "On 12 of 30 days all 20 pictures were used: 60 wishes got a fallback, 20 of them another face or a painting. "
        "With 25 about 60 of them would have got their own picture.",
        600_000,
    )


@pytest.mark.parametrize(
    "sources", [None, {"generated": 420}, {"similar": None, "painted": 5}, {"similar": "<5", "painted": "<5"}]
)
def test_without_known_fallbacks_no_higher_limit_is_advised(sources: dict[str, Cell] | None) -> None:
    assert advise(report(*(20,) * 12, *(10,) * 18, sources=sources), SETUP) == []


def test_two_full_days_are_no_pattern() -> None:
    assert advise(report(20, 20, *(10,) * 28, sources={"painted": 30}), SETUP) == []


def test_a_limit_is_at_most_tripled_at_once() -> None:
    flood = only(report(*(20,) * 30, sources={"painted": 60_000}))
    assert "With 60 about 1200 of them" in flood.text


def test_a_budget_that_ends_days_before_the_limit_is_to_pay_for_the_limit() -> None:
    poor = report(*(9,) * 10, *(2,) * 20, price=200_000)
    assert only(poor) == Advice(
        "DAILY_BUDGET_USD",
        "On 10 of 30 days the budget of $2.00 ended the day: at $0.20 a picture it pays for 10 of the 20 that "
        "GLOBAL_DAILY_LIMIT allows. $4.40 pays for all of them, with a tenth to spare.",
        20_000_000,
    )


def test_a_limit_that_no_day_comes_near_can_be_lowered_at_no_loss() -> None:
    roomy = replace(SETUP, pictures=200)
    assert only(report(*(12,) * 30), roomy) == Advice(
        "GLOBAL_DAILY_LIMIT",
        "The busiest of 30 days made 12 of 200 pictures. With 25 no user would notice, and a flood of wishes could "
        "cost $1.75 a day less.",
        0,
    )


def test_few_days_say_nothing_about_a_limit_that_is_too_high() -> None:
    assert advise(report(*(12,) * 13), replace(SETUP, pictures=200)) == []


def test_pictures_that_come_late_want_a_lower_quality_or_another_model() -> None:
    late = report(*QUIET, totals=within(0.8))
    assert only(late) == Advice(
        "IMAGE_QUALITY",
        "80% of pictures were there within 30 seconds; the objective is 95%. A lower quality is faster and cheaper; "
        "pictures made so far stay.",
    )
    assert only(late, replace(SETUP, quality="low")) == Advice(
        "IMAGE_MODEL",
        "80% of pictures were there within 30 seconds; the objective is 95%. IMAGE_QUALITY is low already: only a "
        "faster model helps.",
    )


@pytest.mark.parametrize("times", [within(0.95), within(0.5, pictures=19)])
def test_the_objective_that_holds_or_rests_on_few_is_not_spoken_of(times: dict[str, Any]) -> None:
    assert advise(report(*QUIET, totals=times), SETUP) == []
    assert advise(report(*QUIET, totals=within(0.5), timed=False), SETUP) == []


def test_an_outage_wants_another_provider() -> None:
    down = report(
        *QUIET, refunds={"provider_unavailable": 30, "provider_timeout": 10}, totals={"refunded": 40}
    )
    assert only(down) == Advice(
        "FALLBACK_PROVIDERS",
        "40 of 340 jobs failed because the provider was down or too slow. With FALLBACK_PROVIDERS another one makes "
        "the pictures meanwhile, at its own price.",
    )
    assert advise(down, replace(SETUP, fallbacks=True)) == []


def test_a_provider_that_is_asked_too_fast_wants_a_pace() -> None:
    hasty = report(*QUIET, refunds={"provider_rate_limited": 50}, totals={"refunded": 50})
    assert only(hasty) == Advice(
        "*_IMAGES_PER_MINUTE",
        "50 of 350 jobs failed because we asked the provider too fast. Set its images a minute to nine tenths of your "
        "account's limit: wishes then wait their turn.",
        0,
    )
    assert advise(hasty, replace(SETUP, paced=True)) == []


def test_a_policy_that_refuses_much_is_named() -> None:
    strict = report(*QUIET, refunds={"content_rejected": 60}, totals={"refunded": 60})
    assert only(strict) == Advice(
        "IMAGE_MODEL",
        "The provider's policy refused 60 of 360 pictures. Prompts hold no free text, so look at which styles they "
        "are; another model may be less strict.",
    )


@pytest.mark.parametrize("reason", ["provider_timeout", "provider_rate_limited", "content_rejected"])
def test_one_failure_in_twenty_is_nothing(reason: str) -> None:
    assert advise(report(*QUIET, refunds={reason: 15}, totals={"refunded": 15}), SETUP) == []
    assert advise(report(*QUIET, refunds=None, totals={"refunded": 150}), SETUP) == []


def test_an_overrun_comes_first() -> None:
    dear = report(*QUIET, totals={"overrun_micros": 50_000, **within(0.8)})
    first, second = advise(dear, SETUP)
    assert first == Advice(
        "IMAGE_MODEL",
        "Calls cost $0.050 more than was held for them, which closes their provider for the day. Compare the price "
        "table with the provider's, or choose a model whose price is known.",
    )
    assert second.setting == "IMAGE_QUALITY"


def test_few_hits_want_less_detail_and_say_what_a_tenth_saves() -> None:
    rare = report(*QUIET, hit_rate=0.31)
    assert only(rare) == Advice(
        "RECIPE_DETAIL",
        "31% of pictures came from the cache. With RECIPE_DETAIL=low fewer traits show in a picture, so that more "
        "users share one. The amount is for each tenth of new pictures that this saves.",
        -300_000,
    )
    assert "RECIPE_DETAIL=medium" in only(rare, replace(SETUP, detail="high")).text
    assert advise(rare, replace(SETUP, detail="low")) == []
    assert advise(report(*QUIET, hit_rate=None), SETUP) == []


def test_a_busy_day_wants_shares() -> None:
    busy = replace(SETUP, pictures=40_000, budget_micros=10**10)
    assert only(report(*(30_000,) * 30), busy) == Advice(
        "GLOBAL_DAY_SHARES",
        "The busiest day made 30000 pictures: about 2.5 writes a second to the day's counters in its busiest hour, "
        "where one a second for each share is advised. 4 shares have room for it.",
        0,
    )
    assert advise(report(*(30_000,) * 30), replace(busy, shares=4)) == []


def test_a_long_queue_wants_instances() -> None:
    waiting = report(*QUIET, queue=Queue(40, 20, 900))
    assert only(waiting) == Advice(
        "MAX_INSTANCES",
        "40 pictures wait, the oldest for 15 minutes. If `reap` runs, 10 instances are too few for what is asked at "
        "once.",
        0,
    )
    assert advise(waiting, replace(SETUP, paced=True)) == []


def test_the_end_of_the_free_tier_is_named_with_its_bill() -> None:
    near = report(*QUIET, free_tier=FreeTier(45_000, 2_000, Cost(50, 4)))
    assert only(near) == Advice(
        "-",
        "About 90% of Firestore's free reads and 10% of its free writes are used on a mean day. Nothing stops beyond "
        "them: it is billed, and costs cents.",
        0,
    )
    assert only(report(*QUIET, free_tier=FreeTier(150_000, 2_000, Cost(50, 4)))).micros_a_month == 900_000
    assert advise(report(*QUIET, free_tier=None), SETUP) == []


def test_switched_off_nothing_is_advised_about_limits() -> None:
    off = replace(SETUP, pictures=0, budget_micros=0)
    assert advise(report(*(0,) * 30, sources={"painted": 60}), off) == []

"""What another limit would have meant, for days whose wishes are known and for days whose are not."""

import pytest

from mirror_realm.domain.what_if import DayFigures, Effect, of_money, of_pictures

KNOWN = [
    DayFigures("2026-11-17", made=5, spent_micros=500_000, wished=5),
    DayFigures("2026-11-18", made=20, spent_micros=2_000_000, wished=32),
    DayFigures("2026-11-19", made=0, spent_micros=0, wished=0),
]


@pytest.mark.parametrize(
    ("limit", "reached", "fewer", "more"),
    [(4, 2, 17, 0), (5, 2, 15, 0), (20, 1, 0, 0), (30, 1, 0, 10), (32, 1, 0, 12), (33, 0, 0, 12)],
)
def test_a_limit_of_pictures_stops_those_above_it_and_lets_refused_ones_through(
    limit: int, reached: int, fewer: int, more: int
) -> None:
    assert of_pictures(KNOWN, limit) == Effect("GLOBAL_DAILY_LIMIT", limit, 3, reached, fewer, more, 3)


def test_a_limit_of_0_is_reached_every_day_and_stops_everything() -> None:
    assert of_pictures(KNOWN, 0) == Effect("GLOBAL_DAILY_LIMIT", 0, 3, 3, 25, 0, 3)


def test_a_budget_pays_for_pictures_at_the_price_of_their_day() -> None:
    # 10 cents a picture: 1 USD pays 10 of the second day's 20.
    assert of_money(KNOWN, 1.0) == Effect("DAILY_BUDGET_USD", 1.0, 3, 1, 10, 0, 3)
    assert of_money(KNOWN, 2.5) == Effect("DAILY_BUDGET_USD", 2.5, 3, 1, 0, 5, 3)


def test_a_day_that_cost_nothing_reaches_no_budget() -> None:
    assert of_money([DayFigures("2026-11-19", made=9, spent_micros=0, wished=9)], 0.0).days_reached == 0


def test_days_that_did_not_count_their_wishes_add_nothing_to_what_might_have_been_made() -> None:
    unknown = DayFigures("2026-11-16", made=20, spent_micros=2_000_000)
    effect = of_pictures([*KNOWN, unknown], 25)
    assert (effect.pictures_more, effect.days_known, effect.days) == (5, 3, 4)
    alone = of_pictures([unknown], 10)
    assert (alone.pictures_more, alone.pictures_fewer, alone.days_reached) == (None, 10, 1)


def test_without_any_day_nothing_is_known() -> None:
    assert of_pictures([], 10) == Effect("GLOBAL_DAILY_LIMIT", 10, 0, 0, 0, None, 0)

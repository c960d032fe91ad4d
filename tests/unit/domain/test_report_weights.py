"""Reports: how many it takes to hide a look, and how much each counts."""

from datetime import UTC, datetime, timedelta
from math import comb

import pytest

from mirror_realm.domain.report import (
    HIDE_AFTER,
    MOST_TO_HIDE,
    Weight,
    reports_by_sample,
    reports_to_hide,
    weight_after,
)
from mirror_realm.domain.standing import Standing

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("owners", "reports"),
    [
        (0, 3),
        (10, 3),
        (99, 3),
        (100, 4),
        (999, 4),
        (1_000, 5),
        (9_999, 5),
        (10_000, 6),
        (10**9, MOST_TO_HIDE),
    ],
)
def test_one_report_more_hides_a_look_for_each_tenfold_of_owners(owners: int, reports: int) -> None:
    assert reports_to_hide(owners) == reports


@pytest.mark.parametrize("owners", [100, 300, 1_000, 5_000, 10_000, 100_000])
@pytest.mark.parametrize("share", [0.1, 0.2, 0.5, 0.9, 1.0])
def test_a_sample_of_a_hundred_is_one_report_off_at_most(owners: int, share: float) -> None:
    """All samples there may be, each as likely as it is."""
    exact = reports_to_hide(int(owners * share))
    off = sum(
        comb(100, verified) * share**verified * (1 - share) ** (100 - verified)
        for verified in range(101)
        if abs(reports_by_sample(owners, verified, 100) - exact) > 1
    )
    assert off < 0.001
    assert reports_by_sample(owners, 0, 100) == HIDE_AFTER
    assert reports_by_sample(owners, 100, 100) == reports_to_hide(owners) <= MOST_TO_HIDE


@pytest.mark.parametrize(
    ("restored", "weight"), [(0, Weight.WHOLE), (1, Weight.HALF), (2, Weight.NOTHING), (9, Weight.NOTHING)]
)
def test_a_reporter_weighs_less_with_each_restoration(restored: int, weight: Weight) -> None:
    assert weight_after(restored) is weight


@pytest.mark.parametrize(
    ("verified", "days", "established"), [(True, 7, True), (True, 6.99, False), (False, 700, False)]
)
def test_an_account_is_established_once_it_is_verified_and_a_week_old(
    verified: bool, days: float, established: bool
) -> None:
    assert Standing(verified, NOW - timedelta(days=days)).established(NOW) is established

"""Reports: how many it takes to hide a look, and how much each counts."""

from datetime import UTC, datetime, timedelta

import pytest

from mirror_realm.domain.report import MOST_TO_HIDE, Weight, reports_to_hide, weight_after
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

"""Waiting times: percentiles between bounds, and sums over days."""

from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.waiting_times import BOUNDS, WaitingTimes, summed


def of(seconds: list[float]) -> WaitingTimes:
    return WaitingTimes(len(seconds), tuple(sum(one <= bound for one in seconds) for bound in BOUNDS))


@given(st.lists(st.floats(0, 290), min_size=1, max_size=50), st.sampled_from([50, 95, 100]))
def test_a_percentile_is_in_the_same_bounds_as_the_true_one(seconds: list[float], percent: int) -> None:
    at = max(0, -(-len(seconds) * percent // 100) - 1)
    true = sorted(seconds)[at]
    number = bisect_right(BOUNDS, true) if true not in BOUNDS else BOUNDS.index(int(true))
    found = of(seconds).percentile(percent)
    assert found is not None
    assert (0, *BOUNDS)[number] <= found <= BOUNDS[number]


def test_what_took_longer_than_the_last_bound_has_no_percentile() -> None:
    assert of([1.0, 400.0]).percentile(95) is None
    assert of([1.0, 400.0]).share_within == 0.5


def test_without_pictures_nothing_is_known() -> None:
    assert (of([]).percentile(50), of([]).share_within) == (None, None)


def test_days_add_up() -> None:
    assert summed([of([1, 40]), of([20])]) == of([1, 40, 20])

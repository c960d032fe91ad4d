"""Rate: never more calls in a stretch of time than the bucket held and what came back meanwhile."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.rate import MINUTE, Bucket, Rate

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def taken(rate: Rate, moments: list[datetime]) -> list[datetime]:
    """Those of these moments at which a call was let through."""
    bucket, through = rate.full(NOON), []
    for moment in moments:
        after = rate.take(bucket, moment)
        if after is not None:
            bucket = after
            through.append(moment)
    return through


@given(
    per_minute=st.integers(1, 100),
    pauses=st.lists(st.floats(-60, 60, allow_nan=False), max_size=60),
)
def test_no_stretch_of_time_has_more_calls_than_were_due(per_minute: int, pauses: list[float]) -> None:
    moments, now = [], NOON
    for pause in pauses:
        now += timedelta(seconds=pause)
        moments.append(now)
    through = taken(Rate(per_minute), moments)
    # A clock that went back and forth has passed no more time than between its extremes.
    passed = (max([NOON, *through]) - NOON) / MINUTE
    assert len(through) <= per_minute * (1 + passed) + 1e-6


@given(per_minute=st.integers(1, 1000))
def test_a_minutes_calls_may_be_made_at_once_and_no_more(per_minute: int) -> None:
    assert len(taken(Rate(per_minute), [NOON] * (per_minute + 3))) == per_minute


@given(per_minute=st.integers(1, 1000), used=st.integers(0, 5000))
def test_after_a_refusal_the_next_call_is_let_through_when_it_was_told_to_be(
    per_minute: int, used: int
) -> None:
    rate, bucket = Rate(per_minute), Bucket((used % 1000) / 1000, NOON)
    assert rate.take(bucket, NOON) is None
    due = rate.next_at(bucket)
    assert NOON < due <= NOON + MINUTE / per_minute + timedelta(microseconds=1)
    assert rate.take(bucket, due + timedelta(microseconds=1)) is not None


def test_whoever_keeps_to_the_rate_is_never_refused() -> None:
    moments = [NOON + n * timedelta(seconds=1) for n in range(600)]
    assert len(taken(Rate(60), moments)) == 600

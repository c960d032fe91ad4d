"""The headers about the allowance."""

from datetime import UTC, datetime, timedelta

from mirror_realm.domain.limits import Limits, PlanLimits
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.rest.rate_limits import of_usage

NOW = datetime(2026, 11, 29, 22, 0, tzinfo=UTC)
LIMITS = Limits(
    plans={FREE: PlanLimits(3, 20, 10, 500), GUEST: PlanLimits(2, 10, 10, 250)},
    global_daily=20,
    budget_micros=2_000_000,
)


def test_they_name_what_is_left_and_the_quota_of_the_plan() -> None:
    resets_at = (NOW + timedelta(hours=2)).isoformat()
    usage = {"user_remaining": 1, "global_remaining": 7, "resets_at": resets_at}
    assert of_usage(usage, LIMITS, GUEST, NOW) == {
        "RateLimit": '"user";r=1;t=7200, "everybody";r=7;t=7200',
        "RateLimit-Policy": '"user";q=2;w=86400, "everybody";q=10;w=86400',
    }

"""Month left: what a plan with a monthly limit leaves of the month."""

from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.plans import Plan
from mirror_realm.services.allowance.policy import Policy


@dataclass(frozen=True, slots=True)
class MonthLeft:
    limit: int
    used: int
    """The pictures of the month that count: made or being made, under plans with a monthly limit."""
    resets_at: datetime
    """The month's end."""

    @property
    def remaining(self) -> int:
        """Return how many are left; none are if the plan has fewer than were used before it."""
        return max(0, self.limit - self.used)


def month_left(policy: Policy, plan: Plan, used: int, now: datetime) -> MonthLeft | None:
    """Return what is left of the month; None if the plan has no monthly limit."""
    most = policy.limits.of(plan).monthly
    return MonthLeft(most, used, policy.month_resets_at(now)) if most else None

"""Limits: how much one day allows each plan, and all users together."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mirror_realm.domain.plans import FREE, GUEST, Plan

PAINTING_SHARES = 10

JOBS_A_PICTURE = 5
"""Jobs that may be started a day for each picture of the limit. It bounds failures, which return their allowance."""


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """The daily limits of the accounts of one plan. A limit of 0 switches generation off."""

    daily: int
    """Pictures that each account may have made."""
    together: int
    """Pictures of the global day that all accounts of the plan may use together."""
    paintings: int
    """Fallback pictures that the wishes and reports of each account may have painted."""
    paintings_together: int
    """Fallback pictures that all accounts of the plan may use together."""

    def with_given(self, pictures: int) -> "PlanLimits":
        """Return the limits of an account that was given back pictures. A limit of 0 stays 0."""
        return replace(self, daily=self.daily + pictures) if self.daily and pictures else self

    @property
    def jobs(self) -> int:
        """The number of jobs that each account may start, with or without success."""
        return JOBS_A_PICTURE * self.daily

    @property
    def jobs_together(self) -> int:
        """The number of jobs that all accounts of the plan may start together."""
        return JOBS_A_PICTURE * self.together


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a day. A limit of 0 switches generation off."""

    plans: Mapping[Plan, PlanLimits]
    """Limits by plan, at least of guest and free."""
    global_daily: int
    budget_micros: int
    global_paintings: int = 500
    jobs_per_minute: int = 0
    """Jobs that each user may start in any minute, on all instances together; 0: no limit."""

    def of(self, plan: Plan) -> PlanLimits:
        """Return the limits of a plan; an unknown plan has those of the free one."""
        return self.plans.get(plan) or self.plans[FREE]

    @property
    def painting_shares(self) -> int:
        """The number of documents that share all users' fallback pictures, so that concurrent users seldom meet."""
        return max(1, min(PAINTING_SHARES, self.global_paintings))

    def share_of(self, uid: str) -> int:
        """Return the number of the share that counts a user's fallback pictures."""
        return (
            int.from_bytes(hashlib.sha256(uid.encode("utf-8", "surrogatepass")).digest()[:4])
            % self.painting_shares
        )

    def paintings_of(self, share: int, plan: Plan = FREE) -> int:
        """Return the limit of a share for accounts of a plan; the limits of all shares add up to the plan's limit."""
        whole, rest = divmod(self.of(plan).paintings_together, self.painting_shares)
        return whole + (share < rest)


def guest_and_free(
    *,
    user_daily: int,
    global_daily: int,
    guest_share: float,
    budget_micros: int,
    user_paintings: int = 10,
    global_paintings: int = 500,
    jobs_per_minute: int = 0,
) -> Limits:
    """Return the limits of both plans. They differ in the share of the global day that guests may use together."""
    plans = {
        plan: PlanLimits(user_daily, int(global_daily * share), user_paintings, int(global_paintings * share))
        for plan, share in ((GUEST, guest_share), (FREE, 1.0))
    }
    return Limits(plans, global_daily, budget_micros, global_paintings, jobs_per_minute)

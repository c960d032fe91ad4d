"""Limits: what a day allows each plan, and everybody together."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from mirror_realm.domain.plans import FREE, GUEST, Plan

PAINTING_SHARES = 10

JOBS_A_PICTURE = 5
"""Jobs that may be started a day for each picture of the limit: failures give their allowance back, yet have an end."""


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What accounts of one plan may have a day. A limit of 0 switches generation off."""

    daily: int
    """Pictures each of them may have made."""
    together: int
    """Pictures of the global day that all of them may use."""
    paintings: int
    """Fallback pictures that the wishes and reports of each may have painted."""
    paintings_together: int
    """Everybody's fallback pictures that all of them may use."""

    @property
    def jobs(self) -> int:
        """Return how many jobs each of them may start, however they end."""
        return JOBS_A_PICTURE * self.daily

    @property
    def jobs_together(self) -> int:
        """Return how many jobs all of them may start, where they have a bound together."""
        return JOBS_A_PICTURE * self.together


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day allows. A limit of 0 switches generation off."""

    plans: Mapping[Plan, PlanLimits]
    """Guest and free at least."""
    global_daily: int
    budget_micros: int
    global_paintings: int = 500

    def of(self, plan: Plan) -> PlanLimits:
        """Return the limits of a plan; one that is not known has those of the free one."""
        return self.plans.get(plan) or self.plans[FREE]

    @property
    def painting_shares(self) -> int:
        """Into how many parts everybody's paintings are split, so that people at once seldom meet in one."""
        return max(1, min(PAINTING_SHARES, self.global_paintings))

    def share_of(self, uid: str) -> int:
        """Which of these parts a person draws from."""
        return (
            int.from_bytes(hashlib.sha256(uid.encode("utf-8", "surrogatepass")).digest()[:4])
            % self.painting_shares
        )

    def paintings_of(self, share: int, plan: Plan = FREE) -> int:
        """Return what a part holds for accounts of a plan: over all parts exactly what they may use together."""
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
) -> Limits:
    """Return the limits of the two plans there are: alike, but that guests together have a share of everybody's."""
    plans = {
        plan: PlanLimits(user_daily, int(global_daily * share), user_paintings, int(global_paintings * share))
        for plan, share in ((GUEST, guest_share), (FREE, 1.0))
    }
    return Limits(plans, global_daily, budget_micros, global_paintings)

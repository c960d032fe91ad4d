"""Limits: how much one day allows each plan, and all users together."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.styles import StyleId

if TYPE_CHECKING:
    from mirror_realm.domain.plan_settings import PlanSettings

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
    monthly: int = 0
    """Pictures that each account may have made in a calendar month; 0: the month has no limit."""
    monthly_credits: int = 0
    """Credits that come with each account's first picture of a month."""
    styles: frozenset[StyleId] | None = None
    """The styles that the plan has; None: all."""
    variations: int | None = None
    """The number of variations of a picture that the plan has, from 0 on; None: all."""
    priority: int = 0
    """Which of several plans in one claim counts, the highest, and the steps that it takes off a wait (`pace.py`)."""

    def has_style(self, style: StyleId) -> bool:
        """Return whether accounts of the plan may have pictures in this style made."""
        return self.styles is None or style in self.styles

    def has_variation(self, variation: int) -> bool:
        """Return whether accounts of the plan may have this variation made."""
        return self.variations is None or variation < self.variations

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

    def having_style(self, style: StyleId) -> list[Plan]:
        """Return the plans that have this style, by their order."""
        return [plan for plan, limits in self.plans.items() if limits.has_style(style)]

    def having_variation(self, variation: int) -> list[Plan]:
        """Return the plans that have this variation, by their order."""
        return [plan for plan, limits in self.plans.items() if limits.has_variation(variation)]

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
    return planned(
        {},
        user_daily=user_daily,
        global_daily=global_daily,
        guest_share=guest_share,
        budget_micros=budget_micros,
        user_paintings=user_paintings,
        global_paintings=global_paintings,
        jobs_per_minute=jobs_per_minute,
    )


def planned(
    given: Mapping[Plan, "PlanSettings"],
    *,
    user_daily: int,
    global_daily: int,
    guest_share: float,
    budget_micros: int,
    user_paintings: int = 10,
    global_paintings: int = 500,
    jobs_per_minute: int = 0,
) -> Limits:
    """Return the limits of guest, free and every plan that is given.

    given: the fields that the operator sets. Where one is missing, guest and free have the numbers below, every other
        plan has the day's numbers of free, and nothing else is limited.
    user_daily, user_paintings: 0 switches off every plan.
    """
    free = given.get(FREE)

    def limits_of(plan: Plan) -> PlanLimits:
        own = given.get(plan)
        share = guest_share if plan == GUEST else 1.0
        daily, paintings = user_daily, user_paintings
        for one in (free if plan != GUEST else None, own):
            if one is not None:
                daily = daily if one.daily_pictures is None else one.daily_pictures
                paintings = paintings if one.fallback_pictures is None else one.fallback_pictures
        usual = PlanLimits(
            daily=daily if user_daily else 0,
            together=int(global_daily * share),
            paintings=paintings if user_paintings else 0,
            paintings_together=int(global_paintings * share),
        )
        if own is None:
            return usual
        return replace(
            usual,
            monthly=own.monthly_pictures,
            monthly_credits=own.monthly_credits,
            styles=own.styles,
            variations=own.variations,
            priority=own.priority,
        )

    plans = {plan: limits_of(plan) for plan in dict.fromkeys((GUEST, FREE, *given))}
    return Limits(plans, global_daily, budget_micros, global_paintings, jobs_per_minute)

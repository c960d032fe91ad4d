"""The overview of one user: consent, latest picture, credits and allowance, read together and never written."""

from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain import months
from mirror_realm.domain.allowance import UserDay, own_limits, remaining
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased
from mirror_realm.services.allowance.month_left import MonthLeft, month_left
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class Allowance:
    """The user's own allowance of today."""

    day: str
    limit: int
    used: int
    """The pictures that were made or are being made."""
    remaining: int
    """The pictures that admission would allow this user now, if all users together have room for them."""
    resets_at: datetime
    month: MonthLeft | None
    """None if the user's plan has no monthly limit."""


@dataclass(frozen=True, slots=True)
class Overview:
    profile: Profile
    """An empty one before the user's first picture."""
    credits: int | None
    """The credits that the user can use; None if credits are switched off."""
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Overviews:
    store: Store
    policy: Policy
    runtime: Runtime

    def of(self, user: User) -> Overview:
        """Return the overview of a user, with three reads in one round trip. Raises BeingErased."""
        now = self.runtime.now()
        today = self.policy.today(now)
        fence, stored, known = self.store.read(
            documents.fence(user.uid), documents.profile(user.uid), documents.user_day(user.uid, today)
        )
        if fence is not None:
            raise BeingErased
        profile, day = stored or Profile(), known or UserDay(today)
        this_month = months.used(profile.months, today)
        left = remaining(day, self.policy.limits, user.plan, this_month)
        price = self.policy.credits_per_avatar
        credits = self.policy.usable_credits(profile, user.plan, now) if price else None
        return Overview(
            profile,
            credits,
            Allowance(
                day=today,
                limit=own_limits(day, self.policy.limits, user.plan).daily,
                used=day.tally.used,
                remaining=left if credits is None else max(0, min(left, credits // price)),
                resets_at=self.policy.resets_at(now),
                month=month_left(self.policy, user.plan, this_month, now),
            ),
        )

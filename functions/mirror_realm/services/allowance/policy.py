"""Policy: the numbers that the services use, derived from the settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mirror_realm.domain.days import Calendar
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.months import next_month
from mirror_realm.domain.plans import Plan, named
from mirror_realm.domain.recipe import RecipeDetail

if TYPE_CHECKING:
    from mirror_realm.domain.allowance import Shortage
    from mirror_realm.domain.profile import Profile
    from mirror_realm.domain.pseudonyms import Pseudonyms

REAPER_PERIOD = timedelta(minutes=5)

AFTER_CALL = timedelta(seconds=45)
"""The time for checking, encoding, uploading and settling after a call's deadline, which the lease covers."""

ORDERING = timedelta(seconds=15)
"""The time for ordering a prediction from a queued provider, besides the prediction's own."""

OVER_AFTER = timedelta(minutes=2)
"""The time after its own timeout after which a queued provider has surely ended a prediction."""


@dataclass(frozen=True, slots=True)
class Policy:
    limits: Limits
    zone: ZoneInfo
    """The time zone whose midnight resets the day, as set; `calendar` has the one in force."""
    detail: RecipeDetail
    cache_ttl: timedelta
    provider_timeout: timedelta
    images_per_minute: Mapping[str, int]
    """The pace of each provider that has one."""
    max_provider_calls: int
    max_attempts: int
    lease: timedelta
    project: str
    """The project's id, which keyed the pseudonyms of earlier deployments."""
    pseudonym_secret: str = field(repr=False)
    """Keys the pseudonyms; empty: there is no secret."""
    retry_after_timeout: bool = False
    """Whether a call whose outcome is unknown is repeated within its job."""
    night_share: float = 0.5
    """Share of the global day that milestones rendered at night may use."""
    degrade_from: float = 0.8
    """Share of the day from which on the nearest existing picture comes before a new one; 1 switches it off."""
    credits_per_avatar: int = 0
    """0 switches credits off."""
    initial_credits: int = 30
    credits_kept_for: frozenset[str] = frozenset()
    """Reasons whose refund returns the allowance but not the credits."""
    shares: int = 1
    """The shares that a new global day is split into."""
    photo_recipients: frozenset[str] = frozenset()
    """The providers that get users' photos, to make pictures or to judge them."""
    calendars: Callable[[datetime], Calendar] | None = field(default=None, repr=False, compare=False)
    """Returns the calendar in force, which is stored; None: that of `zone`."""

    @property
    def pseudonyms(self) -> "Pseudonyms":
        """Return how users are named in the ledger and in reports. Few hits need it, so it is loaded here."""
        from mirror_realm.domain.pseudonyms import Pseudonyms

        return Pseudonyms(self.pseudonym_secret, self.project)

    def credits_of(self, profile: "Profile") -> int:
        """Return the user's credits; before their first use the initial credits."""
        return self.initial_credits if profile.credits is None else profile.credits

    @property
    def other_plans(self) -> tuple[Plan, ...]:
        """Return the plans besides guest and free, which are counted by name."""
        return tuple(plan for plan in self.limits.plans if named(plan) is not None)

    def monthly_credits(self, plan: Plan) -> int:
        """Return the credits that a plan brings in a month; 0 while credits are switched off."""
        return self.limits.of(plan).monthly_credits if self.credits_per_avatar else 0

    def usable_credits(self, profile: "Profile", plan: Plan, now: datetime) -> int:
        """Return the credits that the user can use now: those they hold, and those that come with the next picture."""
        from mirror_realm.domain.monthly_credits import granted

        held = self.credits_of(profile)
        monthly = self.monthly_credits(plan)
        return self.credits_of(granted(profile, held, self.today(now), monthly, now)) if monthly else held

    def calendar(self, now: datetime) -> Calendar:
        """Return the calendar in force. An instance reads it once, when it first needs a day."""
        return Calendar(self.zone) if self.calendars is None else self.calendars(now)

    def today(self, now: datetime) -> str:
        return self.calendar(now).today(now)

    def resets_at(self, now: datetime) -> datetime:
        return self.calendar(now).resets_at(now)

    def month_resets_at(self, now: datetime) -> datetime:
        """Return the end of the month."""
        calendar = self.calendar(now)
        return calendar.bounds(next_month(calendar.today(now)))[0]

    def room_at(self, short: "Shortage", now: datetime) -> datetime:
        """Return when it is worth trying again: when the limit ends, or once a call under way has had its time."""
        if short.reason == "user_monthly_limit":
            return self.month_resets_at(now)
        resets_at = self.resets_at(now)
        if short.until is not None:
            return short.until
        return min(resets_at, now + self.provider_timeout) if short.passing else resets_at

    @property
    def job_lifetime(self) -> timedelta:
        """The time within which every job ends, whichever process dies (invariant 4)."""
        return self.max_attempts * (self.lease + REAPER_PERIOD)

    @property
    def working_time(self) -> timedelta:
        """The time within which workers may continue a job; the rest of its lifetime is for the reaper to end it."""
        return self.job_lifetime - REAPER_PERIOD

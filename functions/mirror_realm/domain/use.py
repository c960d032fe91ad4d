"""Use: how often an app showed or used one avatar on one day.

The document of a day and an app has a counter for each action. Apps are named by slugs of their makers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from mirror_realm.domain.codec import DocumentWithId, derived
from mirror_realm.domain.days import days_after

MOST_APPS = 20
"""The apps that may record uses of one avatar on one day."""
MOST_COUNTED = 1000
"""What the counter of an action stops at, in one document."""
KEPT_DAYS = 400
"""Uses are deleted so many days after their day."""
APP = r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?"
"""The form of an app's slug."""


class UseAction(StrEnum):
    """What an app did with a picture."""

    SHOWN = "shown"
    PROFILE = "profile"
    """It became the picture of a profile."""
    EXPORTED = "exported"
    SHARED = "shared"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class DayOfUse(DocumentWithId):
    """`users/{uid}/avatars/{avatar_id}/uses/{day}-{app}`."""

    use_id: str
    app: str
    day: str
    """`YYYY-MM-DD`, in UTC."""
    first_at: datetime
    last_at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    """By action, how often; at most `MOST_COUNTED`."""

    @classmethod
    def begun(cls, app: str, now: datetime) -> "DayOfUse":
        """Return the document of an app's first use of a day, without a count."""
        day = day_of(now)
        return cls(use_id_of(day, app), app, day, now, now)

    @derived
    def expires_at(self) -> datetime:
        """Return the time after which the document may be deleted."""
        return days_after(self.day, KEPT_DAYS)

    def counted(self, action: UseAction, now: datetime) -> "DayOfUse":
        """Return the document with one more use; the same one if its counter is at its end."""
        count = self.counts.get(action, 0)
        if count >= MOST_COUNTED:
            return self
        return replace(self, counts={**self.counts, str(action): count + 1}, last_at=max(self.last_at, now))

    def joined(self, other: "DayOfUse") -> "DayOfUse":
        """Return this document with the larger counts of both, so that joining again changes nothing."""
        names = self.counts.keys() | other.counts.keys()
        return replace(
            self,
            first_at=min(self.first_at, other.first_at),
            last_at=max(self.last_at, other.last_at),
            counts={name: max(self.counts.get(name, 0), other.counts.get(name, 0)) for name in sorted(names)},
        )


@dataclass(frozen=True, slots=True)
class AppUse:
    """The uses of an avatar by one app, over all days."""

    app: str
    first_at: datetime
    last_at: datetime
    counts: Mapping[str, int]


def day_of(now: datetime) -> str:
    """Return the day in UTC, `YYYY-MM-DD`."""
    return now.astimezone(UTC).date().isoformat()


def next_day(now: datetime) -> datetime:
    """Return the midnight in UTC at which the next day begins."""
    return days_after(day_of(now), 1)


def use_id_of(day: str, app: str) -> str:
    """Return the id of the document of a day and an app."""
    return f"{day}-{app}"


def summed(days: Iterable[DayOfUse]) -> list[AppUse]:
    """Return the uses by app, the one that used it last first."""
    apps: dict[str, AppUse] = {}
    for day in days:
        known = apps.get(day.app)
        if known is None:
            apps[day.app] = AppUse(day.app, day.first_at, day.last_at, dict(day.counts))
            continue
        counts = {name: known.counts.get(name, 0) + day.counts.get(name, 0) for name in UseAction}
        apps[day.app] = AppUse(
            day.app,
            min(known.first_at, day.first_at),
            max(known.last_at, day.last_at),
            {name: count for name, count in counts.items() if count},
        )
    return sorted(apps.values(), key=lambda use: (use.last_at, use.app), reverse=True)

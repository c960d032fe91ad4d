"""Day keys: the days of allowances, which reset at midnight of a time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from mirror_realm.domain.codec import Document, OmittedAtDefault, Stored

SHORTEST = timedelta(hours=23)
"""The shortest day: that of a clock change."""


def day_key(now: datetime, zone: ZoneInfo) -> str:
    """Return the calendar day in this zone, `YYYY-MM-DD`.

    now: a time with a zone.
    """
    return now.astimezone(zone).date().isoformat()


def resets_at(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the next midnight of this zone, in UTC; a day with a clock change has 23 or 25 hours."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return _midnight(tomorrow, zone)


def days_after(day: str, days: int) -> datetime:
    """Return midnight UTC that many days after a day key, when its documents may be deleted."""
    return datetime.combine(datetime.fromisoformat(day).date() + timedelta(days=days), time(), UTC)


def day_after(day: str, days: int = 1) -> str:
    """Return the day key that many days later; earlier, if they are negative."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


_ZONE = Stored(encode=str, decode=ZoneInfo)


def _zone_or_none(stored: Any) -> ZoneInfo | None:
    return ZoneInfo(stored) if stored else None


@dataclass(frozen=True, slots=True)
class Calendar(Document):
    """`maintenance/calendar`: the days of allowances, over a change of their zone.

    A new zone holds from the old one's next reset on. The first day from there ends at a midnight of the new zone, but
    not before a whole day has passed: so no day is cut short, none has two allowances, and keys only grow. A key may be
    left out.
    """

    zone: Annotated[ZoneInfo, _ZONE]
    """The zone, from `since` on."""
    before: Annotated[ZoneInfo | None, Stored(encode=str, decode=_zone_or_none)] = None
    """The zone until then; None: it has always been the same."""
    since: datetime | None = None
    """A reset of the zone before."""
    changed_at: OmittedAtDefault[datetime | None] = None
    """The time at which the change was noticed."""

    def in_force(self, now: datetime) -> ZoneInfo:
        """Return the zone whose day it is."""
        if self.before is not None and self.since is not None and now < self.since:
            return self.before
        return self.zone

    def today(self, now: datetime) -> str:
        """Return the day key."""
        if self._begins(now):
            return (_date(self._first_reset, self.zone) - timedelta(days=1)).isoformat()
        return day_key(now, self.in_force(now))

    def resets_at(self, now: datetime) -> datetime:
        """Return the end of the day, in UTC."""
        if self._begins(now):
            return self._first_reset
        return resets_at(now, self.in_force(now))

    def bounds(self, day: str) -> tuple[datetime, datetime]:
        """Return the begin and the end of a day; they are equal for a key that was left out."""
        began, ended = self._usual(day, self.zone)
        if self.before is None or self.since is None:
            return began, ended
        of_old = self._usual(day, self.before)
        if of_old[1] <= self.since:
            return of_old
        if day == self.today(self.since):
            return self.since, self._first_reset
        return (began, ended) if began >= self._first_reset else (self.since, self.since)

    def changed(self, zone: ZoneInfo, now: datetime) -> "Calendar":
        """Return the calendar with another zone from the next reset on; one that is not in force yet is dropped.

        In the first day of a new zone nothing changes: it is asked again after that.
        """
        current = self.in_force(now)
        if self._begins(now):
            return self
        if current.key == zone.key and self.zone.key != zone.key:
            return Calendar(current, changed_at=now)
        return Calendar(zone, current, self.resets_at(now), now)

    @property
    def _first_reset(self) -> datetime:
        """The end of the first day in the new zone."""
        assert self.since is not None
        reset = resets_at(self.since, self.zone)
        while reset - self.since < SHORTEST:
            reset = resets_at(reset, self.zone)
        return reset

    def _begins(self, now: datetime) -> bool:
        return self.since is not None and self.since <= now < self._first_reset

    @staticmethod
    def _usual(day: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
        began = date.fromisoformat(day)
        return _midnight(began, zone), _midnight(began + timedelta(days=1), zone)


def _date(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)

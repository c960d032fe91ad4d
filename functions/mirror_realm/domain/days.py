"""Day keys: the days of allowances, which reset at midnight of a time zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_key(now: datetime, zone: ZoneInfo) -> str:
    """Return the calendar day in this zone, `YYYY-MM-DD`.

    now: a time with a zone.
    """
    return now.astimezone(zone).date().isoformat()


def resets_at(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the next midnight of this zone, in UTC; a day with a clock change has 23 or 25 hours."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def days_after(day: str, days: int) -> datetime:
    """Return midnight UTC that many days after a day key, when its documents may be deleted."""
    return datetime.combine(datetime.fromisoformat(day).date() + timedelta(days=days), time(), UTC)

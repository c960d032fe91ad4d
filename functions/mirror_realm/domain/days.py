"""Day keys: whose midnight resets an allowance."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_key(now: datetime, zone: ZoneInfo) -> str:
    """The calendar day in this zone, `YYYY-MM-DD`. `now` is aware."""
    return now.astimezone(zone).date().isoformat()


def resets_at(now: datetime, zone: ZoneInfo) -> datetime:
    """The next midnight of this zone, in UTC; a day with a clock change is 23 or 25 hours long."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def days_after(day: str, days: int) -> datetime:
    """Midnight UTC that many days after a day key: when its documents may age out."""
    return datetime.combine(datetime.fromisoformat(day).date() + timedelta(days=days), time(), UTC)

"""Nights: the time at which a user's milestone is rendered, if it is rendered at night."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mirror_realm.domain.codec import Document

BEGINS = time(2)
ENDS = time(6)
"""The hours of the night in the user's time zone."""


@dataclass(frozen=True, slots=True)
class Night(Document):
    """`nights/{uid}`: the time at which a user's progress is checked for a milestone."""

    due_at: datetime
    noted_at: datetime
    """The time of the user's last progress."""


def next_night(now: datetime, zone: ZoneInfo, uid: str) -> datetime:
    """Return a moment of the next night that has not begun, in UTC: between 02:00 and 06:00 of the zone, spread by uid.

    A user's moment is the same every night. In a night with a clock change it stays within that night.
    """
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, BEGINS, zone)
    if begins.astimezone(UTC) <= now:
        begins = datetime.combine(today + timedelta(days=1), BEGINS, zone)
    ends = datetime.combine(begins.date(), ENDS, zone)
    length = ends.astimezone(UTC) - begins.astimezone(UTC)
    digest = hashlib.sha256(b"night:" + uid.encode("utf-8", "surrogatepass")).digest()
    return begins.astimezone(UTC) + length * (int.from_bytes(digest[:8], "big") / 2**64)

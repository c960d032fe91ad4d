"""Nights: when a person's milestone is rendered, if it is rendered at night."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mirror_realm.domain.codec import Document

BEGINS = time(2)
ENDS = time(6)
"""Of the person's own time."""


@dataclass(frozen=True, slots=True)
class Night(Document):
    """`nights/{uid}`: a person's progress is to be looked at then."""

    due_at: datetime
    noted_at: datetime
    """When there was last something to look at."""


def next_night(now: datetime, zone: ZoneInfo, uid: str) -> datetime:
    """A moment of the next night that has not begun yet, in UTC: between 02:00 and 06:00 of this zone, spread by uid.

    The same person's moment is the same every night. On a night that a clock change makes shorter or longer it stays
    within that night.
    """
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, BEGINS, zone)
    if begins.astimezone(UTC) <= now:
        begins = datetime.combine(today + timedelta(days=1), BEGINS, zone)
    ends = datetime.combine(begins.date(), ENDS, zone)
    length = ends.astimezone(UTC) - begins.astimezone(UTC)
    digest = hashlib.sha256(b"night:" + uid.encode("utf-8", "surrogatepass")).digest()
    return begins.astimezone(UTC) + length * (int.from_bytes(digest[:8], "big") / 2**64)

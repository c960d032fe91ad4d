"""Uploads: the limits on a user's stored and daily photos, and the count that security rules read."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Self

from mirror_realm.domain.codec import Defaulted, Document, OmittedAtDefault, derived

MOST_LYING = 5
"""Photos in a user's folder at a time. storage.rules have the same number; a test compares."""

MOST_A_DAY = 20
"""Photos that a user may upload on a UTC day. storage.rules have the same number; a test compares."""


RECOUNT_AFTER = timedelta(days=1)
"""The time for which a count above 0 is trusted before the sweep lists the folder again, in case an event was lost."""


@dataclass(frozen=True, slots=True)
class UploadCount(Document):
    """`users/{uid}/uploads/current`: the count of a user's uploads, for events in any order and number."""

    day: datetime
    """The first moment of the UTC day of `made`: rules compare it with `request.time.date()`."""
    lying: int
    """Photos in the folder when it was last listed, at most `MOST_LYING`."""
    generations: Defaulted[tuple[int, ...]] = ()
    """The generations of the day's counted uploads, at most `MOST_A_DAY`."""
    recount_at: OmittedAtDefault[datetime | None] = None
    """When the sweep lists the folder again; None if the folder should be empty."""

    @derived
    def made(self) -> int:
        """Return the number of the day's counted uploads."""
        return len(self.generations)

    @classmethod
    def begun(cls, at: datetime) -> Self:
        """Return the count of a user without counted uploads, on this moment's day."""
        return cls(_day(at), 0)

    def counted(self, generation: int, at: datetime) -> Self:
        """Return the count with an upload of this moment, if it is new and the day has room.

        An upload of an earlier day is not counted.
        """
        day = _day(at)
        if day > self.day:
            return replace(self, day=day, generations=(generation,))
        if day < self.day or generation in self.generations or self.made >= MOST_A_DAY:
            return self
        return replace(self, generations=(*self.generations, generation))

    def has(self, generation: int, at: datetime) -> bool:
        """Return whether the day allows this upload; an earlier day allows every one."""
        return _day(at) < self.day or generation in self.generations

    def with_lying(self, lying: int, now: datetime) -> Self:
        """Return the count with this many photos in the folder, unchanged if it is the same number."""
        known = min(lying, MOST_LYING)
        if known == self.lying and bool(known) == (self.recount_at is not None):
            return self
        return replace(self, lying=known, recount_at=now + RECOUNT_AFTER if known else None)

    def listed(self, lying: int, now: datetime) -> Self:
        """Return the count after the sweep has listed the folder, which postpones the next listing."""
        return replace(self, recount_at=None).with_lying(lying, now)


def _day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)

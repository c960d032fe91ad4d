"""Uploads: how many photos may lie in a person's folder and how many may come a day; the count that rules read."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Self

from mirror_realm.domain.codec import Defaulted, Document, OmittedAtDefault, derived

MOST_LYING = 5
"""Photos in a person's folder at a time. storage.rules say the same; a test compares."""

MOST_A_DAY = 20
"""Photos that a person uploads on a UTC day. storage.rules say the same; a test compares."""


RECOUNT_AFTER = timedelta(days=1)
"""How long photos may be said to lie there before the folder is listed anew: a lost report makes no lasting error."""


@dataclass(frozen=True, slots=True)
class UploadCount(Document):
    """`users/{uid}/uploads/current`: an upload that is reported twice counts once, in whatever order reports come."""

    day: datetime
    """The UTC day that `made` is about, by its first moment: rules compare it with `request.time.date()`."""
    lying: int
    """Photos in the folder when it was last listed, up to `MOST_LYING`: what is more makes no difference."""
    generations: Defaulted[tuple[int, ...]] = ()
    """Those of the day that were counted: at most `MOST_A_DAY`."""
    recount_at: OmittedAtDefault[datetime | None] = None
    """When the sweep lists the folder anew. None: nothing lies there, as far as is known."""

    @derived
    def made(self) -> int:
        """Return how many of the day were counted."""
        return len(self.generations)

    @classmethod
    def begun(cls, at: datetime) -> Self:
        """Return the count of a person of whom nothing was counted, on this moment's day."""
        return cls(_day(at), 0)

    def counted(self, generation: int, at: datetime) -> Self:
        """Return the count with an upload of this moment, if it is new and the day has room.

        A day that is over is not counted any more.
        """
        day = _day(at)
        if day > self.day:
            return replace(self, day=day, generations=(generation,))
        if day < self.day or generation in self.generations or self.made >= MOST_A_DAY:
            return self
        return replace(self, generations=(*self.generations, generation))

    def has(self, generation: int, at: datetime) -> bool:
        """Return whether this upload is one of those that the day allows; of a day that is over, every one is."""
        return _day(at) < self.day or generation in self.generations

    def with_lying(self, lying: int, now: datetime) -> Self:
        """Return the count with this many photos in the folder; the same where it said so already."""
        known = min(lying, MOST_LYING)
        if known == self.lying and bool(known) == (self.recount_at is not None):
            return self
        return replace(self, lying=known, recount_at=now + RECOUNT_AFTER if known else None)

    def listed(self, lying: int, now: datetime) -> Self:
        """Return the count as the sweep leaves it: the folder is listed anew only after some time."""
        return replace(self, recount_at=None).with_lying(lying, now)


def _day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)

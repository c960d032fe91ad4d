"""Rate: the limit on a user's calls, as a token bucket that holds the calls of one minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A user's bucket: the number of calls left at a moment."""

    left: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Rate:
    per_minute: int

    def full(self, now: datetime) -> Bucket:
        """Return the full bucket of a user without calls in the last minute."""
        return Bucket(self.per_minute, now)

    def take(self, bucket: Bucket, now: datetime) -> Bucket | None:
        """Return the bucket with one call less; None if it is empty. A clock that goes back adds no calls."""
        gone = max(now - bucket.at, timedelta())
        left = min(self.per_minute, bucket.left + gone / MINUTE * self.per_minute)
        return Bucket(left - 1, max(now, bucket.at)) if left >= 1 else None

    def next_at(self, bucket: Bucket) -> datetime:
        """Return the time at which an empty bucket has a call again."""
        return bucket.at + (1 - bucket.left) * MINUTE / self.per_minute

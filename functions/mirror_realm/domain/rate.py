"""Rate: how often a person may call, as a token bucket: a minute's calls at once, then one as each token comes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A person's calls: how many were left at a moment."""

    left: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Rate:
    per_minute: int

    def full(self, now: datetime) -> Bucket:
        """Of somebody who has not called for a minute or more."""
        return Bucket(self.per_minute, now)

    def take(self, bucket: Bucket, now: datetime) -> Bucket | None:
        """The bucket with one call less; None where there is none left. A clock that goes back gives nothing."""
        gone = max(now - bucket.at, timedelta())
        left = min(self.per_minute, bucket.left + gone / MINUTE * self.per_minute)
        return Bucket(left - 1, max(now, bucket.at)) if left >= 1 else None

    def next_at(self, bucket: Bucket) -> datetime:
        """When a bucket that had no call left has one again."""
        return bucket.at + (1 - bucket.left) * MINUTE / self.per_minute

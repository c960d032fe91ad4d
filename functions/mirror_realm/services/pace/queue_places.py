"""Queue places: how many jobs wait ahead of a new one, counted by a query and kept in memory for a few seconds.

The number is for people, so it may be some seconds old; the order in which jobs start depends on none of it. A count of
n jobs is n/1000 reads.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mirror_realm.services.ports.queries import Queries

FRESH = timedelta(seconds=5)

_Kind = tuple[str, timedelta]
"""Provider and handicap."""


@dataclass(slots=True)
class QueuePlaces:
    queries: Queries
    _known: dict[_Kind, tuple[int, datetime]] = field(default_factory=dict)
    """The jobs ahead of a new one of each kind, and when they were counted."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ahead(self, provider: str, handicap: timedelta, now: datetime) -> int:
        """Return how many jobs that wait would start before a new one with this handicap."""
        with self._lock:
            known = self._known.get((provider, handicap))
        if known is not None and timedelta() <= now - known[1] < FRESH:
            return known[0]
        count = self.queries.count_waiting_jobs(provider, now + handicap)
        with self._lock:
            self._known[provider, handicap] = (count, now)
        return count

    def joined(self, provider: str, handicap: timedelta) -> None:
        """Count a job that this instance has queued since."""
        with self._lock:
            for (of, behind), (count, at) in self._known.items():
                if of == provider and behind >= handicap:
                    self._known[of, behind] = (count + 1, at)

"""Throttle: the rate of one user's calls to one instance, in memory, so that a refused call reads and writes nothing.

An instance counts only its own calls, so with N instances a user has up to N times the rate. Money and work are counted
in the database; the throttle keeps one client from using up the reads and threads of all users.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from mirror_realm.domain.rate import Bucket, Rate
from mirror_realm.errors import RateLimited
from mirror_realm.services.ports.runtime import Runtime

MOST_PEOPLE = 10_000
"""The most users in the memory of an instance, about 3 MB; the one who called longest ago is dropped."""


@dataclass(slots=True)
class Throttle:
    rate: Rate
    """0 a minute: no limit."""
    runtime: Runtime
    most_people: int = MOST_PEOPLE
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, uid: str) -> None:
        """Count one call. Raises RateLimited if the user has made too many; that call is not counted."""
        if not self.rate.per_minute:
            return
        with self._lock:
            now = self.runtime.now()
            before = self._buckets.get(uid) or self.rate.full(now)
            after = self.rate.take(before, now)
            if after is None:
                most = self.rate.per_minute
                raise RateLimited(most, most, self.rate.next_at(before))
            self._buckets[uid] = after
            self._buckets.move_to_end(uid)
            if len(self._buckets) > self.most_people:
                self._buckets.popitem(last=False)

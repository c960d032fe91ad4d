"""Throttling: how often one person may call one instance. In memory alone: a refused call reads and writes nothing.

An instance knows only its own calls, so with N instances a person has up to N times the rate. What costs money or
work is counted in the database; this keeps one eager client from using up everybody's reads and threads.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from mirror_realm.domain.rate import Bucket, Rate
from mirror_realm.errors import RateLimited
from mirror_realm.services.ports.runtime import Ambient

MOST_PEOPLE = 10_000
"""People one instance remembers, about 3 MB; beyond them whoever called longest ago starts anew."""


@dataclass(slots=True)
class Throttle:
    rate: Rate
    """0 a minute: no limit."""
    ambient: Ambient
    most_people: int = MOST_PEOPLE
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, uid: str) -> None:
        """Counts one call. Raises RateLimited where the person has made too many; that one is not counted."""
        if not self.rate.per_minute:
            return
        with self._lock:
            now = self.ambient.now()
            before = self._buckets.get(uid) or self.rate.full(now)
            after = self.rate.take(before, now)
            if after is None:
                most = self.rate.per_minute
                raise RateLimited(most, most, self.rate.next_at(before))
            self._buckets[uid] = after
            self._buckets.move_to_end(uid)
            if len(self._buckets) > self.most_people:
                self._buckets.popitem(last=False)

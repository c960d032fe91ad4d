"""Refusal memory: the number of a user's wishes that declined fallbacks and were refused today for lack of allowance.

Each such refusal reveals that a shared picture does not exist yet, and each hit that it does, which without a bound
would reveal the pictures of other users. An instance counts in memory, so that a refusal writes nothing, and writes
every tenth to the user's day, which other instances read with the next miss.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

MOST = 20
"""Refusals of a user a day; afterwards a wish that declines fallbacks finds only the user's own avatars."""

WRITTEN = 10
"""Refusals that are written together."""

MOST_PEOPLE = 10_000
"""The most users in the memory of an instance; the one refused longest ago is dropped and read again later."""


@dataclass(slots=True)
class RefusalMemory:
    """The memory of one instance."""

    _known: OrderedDict[str, "_Refused"] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, uid: str, day: str) -> int:
        """Return how many refusals of this day are known."""
        with self._lock:
            known = self._known.get(uid)
            return known.total if known is not None and known.day == day else 0

    def learn(self, uid: str, day: str, refused: int) -> None:
        """Take over the number in the user's day, if it is larger."""
        if refused > self.of(uid, day):
            with self._lock:
                known = self._of_today(uid, day)
                known.total = max(known.total, refused)

    def count(self, uid: str, day: str) -> bool:
        """Count one more; return whether the last ones are to be written now."""
        with self._lock:
            known = self._of_today(uid, day)
            known.total += 1
            known.unwritten = (known.unwritten + 1) % WRITTEN
            return not known.unwritten

    def _of_today(self, uid: str, day: str) -> "_Refused":
        known = self._known.get(uid)
        if known is None or known.day != day:
            known = self._known[uid] = _Refused(day)
        self._known.move_to_end(uid)
        if len(self._known) > MOST_PEOPLE:
            self._known.popitem(last=False)
        return known


@dataclass(slots=True)
class _Refused:
    day: str
    total: int = 0
    unwritten: int = 0

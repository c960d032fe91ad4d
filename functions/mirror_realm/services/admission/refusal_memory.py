"""Refusal memory: the number of a user's wishes that declined fallbacks and were refused today for lack of allowance.

Each such refusal reveals that a shared picture does not exist yet, and each hit that it does, which without a bound
would reveal the pictures of other users. An instance counts in memory, so that a refusal writes nothing, and writes
every tenth to the user's day. The other instances read that with their next miss, and with their own tenth.

So a user is refused at most `MOST` times a day on one instance, for any number of concurrent wishes, and on several
instances, one wish after the other, `WRITTEN` times more for each further one: 110 times on ten. An exact bound over
all instances would cost a write for each refusal, and a refusal must not cost one.

Quotes show the same without a wish, so each one about a shared picture that does not exist is counted likewise, in a
second memory: a quote neither uses up refusals nor writes. So `MOST` a day is the bound of each instance alone.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mirror_realm.errors import RateLimited

MOST = 20
"""Refusals of a user a day; afterwards a wish that declines fallbacks finds only the user's own avatars."""

WRITTEN = 10
"""Refusals that are written together."""

MOST_PEOPLE = 10_000
"""The most users in the memory of an instance; the one refused longest ago is dropped and read again later."""


class TooManyQuotes(RateLimited):
    """Too many quotes, whatever the wish itself would be answered."""


@dataclass(slots=True)
class RefusalMemory:
    """The memory of one instance."""

    _known: OrderedDict[str, "_Refused"] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def asking(self, uid: str, day: str) -> Iterator[None]:
        """Count a wish that declines fallbacks as if it were refused, while it is being decided."""
        with self._lock:
            known = self._of_today(uid, day)
            known.under_way += 1
        try:
            yield
        finally:
            with self._lock:
                known.under_way -= 1
                if not known.under_way and not known.total and self._known.get(uid) is known:
                    del self._known[uid]

    def of(self, uid: str, day: str) -> int:
        """Return how many refusals of this day are known."""
        with self._lock:
            known = self._known.get(uid)
            return known.total if known is not None and known.day == day else 0

    def over(self, uid: str, day: str, *, another: bool = False) -> bool:
        """Return whether one of the wishes under way could be one refusal too many.

        another: whether one more wish would be, which is not under way.
        """
        with self._lock:
            known = self._known.get(uid)
            return known is not None and known.day == day and known.total + known.under_way + another > MOST

    def learn(self, uid: str, day: str, refused: int) -> None:
        """Take over the number in the user's day, which lacks the refusals that are not written yet."""
        with self._lock:
            known = self._known.get(uid)
            if refused or (known is not None and known.day == day):
                known = self._of_today(uid, day)
                known.total = max(known.total, refused + known.unwritten)

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
    under_way: int = 0

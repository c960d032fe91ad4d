"""Pace: how many calls of a provider may go out in any minute, and in which order jobs wait for theirs.

A call needs a slot, which is a time. A pace stores the slots of the last minute, and gives the next one so late that no
minute, whenever it begins, has more slots than the pace allows, and no ten seconds more than a quarter of it: providers
and instances do not like a minute's calls at once. A pace of many calls has several parts with a document each, because
a document takes about one write a second.

Jobs that cannot start at once wait by their turn: the time of the wish and a handicap. The first wish of an account on
a day has none; each further one has a step more, and wishes of guests and automatic ones have two steps more. So a wish
is passed only by wishes made within its own handicap, and never by a later wish of an equal handicap: none waits for
ever, and a user's many wishes do not hold up another user's first.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mirror_realm.domain.codec import Document, OmittedAtDefault
from mirror_realm.domain.plans import GUEST, Plan

MINUTE = timedelta(minutes=1)

BURST = timedelta(seconds=10)

BURSTS = 4
"""The part of a minute's calls that may go out within a burst is one in so many."""

SKEW = timedelta(seconds=1)
"""The most by which the clocks of two instances differ. A slot so little ahead counts as now."""

PART = 60
"""The calls a minute of one part, one a second."""

STEP = timedelta(minutes=10)
"""The handicap of each earlier wish of the user's day."""

MOST_STEPS = 6
"""The earlier wishes that count: a wish waits behind those of an hour at most."""

BEHIND = 2
"""The steps by which guests and automatic wishes stand behind accounts and their own wishes."""

MOST_WAIT = timedelta(days=1)
"""The time after which a job that never started is ended, and its allowance returned."""


@dataclass(frozen=True, slots=True)
class Pace(Document):
    """`maintenance/pace-{provider}-{part}`: the slots of the last minute, and whether jobs wait."""

    slots: tuple[datetime, ...] = ()
    """In order. Those of calls that a worker holds back may be ahead of now."""
    queue: OmittedAtDefault[bool] = False
    """Whether jobs wait. A new one then waits too, even if there is room, because the others come first."""

    def free_at(self, per_minute: int, now: datetime) -> datetime:
        """Return the next slot, now or later."""
        last = self.slots[-1] if self.slots else now
        return max(now, last, self._full_until(per_minute, now))

    def free(self, per_minute: int, now: datetime) -> bool:
        """Return whether a call may go out now.

        The last slot may be a little ahead, of another instance's clock; what a minute holds is counted to the
        microsecond.
        """
        last = self.slots[-1] if self.slots else now
        return last <= now + SKEW and self._full_until(per_minute, now) <= now

    def _full_until(self, per_minute: int, now: datetime) -> datetime:
        """Return when the last minute, and the last burst, have room again; now if they have."""
        at = now
        for most, window in ((per_minute, MINUTE), (-(-per_minute // BURSTS), BURST)):
            if len(self.slots) >= most:
                at = max(at, self.slots[-most] + window)
        return at

    def room(self, per_minute: int, now: datetime) -> int:
        """Return the number of slots that are free now."""
        pace, count = self, 0
        while count < per_minute and pace.free(per_minute, now):
            pace, count = pace.take(per_minute, now), count + 1
        return count

    def take(self, per_minute: int, now: datetime) -> "Pace":
        """Return the pace with the next slot taken, as its last."""
        slot = self.free_at(per_minute, now)
        recent = tuple(one for one in self.slots if one > now - MINUTE)
        return replace(self, slots=(*recent, slot))

    def queued(self, waits: bool) -> "Pace":
        """Return the pace with or without jobs that wait."""
        return replace(self, queue=waits)


def parts_of(per_minute: int) -> tuple[int, ...]:
    """Return the calls a minute of each part; together they are the pace."""
    count = -(-per_minute // PART)
    whole, rest = divmod(per_minute, max(1, count))
    return tuple(whole + (number < rest) for number in range(count))


def part_for(render_id: str, parts: int) -> int:
    """Return the number of the part that a job's calls are counted in."""
    return int.from_bytes(hashlib.sha256(render_id.encode()).digest()[:4]) % parts


def handicap(earlier: int, plan: Plan, *, automatic: bool, priority: int = 0) -> timedelta:
    """Return the time by which a wish stands behind a first wish of the same moment.

    It is never negative: a plan's priority lets its further wishes stand beside first ones, and passes none of these.

    earlier: the pictures that the user has had, or waits for, on this day.
    automatic: whether no user waits for it, as for a milestone's.
    priority: the plan's, in steps that it takes off.
    """
    return STEP * max(0, min(earlier, MOST_STEPS) + BEHIND * (plan == GUEST or automatic) - priority)


def expected_at(free_at: datetime, ahead: int, per_minute: int) -> datetime:
    """Return when a job will start, as far as is known: after the jobs ahead of it.

    per_minute: the pace of all parts.
    """
    return free_at + ahead * MINUTE / per_minute

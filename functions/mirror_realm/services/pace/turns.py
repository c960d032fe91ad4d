"""Turns: which jobs of one admission start at once, and which wait for the pace of their provider.

The order is decided here and kept by `starting.py`; `domain/pace.py` says what is fair about it. Where there is room
and nothing waits, a job takes its slot in the transaction that admits it: one read and one write. Where jobs wait
already, the admission only reads the pace, so that a crowd does not meet at its document: there are as many writes a
minute as calls, and not as wishes. The first job that has to wait marks the pace, and a task of the queue starts what
is due.

The other shape, in which admission gives each job its slot far ahead, would write that document with every wish, keep
the order of arrival without regard to users, and leave a gap for each wish that is cancelled.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mirror_realm.domain import pace
from mirror_realm.domain.avatar import Queue
from mirror_realm.domain.pace import Pace
from mirror_realm.services.jobs.start import Turn
from mirror_realm.services.pace.pacing import Pacing, Part
from mirror_realm.services.pace.queue_places import QueuePlaces
from mirror_realm.services.pace.starting import Starting
from mirror_realm.services.store import Transaction


@dataclass(slots=True)
class Turns:
    """The turns of one transaction: `read` for each provider, `next` for each job, then `write`."""

    pacing: Pacing
    places: QueuePlaces
    starting: Starting
    transaction: Transaction
    now: datetime
    _read: dict[str, tuple[Part, Pace]] = field(default_factory=dict)
    _paces: dict[str, Pace] = field(default_factory=dict)
    _joined: list[tuple[str, timedelta]] = field(default_factory=list)

    def read(self, provider: str, render_id: str) -> None:
        """Read the part of the provider's pace that counts this job, unless one was read or there is no pace."""
        part = self.pacing.part(provider, render_id)
        if part is not None and provider not in self._read:
            known = self.transaction.read(part.ref) or Pace()
            self._read[provider], self._paces[provider] = (part, known), known

    def next(self, provider: str, handicap: timedelta) -> Turn | None:
        """Return the turn of a job that has to wait; None for one that starts now."""
        if provider not in self._read:
            return None
        part, known = self._read[provider][0], self._paces[provider]
        if not known.queue and known.free(part.per_minute, self.now):
            self._paces[provider] = known.take(part.per_minute, self.now)
            return None
        self._paces[provider] = known.queued(True)
        own = sum(behind <= handicap for of, behind in self._joined if of == provider)
        ahead = self.places.ahead(provider, handicap, self.now) + own
        whole = self.pacing.images_per_minute[provider]
        expected_at = pace.expected_at(known.free_at(part.per_minute, self.now), ahead, whole)
        self._joined.append((provider, handicap))
        return Turn(provider, self.now + handicap, Queue(ahead + 1, expected_at))

    def write(self) -> None:
        """Write the slots that were taken, and have jobs that wait started once there is room."""
        for provider, (part, known) in self._read.items():
            if self._paces[provider] != known:
                self.transaction.put(part.ref, self._paces[provider])
        if self._joined:
            self.transaction.after_commit(lambda _: self._wake())

    def _wake(self) -> None:
        for provider, handicap in self._joined:
            self.places.joined(provider, handicap)
        for provider in dict.fromkeys(provider for provider, _ in self._joined):
            part = self._read[provider][0]
            self.starting.wake(provider, self._paces[provider].free_at(part.per_minute, self.now))

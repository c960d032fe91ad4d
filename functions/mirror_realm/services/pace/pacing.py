"""Pacing: the slots of providers with a pace, taken in the transaction that authorises a call or starts a job.

A job's first call has the slot that it started with; every further one takes its own. Slots are documents' contents, so
two instances cannot take the same one, and a crash loses a slot at most.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain import pace
from mirror_realm.domain.pace import Pace
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Transaction


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a provider's pace."""

    provider: str
    number: int
    per_minute: int

    @property
    def ref(self) -> Ref[Pace]:
        return documents.pace(self.provider, self.number)


@dataclass(frozen=True, slots=True)
class Pacing:
    images_per_minute: Mapping[str, int]
    """The pace of each provider that has one."""

    def parts(self, provider: str) -> list[Part]:
        """Return the parts of a provider's pace; empty if it has none."""
        sizes = pace.parts_of(self.images_per_minute.get(provider, 0))
        return [Part(provider, number, size) for number, size in enumerate(sizes)]

    def part(self, provider: str, render_id: str) -> Part | None:
        """Return the part that counts the calls of a job; None if the provider has no pace."""
        parts = self.parts(provider)
        return parts[pace.part_for(render_id, len(parts))] if parts else None

    def next_call(self, transaction: Transaction, part: Part, now: datetime) -> "NextCall":
        """Read the slot of a further call of a job that has started. Such calls come before jobs that wait."""
        known = transaction.read(part.ref) or Pace()
        return NextCall(part, known, known.free_at(part.per_minute, now))


@dataclass(frozen=True, slots=True)
class NextCall:
    """A call that needs a slot."""

    part: Part
    known: Pace
    at: datetime
    """The slot, which may be ahead of now."""

    def take(self, transaction: Transaction, now: datetime) -> None:
        """Write that the slot is taken."""
        transaction.put(self.part.ref, self.known.take(self.part.per_minute, now))

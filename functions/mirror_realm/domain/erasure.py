"""Erasure: everything of a person goes, step by step, one worker at a time.

jobs ──> documents ──> files ──> account ──> look ──> done ──> confirmed
look, done ──something was found──> jobs

While the document is there nothing of the person's may come into being: it is the fence that everybody reads. `done`
is said once everything was listed again and found empty. A day later somebody looks once more, since a worker that was
held up may have stored a file meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from mirror_realm.domain.codec import Defaulted, Document, OmittedAtDefault, decode, derived
from mirror_realm.domain.render_job import Lease
from mirror_realm.errors import IllegalMove, LeaseLost

KEEP_FENCE = timedelta(hours=48)
"""Longer than any token, upload or event of the person's lives: then the fence ages out."""

SECOND_LOOK = timedelta(days=1)


class ErasureStep(StrEnum):
    """What is to be done next."""

    JOBS = "jobs"
    DOCUMENTS = "documents"
    FILES = "files"
    ACCOUNT = "account"
    LOOK = "look"
    DONE = "done"
    CONFIRMED = "confirmed"


class ErasureMove(StrEnum):
    NEXT = "next"
    AGAIN = "again"


ERASURE_MOVES: dict[tuple[ErasureStep, ErasureMove], ErasureStep] = {
    (ErasureStep.JOBS, ErasureMove.NEXT): ErasureStep.DOCUMENTS,
    (ErasureStep.DOCUMENTS, ErasureMove.NEXT): ErasureStep.FILES,
    (ErasureStep.FILES, ErasureMove.NEXT): ErasureStep.ACCOUNT,
    (ErasureStep.ACCOUNT, ErasureMove.NEXT): ErasureStep.LOOK,
    (ErasureStep.LOOK, ErasureMove.NEXT): ErasureStep.DONE,
    (ErasureStep.LOOK, ErasureMove.AGAIN): ErasureStep.JOBS,
    (ErasureStep.DONE, ErasureMove.NEXT): ErasureStep.CONFIRMED,
    (ErasureStep.DONE, ErasureMove.AGAIN): ErasureStep.JOBS,
}


@dataclass(frozen=True, slots=True)
class Erasure(Document):
    """`erasures/{uid}`."""

    started_at: datetime
    updated_at: datetime
    step: Defaulted[ErasureStep] = ErasureStep.JOBS
    lease: Defaulted[Lease | None] = None
    rounds: Defaulted[int] = 1
    """How often everything was gone through, because a look had found something."""
    done_at: Defaulted[datetime | None] = None
    merged_by: OmittedAtDefault[str | None] = None
    """As in the profile, which the erasure deletes: which account the pictures went to."""

    @classmethod
    def begun(cls, now: datetime) -> "Erasure":
        return cls(started_at=now, updated_at=now)

    @property
    def done(self) -> bool:
        return self.step in (ErasureStep.DONE, ErasureStep.CONFIRMED)

    @derived
    def due_at(self) -> datetime | None:
        """When somebody has to work at it. None: never again."""
        if self.step is ErasureStep.CONFIRMED:
            return None
        if self.lease is not None:
            return self.lease.expires_at
        return self.done_at + SECOND_LOOK if self.done_at is not None else self.updated_at

    @derived
    def expires_at(self) -> datetime | None:
        """Return when the fence may age out. None: the erasure is not done."""
        return self.done_at + KEEP_FENCE if self.done_at else None

    def claim(self, lease: Lease, now: datetime) -> "Erasure":
        """Takes the lease, or renews one's own. Raises LeaseLost while somebody else's lives."""
        if self.lease is not None and self.lease.token != lease.token and self.lease.expires_at > now:
            raise LeaseLost("another worker has the erasure")
        return replace(self, lease=lease, updated_at=now)

    def check_lease(self, token: str, now: datetime) -> None:
        """Raises LeaseLost unless this token holds the erasure at this moment."""
        if self.lease is None or self.lease.token != token or self.lease.expires_at <= now:
            raise LeaseLost("the erasure is not this worker's any more")

    def release(self, now: datetime) -> "Erasure":
        """As far as this worker goes for now: anybody may go on at once."""
        return replace(self, lease=None, updated_at=now)

    def next(self, now: datetime) -> "Erasure":
        """The step found nothing left to do."""
        step = self._after(ErasureMove.NEXT)
        ended = step in (ErasureStep.DONE, ErasureStep.CONFIRMED)
        return replace(
            self,
            step=step,
            lease=None if ended else self.lease,
            done_at=self.done_at or (now if ended else None),
            updated_at=now,
        )

    def again(self, now: datetime) -> "Erasure":
        """A look found something: everything once more."""
        step = self._after(ErasureMove.AGAIN)
        return replace(self, step=step, done_at=None, rounds=self.rounds + 1, updated_at=now)

    def _after(self, move: ErasureMove) -> ErasureStep:
        try:
            return ERASURE_MOVES[self.step, move]
        except KeyError:
            raise IllegalMove("erasure", self.step, move) from None

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """Return what was stored. An operator who erases by hand writes `started_at` and `due_at` alone."""
        return decode(cls, {"updated_at": data["started_at"], **data})

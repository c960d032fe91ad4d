"""Erasure: the deletion of everything of a user, step by step, by one worker at a time.

jobs ──> documents ──> files ──> account ──> look ──> done ──> confirmed
look, done ──something found──> jobs

The document is also the fence: while it exists, no transaction may store data of the user. The step becomes `done` when
everything was listed again and found empty. A day later everything is listed once more, because a delayed worker may
have stored a file.
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
"""The life of the fence: longer than that of any token, upload or event of the user."""

SECOND_LOOK = timedelta(days=1)


class ErasureStep(StrEnum):
    """The next step."""

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
    """The number of passes through all steps: a new one begins when something was found."""
    done_at: Defaulted[datetime | None] = None
    merged_by: OmittedAtDefault[str | None] = None
    """The account that took over the pictures, copied from the profile, which the erasure deletes."""
    task_id: OmittedAtDefault[str | None] = None
    """The name that tasks have for it, a random one, because tasks name no user; None before the first task."""
    fan_out_round: OmittedAtDefault[int] = 0
    """The round of its tasks."""

    @classmethod
    def begun(cls, now: datetime) -> "Erasure":
        return cls(started_at=now, updated_at=now)

    @property
    def done(self) -> bool:
        return self.step in (ErasureStep.DONE, ErasureStep.CONFIRMED)

    @derived
    def due_at(self) -> datetime | None:
        """Return the time at which a worker has to continue; None if it is finished."""
        if self.step is ErasureStep.CONFIRMED:
            return None
        if self.lease is not None:
            return self.lease.expires_at
        return self.done_at + SECOND_LOOK if self.done_at is not None else self.updated_at

    @derived
    def expires_at(self) -> datetime | None:
        """Return the time after which the fence may be deleted; None until the erasure is done."""
        return self.done_at + KEEP_FENCE if self.done_at else None

    def claim(self, lease: Lease, now: datetime) -> "Erasure":
        """Return the erasure with this lease, new or renewed. Raises LeaseLost while another worker's lease lasts."""
        if self.lease is not None and self.lease.token != lease.token and self.lease.expires_at > now:
            raise LeaseLost("another worker has the erasure")
        return replace(self, lease=lease, updated_at=now)

    def check_lease(self, token: str, now: datetime) -> None:
        """Raise LeaseLost unless this token holds the erasure at this moment."""
        if self.lease is None or self.lease.token != token or self.lease.expires_at <= now:
            raise LeaseLost("another worker has taken over the erasure")

    def release(self, now: datetime) -> "Erasure":
        """Return the erasure without a lease, so that any worker may continue at once."""
        return replace(self, lease=None, updated_at=now)

    def fan_out_again(self, task_id: str) -> "Erasure":
        """Return the erasure with the next round of its tasks. It takes the name for them unless it has one."""
        return replace(self, task_id=self.task_id or task_id, fan_out_round=self.fan_out_round + 1)

    def next(self, now: datetime) -> "Erasure":
        """Return the erasure at the step after this one, which is complete."""
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
        """Return the erasure at its first step again, because the last look found something."""
        step = self._after(ErasureMove.AGAIN)
        return replace(self, step=step, done_at=None, rounds=self.rounds + 1, updated_at=now)

    def _after(self, move: ErasureMove) -> ErasureStep:
        try:
            return ERASURE_MOVES[self.step, move]
        except KeyError:
            raise IllegalMove("erasure", self.step, move) from None

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """Return the stored erasure. An operator who starts one by hand writes only `started_at` and `due_at`."""
        return decode(cls, {"updated_at": data["started_at"], **data})

"""Render job: the work of making one look, leased to one worker at a time, every provider call counted.

queued ──claim──> running ──settle──> settled
queued ──settle──> settled          its worker is gone, and left a picture
running ──requeue──> queued         its worker is gone
queued ──requeue──> queued          no worker ever came
queued, running ──fail──> failed
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from mirror_realm.domain.allowance import Reservation
from mirror_realm.domain.avatar import Problem
from mirror_realm.domain.codec import (
    ClosedDocument,
    Defaulted,
    Document,
    DocumentWithId,
    OmittedAtDefault,
    Stored,
    decode,
    derived,
)
from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import Input
from mirror_realm.errors import (
    ContentRejected,
    IllegalMove,
    LeaseLost,
    Misconfigured,
    NewerSchema,
    ProviderRateLimited,
    ProviderUnavailable,
)

SCHEMA_VERSION = 1
"""Of the stored job: an older deployment leaves a newer one alone, so that a deploy with jobs in flight loses none."""

START_GRACE = timedelta(minutes=3)
"""A queued job that nobody has claimed after this was never delivered, or its worker died before it could."""

KEEP_ENDED = timedelta(days=30)
"""Ended jobs age out after this."""


CONSENT_WITHDRAWN = Problem(
    ContentRejected.reason, "consent_missing: consent to the use of photos was withdrawn", False
)
"""How a job ends whose person no longer agrees to the use of the photo."""

_OUTAGES = frozenset({ProviderUnavailable.reason, ProviderRateLimited.reason, Misconfigured.reason})


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SETTLED = "settled"
    FAILED = "failed"


class JobMove(StrEnum):
    CLAIM = "claim"
    REQUEUE = "requeue"
    SETTLE = "settle"
    FAIL = "fail"


JOB_MOVES: dict[tuple[JobState, JobMove], JobState] = {
    (JobState.QUEUED, JobMove.CLAIM): JobState.RUNNING,
    (JobState.QUEUED, JobMove.REQUEUE): JobState.QUEUED,
    (JobState.QUEUED, JobMove.SETTLE): JobState.SETTLED,
    (JobState.QUEUED, JobMove.FAIL): JobState.FAILED,
    (JobState.RUNNING, JobMove.REQUEUE): JobState.QUEUED,
    (JobState.RUNNING, JobMove.SETTLE): JobState.SETTLED,
    (JobState.RUNNING, JobMove.FAIL): JobState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Lease(Document):
    """The right to work on a job until a time. `token` is unguessable and new for each claim."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Call(ClosedDocument):
    """A provider call that was authorised: what it holds of which day's budget until its outcome is booked."""

    day: str
    held_micros: int
    authorised_at: datetime
    spent_micros: Defaulted[int | None] = None
    """What was booked. None: under way."""

    @property
    def under_way(self) -> bool:
        return self.spent_micros is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of one provider call once it is over."""

    number: int
    """Which call of the job, from 0."""
    cost_micros: int | None
    """None: nobody knows. It is booked at its worst case."""


@dataclass(frozen=True, slots=True)
class RenderJob(DocumentWithId):
    """`renders/{render_id}`. A job without a reservation is free: the ladder's painting."""

    render_id: str
    uid: str
    avatar_id: str
    recipe: Recipe
    state: JobState
    attempt: int
    """The attempt that may run now, from 1. Its document's creation is the trigger."""
    reservation: Reservation | None
    created_at: datetime
    updated_at: datetime
    deadline_at: datetime
    """Past this nobody works on it, and the reaper ends it: no lease outlasts it."""
    inputs: tuple[Input, ...] = ()
    """What a personal picture is edited from, in the order the prompt numbers them."""
    reference_id: str | None = None
    """The photo behind a personal picture."""
    lease: Lease | None = None
    calls: tuple[Call, ...] = ()
    problem: Annotated[Problem | None, Stored("error", strict=True)] = None
    ended_at: datetime | None = None
    consent_version: OmittedAtDefault[str | None] = None
    """The consent that a personal picture was admitted under. None: a shared one, or admitted before this was kept."""
    schema_version: int = SCHEMA_VERSION

    @property
    def cache_key(self) -> str | None:
        """Of the shared look it makes; a personal look has no cache entry."""
        return None if self.recipe.personal else self.recipe.cache_key

    def person(self, pseudonyms: Pseudonyms) -> str | None:
        """Return the pseudonym of whose reservation it has; None where it is free."""
        if self.reservation is None:
            return None
        return self.reservation.person or pseudonyms.former(self.uid)

    @property
    def live(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    def untried(self, max_attempts: int) -> bool:
        """Return whether its time went by without a try: no call was made, and its attempts are not used up."""
        return not self.calls and self.attempt < max_attempts

    @derived
    def due_at(self) -> datetime | None:
        """When the reaper has to look at it: its lease or its time ran out, or it never started. None: it has ended."""
        if not self.live:
            return None
        return min(self.lease.expires_at if self.lease else self.updated_at + START_GRACE, self.deadline_at)

    @derived
    def expires_at(self) -> datetime | None:
        """Return when the document may age out. None: the job has not ended."""
        return self.ended_at + KEEP_ENDED if self.ended_at else None

    @property
    def excused(self) -> bool:
        """Return whether it failed by an outage or our fault before a paid call: that costs the person nothing."""
        return self.problem is not None and self.problem.reason in _OUTAGES and not self.cost_micros

    @property
    def rejected(self) -> bool:
        """Return whether its photo, or the picture made from it, was rejected. A withdrawn consent is no rejection."""
        rejected = self.problem is not None and self.problem.reason == ContentRejected.reason
        return rejected and self.recipe.personal and self.problem != CONSENT_WITHDRAWN

    @property
    def cost_micros(self) -> int:
        """What all its calls cost together, as far as booked."""
        return sum(call.spent_micros or 0 for call in self.calls)

    def claim(self, lease: Lease, now: datetime) -> "RenderJob":
        return replace(self, state=self._after(JobMove.CLAIM), lease=lease, updated_at=now)

    def check_token(self, token: str) -> None:
        """Raise LeaseLost unless this token holds the job: nobody has taken it over, however late it is."""
        if self.state is not JobState.RUNNING or self.lease is None or self.lease.token != token:
            raise LeaseLost(f"job {self.render_id} is {self.state}, not this worker's")

    def check_lease(self, token: str, now: datetime) -> None:
        """Raise LeaseLost unless this token holds the job and may go on paying at this moment."""
        self.check_token(token)
        if self.lease is not None and self.lease.expires_at <= now:
            raise LeaseLost(f"the lease of job {self.render_id} ran out")

    def authorise(self, call: Call, until: datetime) -> "RenderJob":
        """One more call under way, and the lease extended past its deadline. At most one call at a time."""
        if self.lease is None or any(earlier.under_way for earlier in self.calls):
            raise IllegalMove("render job", self.state, "authorise")
        lease = replace(self.lease, expires_at=max(self.lease.expires_at, until))
        return replace(self, calls=(*self.calls, call), lease=lease, updated_at=call.authorised_at)

    def book(self, number: int, spent_micros: int, now: datetime) -> "RenderJob":
        """Book what call `number` (from 0) cost, at most what it held. Booking twice changes nothing.

        A call that was booked already was perhaps assumed at its worst: only a lower cost corrects it.
        """
        call = self.calls[number]
        most = call.held_micros if call.spent_micros is None else call.spent_micros
        booked = replace(call, spent_micros=min(spent_micros, most))
        if booked == call:
            return self
        return replace(self, calls=(*self.calls[:number], booked, *self.calls[number + 1 :]), updated_at=now)

    def requeue(self, now: datetime) -> "RenderJob":
        """Its worker is gone, or none came: the next attempt may start."""
        state = self._after(JobMove.REQUEUE)
        return replace(self, state=state, attempt=self.attempt + 1, lease=None, updated_at=now)

    def settle(self, now: datetime) -> "RenderJob":
        return replace(self, state=self._after(JobMove.SETTLE), lease=None, ended_at=now, updated_at=now)

    def fail(self, problem: Problem, now: datetime) -> "RenderJob":
        state = self._after(JobMove.FAIL)
        return replace(self, state=state, lease=None, problem=problem, ended_at=now, updated_at=now)

    def _after(self, move: JobMove) -> JobState:
        try:
            return JOB_MOVES[self.state, move]
        except KeyError:
            raise IllegalMove("render job", self.state, move) from None

    @classmethod
    def from_document(cls, document_id: str, data: Mapping[str, Any]) -> Self:
        """Return what was stored. Raises NewerSchema before it looks at anything else."""
        if data["schema_version"] > SCHEMA_VERSION:
            raise NewerSchema(f"job {document_id} is of schema {data['schema_version']}")
        return decode(cls, data, document_id)

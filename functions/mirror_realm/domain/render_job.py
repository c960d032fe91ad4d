"""Render job: the work of making one picture, leased to one worker at a time, with every provider call counted.

queued ──claim──> running ──settle──> settled
queued ──settle──> settled          its worker died after storing a picture
running ──requeue──> queued         its worker died
queued ──requeue──> queued          no worker ever started
queued ──allow──> queued            it waited for its turn, and may start
queued, running ──fail──> failed

A queued provider's call outlives its worker: it stays open, also after the job's end, until its prediction has ended.
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

SCHEMA_VERSION = 3
"""The newest stored form that is read. An older deployment ignores newer jobs, so that a deploy loses no open job."""

PLAIN_SCHEMA = 1
"""The form of every job that needs no handles, so that a rollback does not stop it."""

HANDLES_SCHEMA = 2
"""The form of jobs for a queued provider, which a deployment without handles would pay for twice."""

SHARES_SCHEMA = 3
"""The form of jobs that name a share of a split day, which a deployment without shares would settle on the head."""

START_GRACE = timedelta(minutes=3)
"""A queued job that is not claimed within this time was never delivered, or its worker died before the claim."""

KEEP_ENDED = timedelta(days=30)
"""The time after which ended jobs are deleted."""


CONSENT_WITHDRAWN = Problem(
    ContentRejected.reason, "consent_missing: consent to the use of photos was withdrawn", False
)
"""The problem of a job whose user withdrew the consent to the use of the photo."""

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
    """An authorised provider call, with the amount it holds of a day's budget until its outcome is booked."""

    day: str
    held_micros: int
    authorised_at: datetime
    spent_micros: Defaulted[int | None] = None
    """The booked cost; None while the call is in progress."""
    key: OmittedAtDefault[str | None] = None
    """An unguessable name of the call for the provider's webhook. Only calls of queued providers have one."""
    handle: OmittedAtDefault[str | None] = None
    """The queued provider's id of the prediction; None until it is known."""
    closes_at: OmittedAtDefault[datetime | None] = None
    """The time after which the queued provider has ended the prediction, whatever happened."""
    share: OmittedAtDefault[int | None] = None
    """The share of a split global day that has the amount; a call that holds nothing is on none."""
    refused: OmittedAtDefault[bool] = False
    """Whether its picture is not fit to be shown: no worker settles from it."""

    @property
    def queued(self) -> bool:
        """Whether it orders a prediction from a queued provider, which any worker can collect later."""
        return self.key is not None

    @property
    def ordered(self) -> bool:
        """Whether it may have created a prediction: not if it is known that the provider refused the order."""
        return self.queued and (self.handle is not None or self.spent_micros != 0)

    def over(self, now: datetime) -> bool:
        """Return whether the provider has ended it by now, so that an unknown outcome is booked at its worst case."""
        return self.closes_at is not None and now >= self.closes_at

    @property
    def under_way(self) -> bool:
        return self.spent_micros is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one provider call."""

    number: int
    """The number of the call within the job, from 0."""
    cost_micros: int | None
    """The cost; None if unknown, in which case the worst case is booked."""

    def plus(self, micros: int) -> "Outcome":
        """Return the outcome with more cost, if the cost is known."""
        return self if self.cost_micros is None else replace(self, cost_micros=self.cost_micros + micros)


@dataclass(frozen=True, slots=True)
class RenderJob(DocumentWithId):
    """`renders/{render_id}`. A job without a reservation is a fallback render, which is free."""

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
    """The time after which no worker continues it and the reaper ends it; no lease lasts longer."""
    inputs: tuple[Input, ...] = ()
    """The pictures that a personal picture is edited from, in the order that the prompt numbers them."""
    reference_id: str | None = None
    """The photo behind a personal picture."""
    lease: Lease | None = None
    calls: tuple[Call, ...] = ()
    problem: Annotated[Problem | None, Stored("error", strict=True)] = None
    ended_at: datetime | None = None
    consent_version: OmittedAtDefault[str | None] = None
    """The version of consent at admission; None for a shared picture, or for a job older than this field."""
    trace: OmittedAtDefault[str | None] = None
    """The trace of the request that it was started for, for the log."""
    waits_for: OmittedAtDefault[str | None] = None
    """The provider whose pace it waits for, without an attempt that could start; None once it may start."""
    turn_at: OmittedAtDefault[datetime | None] = None
    """Its place among the jobs that wait for this provider: they start in this order."""
    allowed_at: OmittedAtDefault[datetime | None] = None
    """The time at which it was allowed to start, if it had to wait."""
    fan_out_round: OmittedAtDefault[int] = 0
    """The round of the tasks that complete its followers."""
    schema_version: int = PLAIN_SCHEMA

    @property
    def cache_key(self) -> str | None:
        """The cache key of the shared picture it makes; a personal picture has no cache entry."""
        return None if self.recipe.personal else self.recipe.cache_key

    def person(self, pseudonyms: Pseudonyms) -> str | None:
        """Return the pseudonym of whose reservation it has; None where it is free."""
        if self.reservation is None:
            return None
        return self.reservation.person or pseudonyms.former(self.uid)

    @property
    def seconds(self) -> float | None:
        """Return the time from the wish to the job's end; None while it is live."""
        return None if self.ended_at is None else round((self.ended_at - self.created_at).total_seconds(), 3)

    @property
    def live(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    def untried(self, max_attempts: int) -> bool:
        """Return whether it never tried: no call was made, and its attempts are not used up."""
        return not self.calls and self.attempt < max_attempts

    @property
    def open_order(self) -> int | None:
        """The number of the open call of a queued provider; None if there is none."""
        last = len(self.calls) - 1
        return last if self.calls and self.calls[last].queued and self.calls[last].under_way else None

    @property
    def ordered(self) -> bool:
        """Whether a prediction may have been created for it. A job orders only one."""
        return any(call.ordered for call in self.calls)

    @derived
    def due_at(self) -> datetime | None:
        """Return the time at which the reaper has to check it, because its lease, start or deadline passes.

        If it has ended: at once while a queued provider's call is open, else None. While it waits for its turn: when
        that has taken too long.
        """
        if not self.live:
            return self.ended_at if self.open_order is not None else None
        if self.waits_for is not None:
            return self.deadline_at
        return min(self.lease.expires_at if self.lease else self.updated_at + START_GRACE, self.deadline_at)

    @derived
    def expires_at(self) -> datetime | None:
        """Return the time after which the document may be deleted; None until the job has ended."""
        return self.ended_at + KEEP_ENDED if self.ended_at else None

    @property
    def excused(self) -> bool:
        """Whether it failed by an outage or our fault before a paid call, which does not count against the user."""
        return self.problem is not None and self.problem.reason in _OUTAGES and not self.cost_micros

    @property
    def rejected(self) -> bool:
        """Whether its photo, or the picture made from it, was rejected. Withdrawn consent is not a rejection."""
        rejected = self.problem is not None and self.problem.reason == ContentRejected.reason
        return rejected and self.recipe.personal and self.problem != CONSENT_WITHDRAWN

    @property
    def cost_micros(self) -> int:
        """The booked cost of all its calls."""
        return sum(call.spent_micros or 0 for call in self.calls)

    @property
    def assumed(self) -> bool:
        """Return whether a call's cost may have been assumed: the call is booked at its whole hold."""
        return any(call.held_micros and call.spent_micros == call.held_micros for call in self.calls)

    def claim(self, lease: Lease, now: datetime) -> "RenderJob":
        return replace(self, state=self._after(JobMove.CLAIM), lease=lease, updated_at=now)

    def check_token(self, token: str) -> None:
        """Raise LeaseLost unless this token holds the job, at any time: no other worker has taken it over."""
        if self.state is not JobState.RUNNING or self.lease is None or self.lease.token != token:
            raise LeaseLost(f"job {self.render_id} is {self.state}, not this worker's")

    def check_lease(self, token: str, now: datetime) -> None:
        """Raise LeaseLost unless this token holds the job and its lease has not run out."""
        self.check_token(token)
        if self.lease is not None and self.lease.expires_at <= now:
            raise LeaseLost(f"the lease of job {self.render_id} ran out")

    def authorise(self, call: Call, until: datetime) -> "RenderJob":
        """Return the job with one more open call and the lease extended to `until`.

        Only one call may be open, and only one may order a prediction.
        """
        if self.lease is None or self.ordered or any(earlier.under_way for earlier in self.calls):
            raise IllegalMove("render job", self.state, "authorise")
        lease = replace(self.lease, expires_at=max(self.lease.expires_at, until))
        schema = self.schema_version if call.share is None else max(self.schema_version, SHARES_SCHEMA)
        calls = (*self.calls, call)
        return replace(self, calls=calls, lease=lease, updated_at=call.authorised_at, schema_version=schema)

    def book(self, number: int, spent_micros: int, now: datetime) -> "RenderJob":
        """Return the job with the cost of a call booked, at most its hold. Booking twice changes nothing.

        number: the number of the call, from 0.

        A booked cost may have been the assumed worst case, so a lower one corrects it.
        """
        call = self.calls[number]
        most = call.held_micros if call.spent_micros is None else call.spent_micros
        booked = replace(call, spent_micros=min(spent_micros, most))
        if booked == call:
            return self
        return replace(self, calls=(*self.calls[:number], booked, *self.calls[number + 1 :]), updated_at=now)

    def refuse(self, number: int) -> "RenderJob":
        """Return the job with the picture of a call marked as not to be used.

        An earlier deployment, which does not know the mark, cannot read the job, and so does not use it either.
        """
        call = self.calls[number]
        if call.refused:
            return self
        calls = (*self.calls[:number], replace(call, refused=True), *self.calls[number + 1 :])
        return replace(self, calls=calls)

    def with_handle(self, number: int, handle: str) -> "RenderJob":
        """Return the job with the handle of a call's prediction, if the call is open and has none."""
        call = self.calls[number]
        if not call.under_way or call.handle is not None:
            return self
        calls = (*self.calls[:number], replace(call, handle=handle), *self.calls[number + 1 :])
        return replace(self, calls=calls)

    def allow(self, deadline_at: datetime, now: datetime) -> "RenderJob":
        """Return the job that need not wait any more. Its time counts from now."""
        if self.state is not JobState.QUEUED or self.waits_for is None:
            raise IllegalMove("render job", self.state, "allow")
        return replace(
            self, waits_for=None, turn_at=None, allowed_at=now, deadline_at=deadline_at, updated_at=now
        )

    def requeue(self, now: datetime) -> "RenderJob":
        """Return the job queued for its next attempt, because its worker died or none started."""
        state = self._after(JobMove.REQUEUE)
        return replace(self, state=state, attempt=self.attempt + 1, lease=None, updated_at=now)

    def settle(self, now: datetime) -> "RenderJob":
        return self._ended(JobMove.SETTLE, now)

    def fail(self, problem: Problem, now: datetime) -> "RenderJob":
        return replace(self._ended(JobMove.FAIL, now), problem=problem)

    def _ended(self, move: JobMove, now: datetime) -> "RenderJob":
        state = self._after(move)
        return replace(
            self, state=state, lease=None, waits_for=None, turn_at=None, ended_at=now, updated_at=now
        )

    def fan_out_again(self) -> "RenderJob":
        """Return the job with the next round of its tasks."""
        return replace(self, fan_out_round=self.fan_out_round + 1)

    def _after(self, move: JobMove) -> JobState:
        try:
            return JOB_MOVES[self.state, move]
        except KeyError:
            raise IllegalMove("render job", self.state, move) from None

    @classmethod
    def from_document(cls, document_id: str, data: Mapping[str, Any]) -> Self:
        """Return the stored job. Raises NewerSchema before it reads any other field."""
        if data["schema_version"] > SCHEMA_VERSION:
            raise NewerSchema(f"job {document_id} is of schema {data['schema_version']}")
        return decode(cls, data, document_id)

"""Documents of the work itself: attempts, places of walks, orphans, dead letters."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from mirror_realm.domain.codec import Document, OmittedAtDefault, derived

KEEP_ATTEMPTS = timedelta(days=30)
"""Much longer than the life of any job."""


@dataclass(frozen=True, slots=True)
class Attempt(Document):
    """`renders/{render_id}/attempts/{number}`: its creation starts the attempt."""

    render_id: str
    number: int
    created_at: datetime
    closed_at: datetime | None = None
    """The time at which the reaper closed it; None for an attempt whose job shows its end."""

    @derived
    def expires_at(self) -> datetime:
        """Return the time after which the document may be deleted."""
        return self.created_at + KEEP_ATTEMPTS


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A document that the user wrote, to be stored again field by field, unchanged."""

    data: dict[str, Any]

    def to_document(self) -> dict[str, Any]:
        return self.data


@dataclass(frozen=True, slots=True)
class SweepPlace(Document):
    """`maintenance/{sweep-*,census-*}`: the place where the last walk stopped; empty at the start."""

    after: str
    at: datetime
    user: OmittedAtDefault[str | None] = None
    """The user at whom it stopped, sealed: `after` may name them in a way that does not show."""


@dataclass(frozen=True, slots=True)
class SweepTasks(Document):
    """`maintenance/sweep-tasks-{step}`: a step of the sweep that its tasks continue, until it is complete."""

    at: datetime
    """The time of the pass that left it to them."""
    fan_out_round: int = 0
    """The round of its tasks."""
    pages: int = 0
    """The number of pages that this round's tasks have done."""

    def fan_out_again(self) -> "SweepTasks":
        """Return the step with the next round of its tasks."""
        return replace(self, fan_out_round=self.fan_out_round + 1, pages=0)


@dataclass(frozen=True, slots=True)
class Orphan(Document):
    """`orphans/{id}`, for a user's files `users/{uid}/orphans/{id}`: a folder that may no longer be needed.

    From `due_at` on, the sweep checks the folder like any other, and keeps it if it is needed.
    """

    folder: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DeadLetter(Document):
    """`dead_letters/{event_id}`: an event that could not be handled."""

    function: str
    document: str
    """The path of the event's document."""
    error: str
    """The exception's class; its traceback is in the log under the same id."""
    at: datetime

    @property
    def uid(self) -> str | None:
        """Return the uid of the event's document; None for a document of no user."""
        collection, _, rest = self.document.partition("/")
        return rest.split("/")[0] if collection in ("users", "customers") else None

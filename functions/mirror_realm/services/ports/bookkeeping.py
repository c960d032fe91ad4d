"""Documents that the work itself keeps: attempts, how far a walk came, what is to be looked at again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mirror_realm.domain.codec import Document, derived

KEEP_ATTEMPTS = timedelta(days=30)
"""Far longer than any job lives."""


@dataclass(frozen=True, slots=True)
class Attempt(Document):
    """`renders/{render_id}/attempts/{number}`: its creation starts the attempt."""

    render_id: str
    number: int
    created_at: datetime
    closed_at: datetime | None = None
    """When the reaper gave it up. An attempt that ran to its end is told by its job."""

    @derived
    def expires_at(self) -> datetime:
        """Return when the document may age out."""
        return self.created_at + KEEP_ATTEMPTS


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A document that its person wrote, past the rules: to be stored again field by field as it is."""

    data: dict[str, Any]

    def to_document(self) -> dict[str, Any]:
        return self.data


@dataclass(frozen=True, slots=True)
class SweepPlace(Document):
    """`maintenance/{sweep-*,census-*}`: up to where the last pass walked files or users; empty to begin anew."""

    after: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Orphan(Document):
    """`orphans/{id}`, of a user's files `users/{uid}/orphans/{id}`: a folder that perhaps nothing needs any more.

    Written when that comes about. The sweep looks at the folder from `due_at` on, as it does at every folder, and
    keeps it if something needs it after all.
    """

    folder: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DeadLetter(Document):
    """`dead_letters/{event_id}`: an event that could not be handled."""

    function: str
    document: str
    """Path of the document it told of."""
    error: str
    """The exception's class; its traceback is in the log under the same id."""
    at: datetime

    @property
    def uid(self) -> str | None:
        """Whose document it told of, where its path says so."""
        collection, _, rest = self.document.partition("/")
        return rest.split("/")[0] if collection == "users" else None

"""The port to the queries of administrators: pages of what is stored, and counts. They are outside transactions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeAlias

from mirror_realm.domain.audit import AuditEntry
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services.ports.bookkeeping import DeadLetter

Place: TypeAlias = tuple[datetime, str]
"""The end of a page: the time and the id of its last document."""

LedgerField = Literal["render_id", "day", "person"]


class Counted(StrEnum):
    """What can be counted without reading it."""

    OPEN_REPORTS = "open_reports"
    TAKEDOWNS = "takedowns_under_way"
    DEAD_LETTERS = "dead_letters"
    STUCK_JOBS = "stuck_jobs"
    QUEUED_JOBS = "queued_jobs"
    RUNNING_JOBS = "running_jobs"
    OVERDUE_ERASURES = "erasures_overdue"


class AdministrationQueries(Protocol):
    def count(self, of: Counted, until: datetime) -> int:
        """Return how many there are, at one read for each thousand.

        until: of jobs and erasures, the time since which they have been due.
        """

    def ledger(
        self, field: LedgerField, values: Sequence[str], after: Place | None, most: int
    ) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """Return ledger entries with one of these values, as stored, with their ids; the latest first.

        Those of a render job come all at once.
        """

    def audit(
        self, persons: Sequence[str], by: str | None, after: Place | None, most: int
    ) -> Sequence[AuditEntry]:
        """Return entries of the audit, the latest first.

        persons: only those about a user with one of these pseudonyms; empty: about any.
        by: only those of this administrator; None: of any. Not together with `persons`.
        """

    def letters(self, after: Place | None, most: int) -> Sequence[tuple[str, DeadLetter]]:
        """Return dead letters with their ids, the oldest first."""

    def jobs_under_way(self, most: int) -> Sequence[RenderJob]:
        """Return queued and running jobs, the oldest first; none of a newer schema."""

    def oldest_queued(self) -> datetime | None:
        """Return the time at which the job that has been queued longest was created; None if none is queued."""

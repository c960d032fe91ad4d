"""The books as administrators read them: the ledger by job, day or user, the audit, dead letters; in pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mirror_realm.domain.audit import AuditEntry
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports.administration import AdministrationQueries, LedgerField, Place
from mirror_realm.services.ports.bookkeeping import DeadLetter

OF_A_JOB = 100
"""More entries than a job has."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    entries: Sequence[tuple[str, Mapping[str, Any]]]
    """The entries as stored, with their ids; the latest first."""
    after: Place | None
    reads: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    entries: Sequence[AuditEntry]
    after: Place | None
    reads: int


@dataclass(frozen=True, slots=True)
class LetterPage:
    letters: Sequence[tuple[str, DeadLetter]]
    """With their ids, the oldest first."""
    after: Place | None
    reads: int


@dataclass(frozen=True, slots=True)
class Books:
    queries: AdministrationQueries
    naming: Naming

    def of_job(self, render_id: str) -> LedgerPage:
        """Return all entries of a render job."""
        found = self.queries.ledger("render_id", [render_id], None, OF_A_JOB)
        return LedgerPage(found, None, max(1, len(found)))

    def of_day(self, day: str, after: Place | None, most: int) -> LedgerPage:
        """Return a page of the entries of a day of the quota's time zone, as `2026-11-20`."""
        return self._page("day", [day], after, most)

    def of_person(self, name: str, after: Place | None, most: int) -> LedgerPage:
        """Return a page of the entries of a user, given by pseudonym."""
        return self._page("person", [name], after, most)

    def of_user(self, uid: str, after: Place | None, most: int) -> LedgerPage:
        """Return a page of the entries of a user, given by uid. Raises Misconfigured."""
        return self._page("person", self.naming.known(uid), after, most, reads=1)

    def audit(self, uid: str | None, by: str | None, after: Place | None, most: int) -> AuditPage:
        """Return a page of the audit. Raises Misconfigured.

        uid: of acts about this user only.
        by: of acts by this administrator only. Not both.
        """
        names = self.naming.known(uid) if uid is not None else ()
        found = self.queries.audit(names, by, after, most + 1)
        shown = found[:most]
        rest = (shown[-1].at, shown[-1].entry_id) if len(found) > most else None
        return AuditPage(shown, rest, max(1, len(found)) + (uid is not None))

    def letters(self, after: Place | None, most: int) -> LetterPage:
        """Return a page of the dead letters."""
        found = self.queries.letters(after, most + 1)
        shown = found[:most]
        rest = (shown[-1][1].at, shown[-1][0]) if len(found) > most else None
        return LetterPage(shown, rest, max(1, len(found)))

    def _page(
        self, field: LedgerField, values: Sequence[str], after: Place | None, most: int, *, reads: int = 0
    ) -> LedgerPage:
        found = self.queries.ledger(field, values, after, most + 1)
        shown = found[:most]
        rest = (shown[-1][1]["at"], shown[-1][0]) if len(found) > most else None
        return LedgerPage(shown, rest, reads + max(1, len(found)))

"""The queries of administrators over the memory store, in plain Python: what Firestore's must agree with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mirror_realm.domain.audit import AuditEntry
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services.ports.administration import Counted, LedgerField, Place
from mirror_realm.services.ports.bookkeeping import DeadLetter
from tests.fakes.memory_store import MemoryStore

Stored = dict[str, Any]


class MemoryAdministration:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def count(self, of: Counted, until: datetime) -> int:
        return len(self._counted(of, until))

    def _counted(self, of: Counted, until: datetime) -> list[Stored]:
        match of:
            case Counted.OPEN_REPORTS:
                return [one for _, one in self._entries_of("reviews") if one["awaiting_since"]]
            case Counted.TAKEDOWNS:
                return [one for _, one in self._entries_of("reviews") if one["pending"]]
            case Counted.DEAD_LETTERS:
                return [one for _, one in self._entries_of("dead_letters")]
            case Counted.STUCK_JOBS:
                return [
                    one for _, one in self._entries_of("renders") if one["due_at"] and one["due_at"] <= until
                ]
            case Counted.QUEUED_JOBS:
                return [one for _, one in self._entries_of("renders") if one["state"] == "queued"]
            case Counted.RUNNING_JOBS:
                return [one for _, one in self._entries_of("renders") if one["state"] == "running"]
            case Counted.OVERDUE_ERASURES:
                return [
                    one for _, one in self._entries_of("erasures") if one["due_at"] and one["due_at"] <= until
                ]

    def ledger(
        self, field: LedgerField, values: Sequence[str], after: Place | None, most: int
    ) -> Sequence[tuple[str, Mapping[str, Any]]]:
        found = [(name, one) for name, one in self._entries_of("ledger") if one.get(field) in values]
        return self._page(found, after)[:most]

    def audit(
        self, persons: Sequence[str], by: str | None, after: Place | None, most: int
    ) -> Sequence[AuditEntry]:
        found = [
            (name, one)
            for name, one in self._entries_of("audit")
            if (not persons or one["person"] in persons) and by in (None, one["by"])
        ]
        return [AuditEntry.from_document(*entry) for entry in self._page(found, after)[:most]]

    def letters(self, after: Place | None, most: int) -> Sequence[tuple[str, DeadLetter]]:
        found = sorted((one["at"], name) for name, one in self._entries_of("dead_letters"))
        names = [name for at, name in found if after is None or (at, name) > after][:most]
        return [
            (name, DeadLetter.from_document(self._store.documents[f"dead_letters/{name}"])) for name in names
        ]

    def jobs_under_way(self, most: int) -> Sequence[RenderJob]:
        found = [
            (one["created_at"], name, one)
            for name, one in self._entries_of("renders")
            if one["state"] in ("queued", "running")
        ]
        return [
            RenderJob.from_document(name, one) for _, name, one in sorted(found, key=lambda one: one[:2])
        ][:most]

    def oldest_queued(self) -> datetime | None:
        queued = [one["created_at"] for _, one in self._entries_of("renders") if one["state"] == "queued"]
        return min(queued, default=None)

    def _page(self, found: list[tuple[str, Stored]], after: Place | None) -> list[tuple[str, Stored]]:
        """Return what comes after a place, the latest first."""
        latest = sorted(found, key=lambda entry: (entry[1]["at"], entry[0]), reverse=True)
        return [entry for entry in latest if after is None or (entry[1]["at"], entry[0]) < after]

    def _entries_of(self, collection: str) -> list[tuple[str, Stored]]:
        return [
            (path.split("/")[1], one)
            for path, one in sorted(self._store.documents.items())
            if path.startswith(f"{collection}/") and path.count("/") == 1
        ]

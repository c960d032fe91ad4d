"""The queries of administrators on Cloud Firestore. Every index these need is in firestore.indexes.json."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from mirror_realm.adapters.firestore_queries import as_job
from mirror_realm.adapters.firestore_reading import data_of, readable
from mirror_realm.domain.audit import AuditEntry
from mirror_realm.domain.render_job import JobState, RenderJob
from mirror_realm.services.ports.administration import Counted, LedgerField, Place
from mirror_realm.services.ports.bookkeeping import DeadLetter

if TYPE_CHECKING:
    from google.cloud.firestore import Client

DESCENDING = firestore.Query.DESCENDING
OF_A_JOB = 100
"""More entries of the ledger than a job has. They are sorted here, so that they need no index."""
_LIVE = [JobState.QUEUED, JobState.RUNNING]


class FirestoreAdministration:
    def __init__(self, client: "Client") -> None:
        self._client = client

    def count(self, of: Counted, until: datetime) -> int:
        counted: Any = self._counted(of, until).count()  # the package's types lack what its decorators add
        ((answer,),) = counted.get()
        return int(answer.value)

    def _counted(self, of: Counted, until: datetime) -> Any:
        match of:
            case Counted.OPEN_REPORTS:
                since = datetime.min.replace(tzinfo=UTC)
                return self._where("reviews", "awaiting_since", ">", since)
            case Counted.TAKEDOWNS:
                return self._where("reviews", "pending", "==", True)
            case Counted.DEAD_LETTERS:
                return firestore.Query(self._client.collection("dead_letters"))
            case Counted.STUCK_JOBS:
                return self._where("renders", "due_at", "<=", until)
            case Counted.QUEUED_JOBS:
                return self._where("renders", "state", "==", JobState.QUEUED)
            case Counted.RUNNING_JOBS:
                return self._where("renders", "state", "==", JobState.RUNNING)
            case Counted.OVERDUE_ERASURES:
                return self._where("erasures", "due_at", "<=", until)

    def ledger(
        self, field: LedgerField, values: Sequence[str], after: Place | None, most: int
    ) -> Sequence[tuple[str, Mapping[str, Any]]]:
        if field == "render_id":
            found = self._where("ledger", field, "in", list(values)).limit(OF_A_JOB).stream()
            entries = [(one.id, data_of(one)) for one in found]
            return sorted(entries, key=lambda entry: (entry[1]["at"], entry[0]), reverse=True)[:most]
        same = self._where("ledger", field, "in", list(values))
        return [(one.id, data_of(one)) for one in self._page(same, after, DESCENDING).limit(most).stream()]

    def audit(
        self, persons: Sequence[str], by: str | None, after: Place | None, most: int
    ) -> Sequence[AuditEntry]:
        query: Any = firestore.Query(self._client.collection("audit"))
        if persons:
            query = query.where(filter=FieldFilter("person", "in", list(persons)))
        elif by is not None:
            query = query.where(filter=FieldFilter("by", "==", by))
        latest = self._page(query, after, DESCENDING)
        return readable(latest, most, lambda one: AuditEntry.from_document(one.id, data_of(one)))

    def letters(self, after: Place | None, most: int) -> Sequence[tuple[str, DeadLetter]]:
        oldest = self._page(
            firestore.Query(self._client.collection("dead_letters")), after, firestore.Query.ASCENDING
        )
        return readable(oldest, most, lambda one: (one.id, DeadLetter.from_document(data_of(one))))

    def jobs_under_way(self, most: int) -> Sequence[RenderJob]:
        jobs = readable(self._where("renders", "state", "in", _LIVE).order_by("created_at"), most, as_job)
        return [job for job in jobs if job is not None]

    def oldest_queued(self) -> datetime | None:
        queued = self._where("renders", "state", "==", JobState.QUEUED).order_by("created_at")
        found = list(queued.select(["created_at"]).limit(1).stream())
        return data_of(found[0])["created_at"] if found else None

    def _where(self, collection: str, field: str, operator: str, value: object) -> Any:
        query = firestore.Query(self._client.collection(collection))
        return query.where(filter=FieldFilter(field, operator, value))

    def _page(self, query: Any, after: Place | None, direction: str) -> Any:
        ordered = query.order_by("at", direction=direction).order_by("__name__", direction=direction)
        if after is None:
            return ordered
        collection = self._client.collection(*ordered._parent._path)
        return ordered.start_after({"at": after[0], "__name__": collection.document(after[1])})

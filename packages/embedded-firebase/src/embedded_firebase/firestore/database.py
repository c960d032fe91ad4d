"""The documents of one database: by collection, with snapshots for readers and a log for listeners."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakSet

from embedded_firebase.firestore.stored_document import StoredDocument

WINDOW = 3600 * 1_000_000
"""Microseconds for which the past can be read (public documentation, read data: stale reads)."""

LOG_LENGTH = 10_000
"""Changes kept at most, for reads of the past and for listeners that resume."""

LOG_BYTES = 64 * 1024 * 1024
"""Of the versions kept at most, in the size that Firestore counts."""


class View(Protocol):
    """Documents as of some moment."""

    def get(self, name: str) -> StoredDocument | None: ...

    def documents_in(self, collection: str) -> Iterable[StoredDocument]:
        """Return the documents of one collection, given by its full path, in no order."""

    def collections(self, parent: str, collection_id: str | None) -> Iterable[str]:
        """Return the full paths of all collections at any depth below `parent`, of one id or of all."""

    def names_below(self, path: str) -> Iterable[str]:
        """Return the ids directly below a path: of collections below a document or the root, else of documents."""


@dataclass(frozen=True)
class LoggedChange:
    """A change of a document: the moment in microseconds, and the version before it."""

    moment: int
    name: str
    before: StoredDocument | None


class Database:
    """The current documents; a `View` of now."""

    def __init__(self, name: str, created: int) -> None:
        self.name = name
        self._collections: dict[str, dict[str, StoredDocument]] = {}
        self._groups: dict[str, dict[str, None]] = {}
        self._below: dict[str, Counter[str]] = {}
        self._snapshots: WeakSet[Snapshot] = WeakSet()
        self._log: deque[LoggedChange] = deque()
        self._log_bytes = 0
        self._cut_at = 0
        self._forgotten_until = created
        self.last_commit = created

    @property
    def root(self) -> str:
        return f"{self.name}/documents"

    def get(self, name: str) -> StoredDocument | None:
        collection, _, document_id = name.rpartition("/")
        documents = self._collections.get(collection)
        return None if documents is None else documents.get(document_id)

    def __iter__(self) -> Iterator[StoredDocument]:
        for documents in self._collections.values():
            yield from documents.values()

    def documents_in(self, collection: str) -> Iterable[StoredDocument]:
        return self._collections.get(collection, {}).values()

    def collections(self, parent: str, collection_id: str | None) -> Iterable[str]:
        paths = self._collections if collection_id is None else self._groups.get(collection_id, {})
        return [path for path in paths if path.startswith(parent + "/")]

    def names_below(self, path: str) -> Iterable[str]:
        """Return the ids directly below a path.

        Below a collection they are those of documents, stored or missing, that have documents below; below a
        document or the root those of its collections.
        """
        return self._below.get(path, {})

    def snapshot(self, moment: int | None = None) -> Snapshot:
        """Return a view of the documents as they are now; it stays the same for as long as it is referenced.

        moment: what the view names as its time, in microseconds; by default that of the last commit.
        """
        snapshot = Snapshot(self, self.last_commit if moment is None else moment)
        self._snapshots.add(snapshot)
        return snapshot

    def as_of(self, moment: int) -> Snapshot | None:
        """Return the view of a past moment; None when the log does not reach back so far, or to another start."""
        return None if moment < self._forgotten_until else self.at(moment)

    def at(self, moment: int) -> Snapshot | None:
        """Return the view of a past moment, empty before the first commit; None when the log does not reach back."""
        if moment < self._cut_at:
            return None
        snapshot = self.snapshot(moment)
        for change in reversed(self._log):
            if change.moment <= moment:
                break
            snapshot.overlay[change.name] = change.before
        return snapshot

    def replace(self, after: Mapping[str, StoredDocument | None], moment: int) -> None:
        """Store documents as they are at this moment of commit, in microseconds; None deletes."""
        self.last_commit = moment
        for name, document in after.items():
            before = self.get(name)
            if len(self._snapshots):
                for snapshot in self._snapshots:
                    snapshot.overlay.setdefault(name, before)
            self._log.append(LoggedChange(moment, name, before))
            self._log_bytes += 0 if before is None else before.size
            if document is None:
                self._remove(name)
            else:
                self._put(name, document)
        self._cut_log(moment)

    def _cut_log(self, now: int) -> None:
        log = self._log
        while log and (len(log) > LOG_LENGTH or self._log_bytes > LOG_BYTES or log[0].moment < now - WINDOW):
            change = log.popleft()
            self._log_bytes -= 0 if change.before is None else change.before.size
            self._forgotten_until = self._cut_at = change.moment

    def _put(self, name: str, document: StoredDocument) -> None:
        collection, _, document_id = name.rpartition("/")
        documents = self._collections.get(collection)
        if documents is None:
            documents = self._collections[collection] = {}
            self._groups.setdefault(collection.rpartition("/")[2], {})[collection] = None
            for parent, child in self._ancestry(collection):
                self._below.setdefault(parent, Counter())[child] += 1
        documents[document_id] = document

    def _remove(self, name: str) -> None:
        collection, _, document_id = name.rpartition("/")
        documents = self._collections.get(collection)
        if documents is None or documents.pop(document_id, None) is None or documents:
            return
        del self._collections[collection]
        self._groups[collection.rpartition("/")[2]].pop(collection)
        for parent, child in self._ancestry(collection):
            below = self._below[parent]
            below[child] -= 1
            if not below[child]:
                del below[child]
                if not below:
                    del self._below[parent]

    def _ancestry(self, collection: str) -> Iterator[tuple[str, str]]:
        """Yield (parent path, child id) for every step from the root down to the collection."""
        while len(collection) > len(self.root):
            collection, _, child = collection.rpartition("/")
            yield collection, child


class Snapshot:
    """A view of a past moment: the documents of now, but for those changed since."""

    def __init__(self, database: Database, moment: int) -> None:
        self._database = database
        self.moment = moment
        self.overlay: dict[str, StoredDocument | None] = {}

    def get(self, name: str) -> StoredDocument | None:
        return self.overlay[name] if name in self.overlay else self._database.get(name)

    def documents_in(self, collection: str) -> Iterable[StoredDocument]:
        current = self._database.documents_in(collection)
        if not self.overlay:
            return current
        unchanged = [document for document in current if document.name not in self.overlay]
        return unchanged + [
            document
            for name, document in self.overlay.items()
            if document is not None and name.rpartition("/")[0] == collection
        ]

    def collections(self, parent: str, collection_id: str | None) -> Iterable[str]:
        paths = dict.fromkeys(self._database.collections(parent, collection_id))
        for name, document in self.overlay.items():
            collection = name.rpartition("/")[0]
            if (
                document is not None
                and collection.startswith(parent + "/")
                and collection_id in (None, collection.rpartition("/")[2])
            ):
                paths[collection] = None
        return paths

    def names_below(self, path: str) -> Iterable[str]:
        if not self.overlay:
            return self._database.names_below(path)
        depth = len(path) + 1
        return dict.fromkeys(
            collection[depth:].partition("/")[0]
            for collection in self.collections(path, None)
            if any(True for _ in self.documents_in(collection))
        )

"""The Database port in memory: optimistic transactions, a feed of created attempts, and every transaction rehearsed.

A rehearsal runs `work` once and throws its writes away, as contention does: work with effects of its own fails here.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from mirror_realm.domain.increments import Increments
from mirror_realm.services.ports.store import DatabaseTransaction, Listing, Missing, Record, Ref
from tests.fakes.frozen import Documents, frozen
from tests.invariants import (
    closed_providers_are_not_asked,
    nothing_comes_back,
    pages_go_with_their_avatars,
)

R = TypeVar("R", bound=Record)
Result = TypeVar("Result")
Data = dict[str, Any]


class MemoryStore:
    def __init__(self) -> None:
        self.documents: dict[str, Data] = Documents()
        self.attempts: list[tuple[str, int]] = []
        """Attempts created and not yet taken by a test: what the trigger would deliver."""
        self.reads = 0
        self.writes = 0
        self.transactions = 0
        self._lock = threading.RLock()

    def read(self, *refs: Ref[Any]) -> Any:
        with self._lock:
            self.reads += len(refs)
            return _decoded(refs, [self.documents.get(ref.path) for ref in refs])

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        with self._lock:
            found = _newest(self.documents, listing, most)
            self.reads += max(1, len(found))
            return [listing.decode(path.rpartition("/")[2], data) for path, data in found.items()]

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        with self._lock:
            work(self.begin())
            while True:
                transaction = self.begin()
                result = work(transaction)
                if self.commit(transaction):
                    return result

    def begin(self) -> "MemoryTransaction":
        """Return a transaction; without `commit` it leaves no trace."""
        return MemoryTransaction(self.documents)

    def commit(self, transaction: "MemoryTransaction") -> bool:
        """Write what was written; False, and nothing written, if anything it read has changed since. Raises Missing."""
        with self._lock:
            # A write stores a new dict, so a document that is the very same one has not been touched.
            if any(self.documents.get(path) is not data for path, data in transaction.seen.items()):
                return False
            for path in transaction.added:
                if path not in self.documents:
                    raise Missing(path)
            added = {path: one.added_to(self.documents[path]) for path, one in transaction.added.items()}
            changed = {**transaction.written, **transaction.merged, **added}
            nothing_comes_back(self.documents, changed)
            closed_providers_are_not_asked(self.documents, changed)
            pages_go_with_their_avatars(self.documents, changed)
            self.transactions += 1
            self.reads += transaction.reads
            self.writes += len(changed)
            for path, written in {**transaction.written, **added}.items():
                self._write(path, written)
            for path, fields in transaction.merged.items():
                self._write(path, {**self.documents.get(path, {}), **fields})
            return True

    def take_attempts(self) -> list[tuple[str, int]]:
        """Return what was created since the last call."""
        with self._lock:
            taken, self.attempts = self.attempts, []
            return taken

    def _write(self, path: str, written: Data | None) -> None:
        if written is None:
            self.documents.pop(path, None)
            return
        collection, *_, name = path.split("/")
        if collection == "renders" and path.count("/") == 3 and path not in self.documents:
            self.attempts.append((path.split("/")[1], int(name)))
        self.documents[path] = written


class MemoryTransaction:
    """Reads what was stored when it began, keeps what is written until the commit."""

    def __init__(self, documents: dict[str, Data]) -> None:
        self._documents = dict(documents)
        self.seen: dict[str, Data | None] = {}
        self.written: dict[str, Data | None] = {}
        self.merged: dict[str, Data] = {}
        """Fields of documents that need not have been read."""
        self.added: dict[str, Increments] = {}
        """Of documents that need not have been read, either."""
        self.reads = 0

    def read(self, *refs: Ref[Any]) -> Any:
        assert not self._changed, "all reads come before the first write"
        self.reads += len(refs)
        return _decoded(refs, [self.seen.setdefault(ref.path, self._documents.get(ref.path)) for ref in refs])

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        assert not self._changed, "all reads come before the first write"
        found = _newest(self._documents, listing, most)
        self.reads += max(1, len(found))
        for path, data in found.items():
            self.seen.setdefault(path, data)
        return [listing.decode(path.rpartition("/")[2], data) for path, data in found.items()]

    def create(self, ref: Ref[Any], record: Record) -> None:
        assert ref.path not in self._documents, f"{ref.path} exists already"
        self.seen.setdefault(ref.path, None)
        self.put(ref, record)

    def put(self, ref: Ref[Any], record: Record) -> None:
        assert ref.path not in self._changed, f"{ref.path} is written twice"
        self.written[ref.path] = frozen(record.to_document())

    def merge(self, ref: Ref[Any], fields: Record) -> None:
        assert ref.path not in self._changed, f"{ref.path} is written twice"
        self.merged[ref.path] = frozen(fields.to_document())

    def add(self, ref: Ref[Any], increments: Increments) -> None:
        assert ref.path not in self._changed, f"{ref.path} is written twice"
        self.added[ref.path] = increments

    def delete(self, ref: Ref[Any]) -> None:
        self.written[ref.path] = None

    @property
    def _changed(self) -> set[str]:
        return {*self.written, *self.merged, *self.added}


def _newest(documents: dict[str, Data], listing: Listing[Any], most: int) -> dict[str, Data]:
    own = [path for path in documents if path.rpartition("/")[0] == listing.path]
    newest = sorted(own, key=lambda path: (documents[path][listing.field], path), reverse=True)
    return {path: documents[path] for path in newest[:most]}


def _decoded(refs: Sequence[Ref[Any]], stored: Sequence[Data | None]) -> Any:
    records = tuple(
        None if data is None else ref.decode(data) for ref, data in zip(refs, stored, strict=True)
    )
    return records[0] if len(records) == 1 else records

"""The Store port in memory: serial transactions, a feed of created attempts, and every transaction rehearsed.

A rehearsal runs `work` once and throws its writes away, as contention does: work with effects of its own fails here.
"""

import copy
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from mirror_realm.services.store import Record, Ref, Transaction

Result = TypeVar("Result")


class MemoryStore:
    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.attempts: list[tuple[str, int]] = []
        """Attempts created and not yet taken by a test: what the trigger would deliver."""
        self.reads = 0
        self.writes = 0
        self.transactions = 0
        self._lock = threading.RLock()

    def read(self, *refs: Ref[Any]) -> Any:
        with self._lock:
            self.reads += len(refs)
            return _decoded(self.documents, refs)

    def transact(self, work: Callable[[Transaction], Result]) -> Result:
        with self._lock:
            work(_MemoryTransaction(self.documents))
            transaction = _MemoryTransaction(self.documents)
            result = work(transaction)
            self.transactions += 1
            self.reads += transaction.reads
            self.writes += len(transaction.written)
            for path, data in transaction.written.items():
                if data is None:
                    self.documents.pop(path, None)
                else:
                    created = path not in self.documents
                    self.documents[path] = data
                    parts = path.split("/")
                    if created and parts[0] == "renders" and len(parts) == 4:
                        self.attempts.append((parts[1], int(parts[3])))
            return result

    def take_attempts(self) -> list[tuple[str, int]]:
        """What was created since the last call."""
        with self._lock:
            taken, self.attempts = self.attempts, []
            return taken


class _MemoryTransaction:
    def __init__(self, documents: dict[str, dict[str, Any]]) -> None:
        self._documents = documents
        self.written: dict[str, dict[str, Any] | None] = {}
        self.reads = 0

    def read(self, *refs: Ref[Any]) -> Any:
        assert not self.written, "all reads come before the first write"
        self.reads += len(refs)
        return _decoded(self._documents, refs)

    def create(self, ref: Ref[Any], record: Record) -> None:
        assert ref.path not in self._documents, f"{ref.path} exists already"
        self.put(ref, record)

    def put(self, ref: Ref[Any], record: Record) -> None:
        assert ref.path not in self.written, f"{ref.path} is written twice"
        self.written[ref.path] = copy.deepcopy(record.to_document())

    def delete(self, ref: Ref[Any]) -> None:
        self.written[ref.path] = None


def _decoded(documents: dict[str, dict[str, Any]], refs: Sequence[Ref[Any]]) -> Any:
    records = tuple(
        ref.decode(copy.deepcopy(documents[ref.path])) if ref.path in documents else None for ref in refs
    )
    return records[0] if len(records) == 1 else records

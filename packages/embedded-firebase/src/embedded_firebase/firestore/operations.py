"""Reads, writes and deletes, counted as Firestore bills them (public documentation, pricing)."""

from __future__ import annotations

from collections import Counter

INDEX_ENTRIES_PER_READ = 1000


class Operations:
    """Counters since the start or the last reset."""

    def __init__(self) -> None:
        self.reads = 0
        self.writes = 0
        self.deletes = 0
        self.rpcs: Counter[str] = Counter()

    def read_documents(self, count: int) -> None:
        """Count documents that were looked up by name, whether or not they exist."""
        self.reads += count

    def read_query(self, results: int) -> None:
        """Count a query by its results, those skipped by an offset included; a query without results is one read."""
        self.reads += max(1, results)

    def read_aggregation(self, index_entries: int) -> None:
        """Count an aggregation over so many index entries."""
        self.reads += max(1, -(-index_entries // INDEX_ENTRIES_PER_READ))

    def reset(self) -> None:
        self.reads = self.writes = self.deletes = 0
        self.rpcs.clear()

    def as_json(self) -> dict[str, object]:
        return {
            "reads": self.reads,
            "writes": self.writes,
            "deletes": self.deletes,
            "rpcs": dict(sorted(self.rpcs.items())),
        }

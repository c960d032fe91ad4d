"""Indexes: what `firestore.indexes.json` declares."""

from __future__ import annotations

from emulator.firestore.queries.plan import Plan


class IndexCatalogue:
    """The composite indexes and field overrides of a project."""

    def require(self, plan: Plan) -> None:
        """Raise FAILED_PRECONDITION unless a declared or automatic index serves the query."""

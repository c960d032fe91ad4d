"""Targets: what a listener follows, and how one change of a document affects it.

A target without a limit keeps nothing: whether a document was or is in it follows from the document before
and after. A target with a limit keeps its documents in order, for one that leaves lets another in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from embedded_firebase.firestore.database import Database, View
from embedded_firebase.firestore.protocol import Document, StructuredQuery
from embedded_firebase.firestore.queries.plan import Plan
from embedded_firebase.firestore.stored_document import StoredDocument

Difference = tuple[str, StoredDocument | None]
"""A document's name, and the document if it is now in the target; None if it has left it."""


class Target(Protocol):
    """A query or a set of documents that a listener follows."""

    database: Database

    def documents(self, view: View) -> dict[str, StoredDocument]:
        """Return what is in the target as of the view, in its order."""

    def start(self) -> dict[str, StoredDocument]:
        """Return what is in the target now; from here on every change must be passed to `differences`."""

    def differences(
        self, name: str, before: StoredDocument | None, after: StoredDocument | None
    ) -> Iterable[Difference]:
        """Return what a change of one document changes about the target."""

    def shown(self, document: StoredDocument) -> Document: ...


class DocumentsTarget:
    """Follow documents by name."""

    def __init__(self, database: Database, names: Iterable[str]) -> None:
        self.database = database
        self.names = tuple(dict.fromkeys(names))

    def documents(self, view: View) -> dict[str, StoredDocument]:
        found = ((name, view.get(name)) for name in self.names)
        return {name: document for name, document in found if document is not None}

    def start(self) -> dict[str, StoredDocument]:
        return self.documents(self.database)

    def differences(
        self, name: str, before: StoredDocument | None, after: StoredDocument | None
    ) -> Iterable[Difference]:
        return [(name, after)]

    def shown(self, document: StoredDocument) -> Document:
        return document.message


class QueryTarget:
    """Follow the results of a query."""

    def __init__(self, database: Database, query: StructuredQuery, plan: Plan) -> None:
        self.database = database
        self.query = query
        self.plan = plan
        self._window = _Window(plan) if plan.limit is not None or plan.offset else None

    def documents(self, view: View) -> dict[str, StoredDocument]:
        return {document.name: document for document in self.plan.run(view).documents}

    def start(self) -> dict[str, StoredDocument]:
        if self._window is None:
            return self.documents(self.database)
        self._window.fill(self.database)
        return self._window.shown()

    def differences(
        self, name: str, before: StoredDocument | None, after: StoredDocument | None
    ) -> Iterable[Difference]:
        was = before is not None and self.plan.covers(before)
        now = after is not None and self.plan.covers(after)
        if self._window is not None:
            return self._window.move(before if was else None, after if now else None)
        if now:
            return [(name, after)]
        return [(name, None)] if was else []

    def shown(self, document: StoredDocument) -> Document:
        return self.plan.shown(document)


class _Window:
    """All documents a query covers, in order, of which `offset` and `limit` show a part."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._start = plan.offset
        self._stop = None if plan.limit is None else plan.offset + plan.limit
        self._positions: list[tuple[Any, ...]] = []
        self._documents: list[StoredDocument] = []

    def fill(self, view: View) -> None:
        self._documents = self._plan.all_covered(view)
        self._positions = [self._plan.ordering.position(document) for document in self._documents]

    def shown(self) -> dict[str, StoredDocument]:
        return {document.name: document for document in self._documents[self._start : self._stop]}

    def move(self, before: StoredDocument | None, after: StoredDocument | None) -> Iterator[Difference]:
        """Remove one document, insert one, and return the changes of the part shown."""
        shown = self.shown()
        beyond = [
            self._remove(before) if before is not None else None,
            self._insert(after) if after is not None else None,
        ]
        if self._stop is not None and all(index is None or index >= self._stop for index in beyond):
            return
        now = self.shown()
        for name in shown:
            if name not in now:
                yield name, None
        for name, document in now.items():
            if shown.get(name) is not document:
                yield name, document

    def _remove(self, document: StoredDocument) -> int:
        index = bisect_left(self._positions, self._plan.ordering.position(document))
        del self._positions[index], self._documents[index]
        return index

    def _insert(self, document: StoredDocument) -> int:
        position = self._plan.ordering.position(document)
        index = bisect_left(self._positions, position)
        self._positions.insert(index, position)
        self._documents.insert(index, document)
        return index

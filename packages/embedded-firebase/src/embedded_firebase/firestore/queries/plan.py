"""A structured query, checked and ready to run on any view of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from embedded_firebase.firestore.database import View
from embedded_firebase.firestore.errors import invalid_argument, unimplemented
from embedded_firebase.firestore.paths import FieldPath, check_id, parse_parent
from embedded_firebase.firestore.protocol import Document, StructuredQuery
from embedded_firebase.firestore.queries.combinations import check_combination
from embedded_firebase.firestore.queries.filters import Filter, Predicate, compile_filter, field_path_of
from embedded_firebase.firestore.queries.ordering import Bound, Ordering, ordering_of
from embedded_firebase.firestore.stored_document import NAME_PATH, StoredDocument
from embedded_firebase.firestore.values import field_at, set_field


@dataclass(frozen=True)
class Result:
    """The documents a query finds."""

    documents: list[StoredDocument]
    skipped: int
    """How many the offset passed over; they are billed as reads."""


@dataclass(frozen=True)
class Plan:
    """What one query selects."""

    parent: str
    collection_id: str | None
    """None selects every collection."""
    all_descendants: bool
    filter: Filter | None
    ordering: Ordering
    start: Bound | None
    end: Bound | None
    offset: int
    limit: int | None
    projection: tuple[FieldPath, ...] | None
    required: frozenset[FieldPath] = frozenset()
    """Further fields a document must have to be found."""

    def run(self, view: View) -> Result:
        """Find, order, and cut the results."""
        found = self.all_covered(view)
        stop = None if self.limit is None else self.offset + self.limit
        return Result(found[self.offset : stop], min(self.offset, len(found)))

    def all_covered(self, view: View) -> list[StoredDocument]:
        """Return the results in order, not cut by offset and limit."""
        return self.ordering.sort(self._selected(view))

    def covers(self, document: StoredDocument) -> bool:
        """Return whether the document is among the results when neither offset nor limit cuts it off."""
        return self._in_scope(document.name) and self._selects(document)

    def shown(self, document: StoredDocument) -> Document:
        """Return the document as this query returns it."""
        return document.message if self.projection is None else project(document.message, self.projection)

    def encoded(self, document: StoredDocument) -> bytes:
        """Return the document as this query returns it, encoded."""
        if self.projection is None:
            return document.encoded
        encoded: bytes = self.shown(document).SerializeToString()
        return encoded

    def _selected(self, view: View) -> Iterable[StoredDocument]:
        for collection in self._collections(view):
            for document in view.documents_in(collection):
                if self._selects(document):
                    yield document

    def _collections(self, view: View) -> Iterable[str]:
        if self.all_descendants or self.collection_id is None:
            found = view.collections(self.parent, self.collection_id)
            if self.all_descendants:
                return found
            depth = self.parent.count("/") + 1
            return [path for path in found if path.count("/") == depth]
        return [f"{self.parent}/{self.collection_id}"]

    def _in_scope(self, name: str) -> bool:
        collection = name.rpartition("/")[0]
        above, _, collection_id = collection.rpartition("/")
        if self.collection_id not in (None, collection_id):
            return False
        return above == self.parent or (self.all_descendants and above.startswith(self.parent + "/"))

    @cached_property
    def _selects(self) -> Predicate:
        """Whether a document in scope is selected; made once, of those conditions that the query has."""
        conditions: list[Predicate] = []
        if self.filter is not None:
            conditions.append(self.filter.matches)
        needed = sorted(self.ordering.fields | self.required)
        if needed:
            conditions.append(partial(_has, needed))
        if self.start is not None or self.end is not None:
            conditions.append(lambda document: self.ordering.is_within(document, self.start, self.end))
        if len(conditions) == 1:
            return conditions[0]
        # In this order: cursors compare fields that the conditions before have found.
        return lambda document: all(condition(document) for condition in conditions)


def _has(paths: Sequence[FieldPath], document: StoredDocument) -> bool:
    return None not in [document.key(path) for path in paths]


def plan_query(parent: str, query: StructuredQuery) -> Plan:
    """Check a query and make a plan of it.

    Raises:
        FirestoreError: INVALID_ARGUMENT for what the service refuses, UNIMPLEMENTED for vector search.
    """
    parse_parent(parent)
    if query.HasField("find_nearest"):
        raise unimplemented("Vector search (find_nearest)")
    if len(query.from_) > 1:
        raise invalid_argument("StructuredQuery.from cannot have more than one collection selector.")
    collection_id: str | None = None
    all_descendants = False
    if query.from_:
        collection_id = query.from_[0].collection_id or None
        all_descendants = query.from_[0].all_descendants
        if collection_id is not None:
            if "/" in collection_id:
                raise invalid_argument(f'Collection id "{collection_id}" is invalid because it contains "/".')
            check_id(collection_id, "Collection id", collection_id)
    compiled = compile_filter(query.where)
    check_combination(compiled)
    ordering = ordering_of(query, compiled)
    if query.offset < 0:
        raise invalid_argument("offset is negative")
    limit = query.limit.value if query.HasField("limit") else None
    if limit is not None and limit < 0:
        raise invalid_argument("limit is negative")
    return Plan(
        parent=parent,
        collection_id=collection_id,
        all_descendants=all_descendants,
        filter=compiled,
        ordering=ordering,
        start=ordering.bound(query.start_at) if query.HasField("start_at") else None,
        end=ordering.bound(query.end_at) if query.HasField("end_at") else None,
        offset=query.offset,
        limit=limit,
        projection=_projection(query),
    )


def _projection(query: StructuredQuery) -> tuple[FieldPath, ...] | None:
    if not query.HasField("select") or not query.select.fields:
        return None
    return tuple(field_path_of(field) for field in query.select.fields)


def project(document: Document, paths: Iterable[FieldPath]) -> Document:
    """Return the document with these fields only."""
    shown = Document(name=document.name)
    if document.HasField("create_time"):
        shown.create_time.CopyFrom(document.create_time)
        shown.update_time.CopyFrom(document.update_time)
    for path in paths:
        value = None if path == NAME_PATH else field_at(document.fields, path)
        if value is not None:
            set_field(shown.fields, path, value)
    return shown

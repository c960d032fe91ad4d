"""The order of a query's results, and cursors within it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import total_ordering
from itertools import groupby
from typing import Any

from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.paths import FieldPath, format_field_path
from embedded_firebase.firestore.protocol import Cursor, StructuredQuery
from embedded_firebase.firestore.queries.filters import Filter, field_path_of, leaves
from embedded_firebase.firestore.stored_document import NAME_PATH, StoredDocument
from embedded_firebase.firestore.values import OrderKey, kind_of, order_key

_DESCENDING = 2


@dataclass(frozen=True)
class Order:
    """Sort by a field."""

    path: FieldPath
    descending: bool


@total_ordering
class _Reversed:
    """A key that sorts the other way round."""

    __slots__ = ("key",)

    def __init__(self, key: OrderKey) -> None:
        self.key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self.key == other.key

    def __lt__(self, other: _Reversed) -> bool:
        return other.key < self.key

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True)
class Bound:
    """A cursor: a position just before or just after the documents with these leading keys."""

    keys: tuple[OrderKey, ...]
    before: bool


@dataclass(frozen=True)
class Ordering:
    """A total order of documents."""

    orders: tuple[Order, ...]
    explicit: int
    """How many of them the query names itself; cursors reach no further."""

    def by_aggregated(self, paths: Iterable[FieldPath]) -> Ordering:
        """Return the order in which an aggregation reads: that of the index which also holds the aggregated fields.

        It matters where a limit cuts the documents off.

        Raises:
            FirestoreError: INVALID_ARGUMENT when the query itself sorts by name: no index has fields after the name.
        """
        known = {order.path for order in self.orders}
        added = sorted(path for path in paths if path not in known)
        last = self.orders[-1]
        if added and self.explicit == len(self.orders):
            names = ", ".join(map(format_field_path, added))
            raise invalid_argument(
                f"This query requires an index that has fields [{names}] after __name__ and Firestore does not "
                "currently support such an index."
            )
        further = tuple(Order(path, last.descending) for path in added)
        return Ordering((*self.orders[:-1], *further, last), self.explicit)

    @property
    def fields(self) -> frozenset[FieldPath]:
        """The fields sorted by. A document without one of them is in no result."""
        return frozenset(order.path for order in self.orders if order.path != NAME_PATH)

    def position(self, document: StoredDocument) -> tuple[Any, ...]:
        """Return a key that sorts as the query does."""
        return tuple(
            _Reversed(document.key(order.path)) if order.descending else document.key(order.path)  # type: ignore[arg-type]  # only documents with all fields come here
            for order in self.orders
        )

    def sort(self, documents: Iterable[StoredDocument]) -> list[StoredDocument]:
        """Return documents that have all fields in this order."""
        found = list(documents)
        # Sorting is stable: the last run of orders in one direction goes first.
        for descending, run in reversed(
            [(key, list(orders)) for key, orders in groupby(self.orders, _direction)]
        ):
            paths = [order.path for order in run]
            if len(paths) == 1:
                (path,) = paths
                found.sort(key=lambda document: document.key(path), reverse=descending)  # type: ignore[return-value,arg-type]  # keys of one field compare
            else:
                found.sort(
                    key=lambda document: tuple([document.key(path) for path in paths]), reverse=descending
                )
        return found

    def compare(self, document: StoredDocument, keys: Sequence[OrderKey]) -> int:
        """Return -1, 0 or 1: the place of the document against a cursor's leading keys."""
        for order, key in zip(self.orders, keys, strict=False):
            own = document.key(order.path)
            if own != key:
                return 1 if (own > key) != order.descending else -1  # type: ignore[operator]  # see position
        return 0

    def is_within(self, document: StoredDocument, start: Bound | None, end: Bound | None) -> bool:
        """Return whether the document lies between two cursors."""
        if start is not None and self.compare(document, start.keys) < (0 if start.before else 1):
            return False
        return end is None or self.compare(document, end.keys) < (0 if end.before else 1)

    def bound(self, cursor: Cursor) -> Bound:
        """Return a cursor of the query.

        Raises:
            FirestoreError: INVALID_ARGUMENT for more values than orders, or a malformed document name.
        """
        if len(cursor.values) > self.explicit:
            raise invalid_argument("Cursor has too many values.")
        for order, value in zip(self.orders, cursor.values, strict=False):
            if order.path == NAME_PATH and kind_of(value) != "reference_value":
                raise invalid_argument("Cursor __key__ value is not a document reference.")
            if kind_of(value) is None:
                raise invalid_argument("Cannot convert firestore.v1.Value with type unset.")
        return Bound(tuple(map(order_key, cursor.values)), cursor.before)


def _direction(order: Order) -> bool:
    return order.descending


def ordering_of(query: StructuredQuery, compiled: Filter | None) -> Ordering:
    """Return the query's orders, then the fields of its inequalities by name, then the document's name.

    Raises:
        FirestoreError: INVALID_ARGUMENT for a field that is named twice, or sorted by after the document's name.
    """
    orders = [Order(field_path_of(item.field), item.direction == _DESCENDING) for item in query.order_by]
    named = {order.path for order in orders}
    if len(named) < len(orders):
        paths = [order.path for order in orders]
        duplicate = next(path for path in paths if paths.count(path) > 1)
        raise invalid_argument(
            f"order by clause cannot contain duplicate fields {format_field_path(duplicate)}"
        )
    descending = bool(orders) and orders[-1].descending
    implied = sorted({leaf.path for leaf in leaves(compiled) if leaf.is_inequality} - named - {NAME_PATH})
    orders += [Order(path, descending) for path in implied]
    if any(order.path == NAME_PATH for order in orders[:-1]):
        raise invalid_argument("order by clause cannot contain more fields after the key")
    if NAME_PATH not in named:
        orders.append(Order(NAME_PATH, descending))
    return Ordering(tuple(orders), len(query.order_by))

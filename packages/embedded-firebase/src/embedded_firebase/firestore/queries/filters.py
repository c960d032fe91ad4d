"""Filters of a query, checked and compiled into predicates on stored documents.

Comparison semantics from the public documentation (queries: limitations) and the reference of
`StructuredQuery.FieldFilter`: a filter never matches an absent field, a range keeps to the type of its
operand, `!=` and `not-in` never match null.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.paths import NAME_FIELD, FieldPath, parse_field_path
from embedded_firebase.firestore.protocol import Message, Value
from embedded_firebase.firestore.stored_document import NAME_PATH, StoredDocument
from embedded_firebase.firestore.values import ARRAY_RANK, NAN_KEY, NULL_KEY, OrderKey, kind_of, order_key

Predicate = Callable[[StoredDocument], bool]

MAX_OPERANDS = 30
MAX_NOT_IN = 10

_AND, _OR = 1, 2
LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL = range(1, 7)
ARRAY_CONTAINS, IN, ARRAY_CONTAINS_ANY, NOT_IN = range(7, 11)
_RANGES = {
    LESS: operator.lt,
    LESS_OR_EQUAL: operator.le,
    GREATER: operator.gt,
    GREATER_OR_EQUAL: operator.ge,
}
_NAMES = {IN: "IN", ARRAY_CONTAINS_ANY: "ARRAY_CONTAINS_ANY", NOT_IN: "NOT_IN"}
IS_NAN, IS_NULL, IS_NOT_NAN, IS_NOT_NULL = range(2, 6)


@dataclass(frozen=True)
class Leaf:
    """One comparison of one field."""

    path: FieldPath
    operator: int
    unary: bool
    operand: Value | None
    matches: Predicate

    @property
    def is_inequality(self) -> bool:
        """Whether it sorts by its field when the query names no order for it."""
        if self.unary:
            return self.operator in (IS_NOT_NAN, IS_NOT_NULL)
        return self.operator in _RANGES or self.operator in (NOT_EQUAL, NOT_IN)

    @property
    def fixes_field(self) -> bool:
        """Whether all its matches are equal in this field, so that sorting by it has no effect."""
        return self.operator in (IS_NAN, IS_NULL) if self.unary else self.operator == EQUAL

    @property
    def is_array_filter(self) -> bool:
        return not self.unary and self.operator in (ARRAY_CONTAINS, ARRAY_CONTAINS_ANY)


@dataclass(frozen=True)
class Branch:
    """Several filters, of which all or any must match."""

    any: bool
    children: tuple[Filter, ...]
    matches: Predicate


Filter = Leaf | Branch


def compile_filter(message: Message) -> Filter | None:
    """Return the filter a query asks for; None when it asks for none.

    Raises:
        FirestoreError: INVALID_ARGUMENT for a filter the service refuses.
    """
    kind = message.WhichOneof("filter_type")
    if kind is None:
        return None
    if kind == "composite_filter":
        return _composite(message.composite_filter)
    if kind == "unary_filter":
        return _unary(message.unary_filter)
    return _comparison(message.field_filter)


def leaves(compiled: Filter | None) -> Iterator[Leaf]:
    """Yield all comparisons in a filter."""
    if isinstance(compiled, Leaf):
        yield compiled
    elif compiled is not None:
        for child in compiled.children:
            yield from leaves(child)


def _composite(message: Message) -> Filter | None:
    children = tuple(child for child in map(compile_filter, message.filters) if child is not None)
    if message.op not in (_AND, _OR):
        raise invalid_argument("Unsupported CompositeFilter operator.")
    if not children:
        return None
    if len(children) == 1:
        return children[0]
    parts = [child.matches for child in children]
    if message.op == _OR:
        return Branch(True, children, lambda document: any(part(document) for part in parts))
    return Branch(False, children, lambda document: all(part(document) for part in parts))


def field_path_of(reference: Message) -> FieldPath:
    """Return the path of a FieldReference; `__name__` is the document's name."""
    return NAME_PATH if reference.field_path == NAME_FIELD else parse_field_path(reference.field_path)


def _unary(message: Message) -> Leaf:
    path = field_path_of(message.field)
    if path == NAME_PATH:
        raise invalid_argument("__key__ filter value must be a Key")

    def is_nan(document: StoredDocument) -> bool:
        return document.key(path) == NAN_KEY

    def is_null(document: StoredDocument) -> bool:
        return document.key(path) == NULL_KEY

    def is_not_nan(document: StoredDocument) -> bool:
        return document.key(path) not in (None, NAN_KEY, NULL_KEY)

    def is_not_null(document: StoredDocument) -> bool:
        return document.key(path) not in (None, NULL_KEY)

    predicates = {IS_NAN: is_nan, IS_NULL: is_null, IS_NOT_NAN: is_not_nan, IS_NOT_NULL: is_not_null}
    if message.op not in predicates:
        raise invalid_argument("Unknown unary operator.")
    return Leaf(path, message.op, True, None, predicates[message.op])


def _comparison(message: Message) -> Leaf:
    path, operand = field_path_of(message.field), message.value
    if path == NAME_PATH:
        _check_name_operand(message.op, operand)
    if message.op in _NAMES:
        _check_list_operand(message.op, operand)
    elif kind_of(operand) is None:
        raise invalid_argument("Cannot convert firestore.v1.Value with type unset.")
    return Leaf(path, message.op, False, operand, _predicate(path, message.op, operand))


def _check_name_operand(op: int, operand: Value) -> None:
    if op in (ARRAY_CONTAINS, ARRAY_CONTAINS_ANY):
        raise invalid_argument("the name __key__ is reserved")
    operands = operand.array_value.values if op in _NAMES else [operand]
    if any(kind_of(value) != "reference_value" for value in operands):
        raise invalid_argument("__key__ filter value must be a Key")


def _check_list_operand(op: int, operand: Value) -> None:
    name = _NAMES[op]
    if kind_of(operand) != "array_value":
        raise invalid_argument(f"'{name}' requires an ArrayValue.")
    count = len(operand.array_value.values)
    if not count:
        raise invalid_argument(f"'{name}' requires an non-empty ArrayValue.")
    limit = MAX_NOT_IN if op == NOT_IN else MAX_OPERANDS
    if count > limit:
        raise invalid_argument(f"'{name}' supports up to {limit} comparison values.")


def _predicate(path: FieldPath, op: int, operand: Value) -> Predicate:
    if op in _RANGES:
        return _range(path, op, order_key(operand))
    if op == EQUAL:
        key = order_key(operand)
        return lambda document: document.key(path) == key
    if op == NOT_EQUAL:
        key = order_key(operand)
        return lambda document: document.key(path) not in (None, NULL_KEY, key)
    if op == ARRAY_CONTAINS:
        key = order_key(operand)
        return lambda document: key in _elements(document.key(path))
    if op in _NAMES:
        operands = frozenset(map(order_key, operand.array_value.values))
        # In a list of operands null and NaN equal nothing, as in SQL.
        keys = operands - {NULL_KEY, NAN_KEY}
        if op == IN:
            return lambda document: document.key(path) in keys
        if op == NOT_IN:
            excluded = keys | {None, NULL_KEY}
            if NULL_KEY in operands:
                return lambda document: False
            return lambda document: document.key(path) not in excluded
        return lambda document: not keys.isdisjoint(_elements(document.key(path)))
    raise invalid_argument("Unknown FieldFilter operator.")


def _range(path: FieldPath, op: int, operand: OrderKey) -> Predicate:
    compare, rank = _RANGES[op], operand[0]

    def matches(document: StoredDocument) -> bool:
        key = document.key(path)
        return (
            key is not None
            and key[0] == rank
            and compare(key, operand)
            and (key != NAN_KEY or operand == NAN_KEY)
        )

    return matches


def _elements(key: OrderKey | None) -> tuple[OrderKey, ...]:
    if key is None or key[0] != ARRAY_RANK:
        return ()
    elements: tuple[OrderKey, ...] = key[1]
    return elements

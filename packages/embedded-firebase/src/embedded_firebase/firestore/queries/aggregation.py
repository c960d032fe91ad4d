"""Aggregations over a query's results: count, sum, average."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.paths import FieldPath, is_reserved
from embedded_firebase.firestore.protocol import NULL, Message, Value
from embedded_firebase.firestore.queries.filters import field_path_of
from embedded_firebase.firestore.stored_document import NAME_PATH, StoredDocument
from embedded_firebase.firestore.values import MAX_INTEGER, MIN_INTEGER, NAN_KEY, NUMBER_RANK, OrderKey

MAX_AGGREGATIONS = 5


@dataclass(frozen=True)
class Aggregation:
    """One aggregation; `path` is None for a count."""

    alias: str
    operator: str
    path: FieldPath | None
    up_to: int | None

    def of(self, documents: Sequence[StoredDocument]) -> Value:
        """Return its value over these documents."""
        if self.path is None:
            count = len(documents)
            return Value(integer_value=count if self.up_to is None else min(count, self.up_to))
        numbers = [_number(key) for document in documents if _is_number(key := document.key(self.path))]
        if self.operator == "sum":
            return _sum(numbers)
        return Value(double_value=_total(numbers) / len(numbers)) if numbers else NULL


def plan_aggregations(messages: Sequence[Message]) -> list[Aggregation]:
    """Check the aggregations of a request.

    Raises:
        FirestoreError: INVALID_ARGUMENT for none, too many, one alias twice, or a bound that is not positive.
    """
    if not messages:
        raise invalid_argument("Aggregations can not be empty.")
    if len(messages) > MAX_AGGREGATIONS:
        raise invalid_argument(
            f"The maximum number of aggregations allowed in an aggregation query is "
            f"{MAX_AGGREGATIONS}. Received: {len(messages)}"
        )
    plans: list[Aggregation] = []
    generated = 0
    for message in messages:
        alias = message.alias
        if not alias:
            generated += 1
            alias = f"field_{generated}"
        if is_reserved(alias):
            raise invalid_argument(f'The property.name "{alias}" is reserved.')
        plans.append(_plan(message, alias))
    aliases = [plan.alias for plan in plans]
    if len(set(aliases)) < len(aliases):
        duplicate = next(alias for alias in aliases if aliases.count(alias) > 1)
        raise invalid_argument(f"Aggregation aliases contain duplicate alias: {duplicate}.")
    return plans


def _plan(message: Message, alias: str) -> Aggregation:
    kind = message.WhichOneof("operator")
    if kind is None:
        raise invalid_argument("Operator field in Aggregation is not set.")
    if kind != "count":
        path = field_path_of(getattr(message, kind).field)
        if path == NAME_PATH:
            raise invalid_argument("Aggregations are not supported for the property: __key__")
        return Aggregation(alias, kind, path, None)
    up_to = message.count.up_to.value if message.count.HasField("up_to") else None
    if up_to is not None and up_to <= 0:
        raise invalid_argument("The value of up_to must be greater than zero.")
    return Aggregation(alias, kind, None, up_to)


def aggregated_paths(aggregations: Sequence[Aggregation]) -> frozenset[FieldPath]:
    """Return the fields summed or averaged. Only documents with all of them count: they alone are in the index."""
    return frozenset(aggregation.path for aggregation in aggregations if aggregation.path is not None)


def _is_number(key: OrderKey | None) -> bool:
    return key is not None and key[0] == NUMBER_RANK


def _number(key: OrderKey | None) -> int | float:
    if key is None or key == NAN_KEY:
        return math.nan
    number: int | float = key[2]
    return number


def _total(numbers: Sequence[int | float]) -> float:
    """Return the sum as a double: exactly rounded, or infinite from where it is beyond the largest one."""
    if not all(map(math.isfinite, numbers)):
        return sum(map(float, numbers))
    with suppress(OverflowError):
        return math.fsum(numbers)
    # A partial sum may be beyond the largest double while the whole is not.
    exact = sum(map(Fraction, numbers))
    try:
        return float(exact)
    except OverflowError:
        return math.inf if exact > 0 else -math.inf


def _sum(numbers: Sequence[int | float]) -> Value:
    """Sum integers exactly; one double, or more than 64 bits, makes the sum a double."""
    if all(isinstance(number, int) for number in numbers):
        total = sum(numbers)
        if MIN_INTEGER <= total <= MAX_INTEGER:
            return Value(integer_value=int(total))
    return Value(double_value=_total(numbers))

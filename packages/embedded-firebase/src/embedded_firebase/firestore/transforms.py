"""Field transforms: server timestamp, increment, maximum, minimum, array union and removal.

Semantics from the public reference of `DocumentTransform.FieldTransform`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.limits import check_value
from embedded_firebase.firestore.protocol import NULL, Message, Timestamp, Value, microseconds_of, timestamp
from embedded_firebase.firestore.values import (
    MAX_INTEGER,
    MIN_INTEGER,
    is_number,
    kind_of,
    number_of,
    order_key,
)

_REQUEST_TIME = 1


def transformed(current: Value | None, transform: Message, commit_time: Timestamp) -> tuple[Value, Value]:
    """Return (the field's new value, the transform result that the client gets).

    The server's time has milliseconds, as the reference of `ServerValue` says.

    Raises:
        FirestoreError: INVALID_ARGUMENT for an operand of the wrong type.
    """
    kind = transform.WhichOneof("transform_type")
    if kind == "set_to_server_value":
        if transform.set_to_server_value != _REQUEST_TIME:
            raise invalid_argument("Invalid server value.")
        stamp = Value(timestamp_value=timestamp(microseconds_of(commit_time) // 1000 * 1000))
        return stamp, stamp
    if kind in ("increment", "maximum", "minimum"):
        operand = getattr(transform, kind)
        if not is_number(operand):
            raise invalid_argument("Input must be int64 or double.")
        result = operand if current is None or not is_number(current) else _numeric(kind, current, operand)
        return result, result
    if kind == "append_missing_elements":
        return _array(_union(_elements(current), _checked(transform.append_missing_elements.values))), NULL
    if kind == "remove_all_from_array":
        removed = {order_key(value) for value in _checked(transform.remove_all_from_array.values)}
        return _array([value for value in _elements(current) if order_key(value) not in removed]), NULL
    raise invalid_argument("Unknown field transform.")


def _numeric(kind: str, current: Value, operand: Value) -> Value:
    have, given = number_of(current), number_of(operand)
    if kind == "increment":
        return _sum(have, given)
    if math.isnan(have) or math.isnan(given):
        return Value(double_value=math.nan)
    if kind == "maximum":
        return operand if given > have else current
    return operand if given < have else current


def _sum(have: int | float, given: int | float) -> Value:
    """Add two numbers: integers saturate at 64 bits, one double makes the sum a double."""
    if isinstance(have, int) and isinstance(given, int):
        return Value(integer_value=max(MIN_INTEGER, min(MAX_INTEGER, have + given)))
    return Value(double_value=float(have) + float(given))


def _elements(current: Value | None) -> Sequence[Value]:
    if current is not None and kind_of(current) == "array_value":
        return list(current.array_value.values)
    return []


def _checked(values: Sequence[Value]) -> Sequence[Value]:
    for value in values:
        check_value(value, "", inside_array=True)
    return values


def _union(elements: Sequence[Value], added: Sequence[Value]) -> list[Value]:
    union = list(elements)
    known = {order_key(value) for value in union}
    for value in added:
        key = order_key(value)
        if key not in known:
            known.add(key)
            union.append(value)
    return union


def _array(values: Sequence[Value]) -> Value:
    array = Value()
    array.array_value.SetInParent()
    array.array_value.values.extend(values)
    return array

"""Values: total order, equality, access by field path.

A value's order key is a tuple that plain Python comparison sorts as Firestore does (public documentation,
"Value type ordering"): type first, integers and doubles in one exact order with NaN below all numbers,
strings by UTF-8 bytes, maps key by key. Keys are equal exactly when an equality filter says so.
"""

from __future__ import annotations

import math
from collections.abc import MutableMapping
from typing import Any

from embedded_firebase.firestore.paths import FieldPath, name_key
from embedded_firebase.firestore.protocol import Value

Fields = MutableMapping[str, Value]
OrderKey = tuple[Any, ...]

NULL_RANK, BOOLEAN_RANK, NUMBER_RANK, TIMESTAMP_RANK, STRING_RANK, BYTES_RANK = range(6)
REFERENCE_RANK, GEO_POINT_RANK, ARRAY_RANK, VECTOR_RANK, MAP_RANK = range(6, 11)

NULL_KEY: OrderKey = (NULL_RANK,)
NAN_KEY: OrderKey = (NUMBER_RANK, 0)

MIN_INTEGER, MAX_INTEGER = -(2**63), 2**63 - 1

_VECTOR_TYPE = "__vector__"


def kind_of(value: Value) -> str | None:
    """Return the name of the member that is set, such as `integer_value`; None for a value without one."""
    kind: str | None = value.WhichOneof("value_type")
    return kind


def order_key(value: Value) -> OrderKey:
    """Return the key that orders this value among all values."""
    kind = kind_of(value)
    if kind == "string_value":
        return (STRING_RANK, value.string_value)
    if kind == "integer_value":
        return (NUMBER_RANK, 1, value.integer_value)
    if kind == "double_value":
        number = value.double_value
        return NAN_KEY if math.isnan(number) else (NUMBER_RANK, 1, number)
    if kind == "boolean_value":
        return (BOOLEAN_RANK, value.boolean_value)
    if kind == "timestamp_value":
        moment = value.timestamp_value
        return (TIMESTAMP_RANK, moment.seconds, moment.nanos)
    if kind == "map_value":
        return _map_key(value.map_value.fields)
    if kind == "array_value":
        return (ARRAY_RANK, tuple(map(order_key, value.array_value.values)))
    if kind == "reference_value":
        return reference_key(value.reference_value)
    if kind == "bytes_value":
        return (BYTES_RANK, value.bytes_value)
    if kind == "geo_point_value":
        return (GEO_POINT_RANK, value.geo_point_value.latitude, value.geo_point_value.longitude)
    return NULL_KEY


def reference_key(name: str) -> OrderKey:
    """Return the key of a reference to the document of this full name."""
    parts = tuple(name.split("/"))
    return (REFERENCE_RANK, parts[1:4:2], name_key(parts[5:]))


def _map_key(fields: Fields) -> OrderKey:
    if "__type__" in fields and fields["__type__"].string_value == _VECTOR_TYPE and "value" in fields:
        components = fields["value"].array_value.values
        return (VECTOR_RANK, len(components), tuple(map(order_key, components)))
    return (MAP_RANK, tuple((name, order_key(fields[name])) for name in sorted(fields)))


def is_number(value: Value | None) -> bool:
    return value is not None and kind_of(value) in ("integer_value", "double_value")


def number_of(value: Value) -> int | float:
    number: int | float = value.integer_value if kind_of(value) == "integer_value" else value.double_value
    return number


def field_at(fields: Fields, path: FieldPath) -> Value | None:
    """Return the value at a path through nested maps; None where there is none."""
    for name in path[:-1]:
        if name not in fields or kind_of(fields[name]) != "map_value":
            return None
        fields = fields[name].map_value.fields
    return fields.get(path[-1])


def set_field(fields: Fields, path: FieldPath, value: Value) -> None:
    """Store a value at a path; other values on the way become maps."""
    for name in path[:-1]:
        if name not in fields or kind_of(fields[name]) != "map_value":
            fields[name].Clear()
            fields[name].map_value.SetInParent()
        fields = fields[name].map_value.fields
    fields[path[-1]].CopyFrom(value)


def delete_field(fields: Fields, path: FieldPath) -> None:
    """Remove the value at a path, if there is one."""
    for name in path[:-1]:
        if name not in fields or kind_of(fields[name]) != "map_value":
            return
        fields = fields[name].map_value.fields
    if path[-1] in fields:
        del fields[path[-1]]

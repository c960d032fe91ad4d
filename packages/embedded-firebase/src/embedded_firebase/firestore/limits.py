"""The limits of stored documents, checked in one walk over a document's values.

Limits from the public documentation (quotas and limits; storage size calculations); wording as the service
answers.
"""

from __future__ import annotations

from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.paths import MAX_ID_BYTES, is_reserved
from embedded_firebase.firestore.protocol import Document, Value
from embedded_firebase.firestore.values import Fields, kind_of

MAX_DOCUMENT_BYTES = 1_048_576
MAX_VALUE_BYTES = 1_048_487
MAX_DEPTH = 20

_FIXED_SIZES = {
    "null_value": 1,
    "boolean_value": 1,
    "integer_value": 8,
    "double_value": 8,
    "timestamp_value": 8,
    "geo_point_value": 16,
}


def name_size(name: str) -> int:
    """Return the bytes that a document's name counts for: each segment and one, plus 16."""
    return sum(len(path.encode()) + 1 for path in name.split("/", 5)[5:]) + 16


def check_document(document: Document) -> int:
    """Return the size of a document in bytes, as Firestore counts it; cuts timestamps to microseconds.

    Raises:
        FirestoreError: INVALID_ARGUMENT when a name, a value, the depth or the size is not allowed.
    """
    size = name_size(document.name) + 32 + _check_fields(document.fields, 1)
    if size > MAX_DOCUMENT_BYTES:
        raise invalid_argument(
            f"Document '{document.name}' cannot be written because its size ({size:,} bytes) exceeds the "
            f"maximum allowed size of {MAX_DOCUMENT_BYTES:,} bytes."
        )
    return size


def check_value(value: Value, field: str, *, inside_array: bool = False, depth: int = 1) -> int:
    """Return the size of a value in bytes. Raises as `check_document` does."""
    kind = kind_of(value)
    if kind in _FIXED_SIZES:
        if kind == "timestamp_value":
            value.timestamp_value.nanos -= value.timestamp_value.nanos % 1000
        elif kind == "geo_point_value":
            _check_geo_point(value)
        return _FIXED_SIZES[kind]
    if kind == "string_value":
        return _bounded(len(value.string_value.encode()), field) + 1
    if kind == "bytes_value":
        return _bounded(len(value.bytes_value), field)
    if kind == "map_value":
        if depth > MAX_DEPTH:
            raise invalid_argument(f"Property {field} contains an invalid nested entity.")
        return _check_fields(value.map_value.fields, depth + 1)
    if kind == "array_value":
        if inside_array:
            raise invalid_argument("Cannot convert an array value in an array value.")
        return sum(
            check_value(element, field, inside_array=True, depth=depth)
            for element in value.array_value.values
        )
    if kind == "reference_value":
        if value.reference_value.count("/") < 6:
            raise invalid_argument(f'Document name "{value.reference_value}" is not a document reference.')
        return name_size(value.reference_value)
    if kind is None:
        raise invalid_argument("Cannot convert firestore.v1.Value with type unset.")
    raise invalid_argument(f"A {kind} cannot be stored: it has a meaning in pipelines only.")


def _check_fields(fields: Fields, depth: int) -> int:
    size = 0
    for name, value in fields.items():
        if not name:
            raise invalid_argument("The property.name is the empty string.")
        length = len(name.encode())
        if length > MAX_ID_BYTES:
            raise invalid_argument(f"The property.name is longer than {MAX_ID_BYTES} bytes.")
        if is_reserved(name) and (depth == 1 or name != "__type__"):
            raise invalid_argument(f"field name '{name}' is reserved.")
        size += length + 1 + check_value(value, name, depth=depth)
    return size


def _bounded(size: int, field: str) -> int:
    if size > MAX_VALUE_BYTES:
        raise invalid_argument(f'The value of property "{field}" is longer than {MAX_VALUE_BYTES} bytes.')
    return size


def _check_geo_point(value: Value) -> None:
    point = value.geo_point_value
    if not -90 <= point.latitude <= 90:
        raise invalid_argument("latitude must be within [-90, +90].")
    if not -180 <= point.longitude <= 180:
        raise invalid_argument("longitude must be within [-180, +180].")

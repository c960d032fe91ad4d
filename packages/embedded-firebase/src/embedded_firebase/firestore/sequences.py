"""Which writes one commit may make of one document, before any document is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from google.protobuf.unknown_fields import UnknownFieldSet

from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.paths import parse_document_name
from embedded_firebase.firestore.protocol import Write, length_delimited, microseconds_of

_VERIFY_FIELD = 5
"""`Write.verify`: the JS SDK sends it to check a document it has read but does not write."""


def document_name(write: Write) -> str:
    """Return the full name of the document that a write names.

    Raises:
        FirestoreError: INVALID_ARGUMENT if the write names no document.
    """
    operation = write.WhichOneof("operation")
    if operation == "update":
        name = write.update.name
    elif operation == "delete":
        name = write.delete
    elif operation == "transform":
        name = write.transform.document
    else:
        name = _verified_name(write)
    parse_document_name(name)
    return str(name)


def _verified_name(write: Write) -> str:
    for field in UnknownFieldSet(write):  # type: ignore[attr-defined]  # it has __len__ and __getitem__
        if field.field_number == _VERIFY_FIELD:
            return bytes(field.data).decode()
    raise invalid_argument("empty write operation")


def with_verify(write: Write, name: str) -> None:
    """Make an empty write one that only verifies a document."""
    write.MergeFromString(length_delimited(_VERIFY_FIELD, name.encode()))


def check_sequence(writes: Sequence[Write]) -> None:
    """Check each write against the one before it of the same document.

    The service makes one change of them, so the second may not require what the first one decides.

    Raises:
        FirestoreError: INVALID_ARGUMENT for writes that cannot be made one.
    """
    if len(writes) < 2:
        return
    before: dict[str, Write] = {}
    for write in writes:
        if write.WhichOneof("operation") is None:
            continue
        name = document_name(write)
        if name in before:
            _check_pair(before[name], write)
        before[name] = write


def _check_pair(first: Write, second: Write) -> None:
    one, other = _kind(first), _kind(second)
    requires = second.current_document.WhichOneof("condition_type")
    contradicts = other == "update" or (other == "delete" and requires is not None)
    if (one == "delete" and contradicts) or (one != "delete" and other == "insert"):
        raise invalid_argument(f"Cannot {one} then {other} an entity in the same request.")
    versions = _version(first), _version(second)
    if other != "insert" and requires == "update_time" and versions[0] != versions[1]:
        known, required = ("null" if version is None else str(version) for version in versions)
        raise invalid_argument(
            f"Cannot collapse mutations with different version preconditions ({known} and {required})."
        )


def _kind(write: Write) -> str:
    if write.WhichOneof("operation") == "delete":
        return "delete"
    condition = write.current_document.WhichOneof("condition_type")
    if condition is None:
        return "upsert"
    return "insert" if condition == "exists" and not write.current_document.exists else "update"


def _version(write: Write) -> int | None:
    if write.current_document.WhichOneof("condition_type") != "update_time":
        return None
    return microseconds_of(write.current_document.update_time)

"""Writes: the documents that a list of writes results in, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from embedded_firebase.firestore.errors import (
    already_exists,
    failed_precondition,
    invalid_argument,
    not_found,
)
from embedded_firebase.firestore.limits import check_document
from embedded_firebase.firestore.paths import FieldPath, is_reserved, parse_field_path
from embedded_firebase.firestore.protocol import (
    Document,
    Message,
    Timestamp,
    Value,
    Write,
    WriteResult,
    microseconds_of,
    timestamp,
)
from embedded_firebase.firestore.sequences import check_sequence, document_name
from embedded_firebase.firestore.stored_document import StoredDocument
from embedded_firebase.firestore.transforms import transformed
from embedded_firebase.firestore.values import delete_field, field_at, set_field


class Documents(Protocol):
    """The documents as they are now."""

    def get(self, name: str) -> StoredDocument | None: ...


@dataclass(frozen=True)
class Outcome:
    """The result of a list of writes."""

    after: Mapping[str, StoredDocument | None]
    """Each written document as it will be; None if it will be deleted."""
    results: Sequence[WriteResult]
    writes: int
    deletes: int


def outcome_of(
    writes: Sequence[Write], documents: Documents, commit_time: int, *, preconditions: bool = True
) -> Outcome:
    """Apply writes in order, each to what the ones before it left.

    Args:
        commit_time: microseconds since 1970.
        preconditions: whether writes are held to their preconditions.

    Raises:
        FirestoreError: if a precondition fails or a write is not allowed; then no write has any effect.
    """
    check_sequence(writes)
    after: dict[str, StoredDocument | None] = {}
    results: list[WriteResult] = []
    names: list[str] = []
    stamp = timestamp(commit_time)
    deletes = written = 0
    for write in writes:
        name = document_name(write)
        names.append(name)
        current = after[name] if name in after else documents.get(name)
        if preconditions:
            _check_precondition(write, name, current)
        operation = write.WhichOneof("operation")
        if operation == "delete":
            after[name] = None
            results.append(WriteResult())
            deletes += 1
        elif operation is None:
            results.append(WriteResult(update_time=stamp))
        else:
            stored, result = _written(write, operation, name, current, stamp)
            after[name] = stored
            results.append(result)
            written += 1
    if len(writes) > 1:
        _time_results(names, results, after, stamp)
    return Outcome(after, results, written, deletes)


def _time_results(
    names: Sequence[str],
    results: Sequence[WriteResult],
    after: Mapping[str, StoredDocument | None],
    stamp: Timestamp,
) -> None:
    """Give the results of one document its time as the commit leaves it; a deleted document has none."""
    for name, result in zip(names, results, strict=True):
        if name not in after:
            continue
        if after[name] is None:
            result.ClearField("update_time")
        elif not result.HasField("update_time"):
            result.update_time.CopyFrom(stamp)


def _check_precondition(write: Write, name: str, current: StoredDocument | None) -> None:
    if not write.HasField("current_document"):
        return
    precondition = write.current_document
    kind = precondition.WhichOneof("condition_type")
    if kind == "exists" and precondition.exists and current is None:
        raise not_found(f"No document to update: {name}")
    if kind == "exists" and not precondition.exists and current is not None:
        raise already_exists(f"Document already exists: {name}")
    if kind == "update_time":
        if precondition.update_time.nanos % 1000:
            raise invalid_argument("timestamp cannot have more than microseconds precision")
        stored = 0 if current is None else microseconds_of(current.message.update_time)
        required = microseconds_of(precondition.update_time)
        if current is not None and required > stored:
            raise invalid_argument(f"Invalid base version, it is greater than the stored version: {name}")
        if stored != required:
            raise failed_precondition(
                f"the stored version ({stored}) does not match the required base version ({required})"
            )


def _written(
    write: Write, operation: str, name: str, current: StoredDocument | None, stamp: Timestamp
) -> tuple[StoredDocument, WriteResult]:
    document = _content(write, operation, name, current)
    result = WriteResult()
    transforms = write.update_transforms if operation == "update" else write.transform.field_transforms
    for transform in transforms:
        path = _writable_path(transform.field_path)
        value, result_value = transformed(field_at(document.fields, path), transform, stamp)
        set_field(document.fields, path, value)
        result.transform_results.append(result_value)
    size = check_document(document)
    if current is not None:
        document.create_time.CopyFrom(current.message.create_time)
        document.update_time.CopyFrom(current.message.update_time)
        if current.size == size and current.is_encoded_as(document):
            result.update_time.CopyFrom(current.message.update_time)
            return current, result
    else:
        document.create_time.CopyFrom(stamp)
    document.update_time.CopyFrom(stamp)
    result.update_time.CopyFrom(stamp)
    return StoredDocument(document, size), result


def _content(write: Write, operation: str, name: str, current: StoredDocument | None) -> Document:
    """Return the document after the write's update, before its transforms; its times mean nothing yet."""
    document = Document(name=name)
    if operation == "transform":
        if current is not None:
            document.CopyFrom(current.message)
    elif write.HasField("update_mask"):
        if current is not None:
            document.CopyFrom(current.message)
        _merge(document, write.update.fields, write.update_mask.field_paths)
    else:
        document.CopyFrom(write.update)
    return document


def _merge(document: Document, given: Message, mask: Sequence[str]) -> None:
    """Set every masked path that is given, delete every masked path that is not."""
    for path in [_writable_path(masked) for masked in mask]:
        value: Value | None = field_at(given, path)
        if value is None:
            delete_field(document.fields, path)
        else:
            set_field(document.fields, path, value)


def _writable_path(path: str) -> FieldPath:
    parsed = parse_field_path(path)
    for name in parsed:
        if is_reserved(name) and name != "__type__":
            raise invalid_argument(f"field name '{name}' is reserved.")
    return parsed

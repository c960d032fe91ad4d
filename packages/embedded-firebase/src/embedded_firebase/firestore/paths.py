"""Names of documents and fields: parsing, checking, quoting, order.

Rules from the public documentation (quotas: collection, document and field constraints); wording as the
service answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from embedded_firebase.firestore.errors import invalid_argument

MAX_ID_BYTES = 1500
NAME_FIELD = "__name__"

FieldPath = tuple[str, ...]

_RESERVED = re.compile(r"__.*__", re.DOTALL)
_NUMERIC_ID = re.compile(r"__id(-?\d+)__")
_SEGMENT = re.compile(r"`((?:[^`\\]|\\.)+)`|([a-zA-Z_][a-zA-Z_0-9]*)", re.DOTALL)
_SIMPLE = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]*")
_DATABASE = re.compile(r"projects/([^/]+)/databases/([^/]+)")


@dataclass(frozen=True)
class ResourceName:
    """A parsed `projects/{p}/databases/{d}/documents/...`: a document, a collection or the root."""

    database: str
    """`projects/{p}/databases/{d}`"""
    segments: tuple[str, ...]
    """What follows `/documents/`, split."""


def database_name(project: str, database: str) -> str:
    return f"projects/{project}/databases/{database}"


def parse_database(name: str) -> tuple[str, str]:
    """Return (project, database id) of `projects/{p}/databases/{d}`.

    Raises:
        FirestoreError: INVALID_ARGUMENT for anything else.
    """
    match = _DATABASE.fullmatch(name)
    if match is None:
        raise invalid_argument(f'Invalid database name "{name}".')
    return match[1], match[2]


@lru_cache(maxsize=4096)
def parse_document_name(name: str) -> ResourceName:
    """Parse and check the full name of a document.

    Raises:
        FirestoreError: INVALID_ARGUMENT when it is not one, or an id is reserved or too long.
    """
    parsed = _parse(name)
    if not parsed.segments or len(parsed.segments) % 2:
        raise invalid_argument(f'Document name "{name}" lacks "/" at index {len(name)}.')
    return parsed


@lru_cache(maxsize=4096)
def parse_parent(name: str) -> ResourceName:
    """Parse and check the parent of collections: a document, or the root `.../documents`.

    Raises:
        FirestoreError: INVALID_ARGUMENT for anything else.
    """
    parsed = _parse(name)
    if len(parsed.segments) % 2:
        raise invalid_argument(f'Document parent name "{name}" lacks "/" at index {len(name)}.')
    return parsed


def _parse(name: str) -> ResourceName:
    parts = name.split("/")
    for index, expected in ((0, "projects"), (2, "databases"), (4, "documents")):
        if len(parts) <= index or parts[index] != expected:
            offset = len("/".join(parts[:index])) + (index > 0)
            raise invalid_argument(
                f'Document name "{name}" lacks "{expected}" at index {min(offset, len(name))}.'
            )
    segments = tuple(parts[5:])
    for position, segment in enumerate(segments):
        check_id(segment, "Resource id" if position % 2 else "Collection id", name)
    return ResourceName("/".join(parts[:4]), segments)


def check_id(segment: str, kind: str, name: str) -> None:
    """Raise INVALID_ARGUMENT unless `segment` may be a collection id or document id."""
    if not segment or segment in (".", ".."):
        raise invalid_argument(f'Document name "{name}" contains a resource id "{segment}".')
    if len(segment) > MAX_ID_BYTES // 4 and len(segment.encode()) > MAX_ID_BYTES:
        raise invalid_argument(f"The key path element name is longer than {MAX_ID_BYTES} bytes.")
    if _RESERVED.fullmatch(segment) and (kind != "Resource id" or not _NUMERIC_ID.fullmatch(segment)):
        raise invalid_argument(f'{kind} "{segment}" is invalid because it is reserved.')


def is_reserved(field: str) -> bool:
    """Return whether a field name is kept for the service (`__...__`)."""
    return field.startswith("__") and _RESERVED.fullmatch(field) is not None


@lru_cache(maxsize=4096)
def parse_field_path(path: str) -> FieldPath:
    """Return the names in a dotted, possibly back-quoted field path.

    Raises:
        FirestoreError: INVALID_ARGUMENT when it is malformed.
    """
    names: list[str] = []
    at = 0
    while True:
        match = _SEGMENT.match(path, at)
        if match is None:
            raise _invalid_path(path)
        names.append(match[2] if match[2] is not None else re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL))
        at = match.end()
        if at == len(path):
            return tuple(names)
        if path[at] != ".":
            raise _invalid_path(path)
        at += 1


def _invalid_path(path: str) -> Exception:
    return invalid_argument(
        f'Invalid property path "{path}". Unquoted property paths must match regex ([a-zA-Z_][a-zA-Z_0-9]*), '
        r"and quoted property paths must match regex (`(?:[^`\\]|(?:\\.))+`)"
    )


def format_field_path(path: FieldPath) -> str:
    """Return the inverse of `parse_field_path`, quoting what needs it."""
    return ".".join(
        name if _SIMPLE.fullmatch(name) else "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
        for name in path
    )


SegmentKey = tuple[int, int, str]


@lru_cache(maxsize=16_384)
def segment_key(segment: str) -> SegmentKey:
    """Order of ids: numeric ids (`__id7__`) by number, before all others by UTF-8 bytes."""
    match = _NUMERIC_ID.fullmatch(segment) if segment.startswith("__id") else None
    return (0, int(match[1]), "") if match else (1, 0, segment)


def name_key(segments: tuple[str, ...]) -> tuple[SegmentKey, ...]:
    """Order of document names."""
    return tuple(map(segment_key, segments))

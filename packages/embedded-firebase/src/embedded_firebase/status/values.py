"""Field values as the data browser shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

MAX_TEXT = 2000


def shown(value: Any) -> str:
    """Return a value as text that shows its type."""
    if isinstance(value, str):
        text = value if len(value) <= MAX_TEXT else f"{value[:MAX_TEXT]}… ({len(value)} characters)"
        return f'"{text}"'
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(inner)}" for key, inner in sorted(value.items())) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(shown(inner) for inner in value) + "]"
    return str(getattr(value, "path", None) or value)


def kind_of(value: Any) -> str:
    """Return the name of a value's type in Firestore's words."""
    if value is None:
        return "null"
    for kind, name in (
        (bool, "boolean"),
        (int, "integer"),
        (float, "double"),
        (str, "string"),
        (bytes, "bytes"),
        (datetime, "timestamp"),
        (Mapping, "map"),
        (list, "array"),
    ):
        if isinstance(value, kind):
            return name
    return "reference" if hasattr(value, "path") else "geo point"


def size_of(count: int) -> str:
    """Return a number of bytes with a unit."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.1f} KiB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MiB"

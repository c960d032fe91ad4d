"""Methods of strings and bytes, and hashes."""

from __future__ import annotations

import base64
import hashlib

from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.operations.registry import function, method
from embedded_firebase.rules.operations.regular_expressions import compiled
from embedded_firebase.rules.values import Value

_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_UPPER = {lower: lower - 32 for lower in range(ord("a"), ord("z") + 1)}
_SPACES = "".join(map(chr, range(0x21)))


def size_of(text: str) -> int:
    """Return the length in UTF-16 units, as the service counts."""
    return len(text) + sum(character > "\uffff" for character in text)


@method("string", "size")
def _size(text: str) -> int:
    return size_of(text)


@method("string", "matches", "string")
def _matches(text: str, pattern: str) -> bool:
    """Return whether the whole string matches."""
    return compiled(pattern).fullmatch(text) is not None


@method("string", "split", "string")
def _split(text: str, pattern: str) -> list[Value]:
    expression = compiled(pattern)
    parts: list[Value] = expression.split(text)
    if expression.groups or parts[-1] == "":
        raise EvaluationError("what `split` does with groups and with an empty end is not known here")
    return parts


@method("string", "replace", "string", "string")
def _replace(text: str, pattern: str, replacement: str) -> str:
    if "$" in replacement or "\\" in replacement:
        raise EvaluationError("what `replace` does with $ and \\ is not known here")
    replaced: str = compiled(pattern).sub(replacement, text)
    return replaced


@method("string", "lower")
def _lower(text: str) -> str:
    return text.translate(_LOWER)


@method("string", "upper")
def _upper(text: str) -> str:
    return text.translate(_UPPER)


@method("string", "trim")
def _trim(text: str) -> str:
    return text.strip(_SPACES)


@method("string", "toUtf8")
def _to_utf8(text: str) -> bytes:
    return text.encode()


@method("bytes", "size")
def _size_of_bytes(data: bytes) -> int:
    return len(data)


@method("bytes", "toBase64")
def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@function("hashing.md5", "string|bytes")
def _md5(data: str | bytes) -> bytes:
    return hashlib.md5(_bytes(data), usedforsecurity=False).digest()


@function("hashing.sha256", "string|bytes")
def _sha256(data: str | bytes) -> bytes:
    return hashlib.sha256(_bytes(data)).digest()


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data

"""Conversions between types, and `debug`."""

from __future__ import annotations

import re

from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.operations.registry import function
from embedded_firebase.rules.values import Path, Value

_INTEGER = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


@function("int", "number|string")
def _int(value: int | float | str) -> int:
    if isinstance(value, str) and not _INTEGER.fullmatch(value):
        raise EvaluationError("the string is not an integer")
    if isinstance(value, float) and not -(2.0**63) <= value < 2.0**63:
        raise EvaluationError("the number is not a 64-bit integer")
    number = int(value)
    if not -(2**63) <= number < 2**63:
        raise EvaluationError("the integer needs more than 64 bits")
    return number


@function("float", "number|string")
def _float(value: int | float | str) -> float:
    if isinstance(value, str) and not _FLOAT.fullmatch(value):
        raise EvaluationError("the string is not a number")
    return float(value)


@function("bool", "bool|string")
def _bool(value: bool | str) -> bool:
    if isinstance(value, bool):
        return value
    if value.lower() not in ("true", "false"):
        raise EvaluationError("the string is not a boolean")
    return value.lower() == "true"


@function("string", "null|bool|number|string|path")
def _string(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if isinstance(value, float) and not _FLOAT.fullmatch(text):
        raise EvaluationError("how the service writes this float is not known here")
    return text


@function("path", "string")
def _path(text: str) -> Path:
    segments = text.removeprefix("/").split("/")
    if not all(segments):
        raise EvaluationError("a segment of the path is empty")
    return Path(tuple(segments))


@function("debug", "any")
def _debug(value: Value) -> Value:
    return value

"""Arithmetic, comparison and membership."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.values import (
    Duration,
    RulesSet,
    Timestamp,
    Value,
    contains,
    equal,
    is_type,
    type_name,
)

_SMALLEST_INTEGER, _LARGEST_INTEGER = -(2**63), 2**63 - 1

_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERED_TYPES = ("string", "timestamp", "duration")


def apply(symbol: str, left: Value, right: Value) -> Value:
    """Return the value of `left symbol right`.

    Raises:
        EvaluationError: if the operator is not defined for these values, or there is no result.
    """
    if symbol == "==":
        return equal(left, right)
    if symbol == "!=":
        return not equal(left, right)
    if symbol == "in":
        return _is_in(left, right)
    if symbol in _RELATIONS:
        return _compare(symbol, left, right)
    if is_type(left, "number") and is_type(right, "number"):
        return _calculate(symbol, left, right)
    if isinstance(left, str) and isinstance(right, str) and symbol == "+":
        return left + right
    if symbol in ("+", "-"):
        return _shift(symbol, left, right)
    raise _undefined(symbol, left, right)


def negate(value: Value) -> Value:
    """Return the value of `-value`. Raises EvaluationError unless it is a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EvaluationError(f"expected number, got {type_name(value)}")
    return _bounded(-value) if isinstance(value, int) else -value


def _is_in(value: Value, container: Value) -> bool:
    type_name(value)
    if isinstance(container, list):
        return contains(container, value)
    if isinstance(container, RulesSet):
        return contains(container.items, value)
    if isinstance(container, dict):
        return isinstance(value, str) and value in container
    raise EvaluationError(f"expected list, set or map behind `in`, got {type_name(container)}")


def _compare(symbol: str, left: Value, right: Value) -> bool:
    numbers = is_type(left, "number") and is_type(right, "number")
    same = type_name(left) == type_name(right) and type_name(left) in _ORDERED_TYPES
    if not numbers and not same:
        raise _undefined(symbol, left, right)
    return _RELATIONS[symbol](left, right)


def _calculate(symbol: str, left: Any, right: Any) -> int | float:
    if isinstance(left, int) and isinstance(right, int):
        return _bounded(_on_integers(symbol, left, right))
    return _on_floats(symbol, float(left), float(right))


def _on_integers(symbol: str, left: int, right: int) -> int:
    if symbol == "+":
        return left + right
    if symbol == "-":
        return left - right
    if symbol == "*":
        return left * right
    if right == 0:
        raise EvaluationError("division by zero")
    quotient = abs(left) // abs(right)
    if (left < 0) != (right < 0):
        quotient = -quotient
    return quotient if symbol == "/" else left - right * quotient


def _on_floats(symbol: str, left: float, right: float) -> float:
    if symbol == "+":
        return left + right
    if symbol == "-":
        return left - right
    if symbol == "*":
        return left * right
    if symbol == "/":
        if right != 0:
            return left / right
        if left == 0 or math.isnan(left) or math.isnan(right):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1, right)
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


def _bounded(number: int) -> int:
    if not _SMALLEST_INTEGER <= number <= _LARGEST_INTEGER:
        raise EvaluationError("the integer needs more than 64 bits")
    return number


def _shift(symbol: str, left: Value, right: Value) -> Value:
    """Add and subtract times."""
    sign = 1 if symbol == "+" else -1
    if isinstance(right, Duration) and isinstance(left, Timestamp):
        return Timestamp(left.nanoseconds + sign * right.nanoseconds)
    if isinstance(right, Duration) and isinstance(left, Duration):
        return Duration(left.nanoseconds + sign * right.nanoseconds)
    if symbol == "+" and isinstance(left, Duration) and isinstance(right, Timestamp):
        return Timestamp(left.nanoseconds + right.nanoseconds)
    if symbol == "-" and isinstance(left, Timestamp) and isinstance(right, Timestamp):
        return Duration(left.nanoseconds - right.nanoseconds)
    raise _undefined(symbol, left, right)


def _undefined(symbol: str, left: Value, right: Value) -> EvaluationError:
    return EvaluationError(f"`{symbol}` is not defined for {type_name(left)} and {type_name(right)}")

"""`math`, and points on the globe."""

from __future__ import annotations

import math

from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.operations.registry import function, method
from embedded_firebase.rules.values import LatLng

Number = int | float


@function("math.abs", "number")
def _abs(number: Number) -> Number:
    if number == -(2**63) and isinstance(number, int):
        raise EvaluationError("the integer needs more than 64 bits")
    return abs(number)


@function("math.ceil", "number")
def _ceil(number: Number) -> int:
    return math.ceil(_finite(number))


@function("math.floor", "number")
def _floor(number: Number) -> int:
    return math.floor(_finite(number))


@function("math.round", "number")
def _round(number: Number) -> int:
    """Round to the nearest integer, halves up."""
    if isinstance(number, int):
        return number
    return math.floor(_finite(number) + 0.5)


@function("math.isInfinite", "number")
def _is_infinite(number: Number) -> bool:
    return math.isinf(number)


@function("math.isNaN", "number")
def _is_nan(number: Number) -> bool:
    return math.isnan(number)


@function("math.pow", "number", "number")
def _pow(base: Number, exponent: Number) -> float:
    try:
        return math.pow(base, exponent)
    except (ValueError, OverflowError):
        raise EvaluationError("the power has no finite value") from None


@function("math.sqrt", "number")
def _sqrt(number: Number) -> float:
    if number < 0:
        raise EvaluationError("a negative number has no square root")
    return math.sqrt(number)


@function("latlng.value", "number", "number")
def _point(latitude: Number, longitude: Number) -> LatLng:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise EvaluationError("there is no such point on the globe")
    return LatLng(float(latitude), float(longitude))


@method("latlng", "latitude")
def _latitude(point: LatLng) -> float:
    return point.latitude


@method("latlng", "longitude")
def _longitude(point: LatLng) -> float:
    return point.longitude


def _finite(number: Number) -> Number:
    """Return the number, if it can become a 64-bit integer."""
    if not -(2.0**63) <= number < 2.0**63:
        raise EvaluationError("the number is not a 64-bit integer")
    return number

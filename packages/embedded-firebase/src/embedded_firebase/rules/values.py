"""The values that rules compute with, their types and their equality.

null, booleans, integers, floats, strings, bytes, lists and maps are Python's own `None`, `bool`, `int`,
`float`, `str`, `bytes`, `list` and `dict`; the rest is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from embedded_firebase.rules.errors import EvaluationError

Value: TypeAlias = object
"""One of the types that `type_name` knows."""

NANOSECONDS = 1_000_000_000
"""In a second."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_SECOND = -62_135_596_800
_LAST_SECOND = 253_402_300_799
"""0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z (public documentation of google.protobuf.Timestamp)."""


@dataclass(frozen=True, slots=True, order=True)
class Timestamp:
    """A moment.

    Raises:
        EvaluationError: when made outside the years 1 to 9999.
    """

    nanoseconds: int
    """Since 1970."""

    def __post_init__(self) -> None:
        if not _FIRST_SECOND <= self.nanoseconds // NANOSECONDS <= _LAST_SECOND:
            raise EvaluationError("the timestamp is outside the years 1 to 9999")

    @classmethod
    def of(cls, moment: datetime) -> Timestamp:
        """Return the timestamp of a datetime with a time zone."""
        since = moment - _EPOCH
        return cls((since // timedelta(microseconds=1)) * 1000)

    @property
    def in_utc(self) -> datetime:
        """The moment in UTC, cut off below a microsecond."""
        return _EPOCH + timedelta(microseconds=self.nanoseconds // 1000)


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A span of time, possibly negative."""

    nanoseconds: int


@dataclass(frozen=True, slots=True)
class LatLng:
    """A point on the globe, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Path:
    """Segments of a path, without slashes."""

    segments: tuple[str, ...]

    def __str__(self) -> str:
        return "/" + "/".join(self.segments)


class RulesSet:
    """Values without duplicates, equality being the rules' own."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[Value]) -> None:
        unique: list[Value] = []
        for item in items:
            if not contains(unique, item):
                unique.append(item)
        self.items: Sequence[Value] = unique


@dataclass(frozen=True, slots=True)
class MapDiff:
    """The result of `after.diff(before)`."""

    after: dict[str, Value]
    before: dict[str, Value]


class _Undecided:
    def __repr__(self) -> str:
        return "UNDECIDED"


UNDECIDED = _Undecided()
"""Stands for a value that the service knows and this emulator does not, such as a document that a query may find.
An expression that uses it has no value."""


_TYPE_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "bool",
    int: "int",
    float: "float",
    str: "string",
    bytes: "bytes",
    list: "list",
    dict: "map",
    RulesSet: "set",
    MapDiff: "map_diff",
    Timestamp: "timestamp",
    Duration: "duration",
    LatLng: "latlng",
    Path: "path",
}

TESTABLE_TYPES = frozenset(_TYPE_NAMES.values()) - {"null"} | {"number"}
"""The type names allowed after `is`."""


def type_name(value: Value) -> str:
    """Return the name of a value's type.

    Raises:
        EvaluationError: for a value that is not known.
    """
    try:
        return _TYPE_NAMES[type(value)]
    except KeyError:
        raise EvaluationError("the value cannot be known here") from None


def is_type(value: Value, name: str) -> bool:
    """Return whether `value is name`."""
    actual = type_name(value)
    return actual == name or (name == "number" and actual in ("int", "float"))


def require(value: Value, *names: str) -> None:
    """Raise EvaluationError unless the value has one of these types."""
    if not any(is_type(value, name) for name in names):
        raise EvaluationError(f"expected {' or '.join(names)}, got {type_name(value)}")


def equal(one: Value, other: Value) -> bool:
    """Return whether `one == other`: numbers by their size, everything else only within one type."""
    if is_type(one, "number") and is_type(other, "number"):
        return one == other
    if type_name(one) != type_name(other):
        return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, RulesSet) and isinstance(other, RulesSet):
        return len(one.items) == len(other.items) and all(contains(other.items, item) for item in one.items)
    if isinstance(one, MapDiff):
        raise EvaluationError("map differences cannot be compared")
    return one == other


def contains(items: Iterable[Value], value: Value) -> bool:
    """Return whether a value equals one of these."""
    return any(equal(item, value) for item in items)

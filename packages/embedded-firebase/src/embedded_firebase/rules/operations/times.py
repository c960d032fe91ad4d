"""Timestamps and durations: their methods and how they are made."""

from __future__ import annotations

from datetime import UTC, datetime

from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.operations.registry import function, method
from embedded_firebase.rules.values import NANOSECONDS, Duration, Timestamp

_SECONDS_A_DAY = 86_400
_DAY = _SECONDS_A_DAY * NANOSECONDS

_UNITS = {
    "w": 7 * _DAY,
    "d": _DAY,
    "h": 3600 * NANOSECONDS,
    "m": 60 * NANOSECONDS,
    "s": NANOSECONDS,
    "ms": 1_000_000,
    "ns": 1,
}
"""Nanoseconds of each unit of `duration.value`."""


@method("timestamp", "year")
def _year(moment: Timestamp) -> int:
    return moment.in_utc.year


@method("timestamp", "month")
def _month(moment: Timestamp) -> int:
    return moment.in_utc.month


@method("timestamp", "day")
def _day(moment: Timestamp) -> int:
    return moment.in_utc.day


@method("timestamp", "hours")
def _hours(moment: Timestamp) -> int:
    return moment.in_utc.hour


@method("timestamp", "minutes")
def _minutes(moment: Timestamp) -> int:
    return moment.in_utc.minute


@method("timestamp", "seconds")
def _seconds(moment: Timestamp) -> int:
    return moment.in_utc.second


@method("timestamp", "nanos")
def _nanos(moment: Timestamp) -> int:
    return moment.nanoseconds % NANOSECONDS


@method("timestamp", "dayOfWeek")
def _day_of_week(moment: Timestamp) -> int:
    """Return the day of the week; Monday is 1."""
    return moment.in_utc.isoweekday()


@method("timestamp", "dayOfYear")
def _day_of_year(moment: Timestamp) -> int:
    return moment.in_utc.timetuple().tm_yday


@method("timestamp", "toMillis")
def _to_millis(moment: Timestamp) -> int:
    return moment.nanoseconds // 1_000_000


@method("timestamp", "date")
def _date(moment: Timestamp) -> Timestamp:
    """Return the midnight before it, in UTC."""
    return Timestamp(moment.nanoseconds - moment.nanoseconds % _DAY)


@method("timestamp", "time")
def _time(moment: Timestamp) -> Duration:
    """Return the time since midnight, in UTC."""
    return Duration(moment.nanoseconds % _DAY)


@method("duration", "seconds")
def _whole_seconds(span: Duration) -> int:
    whole = abs(span.nanoseconds) // NANOSECONDS
    return whole if span.nanoseconds >= 0 else -whole


@method("duration", "nanos")
def _rest_of_nanos(span: Duration) -> int:
    rest = abs(span.nanoseconds) % NANOSECONDS
    return rest if span.nanoseconds >= 0 else -rest


@function("timestamp.date", "int", "int", "int")
def _date_of(year: int, month: int, day: int) -> Timestamp:
    try:
        return Timestamp.of(datetime(year, month, day, tzinfo=UTC))
    except (ValueError, OverflowError):
        raise EvaluationError("there is no such date") from None


@function("timestamp.value", "int")
def _of_millis(milliseconds: int) -> Timestamp:
    return Timestamp(milliseconds * 1_000_000)


@function("duration.value", "int", "string")
def _span(magnitude: int, unit: str) -> Duration:
    if unit not in _UNITS:
        raise EvaluationError(f"a duration is measured in {', '.join(_UNITS)}")
    return Duration(magnitude * _UNITS[unit])


@function("duration.time", "int", "int", "int", "int")
def _time_of(hours: int, minutes: int, seconds: int, nanos: int) -> Duration:
    return Duration((hours * 3600 + minutes * 60 + seconds) * NANOSECONDS + nanos)


@function("duration.abs", "duration")
def _absolute(span: Duration) -> Duration:
    return Duration(abs(span.nanoseconds))

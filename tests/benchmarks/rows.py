"""Rows: one measured number each, and the budget it is held against."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report."""

    what: str
    measured: str
    budget: str = ""
    """As the design words it. Empty: a figure for information."""
    ok: bool | None = None
    """Whether the budget holds; None where there is none."""


Measure = Callable[[bool], Iterable[Row]]
"""What every benchmark module offers as `rows(quick)`; `quick` trades certainty for seconds."""


def at_most(what: str, value: float, limit: float, unit: str = "", digits: int = 2) -> Row:
    """Return a row whose number must not exceed its limit; both are shown in the same unit."""
    return Row(what, f"{value:.{digits}f}{unit}", f"<= {limit:g}{unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str = "", digits: int = 2) -> Row:
    """Return a row whose number must reach its limit."""
    return Row(what, f"{value:.{digits}f}{unit}", f">= {limit:g}{unit}", value >= limit)


def exactly(what: str, value: int, expected: int) -> Row:
    """Return a row whose count must be this one."""
    return Row(what, str(value), f"= {expected}", value == expected)


def times(more: float, less: float) -> str:
    """Return a ratio in words."""
    return f"{more / less:.1f} times" if less else ("no" if not more else "any number of times")

"""Figures: numbers for an administrator, each got for itself. One that cannot be had is None, and is named."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from mirror_realm import events

Value = TypeVar("Value")


@dataclass(slots=True)
class Figures:
    """Get figures, count the reads that they cost, and note which are unknown."""

    reads: int = 0
    unknown: list[str] = field(default_factory=list)

    def get(self, name: str, ask: Callable[[], Value], *, reads: int = 0) -> Value | None:
        """Return a figure; None if asking failed.

        reads: the document reads that asking costs.
        """
        self.reads += reads
        try:
            return ask()
        except Exception as error:  # one that fails must not hide the others
            events.figure_unknown(name, type(error).__name__)
            self.unknown.append(name)
            return None

    def count(self, name: str, ask: Callable[[], int]) -> int | None:
        """Return a count by aggregation, which costs a read for each thousand; None if asking failed."""
        number = self.get(name, ask)
        self.reads += max(1, -(-(number or 0) // 1000))
        return number

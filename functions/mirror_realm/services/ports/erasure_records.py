"""The port to the records of erasures, which are stored apart from the database and outlive its restoration."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol


class ErasureRecords(Protocol):
    """Records of a day on which erasures began, and a sealed name for each."""

    def record(self, day: date, name: str) -> None:
        """Store a record. It is safe to repeat."""

    def since(self, day: date) -> Iterator[tuple[str, datetime]]:
        """Yield the names that were recorded under this day or a later one, with the times of recording."""

    def forget_before(self, day: date, most: int) -> int:
        """Delete at most so many records of earlier days; return how many were deleted."""

"""A demo that has ended, and what it told."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """A demo that has ended."""

    status: int
    told: str
    complained: str
    folder: Path

    def row(self, name: str) -> list[str]:
        """Return the cells of a row of the table: name, day, status, source, cached, seconds, cost, URL."""
        line = next(line for line in self.told.splitlines() if re.match(rf"\s*{name}\s\s+\d", line))
        return re.split(r"\s{2,}", line.strip())

    def from_the_photo(self, name: str) -> list[str]:
        """Return the cells of a row of the second act's table: name, day, then how it came and a link in each style."""
        table = self.told.partition("from the photo")[2]
        line = next(line for line in table.splitlines() if re.match(rf"\s*{name}\s\s+\d", line))
        return re.split(r"\s{2,}", line.strip())

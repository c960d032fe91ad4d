"""The port to a census: the uids with data in a store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CensusPage:
    uids: Sequence[str]
    after: str
    """The start of the next page; empty on the last."""
    last: str
    """The user at whom the page ends, whom `after` may name in a way that does not show; empty: it has none."""


class Census(Protocol):
    """The uids with data in a store."""

    def page(self, after: str, most: int) -> CensusPage:
        """Return the next uids, each at most once, after an earlier page (empty: from the first)."""

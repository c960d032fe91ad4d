"""The port to a census: whose data lies in one of our stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CensusPage:
    uids: Sequence[str]
    after: str
    """From where to go on; empty: these were the last."""
    last: str
    """The user at whom the page ends, whom `after` may name in a way that does not show; empty: it has none."""


class Census(Protocol):
    """Who has anything in one of our stores."""

    def page(self, after: str, most: int) -> CensusPage:
        """The next people, each at most once, from where an earlier page ended (empty: from the first)."""

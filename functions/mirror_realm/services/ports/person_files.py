"""The port to everything a person has in Storage."""

from collections.abc import Sequence
from typing import Protocol


class PersonFiles(Protocol):
    """A person's files: uploads, personal pictures, reels."""

    def of(self, uid: str, most: int) -> Sequence[str]:
        """Paths of some of them; empty when there are none."""

    def delete(self, paths: Sequence[str]) -> None:
        """Deletes them; those already gone are no error."""

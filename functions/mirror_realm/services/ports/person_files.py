"""The port to all files of a user in Storage."""

from collections.abc import Sequence
from typing import Protocol


class PersonFiles(Protocol):
    """A user's files: uploads, personal pictures, reels."""

    def of(self, uid: str, most: int) -> Sequence[str]:
        """Return the paths of some of them; empty when there are none."""

    def delete(self, paths: Sequence[str]) -> None:
        """Delete the files that exist."""

"""The bytes that the calls of one connection have received and not yet handled, and their bound."""

from __future__ import annotations

MOST_BACKLOG_BYTES = 512 * 2**20
"""Of one connection: fifty of the largest requests that Firestore takes."""


class Backlog:
    """A counter that the calls of one connection share."""

    def __init__(self) -> None:
        self._held = 0

    def hold(self, change: int) -> bool:
        """Count bytes that were received, or, as a negative number, handled; return whether there is room for them."""
        self._held += change
        return self._held <= MOST_BACKLOG_BYTES

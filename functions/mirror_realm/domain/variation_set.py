"""Variation set: a few variations of one wish that are made together, and of which the user keeps one.

Each avatar of a set has its own place in it, and finds the others by the numbers of their variations.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain.codec import Defaulted, Document, derived

MOST = 4
"""The most variations of a set."""

UNCHOSEN = timedelta(days=14)
"""The time that a user has for choosing. After it the first completed avatar of the set stays."""

UNDO = timedelta(days=1)
"""The time after a choice in which the user can still choose another one; then the others are deleted."""


@dataclass(frozen=True, slots=True)
class VariationSet(Document):
    """The place of one avatar in its set."""

    id: str
    number: int
    """The place, from 1."""
    variations: tuple[int, ...]
    """The numbers of all variations of the set, in the order of their places."""
    expires_at: datetime | None
    """The time from which on the avatar may be deleted; None: it stays."""
    kept: Defaulted[bool] = False
    """Whether the user had it before the set: then it stays, whichever is chosen."""

    @derived
    def of(self) -> int:
        """Return the number of places of the set."""
        return len(self.variations)

    @property
    def chosen(self) -> bool:
        """Whether it is the one that stays of those that were made for the set."""
        return self.expires_at is None and not self.kept

    def due(self, now: datetime) -> bool:
        """Return whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now

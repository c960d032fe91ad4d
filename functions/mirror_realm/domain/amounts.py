"""Amounts: how much of each limit that all users share is used, free, or moved between the shares of a day."""

from collections.abc import Callable
from dataclasses import astuple, dataclass

from mirror_realm.domain.codec import Document, OmittedAtDefault


@dataclass(frozen=True, slots=True)
class Amounts(Document):
    """An amount of each; any may be negative."""

    pictures: OmittedAtDefault[int] = 0
    guests: OmittedAtDefault[int] = 0
    """Pictures of guests, which are among the pictures, too."""
    micros: OmittedAtDefault[int] = 0
    """Money, in millionths of a USD."""
    jobs: OmittedAtDefault[int] = 0
    """Jobs started by guests, whose failures are bounded."""
    photos: OmittedAtDefault[int] = 0
    """Rejected photos of guests, and those in progress."""

    def __add__(self, other: "Amounts") -> "Amounts":
        return self.each(other, lambda one, another: one + another)

    def __sub__(self, other: "Amounts") -> "Amounts":
        return self.each(other, lambda one, another: one - another)

    def each(self, other: "Amounts", act: Callable[[int, int], int]) -> "Amounts":
        """Return what `act` makes of both amounts of each."""
        return Amounts(*map(act, astuple(self), astuple(other)))

    def all(self, act: Callable[[int], int]) -> "Amounts":
        """Return what `act` makes of each amount."""
        return Amounts(*map(act, astuple(self)))

    @property
    def positive(self) -> "Amounts":
        """Return the amounts above 0; 0 for the others."""
        return self.all(lambda amount: max(0, amount))

    def __bool__(self) -> bool:
        return any(astuple(self))

    def within(self, other: "Amounts") -> bool:
        """Return whether none is above the other's."""
        return not (self - other).positive


NONE = Amounts()

"""Listed price: what a call costs at most by a provider's own list, read every night, beside our table of prices.

The table is the floor: a list raises what is held for a call, and never lowers it. Amounts are millionths of a USD.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain.codec import Document, Flat

FRESH = timedelta(hours=48)
"""The time for which a listed price counts: the check of one night may fail."""

ABSURD = 3
"""A list above so many times the table is not believed, and counted as just that."""


@dataclass(frozen=True, slots=True)
class Rate(Document):
    """The most that a call costs, by what it is made from."""

    picture_micros: int
    """The most for a picture without references."""
    reference_micros: int
    """The most that each reference adds."""
    price_cap_micros: int
    """The price of a picture in the provider's list up to which it may make the picture."""

    def worst_case_micros(self, references: int) -> int:
        """Return the most that a call with so many references costs."""
        return self.picture_micros + self.reference_micros * references

    def exceeds(self, table: "Rate") -> bool:
        """Return whether a call may cost more than by the table."""
        return self.at_least(table) != table

    def at_least(self, table: "Rate") -> "Rate":
        """Return the rate with no amount below the table's."""
        return Rate(
            max(self.picture_micros, table.picture_micros),
            max(self.reference_micros, table.reference_micros),
            max(self.price_cap_micros, table.price_cap_micros),
        )

    def believed(self, table: "Rate") -> "Rate":
        """Return the rate with no amount above `ABSURD` times the table's.

        The price cap is lowered like the picture's amount, so that what is billed beside the price still has room.
        """
        picture = min(self.picture_micros, ABSURD * table.picture_micros)
        cut = picture < self.picture_micros
        return Rate(
            picture,
            min(self.reference_micros, ABSURD * table.reference_micros),
            self.price_cap_micros * picture // self.picture_micros if cut else self.price_cap_micros,
        )


@dataclass(frozen=True, slots=True)
class ListedPrice(Document):
    """The rate of one renderer, as its provider listed it."""

    renderer: str
    rate: Flat[Rate]
    listed_at: datetime

    def fresh(self, now: datetime) -> bool:
        """Return whether it still counts."""
        return now - self.listed_at <= FRESH


def listed_of(prices: Sequence[ListedPrice], renderer: str, now: datetime) -> ListedPrice | None:
    """Return the listed price of a renderer that counts now."""
    return next((one for one in prices if one.renderer == renderer and one.fresh(now)), None)


def worst_case_micros(listed: ListedPrice | None, own_micros: int, references: int) -> int:
    """Return the most that a call costs: by our table, or by the list if that is more."""
    return own_micros if listed is None else max(own_micros, listed.rate.worst_case_micros(references))

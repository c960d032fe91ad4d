"""Ledger: one entry for every movement of an allowance, written in the transaction that moves it, never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.allowance import Reservation
from mirror_realm.domain.codec import Document, DocumentWithId, Flat, derived


class Movement(StrEnum):
    RESERVED = "reserved"
    SETTLED = "settled"
    REFUNDED = "refunded"
    GRANTED = "granted"


ERASED = "erased"
"""Stands in the ledger for everybody who was erased: it tells none of them from another."""


@dataclass(frozen=True, slots=True)
class Grant(DocumentWithId):
    """`ledger/grant-{key}`: credits given by an administrator, once per key."""

    key: str
    person: str
    """A pseudonym, like `by`."""
    credits: int
    by: str
    """The administrator."""
    at: datetime

    @derived
    def movement(self) -> Movement:
        """Return what tells a grant from the other entries of the ledger."""
        return Movement.GRANTED


@dataclass(frozen=True, slots=True)
class LedgerEntry(Document):
    """`ledger/{render_id}-{movement}`."""

    render_id: str
    movement: Movement
    reservation: Flat[Reservation]
    """Its person is the entry's, and always there."""
    at: datetime
    reason: str | None = None
    """Why it was refunded."""
    cost_micros: int = 0
    """What the job's provider calls cost, known when it ends."""
    credits_returned: int = 0
    """Of the reservation's credits; a refund may keep them (see the refund policy)."""

    @property
    def id(self) -> str:
        return f"{self.render_id}-{self.movement}"

    @property
    def person(self) -> str | None:
        """Return the pseudonym."""
        return self.reservation.person

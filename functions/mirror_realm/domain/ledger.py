"""Ledger: one entry for every movement of an allowance, written in the same transaction and never changed."""

import hashlib
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
"""Replaces the pseudonyms of all erased users, so that they cannot be distinguished."""


def pseudonym(uid: str, salt: str) -> str:
    """Return a user's name in the ledger: it distinguishes users, and reveals nothing after their erasure."""
    return hashlib.sha256(f"{salt}\n{uid}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Grant(DocumentWithId):
    """`ledger/grant-{key}`: credits given by an administrator, once per key."""

    key: str
    person: str
    """The pseudonym of the user who gets the credits."""
    credits: int
    by: str
    """The pseudonym of the administrator."""
    at: datetime

    @derived
    def movement(self) -> Movement:
        """Return the movement, which distinguishes a grant from other entries."""
        return Movement.GRANTED


@dataclass(frozen=True, slots=True)
class LedgerEntry(Document):
    """`ledger/{render_id}-{movement}`."""

    render_id: str
    movement: Movement
    person: str
    """The user's pseudonym."""
    reservation: Flat[Reservation]
    at: datetime
    reason: str | None = None
    """The reason of a refund."""
    cost_micros: int = 0
    """The cost of the job's provider calls, known when it ends."""
    credits_returned: int = 0
    """The credits of the reservation; a refund may keep them (see the refund policy)."""

    @property
    def id(self) -> str:
        return f"{self.render_id}-{self.movement}"

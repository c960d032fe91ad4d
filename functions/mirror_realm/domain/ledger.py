"""Ledger: one entry for every movement of an allowance, written in the transaction that moves it, never changed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.allowance import Reservation
from mirror_realm.domain.codec import Document, DocumentWithId, Flat, OmittedAtDefault, derived


class Movement(StrEnum):
    RESERVED = "reserved"
    SETTLED = "settled"
    REFUNDED = "refunded"
    GRANTED = "granted"
    CORRECTED = "corrected"
    """What a call cost came to light only after its job had ended: less than was assumed."""


ERASED = "erased"
"""Stands in the ledger for everybody who was erased: it tells none of them from another."""


def pseudonym(uid: str, salt: str) -> str:
    """Stands for a person in the ledger: tells one from another, and nothing of them once they are erased."""
    return hashlib.sha256(f"{salt}\n{uid}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


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
    """`ledger/{render_id}-{movement}`; of a correction `ledger/{render_id}-corrected-{call}`."""

    render_id: str
    movement: Movement
    person: str
    """A pseudonym."""
    reservation: Flat[Reservation]
    at: datetime
    reason: str | None = None
    """Why it was refunded."""
    cost_micros: int = 0
    """What the job's provider calls cost, known when it ends. Of a correction what is taken off that: less than 0."""
    credits_returned: int = 0
    """Of the reservation's credits; a refund may keep them (see the refund policy)."""
    call: OmittedAtDefault[int | None] = None
    """Of a correction: which of the job's calls, from 0. Each is corrected once."""

    @property
    def id(self) -> str:
        """Return the document's id: an entry that is there already is never written again."""
        number = "" if self.call is None else f"-{self.call}"
        return f"{self.render_id}-{self.movement}{number}"

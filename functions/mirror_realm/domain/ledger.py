"""Ledger: one entry for every movement of an allowance, written in the transaction that moves it, never changed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from mirror_realm.domain.allowance import Reservation


class Movement(StrEnum):
    RESERVED = "reserved"
    SETTLED = "settled"
    REFUNDED = "refunded"


def pseudonym(uid: str, salt: str) -> str:
    """Stands for a person in the ledger: tells one from another, and nothing of them once they are erased."""
    return hashlib.sha256(f"{salt}\n{uid}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """`ledger/{render_id}-{movement}`."""

    render_id: str
    movement: Movement
    person: str
    """A pseudonym."""
    reservation: Reservation
    at: datetime
    reason: str | None = None
    """Why it was refunded."""
    cost_micros: int = 0
    """What the job's provider calls cost, known when it ends."""

    @property
    def id(self) -> str:
        return f"{self.render_id}-{self.movement}"

    def to_document(self) -> dict[str, Any]:
        return {
            "render_id": self.render_id,
            "movement": self.movement,
            "person": self.person,
            **self.reservation.to_document(),
            "reason": self.reason,
            "cost_micros": self.cost_micros,
            "at": self.at,
        }

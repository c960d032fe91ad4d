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
    GRANTED = "granted"


def pseudonym(uid: str, salt: str) -> str:
    """Stands for a person in the ledger: tells one from another, and nothing of them once they are erased."""
    return hashlib.sha256(f"{salt}\n{uid}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Grant:
    """`ledger/grant-{key}`: credits given by an administrator, once per key."""

    key: str
    person: str
    """A pseudonym, like `by`."""
    credits: int
    by: str
    """The administrator."""
    at: datetime

    def to_document(self) -> dict[str, Any]:
        return {
            "movement": Movement.GRANTED,
            "person": self.person,
            "credits": self.credits,
            "by": self.by,
            "at": self.at,
        }

    @classmethod
    def from_document(cls, key: str, data: dict[str, Any]) -> "Grant":
        return cls(key, data["person"], data["credits"], data["by"], data["at"])


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
    credits_returned: int = 0
    """Of the reservation's credits; a refund may keep them (see the refund policy)."""

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
            "credits_returned": self.credits_returned,
            "at": self.at,
        }

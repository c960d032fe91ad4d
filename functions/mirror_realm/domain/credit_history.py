"""Credit history: ledger entries as lines that a user understands, each with the change of the balance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from mirror_realm.domain.ledger import Movement


class CreditMove(StrEnum):
    """What a line is about."""

    SPENT = "spent"
    """For a picture."""
    RETURNED = "returned"
    """Of a picture that was not made."""
    GRANTED = "granted"
    TAKEN = "taken"
    """By an administrator, as a grant is."""
    BOUGHT = "bought"
    TAKEN_BACK = "taken_back"
    """Because a payment was refunded or disputed."""
    RESTORED = "restored"
    """Because a dispute was won, or counted twice until it ended as a refund."""
    MONTHLY = "monthly"
    """By the plan, with the first picture of a month."""
    MERGED = "merged"
    """From a guest account that became a part of this one."""


_MOVES = {
    Movement.RESERVED: (CreditMove.SPENT, "credits", -1),
    Movement.REFUNDED: (CreditMove.RETURNED, "credits_returned", 1),
    Movement.GRANTED: (CreditMove.GRANTED, "credits", 1),
    Movement.TAKEN: (CreditMove.TAKEN, "credits", -1),
    Movement.BOUGHT: (CreditMove.BOUGHT, "credits", 1),
    Movement.TAKEN_BACK: (CreditMove.TAKEN_BACK, "credits", -1),
    Movement.RESTORED: (CreditMove.RESTORED, "credits", 1),
    Movement.MONTHLY: (CreditMove.MONTHLY, "credits", 1),
    Movement.MERGED: (CreditMove.MERGED, "credits", 1),
}


@dataclass(frozen=True, slots=True)
class CreditLine:
    at: datetime
    move: CreditMove
    credits: int
    """The change: negative where credits went."""
    render_id: str | None
    """The job of the picture."""
    payment_id: str | None
    """Stripe's id of the payment."""


def line_of(entry: Mapping[str, Any]) -> CreditLine | None:
    """Return the line of a stored ledger entry; None for one that moved no credits."""
    if entry["movement"] not in _MOVES:
        return None
    move, field, sign = _MOVES[entry["movement"]]
    credits = sign * entry.get(field, 0)
    if not credits:
        return None
    return CreditLine(entry["at"], move, credits, entry.get("render_id"), entry.get("payment_id"))

"""Ledger: one entry for every movement of an allowance, written in the same transaction and never changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mirror_realm.domain.allowance import Reservation
from mirror_realm.domain.codec import Document, DocumentWithId, Flat, OmittedAtDefault, derived


class Movement(StrEnum):
    RESERVED = "reserved"
    SETTLED = "settled"
    REFUNDED = "refunded"
    GRANTED = "granted"
    TAKEN = "taken"
    """Credits that an administrator took back."""
    GIVEN = "given"
    """Pictures of a day that an administrator gave back."""
    CORRECTED = "corrected"
    """The cost of a call became known after its job had ended, and is lower than assumed."""
    BOOKED = "booked"
    """The cost of a queued provider's call, which was still open when its job ended."""
    BOUGHT = "bought"
    """Credits that a payment brought."""
    TAKEN_BACK = "taken_back"
    """Credits of a payment that was refunded or disputed."""
    RESTORED = "restored"
    """Credits that were reclaimed for a dispute which the operator won, or which ended as a refund counted already."""
    MONTHLY = "monthly"
    """Credits that a plan brings in a month. They add up over the months and do not expire."""
    MERGED = "merged"
    """Credits of an anonymous account that went to the account that merges it."""


ERASED = "erased"
"""Replaces the pseudonyms of all erased users, so that they cannot be distinguished."""

KEEP_NAMED = timedelta(days=11 * 366)
"""The time after which an erased user's entry is deleted whose id was chosen outside: a payment's id, or a key.

Such an id may lead to the user in other books, at the payment service. Tax law wants books for ten years from the end
of the year at the longest, which an erasure request does not change; then nothing does.
"""


def is_named_outside(entry_id: str) -> bool:
    """Return whether the id of an entry contains an id or a key that was chosen outside."""
    return entry_id.startswith(("payment-", "grant-", "take-", "give-"))


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
class Taken(DocumentWithId):
    """`ledger/take-{key}`: credits that an administrator took from a user, once per key."""

    key: str
    person: str
    """The pseudonym of the user who held the credits."""
    credits: int
    """The credits that were taken: no more than the user held."""
    asked: int
    """The credits that the administrator wanted to take."""
    by: str
    """The pseudonym of the administrator."""
    at: datetime

    @derived
    def movement(self) -> Movement:
        """Return the movement, which distinguishes it from other entries."""
        return Movement.TAKEN


@dataclass(frozen=True, slots=True)
class Given(DocumentWithId):
    """`ledger/give-{key}`: pictures that an administrator gave back on a user's day, once per key."""

    key: str
    person: str
    """The pseudonym of the user."""
    day: str
    pictures: int
    """The pictures by which the user's limit of the day was raised. No settled or refunded reservation changes."""
    by: str
    """The pseudonym of the administrator."""
    at: datetime

    @derived
    def movement(self) -> Movement:
        """Return the movement, which distinguishes it from other entries."""
        return Movement.GIVEN


@dataclass(frozen=True, slots=True)
class PaymentEntry(DocumentWithId):
    """`ledger/payment-{id}`, `ledger/payment-{id}-back-{cents}`, `ledger/payment-{id}-restored-{n}`.

    What is reclaimed after credits were restored has `-{n}` at its end, so that each happens once.
    """

    entry_id: str
    """The document's id."""
    movement: Movement
    payment_id: str
    person: str
    """The pseudonym of the user."""
    credits: int
    amount: int
    """What was paid, or went back in all until now, in the currency's smallest unit."""
    currency: str
    at: datetime
    owed: int = 0
    """Of credits that are reclaimed those that the user did not hold; of others those that paid what was owed."""
    reason: str | None = None
    """Why credits were reclaimed: `refund` or `dispute`."""


@dataclass(frozen=True, slots=True)
class MonthlyEntry(DocumentWithId):
    """`ledger/{render_id}-monthly`: credits of a month, which came with the reservation of this job."""

    id: str
    person: str
    """The pseudonym of the user."""
    month: str
    """As in `2026-11`."""
    plan: str
    """The plan that brings them."""
    credits: int
    at: datetime
    owed: int = 0
    """Those of the credits that paid what was owed."""

    @derived
    def movement(self) -> Movement:
        """Return the movement, which distinguishes it from other entries."""
        return Movement.MONTHLY


@dataclass(frozen=True, slots=True)
class MergeEntry(DocumentWithId):
    """`ledger/merge-{key}-out`, `ledger/merge-{key}-in`: what went from an anonymous account to another account."""

    entry_id: str
    person: str
    """The pseudonym of the user of the one account or of the other."""
    credits: int
    """The change: of `-in` positive for credits, negative for what was owed; of `-out` the opposite."""
    at: datetime
    owed: int = 0
    """Of `-in` the credits that paid what was owed, or were added to it."""

    @derived
    def movement(self) -> Movement:
        """Return the movement, which distinguishes it from other entries."""
        return Movement.MERGED


@dataclass(frozen=True, slots=True)
class LedgerEntry(Document):
    """`ledger/{render_id}-{movement}`; of a call after the job's end `ledger/{render_id}-{movement}-{call}`."""

    render_id: str
    movement: Movement
    reservation: Flat[Reservation]
    """The reservation, whose `person` is the entry's and always set."""
    at: datetime
    reason: str | None = None
    """The reason of a refund."""
    cost_micros: int = 0
    """The cost of the job's provider calls, known when it ends. For a correction: the negative difference."""
    credits_returned: int = 0
    """The credits of the reservation; a refund may keep them (see the refund policy)."""
    call: OmittedAtDefault[int | None] = None
    """The number of the call that was booked or corrected after the job's end, from 0. Each happens once."""
    renderer: OmittedAtDefault[str | None] = None
    """The name of the model that the cost was for; None where nothing can have been spent yet."""
    seconds: OmittedAtDefault[float | None] = None
    """Of a settled job the time since the wish."""

    @property
    def id(self) -> str:
        """Return the document's id: an entry that is there already is never written again."""
        number = "" if self.call is None else f"-{self.call}"
        return f"{self.render_id}-{self.movement}{number}"

    @property
    def person(self) -> str | None:
        """Return the pseudonym."""
        return self.reservation.person

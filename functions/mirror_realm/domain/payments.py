"""Payments: what a user bought by a Stripe payment, and how much of it is to be reclaimed.

The documents are those of the Stripe extension: `customers/{uid}/payments/{id}` is a PaymentIntent with the line items
of its Checkout session, `products/{id}` and `products/{id}/prices/{id}` are the operator's catalogue. Only the status,
the amounts, the currency and the items' ids count: the metadata of a payment is what the app of the user says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from mirror_realm.domain.codec import Document, OmittedAtDefault

MOST_CREDITS = 100_000
"""The most credits that one unit of a product has."""
MOST_QUANTITY = 1_000
MOST_ITEMS = 10
"""The most line items that the extension writes."""
MOST_CENTS = 10**12

_ID = re.compile(r"[A-Za-z0-9_]{1,100}")
_CREDITS = re.compile(r"[1-9][0-9]{0,5}")


class Refused(StrEnum):
    """Why a payment that was made brings no credits, although it may have been meant to."""

    ID = "id"
    """Its id is none of Stripe's."""
    MALFORMED = "malformed"
    """It, its product or its price is not as the extension writes them."""
    PRODUCT_GONE = "product_gone"
    PRICE_GONE = "price_gone"
    ARCHIVED = "archived"
    """Product or price is not active: an app can have Stripe make such ones within its Checkout session."""
    PRICE_UNFIT = "price_unfit"
    """The price is not a fixed amount for each unit, paid once."""
    CURRENCY = "currency"
    UNDERPAID = "underpaid"
    ANOTHER_USER = "another_user"
    """It brought credits to another user before."""
    GRANTED_BY_HAND = "granted_by_hand"
    """An administrator granted credits with the payment's id as the key."""
    ERASED = "erased"
    """Its user is being erased, or was erased within the last days."""


class Dispute(StrEnum):
    """The furthest that a dispute got. A dispute that was won may be lost in the end."""

    NONE = "none"
    OPEN = "open"
    REFUNDED = "refunded"
    """It ended because the charge was refunded: what went back is among the refunds, and is not counted again."""
    WON = "won"
    LOST = "lost"

    @property
    def takes(self) -> bool:
        """Return whether the disputed amount is gone."""
        return self in (Dispute.OPEN, Dispute.LOST)


_DISPUTES = list(Dispute)
_STATUSES = {"won": Dispute.WON, "lost": Dispute.LOST, "charge_refunded": Dispute.REFUNDED}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of what was bought."""

    product: str
    price: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Payment:
    """What counts of a payment as it stands."""

    succeeded: bool
    received: int
    """In the currency's smallest unit, as all amounts."""
    currency: str
    items: Sequence[Item] | None
    """None: not written yet, or there was no Checkout session; empty: not as the extension writes them."""
    refunded: int
    dispute: Dispute
    disputed: int

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Payment":
        """Return the payment in a document. Fields that do not have the form that Stripe writes are ignored."""
        received, currency = _cents(data.get("amount_received")), data.get("currency")
        charges = _charges(data)
        disputes = [_dispute(charge, received) for charge in charges]
        return cls(
            succeeded=data.get("status") == "succeeded" and received > 0,
            received=received,
            currency=currency if isinstance(currency, str) else "",
            items=_items(data.get("items")),
            refunded=sum(_cents(charge.get("amount_refunded")) for charge in charges),
            dispute=max((state for state, _ in disputes), key=_DISPUTES.index, default=Dispute.NONE),
            disputed=sum(cents for _, cents in disputes),
        )


@dataclass(frozen=True, slots=True)
class PaymentBook(Document):
    """`users/{uid}/payments/{id}`: what came of a payment, in whatever order its states were written.

    Amounts only grow and a dispute only goes on, so that an older state that comes late changes nothing.
    """

    credits: int | None = None
    """The credits that it brought; None: none yet."""
    received: int = 0
    """What was paid for them."""
    currency: str = ""
    refunded: int = 0
    dispute: Dispute = Dispute.NONE
    disputed: int = 0
    back: int = 0
    """The credits that are reclaimed."""
    restored: OmittedAtDefault[int] = 0
    """How often credits that were reclaimed were given again."""

    def with_state(self, payment: Payment) -> "PaymentBook":
        """Return the book after this state of the payment."""
        return replace(
            self,
            refunded=max(self.refunded, payment.refunded),
            dispute=max(self.dispute, payment.dispute, key=_DISPUTES.index),
            disputed=max(self.disputed, payment.disputed),
        )

    def with_credits(self, credits: int, payment: Payment) -> "PaymentBook":
        """Return the book once the payment brought credits."""
        return replace(self, credits=credits, received=payment.received, currency=payment.currency)

    @property
    def returned(self) -> int:
        """The part of the amount that went back to the payer."""
        gone = self.refunded + (self.disputed if self.dispute.takes else 0)
        return min(self.received, gone)

    @property
    def due_back(self) -> int:
        """The credits that are to be reclaimed, in proportion to the amount, rounded in the user's favour."""
        return self.credits * self.returned // self.received if self.credits else 0

    @property
    def reason(self) -> str:
        """Why credits are reclaimed."""
        return "dispute" if self.dispute.takes else "refund"

    def settled(self) -> "PaymentBook":
        """Return the book once what is due was reclaimed or given again."""
        return replace(self, back=self.due_back, restored=self.restored + (self.due_back < self.back))


def valid_id(payment_id: str) -> bool:
    """Return whether Stripe may have made this id, which is then also unmistakable within a ledger entry's id."""
    return _ID.fullmatch(payment_id) is not None


def credits_of(
    payment: Payment, products: Sequence[Mapping[str, Any] | None], prices: Sequence[Mapping[str, Any] | None]
) -> int | Refused:
    """Return the credits that a payment pays for: 0 if it is not for credits.

    products: the product of each item as the extension wrote it; None: there is none.
    prices: the price of each item.
    """
    credits = due = 0
    for item, product, price in zip(payment.items or (), products, prices, strict=True):
        if product is None:
            return Refused.PRODUCT_GONE
        each = _credits_each(product)
        if isinstance(each, Refused):
            return each
        if price is None:
            return Refused.PRICE_GONE
        amount = _fixed_amount(price)
        if product.get("active") is not True or price.get("active") is not True:
            return Refused.ARCHIVED
        if isinstance(amount, Refused):
            return amount
        if price.get("currency") != payment.currency:
            return Refused.CURRENCY
        credits += each * item.quantity
        due += amount * item.quantity
    return Refused.UNDERPAID if credits and payment.received < due else credits


def _credits_each(product: Mapping[str, Any]) -> int | Refused:
    """Return the credits of one unit, from the metadata that the operator set in Stripe; 0 without any."""
    metadata = product.get("metadata")
    said = metadata.get("credits") if isinstance(metadata, Mapping) else None
    if said is None:
        return 0
    if not isinstance(said, str) or not _CREDITS.fullmatch(said) or int(said) > MOST_CREDITS:
        return Refused.MALFORMED
    return int(said)


def _fixed_amount(price: Mapping[str, Any]) -> int | Refused:
    fit = price.get("type") == "one_time" and price.get("billing_scheme") == "per_unit"
    amount = _cents(price.get("unit_amount"))
    return amount if fit and amount and price.get("transform_quantity") is None else Refused.PRICE_UNFIT


def _items(items: object) -> Sequence[Item] | None:
    if items is None:
        return None
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        return ()
    found = [_item(item) for item in items]
    return [item for item in found if item is not None] if all(found) else ()


def _item(item: object) -> Item | None:
    price = item.get("price") if isinstance(item, Mapping) else None
    if not isinstance(item, Mapping) or not isinstance(price, Mapping):
        return None
    quantity, names = item.get("quantity"), (price.get("product"), price.get("id"))
    if type(quantity) is not int or not 1 <= quantity <= MOST_QUANTITY:
        return None
    product, price_id = names
    if not isinstance(product, str) or not isinstance(price_id, str):
        return None
    return Item(product, price_id, quantity) if valid_id(product) and valid_id(price_id) else None


def _charges(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the charges: in a list before Stripe's API of 2022-11-15, from then on the latest one, if expanded."""
    listed = data.get("charges")
    found = listed.get("data") if isinstance(listed, Mapping) else None
    charges = [*(found if isinstance(found, list) else ()), data.get("latest_charge")]
    apart = {str(charge.get("id")): charge for charge in charges if isinstance(charge, Mapping)}
    return list(apart.values())


def _dispute(charge: Mapping[str, Any], received: int) -> tuple[Dispute, int]:
    """Return the state and the amount of a charge's dispute, of which Stripe may show but the id."""
    dispute = charge.get("dispute")
    known = dispute if isinstance(dispute, Mapping) else {}
    status = known.get("status")
    state = Dispute.OPEN if charge.get("disputed") is True or known else Dispute.NONE
    if isinstance(status, str):  # of a warning no money is gone yet
        state = Dispute.NONE if status.startswith("warning_") else _STATUSES.get(status, state)
    if state is Dispute.NONE:
        return state, 0
    return state, _cents(known.get("amount")) or _cents(charge.get("amount")) or received


def _cents(value: object) -> int:
    """Return an amount; 0 for anything that is none."""
    return value if type(value) is int and 0 < value <= MOST_CENTS else 0

"""A stand-in of the Stripe extension: it writes the documents that `firestore-stripe-payments` writes, as it does.

A payment is a PaymentIntent, merged into its document: first without items, at `payment_intent.succeeded`, then with
them, at `checkout.session.completed`. The extension itself does not hear of refunds and disputes; `charge` writes what
a later state of the PaymentIntent shows of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Write = Callable[[str, dict[str, Any]], None]
"""Merges these fields into a document."""

FORGED = {"credits": "99999", "uid": "bo", "product": "prod_gold", "status": "succeeded"}
"""Metadata that an app put into its Checkout session."""


@dataclass
class StripeExtension:
    write: Write
    reference: Callable[[str], Any] = str
    """Returns a reference to a document."""
    catalogue: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Prices by their ids, with their products."""

    def sell(
        self, product: str, price: str, *, credits: object = "100", amount: int = 500, currency: str = "usd"
    ) -> None:
        """Write a product and its price, as the operator made them in Stripe's dashboard."""
        metadata = {} if credits is None else {"credits": credits}
        self.write(
            f"products/{product}",
            {
                "active": True,
                "name": "Credits",
                "description": None,
                "role": None,
                "images": [],
                "metadata": metadata,
                "tax_code": None,
                **{f"stripe_metadata_{name}": value for name, value in metadata.items()},
            },
        )
        self.catalogue[price] = {
            "active": True,
            "billing_scheme": "per_unit",
            "tiers_mode": None,
            "tiers": None,
            "currency": currency,
            "description": None,
            "type": "one_time",
            "unit_amount": amount,
            "recurring": None,
            "interval": None,
            "interval_count": None,
            "trial_period_days": None,
            "transform_quantity": None,
            "tax_behavior": "unspecified",
            "metadata": {},
            "product": product,
        }
        self.write(f"products/{product}/prices/{price}", dict(self.catalogue[price]))

    def customer(self, uid: str) -> None:
        self.write(f"customers/{uid}", {"stripeId": f"cus_{uid}", "email": f"{uid}@example.com"})

    def intent(
        self,
        uid: str,
        payment_id: str,
        *,
        status: str = "succeeded",
        received: object = 500,
        currency: str = "usd",
        **more: Any,
    ) -> None:
        """Write a PaymentIntent's event: what it was made with, among it the app's metadata, and no items."""
        self.write(
            f"customers/{uid}/payments/{payment_id}",
            {
                "id": payment_id,
                "object": "payment_intent",
                "amount": received,
                "amount_received": received if status == "succeeded" else 0,
                "currency": currency,
                "customer": f"cus_{uid}",
                "metadata": FORGED,
                "status": status,
                **more,
            },
        )

    def checkout(
        self, uid: str, payment_id: str, price: str = "price_100", *, quantity: object = 1, **state: Any
    ) -> None:
        """Write a completed Checkout session's PaymentIntent, with the line items and references to their prices."""
        known = self.catalogue.get(price, {"product": "prod_unknown"})
        item = {
            "id": f"li_{payment_id}",
            "object": "item",
            "quantity": quantity,
            "price": {"id": price, **known},
        }
        reference = self.reference(f"products/{known['product']}/prices/{price}")
        self.intent(uid, payment_id, **{"items": [item], "prices": [reference], **state})


def charge(
    *, refunded: int = 0, dispute: str | Mapping[str, Any] | None = None, amount: int = 500
) -> dict[str, Any]:
    """Return the fields of a PaymentIntent that show what went back of its charge."""
    one = {
        "id": "ch_1",
        "amount": amount,
        "amount_refunded": refunded,
        "refunded": refunded == amount,
        "disputed": dispute is not None,
        "dispute": dispute,
    }
    return {"charges": {"object": "list", "data": [one]}}


def disputed(status: str, amount: int = 500) -> dict[str, Any]:
    """Return a dispute as Stripe shows it where it is expanded."""
    return {"id": "dp_1", "status": status, "amount": amount}

"""What went back of a payment: each cent counts once, however a dispute ends and in whatever order its states come."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from mirror_realm.domain.payments import Payment, PaymentBook
from tests.fakes.stripe_extension import charge, disputed

PAID = 500
OPEN, LOST, WON = "needs_response", "lost", "won"
ENDED_AS_REFUND = "charge_refunded"


def state(refunded: int = 0, dispute: str | None = None, amount: int = PAID) -> dict[str, Any]:
    return charge(refunded=refunded, dispute=disputed(dispute, amount) if dispute else None)


CASES: dict[str, tuple[list[dict[str, Any]], int, str]] = {
    "nothing": ([state()], 0, "refund"),
    "a refund in part": ([state(200)], 200, "refund"),
    "two refunds, which Stripe adds up": ([state(200), state(350)], 350, "refund"),
    "a dispute in part": ([state(0, OPEN, 200)], 200, "dispute"),
    "lost": ([state(0, OPEN, 200), state(0, LOST, 200)], 200, "dispute"),
    "won": ([state(0, OPEN, 200), state(0, WON, 200)], 0, "refund"),
    "a dispute that ends as the refund of its part": (
        [state(0, OPEN, 200), state(200, ENDED_AS_REFUND, 200)],
        200,
        "refund",
    ),
    "the refund shows before its dispute has ended": (
        [state(0, OPEN, 200), state(200, OPEN, 200), state(200, ENDED_AS_REFUND, 200)],
        200,
        "refund",
    ),
    "a dispute in part that ends as a refund of all": (
        [state(0, OPEN, 200), state(PAID, ENDED_AS_REFUND, 200)],
        PAID,
        "refund",
    ),
    "an inquiry that ends as a refund": (
        [state(0, "warning_needs_response", 200), state(200, ENDED_AS_REFUND, 200)],
        200,
        "refund",
    ),
    "a dispute of another part than what was refunded": (
        [state(200), state(200, OPEN, 300), state(200, LOST, 300)],
        PAID,
        "dispute",
    ),
    "a dispute of another part that ends as a refund": (
        [state(100), state(100, OPEN, 200), state(300, ENDED_AS_REFUND, 200)],
        300,
        "refund",
    ),
    "won, and refunded out of goodwill": (
        [state(0, OPEN, 200), state(0, WON, 200), state(200, WON, 200)],
        200,
        "refund",
    ),
    "won, and lost in the end": ([state(0, WON, 200), state(0, LOST, 200)], 200, "dispute"),
    "no more than was paid": ([state(PAID), state(PAID, LOST)], PAID, "dispute"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_cent_that_went_back_counts_once_in_any_order(case: str) -> None:
    states, returned, reason = CASES[case]
    for order in permutations(states):
        book = PaymentBook(credits=100, received=PAID, currency="usd")
        for one in (*order, order[0]):
            book = book.with_state(
                Payment.of({"status": "succeeded", "amount_received": PAID, **one})
            ).settled()
        assert (book.returned, book.back, book.reason) == (returned, returned * 100 // PAID, reason)
        assert PaymentBook.from_document(book.to_document()) == book
        assert replace(book, restored=0) == replace(book.settled(), restored=0)

"""Credits by payment: granted once by what was paid for, taken back as far as the money went back, the rest owed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.payments import Refused
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest
from tests import invariants
from tests.fakes.captured import capturing
from tests.fakes.house import House
from tests.fakes.stripe_extension import StripeExtension, charge, disputed


class Shop:
    """A house whose payments are booked as soon as they are written, twice each."""

    def __init__(self) -> None:
        self.house = House(credits=10)
        self.stripe = StripeExtension(self.merge)
        self.stripe.sell("prod_100", "price_100")

    def merge(self, path: str, fields: dict[str, Any]) -> None:
        self.house.write(path, {**self.house.documents.get(path, {}), **fields})

    def pay(self, uid: str = "ada", payment_id: str = "pi_1", **state: Any) -> None:
        self.stripe.checkout(uid, payment_id, **state)
        self.booked(uid, payment_id)

    def booked(self, uid: str = "ada", payment_id: str = "pi_1") -> None:
        """Book a payment, and see that booking it again changes nothing."""
        self.house.selling.book(uid, payment_id)
        before = dict(self.house.documents)
        self.house.selling.book(uid, payment_id)
        assert self.house.documents == before
        self.check()

    def check(self) -> None:
        invariants.credits_add_up(self.house.documents, price=10, initial=30, salt="salt")
        invariants.payments_bring_credits_once(self.house.documents)

    def purse(self, uid: str = "ada") -> tuple[int, int]:
        """Return what a user holds and owes."""
        profile = self.house.documents.get(f"users/{uid}", {})
        return profile.get("credits", 30), profile.get("owed", 0)

    def entries(self) -> dict[str, int]:
        ledger = {
            path: one for path, one in self.house.documents.items() if path.startswith("ledger/payment")
        }
        return {path.removeprefix("ledger/payment-pi_1"): one["credits"] for path, one in ledger.items()}


def test_a_payment_brings_the_credits_of_its_product_once() -> None:
    shop = Shop()
    shop.stripe.intent("ada", "pi_1")
    shop.booked()
    assert shop.purse() == (30, 0), "what was bought is not known yet"
    shop.pay()
    shop.pay(status="processing")
    shop.pay()
    assert (shop.purse(), shop.entries()) == ((130, 0), {"": 100})


def test_the_metadata_of_a_payment_counts_for_nothing() -> None:
    shop = Shop()
    shop.stripe.sell("prod_gold", "price_gold", credits="99999", amount=1_000_000)
    shop.pay(price="price_100", metadata={"credits": "99999", "product": "prod_gold"})
    assert shop.purse() == (130, 0)
    assert shop.purse("bo") == (30, 0)


def test_two_of_a_package_are_twice_its_credits_if_both_are_paid() -> None:
    shop = Shop()
    shop.pay(quantity=2, received=1000)
    assert shop.purse() == (230, 0)


PRICE = "products/prod_100/prices/price_100"
BAD: dict[str, tuple[dict[str, dict[str, Any]], dict[str, Any], Refused]] = {
    "underpaid": ({}, {"received": 499}, Refused.UNDERPAID),
    "more than paid": ({}, {"quantity": 2}, Refused.UNDERPAID),
    "another currency": ({}, {"currency": "huf"}, Refused.CURRENCY),
    "an unknown price": ({}, {"price": "price_else"}, Refused.PRODUCT_GONE),
    "a price of the app's own": ({PRICE: {"active": False}}, {}, Refused.ARCHIVED),
    "a product of the app's own": ({"products/prod_100": {"active": False}}, {}, Refused.ARCHIVED),
    "a subscription": ({PRICE: {"type": "recurring"}}, {}, Refused.PRICE_UNFIT),
    "an amount that the payer chooses": ({PRICE: {"unit_amount": None}}, {}, Refused.PRICE_UNFIT),
    "no whole credits": ({"products/prod_100": {"metadata": {"credits": "1e5"}}}, {}, Refused.MALFORMED),
    "a number": ({"products/prod_100": {"metadata": {"credits": 100}}}, {}, Refused.MALFORMED),
    "negative credits": ({"products/prod_100": {"metadata": {"credits": "-5"}}}, {}, Refused.MALFORMED),
    "a negative quantity": ({}, {"quantity": -1}, Refused.MALFORMED),
    "no items": ({}, {"items": []}, Refused.MALFORMED),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_paid_for_brings_nothing_and_the_log_has_the_reason(case: str) -> None:
    documents, state, reason = BAD[case]
    shop = Shop()
    for path, fields in documents.items():
        shop.merge(path, fields)
    shop.stripe.checkout("ada", "pi_1", **state)
    before = dict(shop.house.documents)
    with capturing() as events:
        shop.house.selling.book("ada", "pi_1")
    assert shop.house.documents == before
    assert [(one["event"], one["reason"]) for one in events] == [("payment_refused", reason)]


@pytest.mark.parametrize("state", [{"received": -500}, {"received": 5.5}, {"status": "canceled"}])
def test_what_was_not_received_is_no_payment(state: dict[str, Any]) -> None:
    shop = Shop()
    with capturing() as events:
        shop.pay(**state)
    assert (shop.purse(), shop.entries(), list(events)) == ((30, 0), {}, [])


def test_a_product_without_credits_brings_none() -> None:
    shop = Shop()
    shop.stripe.sell("prod_mug", "price_mug", credits=None)
    with capturing() as events:
        shop.pay(price="price_mug")
    assert (shop.purse(), list(events)) == ((30, 0), [])


def test_a_payment_of_another_user_brings_no_second_credits() -> None:
    shop = Shop()
    shop.pay("ada")
    with capturing() as events:
        shop.pay("bo")
    assert (shop.purse("ada"), shop.purse("bo")) == ((130, 0), (30, 0))
    assert {one["reason"] for one in events} == {Refused.ANOTHER_USER}


def test_what_an_administrator_granted_for_the_payment_is_not_granted_again() -> None:
    shop = Shop()
    shop.merge("products/prod_100", {"metadata": {"credits": "many"}})
    shop.pay(payment_id="pi_123456789")
    shop.house.granting.grant(by="root", uid="ada", credits=100, key="pi_123456789")
    shop.merge("products/prod_100", {"metadata": {"credits": "100"}})
    shop.pay(payment_id="pi_123456789")
    assert shop.purse() == (130, 0)


@pytest.mark.parametrize("uid", ["ada", "bo"])
def test_what_a_payment_brought_is_not_granted_by_hand_with_its_id(uid: str) -> None:
    shop = Shop()
    shop.pay(payment_id="pi_123456789")
    before = dict(shop.house.documents)
    with pytest.raises(InvalidRequest) as refused:
        shop.house.granting.grant(by="root", uid=uid, credits=100, key="pi_123456789")
    assert refused.value.fields == {"key": "the payment with this id has brought 100 credits"}
    assert shop.house.documents == before


def test_a_grant_for_a_payment_that_brought_none_can_be_repeated() -> None:
    shop = Shop()
    for _ in range(2):
        assert shop.house.granting.grant(by="root", uid="ada", credits=100, key="pi_123456789") == 130
        shop.pay(payment_id="pi_123456789")
    assert shop.purse() == (130, 0)


def test_a_product_that_is_gone_later_takes_nothing_and_can_be_refunded() -> None:
    shop = Shop()
    shop.pay()
    for path in ("products/prod_100", PRICE):
        shop.house.remove(path)
    shop.pay(**charge(refunded=500))
    assert shop.purse() == (30, 0)


def test_a_partial_refund_takes_its_part_once_and_the_next_one_the_rest() -> None:
    shop = Shop()
    shop.pay()
    for cents in (101, 101, 500, 101):
        shop.pay(**charge(refunded=cents))
    assert shop.purse() == (30, 0)
    assert shop.entries() == {"": 100, "-back-101": 20, "-back-500": 80}


def test_what_the_user_does_not_hold_any_more_is_owed_and_paid_first_from_whatever_comes_in() -> None:
    shop = Shop()
    shop.pay()
    for variation in range(3):
        shop.house.ask(variation=variation)
    queued = [
        path.rpartition("/")[2] for path in shop.house.documents if path.startswith("users/ada/avatars/")
    ]
    shop.pay(**charge(refunded=500))
    assert shop.purse() == (0, 0)
    shop.pay(payment_id="pi_2")
    shop.house.granting.take(Deed("root", Role.OWNER, Act.TAKE_CREDITS, "key-of-a-take", "why"), "ada", 1000)
    shop.pay(payment_id="pi_2", **charge(refunded=500))
    assert shop.purse() == (0, 100)
    assert shop.house.overviews.of(User("ada", FREE)).credits == 0

    for avatar_id in queued:
        shop.house.cancelling.cancel("ada", avatar_id)
    assert shop.purse() == (0, 70)
    shop.house.granting.grant(by="root", uid="ada", credits=50, key="key-of-a-grant")
    shop.check()
    assert shop.purse() == (0, 20)
    shop.pay(payment_id="pi_3")
    assert shop.purse() == (80, 0)


def test_a_dispute_takes_the_credits_and_one_that_is_won_gives_them_again() -> None:
    shop = Shop()
    shop.pay()
    shop.pay(**charge(dispute="dp_1"))
    assert shop.purse() == (30, 0)
    for status in ("needs_response", "under_review"):
        shop.pay(**charge(dispute=disputed(status)))
    shop.pay(**charge(dispute=disputed("won")))
    assert shop.purse() == (130, 0)
    shop.pay(**charge(dispute="dp_1"))
    assert shop.purse() == (130, 0), "an older state came late"
    shop.pay(**charge(dispute=disputed("lost")))
    assert shop.purse() == (30, 0)
    assert shop.entries() == {"": 100, "-back-500": 100, "-restored-1": 100, "-back-500-1": 100}


def test_a_dispute_in_part_that_ends_as_a_refund_takes_its_part_once() -> None:
    shop = Shop()
    shop.pay()
    shop.pay(**charge(dispute=disputed("needs_response", 200)))
    shop.pay(**charge(refunded=200, dispute=disputed("needs_response", 200)))
    shop.pay(**charge(refunded=200, dispute=disputed("charge_refunded", 200)))
    assert shop.purse() == (30 + 60, 0)
    assert shop.entries() == {"": 100, "-back-200": 40, "-back-400": 40, "-restored-1": 40}


def test_a_mere_inquiry_takes_nothing() -> None:
    shop = Shop()
    shop.pay(**charge(dispute=disputed("warning_needs_response")))
    assert shop.purse() == (130, 0)


def test_the_latest_charge_of_a_newer_stripe_counts_as_well() -> None:
    shop = Shop()
    (one,) = charge(refunded=250)["charges"]["data"]
    shop.pay(latest_charge=one)
    assert shop.purse() == (80, 0)


@pytest.mark.parametrize("payment_id", ["pi_1-back-5", "pi 1", "٣", "x" * 101])
def test_an_id_that_stripe_makes_not_is_refused(payment_id: str) -> None:
    shop = Shop()
    shop.stripe.checkout("ada", payment_id)
    before = dict(shop.house.documents)
    shop.house.selling.book("ada", payment_id)
    assert shop.house.documents == before


def test_an_erased_user_gets_none() -> None:
    shop = Shop()
    shop.stripe.customer("ada")
    shop.pay()
    shop.house.erasing.erase("ada", seconds=60)
    assert not [path for path in shop.house.documents if path.startswith(("customers/", "users/"))]
    shop.stripe.checkout("ada", "pi_2")
    before = dict(shop.house.documents)
    with capturing() as events:
        shop.house.selling.book("ada", "pi_2")
    assert shop.house.documents == before
    assert [(one["event"], one["payment_id"], one["reason"]) for one in events] == [
        ("payment_refused", "pi_2", Refused.ERASED)
    ]


@pytest.mark.parametrize(
    "case", ["refunded", "brought its credits", "not for credits", "not known yet", "deleted", "not paid"]
)
def test_an_erasure_loses_no_other_payment(case: str) -> None:
    shop = Shop()
    shop.stripe.sell("prod_mug", "price_mug", credits=None)
    if case == "brought its credits":
        shop.pay()
    shop.house.erasing.erase("ada", seconds=60)
    match case:
        case "refunded":
            shop.stripe.checkout("ada", "pi_1", **charge(refunded=500))
        case "brought its credits":
            shop.stripe.checkout("ada", "pi_1")
        case "not for credits":
            shop.stripe.checkout("ada", "pi_1", price="price_mug")
        case "not known yet":
            shop.stripe.intent("ada", "pi_1")
        case "not paid":
            shop.stripe.checkout("ada", "pi_1", status="processing")
    with capturing() as events:
        shop.house.selling.book("ada", "pi_1")
    assert list(events) == []


STATES = {
    "processing": {"status": "processing"},
    "paid": {},
    "refunded in part": charge(refunded=125),
    "refunded further": charge(refunded=375),
    "disputed": charge(dispute=disputed("under_review", 200)),
    "won": charge(dispute=disputed("won", 200)),
    "not as stripe writes it": {"charges": {"data": [{"amount_refunded": "500", "dispute": 7}]}},
}


@given(st.permutations(list(STATES)), st.data())
def test_any_order_of_a_payments_states_leads_to_the_same_balance(
    order: list[str], data: st.DataObject
) -> None:
    shop = Shop()
    again = data.draw(st.lists(st.sampled_from(order), max_size=3))
    for name in [*order, *again]:
        shop.pay(**STATES[name])
    assert shop.purse() == (30 + 100 - 75, 0)

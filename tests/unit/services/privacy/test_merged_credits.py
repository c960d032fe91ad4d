"""Credits in a merge: what was bought or granted moves once, with what is owed; the initial ones never do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased
from tests import invariants
from tests.fakes.house import House
from tests.fakes.stripe_extension import StripeExtension, charge


class Merge:
    """The guest anna becomes a part of the account ada; a picture costs 10, and each account begins with 30."""

    def __init__(self) -> None:
        self.house = House(credits=10, user_limit=9)
        self.house.people.anonymous.add("anna")
        self.stripe = StripeExtension(self.write)
        self.stripe.sell("prod_100", "price_100")

    def write(self, path: str, fields: dict[str, Any]) -> None:
        self.house.write(path, {**self.house.documents.get(path, {}), **fields})

    def pay(self, payment_id: str = "pi_1", uid: str = "anna", **state: Any) -> None:
        self.stripe.checkout(uid, payment_id, **state)
        self.house.selling.book(uid, payment_id)

    def spend(self, pictures: int, uid: str = "anna") -> None:
        for number in range(pictures):
            self.house.ask(uid, plan=GUEST if uid == "anna" else FREE, variation=number)
            self.house.deliver()

    def take(self, credits: int, uid: str = "anna") -> None:
        deed = Deed("root", Role.OWNER, Act.TAKE_CREDITS, f"take-from-{uid}", "a mistake")
        self.house.granting.take(deed, uid, credits)

    def merge(self) -> None:
        token = self.house.tokens.issue("anna", self.house.clock.time + timedelta(minutes=59))
        assert self.house.merging.merge(User("ada", FREE), token, personal=False, seconds=20).done
        self.check()

    def check(self) -> None:
        invariants.credits_add_up(self.house.documents, price=10, initial=30, salt="salt")
        self.house.check(quiet=False)

    def purse(self, uid: str = "ada") -> tuple[int, int]:
        profile = self.house.documents.get(f"users/{uid}", {})
        held = profile.get("credits")
        return 30 if held is None else held, profile.get("owed", 0)

    def moved(self) -> list[int]:
        ledger = self.house.documents.items()
        return [
            one["credits"]
            for path, one in ledger
            if path.startswith("ledger/merge-") and path.endswith("-in")
        ]


def _bought(merge: Merge) -> None:
    merge.pay()


def _granted(merge: Merge) -> None:
    merge.house.granting.grant(by="root", uid="anna", credits=100, key="thanks-a-lot")


def _bought_and_spent_less_than_the_first_ones(merge: Merge) -> None:
    merge.pay()
    merge.spend(2)


def _bought_and_spent_more_than_the_first_ones(merge: Merge) -> None:
    merge.pay()
    merge.spend(5)


def _refunded_in_part(merge: Merge) -> None:
    merge.pay()
    merge.pay(**charge(refunded=250))


def _bought_and_taken(merge: Merge) -> None:
    merge.pay()
    merge.take(90)


def _only_the_first_ones(merge: Merge) -> None:
    merge.spend(1)


def _owed(merge: Merge) -> None:
    merge.pay()
    merge.take(90)
    merge.spend(3)
    merge.pay(**charge(refunded=500))


@pytest.mark.parametrize(
    ("before", "moves"),
    [
        (_bought, 100),
        (_granted, 100),
        (_bought_and_spent_less_than_the_first_ones, 100),
        (_bought_and_spent_more_than_the_first_ones, 80),
        (_refunded_in_part, 50),
        (_bought_and_taken, 10),
        (_only_the_first_ones, 0),
        (lambda _: None, 0),
        (_owed, -90),
    ],
)
def test_what_came_and_was_not_spent_moves(before: Callable[[Merge], None], moves: int) -> None:
    merge = Merge()
    before(merge)
    merge.check()
    merge.merge()
    assert merge.moved() == ([moves] if moves else [])
    assert merge.purse() == (max(0, 30 + moves), max(0, -30 - moves))
    merge.house.reaping.run()
    assert "users/anna" not in merge.house.documents
    merge.check()


def test_what_the_account_owes_is_paid_first() -> None:
    merge = Merge()
    merge.pay("pi_9", "ada")
    merge.take(130, "ada")
    merge.pay("pi_9", "ada", **charge(refunded=250))
    assert merge.purse() == (0, 50)
    merge.pay()
    merge.merge()
    assert merge.purse() == (50, 0)
    (entry,) = [one for path, one in merge.house.documents.items() if path.endswith("-in")]
    assert (entry["credits"], entry["owed"]) == (100, 50)


def test_a_merge_that_is_asked_for_again_moves_nothing_more() -> None:
    merge = Merge()
    merge.pay()
    token = merge.house.tokens.issue("anna", merge.house.clock.time + timedelta(minutes=59))
    for _ in range(3):
        merge.house.merging.merge(User("ada", FREE), token, personal=False, seconds=20)
    assert (merge.purse(), merge.moved()) == ((130, 0), [100])


def test_credits_that_change_while_they_are_added_up_are_added_up_anew() -> None:
    merge = Merge()
    merge.pay()
    total, refunds = merge.house.incomes.records.total, iter([charge(refunded=500)])

    def overtaken(*of: Any) -> int:
        found: int = total(*of)
        for refund in refunds:
            merge.pay(**refund)
        return found

    merge.house.incomes.records.total = overtaken  # between the sum and the move
    merge.merge()
    assert (merge.purse(), merge.moved()) == ((30, 0), [])


def test_an_account_that_is_being_erased_gets_none_and_the_guest_keeps_them() -> None:
    merge = Merge()
    merge.pay()
    credits = merge.house.services.merging.credits.between("anna", "ada")
    merge.house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        merge.house.erasing.begin("anna", also=credits)
    assert (merge.purse("anna"), merge.moved()) == ((130, 0), [])
    assert "erasures/anna" not in merge.house.documents


def test_the_history_of_the_account_has_them() -> None:
    merge = Merge()
    merge.pay()
    merge.merge()
    page = merge.house.credit_history.page(User("ada", FREE), None, 9)
    assert [(line.move, line.credits) for line in page.lines] == [("merged", 100)]
    figures = merge.house.own_figures.of("ada").credits
    assert figures is not None
    assert (figures.granted, figures.used, figures.held) == (100, 0, 130)

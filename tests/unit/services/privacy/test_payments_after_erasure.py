"""What is left of payments after an erasure: bare ids for the books, without a name, for eleven years."""

import json
from datetime import timedelta
from typing import Any

from mirror_realm.domain.ledger import ERASED, KEEP_NAMED
from tests.fakes.house import House
from tests.fakes.stripe_extension import StripeExtension, charge

FIELDS = {
    "movement", "payment_id", "person", "credits", "amount", "currency", "at", "owed", "reason", "expires_at"
}  # fmt: skip


def a_paying_user() -> tuple[House, StripeExtension]:
    house = House(credits=10)

    def merge(path: str, fields: dict[str, Any]) -> None:
        house.write(path, {**house.documents.get(path, {}), **fields})

    stripe = StripeExtension(merge)
    stripe.sell("prod_100", "price_100")
    stripe.checkout("ada", "pi_1")
    house.selling.book("ada", "pi_1")
    stripe.intent("ada", "pi_1", **charge(refunded=100))
    house.selling.book("ada", "pi_1")
    house.granting.grant(by="root", uid="ada", credits=5, key="pi_another")
    house.ask("ada")
    house.deliver()
    return house, stripe


def named_outside(house: House) -> dict[str, dict[str, Any]]:
    return {path: data for path, data in house.documents.items() if "/payment-" in path or "/grant-" in path}


def test_an_erasure_leaves_the_bare_ids_of_payments_and_no_name() -> None:
    house, _ = a_paying_user()
    names = house.naming.known("ada")
    assert len(named_outside(house)) == 3

    house.erasing.erase("ada", seconds=20)

    left = {
        path: data
        for path, data in house.documents.items()
        if "pi_1" in json.dumps([path, data], default=str)
    }
    assert sorted(left) == ["ledger/payment-pi_1", "ledger/payment-pi_1-back-100"]
    for path, entry in left.items():
        assert entry.keys() <= FIELDS, path
        assert entry["person"] == ERASED
    stored = json.dumps(dict(house.documents), default=str)
    assert not any(name in stored for name in names)
    house.check()


def test_a_payment_that_is_written_again_brings_nothing_to_anybody() -> None:
    house, stripe = a_paying_user()
    house.erasing.erase("ada", seconds=20)
    before = dict(house.documents)

    stripe.checkout("bo", "pi_1")
    house.selling.book("bo", "pi_1")

    assert "users/bo" not in house.documents
    assert {path: house.documents[path] for path in before} == before


def test_they_go_after_eleven_years_and_what_names_nothing_stays() -> None:
    house, _ = a_paying_user()
    house.erasing.erase("ada", seconds=20)
    kept = named_outside(house)
    others = {path for path in house.documents if path.startswith("ledger/")} - kept.keys()
    assert len(others) == 2
    assert {entry["expires_at"] - entry["at"] for entry in kept.values()} == {KEEP_NAMED}

    house.clock.time += timedelta(days=10 * 366)
    house.sweeping.run()
    assert named_outside(house) == kept
    house.clock.time += timedelta(days=369)
    house.sweeping.run()

    assert named_outside(house) == {}
    assert others <= set(house.documents)


def test_those_of_a_user_who_is_there_have_no_end() -> None:
    house, _ = a_paying_user()
    assert not any("expires_at" in entry for entry in named_outside(house).values())

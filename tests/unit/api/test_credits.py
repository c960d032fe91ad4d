"""`list_credits`: the caller's own movements of credits, the latest first, in pages that lose and repeat none."""

from datetime import timedelta
from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api.credits import list_credits
from mirror_realm.api.guards import Caller
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, InvalidRequest, ProviderUnavailable
from tests.fakes.house import House
from tests.fakes.stripe_extension import StripeExtension, charge

ADA = Caller(User("ada", FREE))


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(credits=10)
    monkeypatch.setattr(bootstrap, "services", lambda: house)
    return house


def live(house: House) -> None:
    """Buy, spend, lose a picture, be granted some, get a refund."""

    def merge(path: str, fields: dict[str, Any]) -> None:
        house.clock.time += timedelta(minutes=1)
        house.write(path, {**house.documents.get(path, {}), **fields})

    stripe = StripeExtension(merge)
    stripe.sell("prod_100", "price_100")
    stripe.checkout("ada", "pi_1")
    house.selling.book("ada", "pi_1")
    house.clock.time += timedelta(minutes=1)
    house.ask("ada")
    house.deliver()
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.clock.time += timedelta(minutes=1)
    house.ask("ada", variation=1)
    house.clock.time += timedelta(minutes=1)
    house.deliver()
    house.granting.grant(by="root", uid="bo", credits=7, key="key-of-bo")
    house.clock.time += timedelta(minutes=1)
    house.granting.grant(by="root", uid="ada", credits=5, key="key-of-ada")
    stripe.intent("ada", "pi_1", **charge(refunded=250))
    house.selling.book("ada", "pi_1")


def pages(size: int) -> list[list[dict[str, Any]]]:
    found, token = [], None
    while True:
        page = list_credits({"page_size": size} | ({"page_token": token} if token else {}), ADA)
        found.append(page["entries"])
        token = page["next_page_token"]
        if token is None:
            return found


def test_every_movement_is_there_and_their_sum_is_what_is_held(house: House) -> None:
    live(house)
    told = list_credits({}, ADA)
    moves = [(entry["move"], entry["credits"]) for entry in told["entries"]]
    assert moves == [
        ("taken_back", -50),
        ("granted", 5),
        ("returned", 10),
        ("spent", -10),
        ("spent", -10),
        ("bought", 100),
    ]
    assert (told["credits"], told["owed"]) == (30 + sum(credits for _, credits in moves), 0)
    assert [entry["payment_id"] for entry in told["entries"]] == ["pi_1", *[None] * 4, "pi_1"]
    assert all(entry["render_id"] for entry in told["entries"][2:5])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_neither_lose_nor_repeat_a_movement(house: House, size: int) -> None:
    live(house)
    (whole,) = pages(50)
    assert [entry for page in pages(size) for entry in page] == whole


def test_before_anything_moved_the_history_is_empty_and_nothing_is_written(house: House) -> None:
    before = dict(house.documents)
    assert list_credits(None, ADA) == {
        "credits": 30,
        "owed": 0,
        "monthly_due": 0,
        "entries": [],
        "next_page_token": None,
    }
    assert house.documents == before


def test_what_is_owed_is_told(house: House) -> None:
    house.write("users/ada", {"latest": None, "credits": 0, "owed": 20})
    assert list_credits({}, ADA)["owed"] == 20


def test_an_erased_user_and_a_senseless_token_are_refused(house: House) -> None:
    with pytest.raises(InvalidRequest):
        list_credits({"page_token": "x"}, ADA)
    house.erasing.erase("ada", seconds=60)
    with pytest.raises(BeingErased):
        list_credits({}, ADA)

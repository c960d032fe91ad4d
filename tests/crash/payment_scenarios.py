"""Payments that the Stripe extension writes, and refunds, while workers die or are held up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from tests.crash.scenario import Scenario
from tests.crash.world import World
from tests.fakes.stripe_extension import StripeExtension, charge, disputed


def stripe(world: World) -> StripeExtension:
    """Return the extension, which writes to the world's documents."""

    def merge(path: str, fields: dict[str, Any]) -> None:
        world.house.write(path, {**world.house.documents.get(path, {}), **fields})

    return StripeExtension(merge, catalogue={"price_100": {"product": "prod_100"}})


def sells(world: World) -> None:
    stripe(world).sell("prod_100", "price_100")


def pay(world: World) -> None:
    """Write a payment as the extension does, in two steps, the second one twice."""
    extension = stripe(world)
    extension.intent("ada", "pi_1")
    world.payment_written("ada", "pi_1")
    for _ in range(2):
        extension.checkout("ada", "pi_1")
        world.payment_written("ada", "pi_1")
    world.deliver()


def _has_spent(world: World) -> None:
    """Spend more than what is left once the payment is refunded."""
    sells(world)
    pay(world)
    for variation in range(3):
        world.ask(variation=variation)
        world.deliver()


def refund_to(world: World, cents: int) -> None:
    """Write that so much of the payment was refunded."""
    stripe(world).intent("ada", "pi_1", **charge(refunded=cents))
    world.payment_written("ada", "pi_1")


def _refund(world: World) -> None:
    """Refund in two parts, the first one written twice. The document alone says what was refunded."""
    for cents in (200, 200, 500):
        refund_to(world, cents)
        world.deliver()


def _win_a_dispute(world: World) -> None:
    for state in ("dp_1", "dp_1", disputed("won")):
        stripe(world).intent("ada", "pi_1", **charge(dispute=state))
        world.payment_written("ada", "pi_1")
        world.deliver()


def _pay_under_a_refund(world: World) -> None:
    """Refund whenever the payment is held up, and at the end."""
    world.interruptions.append(lambda: _refund(world))
    pay(world)
    _refund(world)


def _pay_and_grant_by_hand(world: World) -> None:
    """Grant by hand with the payment's id whenever the payment is held up, and at the end."""

    def grant() -> None:
        world.house.granting.grant(by="root", uid="ada", credits=100, key="pi_1")

    world.interruptions.append(grant)
    pay(world)
    world.act(grant)
    world.deliver()


def _wish_in_two_months(world: World) -> None:
    """Wish in November and in December until it is answered, on another device whenever that is held up."""
    wishes = iter(range(50, 99))
    world.interruptions.append(lambda: world.house.ask(variation=next(wishes)))
    for variation, day in enumerate((date(2026, 11, 20), date(2026, 12, 1))):
        world.house.clock.time = max(world.house.clock.time, datetime.combine(day, time(12), UTC))
        while not world.act(partial(world.house.ask, variation=variation)):
            pass
        world.live_on()


def _two_months_came(world: World) -> None:
    entries = [one for path, one in world.house.documents.items() if path.endswith("-monthly")]
    assert {one["month"]: one["credits"] for one in entries} == {"2026-11": 25, "2026-12": 25}
    assert len(entries) == 2


def _erase_under_a_payment(world: World) -> None:
    world.interruptions.append(world.erase)
    pay(world)
    world.erase()


def _holds(credits: int, owed: int = 0) -> Callable[[World], None]:
    def expect(world: World) -> None:
        profile = world.house.documents["users/ada"]
        assert (profile["credits"], profile.get("owed", 0)) == (credits, owed)

    return expect


def _is_gone(world: World) -> None:
    assert not [path for path in world.house.documents if path.startswith(("users/ada", "customers/ada"))]


PAYMENTS = (
    Scenario("paying", pay, sells, house={"credits": 10}, expect=_holds(130)),
    Scenario("refunding", _refund, _has_spent, house={"credits": 40}, expect=_holds(0, 90)),
    Scenario("winning a dispute", _win_a_dispute, _has_spent, house={"credits": 40}, expect=_holds(10)),
    Scenario("paying under a refund", _pay_under_a_refund, sells, house={"credits": 10}, expect=_holds(30)),
    Scenario(
        "paying under a grant by hand",
        _pay_and_grant_by_hand,
        sells,
        house={"credits": 10},
        expect=_holds(130),
    ),
    Scenario(
        "credits of two months",
        _wish_in_two_months,
        house={"credits": 10, "plans": '{"free": {"monthly_credits": 25}}'},
        expect=_two_months_came,
        one_in=30,
    ),
    Scenario("erasing under a payment", _erase_under_a_payment, sells, expect=_is_gone, one_in=60),
)

"""Many wishes at one moment: real transactions of the genuine client against the embedded Firestore."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.erasure import Erasure
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BeingErased,
    ContentRejected,
    GlobalDailyLimit,
    RateLimited,
    UserDailyLimit,
    UserMonthlyLimit,
)
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.allowance.giving_back import GivenBack
from mirror_realm.services.allowance.grants import Moved
from tests.fakes.stripe_extension import StripeExtension, charge
from tests.integration.conftest import Houses
from tests.integration.firestore_house import at_once

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)


def test_fifty_equal_wishes_at_once_make_one_provider_call(houses: Houses) -> None:
    house = houses()
    answers = at_once([partial(house.ask, f"u{n}") for n in range(50)])
    house.deliver()

    assert Counter(a.outcome if isinstance(a, Admitted) else repr(a) for a in answers) == {
        "queue": 1,
        "follow": 49,
    }
    assert len(house.provider.calls) == 1
    statuses = Counter(data["status"] for path, data in house.documents.items() if "/avatars/" in path)
    assert statuses == {Status.COMPLETED: 50}
    house.check()


def test_sixty_different_wishes_against_a_limit_of_twenty_make_exactly_twenty_jobs(houses: Houses) -> None:
    house = houses(global_limit=20)
    answers = at_once([partial(house.ask, f"u{n}", variation=n, allow_fallback=False) for n in range(60)])
    house.deliver()

    outcomes = Counter(a.outcome if isinstance(a, Admitted) else type(a) for a in answers)
    assert outcomes == {"queue": 20, GlobalDailyLimit: 40}
    assert len(house.provider.calls) == 20
    house.check()


def test_wishes_at_the_moment_of_an_erasure_leave_nothing(houses: Houses) -> None:
    """Whichever comes first in each transaction: before the fence it is erased, behind it it is refused."""
    house = houses(user_limit=9)
    house.ask("bo", variation=3)
    acts: list[Callable[[], object]] = [partial(house.ask, "ada", variation=n) for n in range(6)]
    acts += [partial(house.erasing.erase, "ada", 0)] * 2
    answers = at_once(acts)
    assert all(isinstance(a, Admitted | BeingErased | Erasure | None) for a in answers), answers
    house.deliver()
    house.reaping.run()

    assert house.documents["erasures/ada"]["done_at"] is not None
    assert [path for path in house.documents if "ada" in path.split("/")] == ["erasures/ada"]
    assert {
        data["uid"] for path, data in house.documents.items() if path.count("/") == 1 and "uid" in data
    } <= {"bo"}
    house.check()


def test_one_person_on_ten_devices_never_exceeds_their_own_limit(houses: Houses) -> None:
    house = houses()
    answers = at_once([partial(house.ask, "ada", variation=n, allow_fallback=False) for n in range(10)])
    house.deliver()

    outcomes = Counter(a.outcome if isinstance(a, Admitted) else type(a) for a in answers)
    assert outcomes == {"queue": 3, UserDailyLimit: 7}
    house.check()


def test_ten_devices_never_exceed_the_month_nor_a_plan_that_ends_meanwhile(houses: Houses) -> None:
    house = houses(user_limit=2, plans='{"pro": {"daily_pictures": 9, "monthly_pictures": 4}}')
    plans = (Plan("pro"), Plan("pro"), FREE)
    answers = at_once(
        [partial(house.ask, "ada", variation=n, plan=plans[n % 3], allow_fallback=False) for n in range(10)]
    )
    house.deliver()

    outcomes = Counter(a.outcome if isinstance(a, Admitted) else type(a) for a in answers)
    assert set(outcomes) <= {"queue", UserDailyLimit, UserMonthlyLimit}
    months = house.documents["users/ada"]["months"]
    assert months == {"m2026_11": 4}
    assert 4 <= outcomes["queue"] <= 6
    house.check()


def test_twenty_photos_at_one_moment_are_three_rejections_and_no_more(houses: Houses) -> None:
    house = houses(user_limit=20, global_limit=40)
    house.consenting.give("ada", "2026-11")
    house.provider.script = [ContentRejected("policy") for _ in range(40)]
    photos = [house.photos.upload(f"uploads/ada/{n}.jpg", bytes([n])) for n in range(20)]

    def ask(photo: str) -> Admitted:
        return house.ask("ada", photo=photo, character=None, allow_fallback=False)

    answers = at_once([partial(ask, photo) for photo in photos])
    house.deliver()

    outcomes = Counter(a.outcome if isinstance(a, Admitted) else type(a) for a in answers)
    assert outcomes == {"queue": 3, RateLimited: 17}
    assert len(house.provider.calls) == 6, "each once more in milder words"
    assert house.only("users/ada/usage/")["rejected"] == 3
    house.check()


def test_the_same_wish_from_two_devices_is_one_avatar_and_one_job(houses: Houses) -> None:
    house = houses()
    answers = at_once([lambda: house.ask("ada") for _ in range(8)])
    house.deliver()

    outcomes = Counter(a.outcome if isinstance(a, Admitted) else repr(a) for a in answers)
    assert outcomes == {"queue": 1, "under_way": 7}
    assert len(house.provider.calls) == 1
    house.check()


def test_anonymous_wishes_at_once_stay_within_their_share(houses: Houses) -> None:
    house = houses(global_limit=20, guest_share=0.25)
    answers = at_once(
        [partial(house.ask, f"a{n}", plan=GUEST, variation=n, allow_fallback=False) for n in range(16)]
    )
    house.deliver()
    outcomes = Counter(a.outcome if isinstance(a, Admitted) else type(a) for a in answers)
    assert outcomes == {"queue": 5, GlobalDailyLimit: 11}
    house.check()


def test_one_attempt_delivered_to_five_workers_is_claimed_by_one(houses: Houses) -> None:
    house = houses()
    house.ask()
    (job,) = house.attempts.take()
    at_once([lambda: house.rendering.run(*job) for _ in range(5)])

    assert len(house.provider.calls) == 1
    house.check()


def test_the_budget_at_its_last_cent_is_never_overspent(houses: Houses) -> None:
    house = houses(budget_micros=3 * 60_000, user_limit=10)
    house.provider.cost = 60_000
    at_once([partial(house.ask, f"u{n}", variation=n) for n in range(8)])
    house.deliver()

    assert len(house.provider.calls) == 3
    house.check()


def test_one_key_at_once_gives_once_and_takes_once(houses: Houses) -> None:
    house = houses(credits=10)
    give = Deed("root", Role.SUPPORT, Act.GIVE_BACK, "ticket-1", "a fault of ours")
    take = Deed("root", Role.OWNER, Act.TAKE_CREDITS, "ticket-2", "a mistake")
    acts: list[Callable[[], object]] = [partial(house.giving_back.give, give, User("ada", FREE), 1)] * 6
    acts += [partial(house.granting.take, take, "ada", 20)] * 6
    answers = at_once(acts)

    assert [type(answer) for answer in answers] == [GivenBack] * 6 + [Moved] * 6
    again = Counter(one.again for one in answers if isinstance(one, GivenBack | Moved))
    assert again == {True: 10, False: 2}
    assert house.documents["users/ada"]["credits"] == 10
    assert house.only("users/ada/usage/")["granted"] == 1
    house.check()


def test_a_payment_and_its_refund_at_once_with_wishes_move_each_credit_once(houses: Houses) -> None:
    house = houses(credits=10)
    stripe = StripeExtension(house.write)
    stripe.sell("prod_100", "price_100")
    stripe.checkout("ada", "pi_1", **charge(refunded=250))
    acts: list[Callable[[], object]] = [partial(house.selling.book, "ada", "pi_1")] * 8
    acts += [partial(house.ask, variation=n) for n in range(3)]
    answers = at_once(acts)

    assert [type(answer) for answer in answers] == [type(None)] * 8 + [Admitted] * 3
    assert house.documents["users/ada"]["credits"] == 30 + 100 - 50 - 3 * 10
    assert sum(path.startswith("ledger/payment-pi_1") for path in house.documents) == 2
    house.deliver()
    house.check()

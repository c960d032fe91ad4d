"""Split days under contention: real transactions of the genuine client against the embedded Firestore."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.errors import GlobalDailyLimit
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.outside import Clock
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse, at_once

pytestmark = pytest.mark.drawn(one_in=5, of_file=True)

Operations = Callable[[], dict[str, int]]
DAY = "2026-11-20"


def instances_of(houses: Houses, number: int, **options: object) -> list[FirestoreHouse]:
    """Return instances with one clock, which gives each id once."""
    first = houses(**options)
    return [first, *(houses(clock=first.clock, **options) for _ in range(number - 1))]


def total(house: FirestoreHouse, of: str, day: str = DAY) -> int:
    """Return the sum over a day's shares, or what the day has that is not split."""
    counted = [
        data
        for path, data in house.documents.items()
        if path.startswith(f"global_usage/{day}") and data.get("shares", 1) == 1
    ]
    return sum(int(data[of]) for data in counted)


def _at_one_moment(houses: Houses, shares: int, wishes: int) -> None:
    """Of 20 pictures guests have 5: every second wish is a guest's. Four instances answer them."""
    instances = instances_of(houses, 4, global_limit=20, guest_share=0.25, shares=shares)

    def ask(n: int) -> Admitted:
        look = {"variation": n % 100, "days": 40 + n // 100 * 60, "allow_fallback": False}
        return instances[n % 4].ask(f"u{n}", plan=(GUEST, FREE)[n % 2], **look)

    answers = at_once([partial(ask, n) for n in range(wishes)], workers=32)
    instances[0].deliver()

    outcomes = Counter(a.outcome if isinstance(a, Admitted) else type(a) for a in answers)
    assert outcomes == {"queue": 20, GlobalDailyLimit: wishes - 20}
    assert len(instances[0].provider.calls) == total(instances[0], "settled") == 20
    instances[0].check()


@pytest.mark.parametrize("shares", [4, 8])
def test_forty_different_misses_at_one_moment_make_exactly_twenty_pictures(
    houses: Houses, shares: int
) -> None:
    _at_one_moment(houses, shares, 40)


@pytest.mark.whole
@pytest.mark.parametrize("shares", [1, 4, 8])
def test_two_hundred_different_misses_at_one_moment_make_exactly_twenty_pictures(
    houses: Houses, shares: int
) -> None:
    _at_one_moment(houses, shares, 200)


@pytest.mark.parametrize("shares", [1, 4])
def test_the_last_cents_of_a_budget_are_spent_exactly(houses: Houses, shares: int) -> None:
    """Each of 18 jobs finds room for one call when it is queued; 16 calls fit."""
    house = houses(budget_micros=16 * 60_000, global_limit=40, shares=shares)
    house.provider.cost = 60_000
    at_once([partial(house.ask, f"u{n}", variation=n) for n in range(18)], workers=9)
    house.deliver()
    assert len(house.provider.calls) == 16
    assert total(house, "spent_micros") == 16 * 60_000
    house.check()


def test_jobs_of_yesterday_end_on_their_shares_while_today_has_another_number_of_them(houses: Houses) -> None:
    before = houses(global_limit=20, user_limit=20, shares=8)
    after = houses(clock=before.clock, global_limit=20, user_limit=20, shares=4)
    before.clock.time = before.clock.time.replace(hour=23, minute=59)
    answers = at_once([partial(before.ask, f"u{n}", variation=n, allow_fallback=False) for n in range(12)])
    assert all(isinstance(one, Admitted) for one in answers)
    before.clock.time += timedelta(minutes=2)
    late = [partial(before.rendering.run, *job) for job in before.take_attempts()]
    fresh = [partial(after.ask, f"v{n}", variation=50 + n, allow_fallback=False) for n in range(12)]
    at_once([act for pair in zip(late, fresh, strict=True) for act in pair], workers=12)
    after.deliver()
    assert total(before, "settled") == 12
    assert total(after, "settled", "2026-11-21") == 12
    assert after.documents["global_usage/2026-11-21"]["shares"] in (4, 8), "whichever came first"
    assert len(before.provider.calls) + len(after.provider.calls) == 24
    before.check(quiet=False)


def test_wishes_and_cancellations_at_once_hand_out_what_is_given_back_and_no_more(houses: Houses) -> None:
    house = houses(global_limit=8, user_limit=20, shares=8)
    made = [house.ask("ada", variation=n) for n in range(8)]
    acts: list[Callable[[], object]] = [
        partial(house.cancelling.cancel, "ada", one.avatar.avatar_id) for one in made[:4]
    ]
    acts += [partial(house.ask, f"u{n}", variation=20 + n, allow_fallback=False) for n in range(10)]
    answers = at_once(acts)
    got = sum(isinstance(one, Admitted) for one in answers)
    assert got <= 4
    for n in range(4 - got):
        house.ask(f"late-{n}", variation=40 + n, allow_fallback=False)
    with pytest.raises(GlobalDailyLimit):
        house.ask("later", variation=60, allow_fallback=False)
    house.check(quiet=False)


def test_a_miss_of_a_split_day_costs_what_any_miss_costs_once_its_instance_has_read_the_head(
    houses: Houses, operations: Operations
) -> None:
    """The first of an instance reads the head, too, and the first of a day fixes it, which is a write."""
    clock, costs = Clock(), []
    for shares in (1, 8):
        counted: list[dict[str, int]] = []
        clock.time += timedelta(days=1)
        first, second = (
            houses(clock=clock, shares=shares, global_limit=100, budget_micros=8_000_000, user_limit=9)
            for _ in range(2)
        )
        first.ask("ada")
        first.ask("bo")
        first.deliver()
        clock.time += timedelta(days=1)
        for instance in (first, second, second):
            operations()
            instance.ask("ada", variation=len(counted), character="sol", days=shares)
            counted.append(operations())
        for job in second.take_attempts():
            operations()
            second.rendering.run(*job)
            counted.append(operations())
        costs.append(counted)
    more = [
        (split["reads"] - one["reads"], split["writes"] - one["writes"])
        for one, split in zip(*costs, strict=True)
    ]
    assert more == [(1, 1), (1, 0), *[(0, 0)] * 4]


def test_a_transfer_is_two_reads_and_two_writes_besides_two_reads_of_all_shares_and_the_miss_again(
    houses: Houses, operations: Operations
) -> None:
    """Four shares have a picture each: a miss of a share that is used up takes another's."""
    house = houses(shares=4, global_limit=4, budget_micros=8_000_000, degrade_from=1.0)
    costs = []
    for n in range(4):
        operations()
        house.ask(f"u{n}", variation=n, allow_fallback=False)
        counted = operations()
        costs.append((counted["reads"], counted["writes"]))
    plain = costs[3]
    moved = [(reads - plain[0], writes - plain[1]) for reads, writes in costs if writes == plain[1] + 2]
    assert moved == [(5 + 4 + 5 + 2 + 5, 2)], costs


def test_a_refusal_of_a_split_day_reads_all_its_shares_until_it_is_remembered(
    houses: Houses, operations: Operations
) -> None:
    """Not before all pictures are settled: an open one may be given back."""
    house = houses(shares=4, global_limit=4, budget_micros=8_000_000)
    for n in range(4):
        house.ask(f"u{n}", variation=n, allow_fallback=False)
    counted = []
    for n in range(5):
        if n == 3:
            house.deliver()
        operations()
        with pytest.raises(GlobalDailyLimit):
            house.ask(f"late-{n}", variation=20 + n, allow_fallback=False)
        counted.append(operations())
    looks = {"reads": 3 + 2 + 5, "writes": 0, "deletes": 0}
    assert counted[1:] == [looks, looks, looks, {"reads": 3, "writes": 0, "deletes": 0}]


def test_a_limit_of_0_is_refused_before_any_counter_is_read(houses: Houses, operations: Operations) -> None:
    house = houses(shares=4, global_limit=0)
    operations()
    with pytest.raises(GlobalDailyLimit):
        house.ask(allow_fallback=False)
    assert operations() == {"reads": 3, "writes": 0, "deletes": 0}

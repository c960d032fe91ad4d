"""Probing has an end: without allowance and fallbacks nobody is told for ever which pictures there are."""

from datetime import timedelta

import pytest

from mirror_realm.errors import LimitReached, UserDailyLimit
from mirror_realm.services.admission.refusal_memory import MOST, WRITTEN, RefusalMemory
from tests.fakes.house import House, a_wish

TODAY = "2026-11-20"


def probe(house: House, variation: int, uid: str = "eve") -> str:
    try:
        return house.ask(uid, variation=variation, allow_fallback=False).outcome
    except LimitReached as refused:
        return refused.reason


@pytest.fixture
def house() -> House:
    """One picture a day; eve has had hers, and bo's is there to be found."""
    house = House(user_limit=1)
    house.ask("eve", variation=98)
    house.ask("bo", variation=99)
    house.deliver()
    return house


def test_an_account_without_allowance_cannot_probe_which_looks_exist_for_ever(house: House) -> None:
    outcomes = [probe(house, variation) for variation in range(50)]
    assert outcomes == ["user_daily_limit"] * MOST + ["rate_limited"] * (50 - MOST)
    assert probe(house, 99) == "rate_limited", "whether it exists is not told any more"
    house.check()


def test_a_hit_stays_a_hit_for_honest_people(house: House) -> None:
    for variation in range(MOST - 1):
        probe(house, variation)
    assert probe(house, 99) == "hit"
    assert probe(house, 98) == "own"
    for variation in range(5):
        probe(house, 20 + variation)
    assert probe(house, 99) == "own", "one's own is no news"
    assert house.ask("eve", variation=30).outcome == "degrade", "with fallbacks there is another bound"
    assert probe(house, 99, "cy") == "hit", "another person's refusals are not one's own"


def test_the_next_day_begins_anew(house: House) -> None:
    for variation in range(MOST + 1):
        probe(house, variation)
    house.clock.time += timedelta(days=1)
    assert probe(house, 50) == "queue"


def test_another_instance_learns_of_it_with_the_first_miss(house: House) -> None:
    for variation in range(MOST):
        probe(house, variation)
    house.refusals._known.clear()
    house.limit_memory._users.clear()
    assert probe(house, 40) == "user_daily_limit"
    assert probe(house, 99) == "rate_limited"


@pytest.mark.parametrize("others", ["nothing", "everybody's day"])
def test_ten_instances_tell_a_hundred_and_ten_times_together(others: str) -> None:
    """Whether the person's day is read with each miss, or nothing is since everybody's day is known to be over."""
    house = House(user_limit=1, global_limit=20 if others == "nothing" else 1)
    house.ask("eve", variation=98)
    house.deliver()
    instances = [RefusalMemory()._known for _ in range(10)]
    told = 0
    for number in range(400):
        house.refusals._known = instances[number % 10]
        try:
            house.admission.admit(a_wish("eve", variation=number % 90, allow_fallback=False))
        except LimitReached as refused:
            told += refused.reason != "rate_limited"
    assert MOST < told <= MOST + 9 * WRITTEN
    assert house.documents[f"users/eve/usage/{TODAY}"]["refused"] % WRITTEN == 0


def test_of_wishes_at_once_no_more_are_told_than_of_wishes_in_turn(house: House) -> None:
    """Those that are still being decided count like refused ones."""
    for variation in range(MOST - 1):
        probe(house, variation)
    with house.refusals.asking("eve", TODAY):
        assert probe(house, 99) == "rate_limited", "the other one may be the last that is told"
    assert probe(house, 40) == "user_daily_limit"
    assert probe(house, 41) == "rate_limited"


def test_what_an_instance_has_not_written_yet_adds_to_what_others_have() -> None:
    memory = RefusalMemory()
    for _ in range(WRITTEN - 1):
        memory.count("eve", TODAY)
    memory.learn("eve", TODAY, WRITTEN)
    assert memory.of("eve", TODAY) == 2 * WRITTEN - 1


def test_who_was_not_refused_is_not_remembered(house: House) -> None:
    assert probe(house, 99) == "hit"
    assert not house.refusals._known


def test_a_wish_with_a_photo_tells_nothing_of_others_pictures(house: House) -> None:
    house.consenting.give("eve", "2026-11")
    for number in range(MOST + 1):
        photo = house.photos.upload(f"uploads/eve/{number}.jpg", bytes([number]))
        with pytest.raises(UserDailyLimit):
            house.ask("eve", photo=photo, character=None, allow_fallback=False)
    assert probe(house, 99) == "hit"


def test_nine_of_ten_refusals_write_nothing(house: House) -> None:
    writes = []
    for variation in range(MOST):
        house.store.writes = 0
        probe(house, variation)
        writes.append(house.store.writes)
    assert writes == ([0] * 9 + [1]) * 2


def test_a_milestone_that_is_not_to_be_had_counts_for_nothing(house: House) -> None:
    house.write("users/eve/progress/current", {"active_days": 40})
    house.celebrate("eve")
    assert house.refusals.of("eve", house.policy.today(house.clock.time)) == 0


def test_only_so_many_people_are_remembered() -> None:
    memory = RefusalMemory()
    for n in range(10_001):
        memory.count(f"u{n}", "20261120")
    assert len(memory._known) == 10_000
    assert memory.of("u0", "20261120") == 0

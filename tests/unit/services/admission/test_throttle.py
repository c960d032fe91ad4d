"""Throttling: each person's calls by themselves, in bounded memory, whatever calls at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from mirror_realm.domain.rate import Rate
from mirror_realm.errors import RateLimited
from mirror_realm.services.admission.throttle import Throttle
from tests.fakes.outside import Clock


def let_through(throttle: Throttle, uid: str) -> bool:
    try:
        throttle.count(uid)
    except RateLimited:
        return False
    return True


def test_one_persons_calls_are_not_anothers() -> None:
    throttle = Throttle(Rate(2), Clock().runtime())
    assert [let_through(throttle, uid) for uid in ("ada", "ada", "ada", "bo")] == [True, True, False, True]


def test_a_refusal_tells_the_limit_and_when_to_come_back() -> None:
    clock = Clock()
    throttle = Throttle(Rate(30), clock.runtime())
    while let_through(throttle, "ada"):
        pass
    with pytest.raises(RateLimited) as refused:
        throttle.count("ada")
    assert (refused.value.limit, refused.value.used) == (30, 30)
    assert refused.value.resets_at == clock.time + timedelta(seconds=2)
    clock.sleep(2)
    assert let_through(throttle, "ada")
    assert not let_through(throttle, "ada")


def test_a_rate_of_nought_sets_no_limit() -> None:
    throttle = Throttle(Rate(0), Clock().runtime())
    assert all(let_through(throttle, "ada") for _ in range(1000))


def test_memory_is_bounded_and_whoever_called_longest_ago_is_forgotten() -> None:
    throttle = Throttle(Rate(1), Clock().runtime(), most_people=2)
    assert [let_through(throttle, uid) for uid in ("ada", "bo", "cy")] == [True, True, True]
    assert not let_through(throttle, "bo")
    assert let_through(throttle, "ada")


def test_calls_at_once_are_each_counted_once() -> None:
    throttle = Throttle(Rate(50), Clock().runtime())
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: let_through(throttle, "ada"), range(400))) == 50

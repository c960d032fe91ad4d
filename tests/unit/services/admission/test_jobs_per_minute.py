"""How many jobs a user may start in any minute, on all instances together: it is counted where money is."""

from datetime import timedelta

import pytest

from mirror_realm.errors import RateLimited
from tests.fakes.house import House, a_wish

A_MINUTE = timedelta(minutes=1)


def a_house() -> House:
    return House(user_limit=99, global_limit=99, jobs_per_minute=2)


def test_a_third_job_within_a_minute_is_refused_until_the_first_is_a_minute_old() -> None:
    house = a_house()
    began = house.clock.time
    house.ask(variation=1)
    house.clock.sleep(20)
    house.ask(variation=2)
    with pytest.raises(RateLimited) as refused:
        house.ask(variation=3, allow_fallback=False)
    assert refused.value.resets_at == began + A_MINUTE
    house.clock.time = began + A_MINUTE
    assert house.ask(variation=3, allow_fallback=False).outcome == "queue"
    with pytest.raises(RateLimited):
        house.ask(variation=4, allow_fallback=False)


def test_a_fallback_says_when_the_wished_picture_may_be_made() -> None:
    house = a_house()
    began = house.clock.time
    for variation in (1, 2):
        house.ask(variation=variation)
    degraded = house.ask(variation=3)
    house.deliver()
    shown = house.avatar(degraded)
    assert shown.problem is not None
    assert (shown.problem.reason, shown.upgrade_at) == ("rate_limited", began + A_MINUTE)


def test_jobs_that_failed_or_were_taken_back_count_because_they_were_started() -> None:
    house = a_house()
    for variation in (1, 2):
        made = house.ask(variation=variation)
        house.cancelling.cancel("ada", made.avatar.avatar_id)
    with pytest.raises(RateLimited):
        house.ask(variation=3, allow_fallback=False)


def test_pictures_that_are_there_and_other_users_are_not_counted() -> None:
    house = a_house()
    for variation in (1, 2):
        house.ask(variation=variation)
    house.deliver()
    assert [house.ask(variation=1).outcome for _ in range(9)] == ["own"] * 9
    assert house.ask("bo", variation=9).outcome == "queue"
    house.ask("cy", variation=1)
    assert house.ask("cy", variation=2).outcome == "hit"


def test_a_trilogy_that_does_not_fit_the_minute_starts_nothing() -> None:
    house = a_house()
    admitted = house.admission.admit_trilogy(a_wish())
    assert {one.outcome for one in admitted.values()} == {"degrade"}
    assert house.only("users/ada/usage/").get("reserved", 0) == 0


def test_an_honest_wish_costs_no_read_and_no_write_more() -> None:
    counted = list[tuple[int, int]]()
    for house in (a_house(), House(user_limit=99, global_limit=99)):
        house.ask(variation=1)
        before = (house.store.reads, house.store.writes)
        house.ask(variation=2)
        counted.append((house.store.reads - before[0], house.store.writes - before[1]))
    assert counted[0] == counted[1]


def test_the_day_keeps_no_more_starts_than_a_minute_has() -> None:
    house = a_house()
    for variation in range(6):
        house.ask(variation=variation)
        house.clock.sleep(40)
    assert len(house.only("users/ada/usage/")["started"]) <= 2

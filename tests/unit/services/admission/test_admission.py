"""Admission: hit, follow, queue, degrade, deny; what each costs and leaves behind."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from mirror_realm.assembly import assemble
from mirror_realm.domain.avatar import Source, Status
from mirror_realm.domain.plans import GUEST
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.errors import BudgetExhausted, Forbidden, GlobalDailyLimit, StageNotEarned, UserDailyLimit
from mirror_realm.settings import Settings
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore
from tests.fakes.outside import Clock


@pytest.fixture
def house() -> House:
    return House()


def test_a_new_look_is_queued_with_a_placeholder_and_one_reservation_of_each_day(house: House) -> None:
    admitted = house.ask()

    assert admitted.outcome == "queue"
    assert admitted.avatar.status is Status.QUEUED
    assert admitted.avatar.placeholder_url == "https://app.test/placeholders/daymi/month.jpg"
    assert house.only("global_usage/")["reserved"] == 1
    assert house.only("users/ada/usage/")["reserved"] == 1
    assert house.only("ledger/")["movement"] == "reserved"
    assert admitted.usage is not None
    assert (admitted.usage.user_remaining, admitted.usage.global_remaining) == (2, 19)
    house.check(quiet=False)


def test_admitting_a_miss_is_one_transaction(house: House) -> None:
    house.ask()
    assert house.store.transactions == 1


def test_a_queued_wish_becomes_the_persons_picture(house: House) -> None:
    admitted = house.ask()
    house.deliver()

    avatar = house.avatar(admitted)
    assert (avatar.status, avatar.source, avatar.cached) == (Status.COMPLETED, Source.GENERATED, False)
    assert avatar.cost_micros == 13_000
    house.check()


def test_asking_again_is_a_hit_of_one_read_and_no_write(house: House) -> None:
    house.ask()
    house.deliver()
    house.store.reads = house.store.writes = 0

    again = house.ask()

    assert (again.outcome, again.cached) == ("own", True)
    assert (house.store.reads, house.store.writes) == (1, 0)


def test_somebody_elses_first_hit_is_three_reads_and_one_write_and_free(house: House) -> None:
    house.ask()
    house.deliver()
    house.store.reads = house.store.writes = 0

    hit = house.ask("bo")

    assert (hit.outcome, hit.cached, hit.avatar.source) == ("hit", True, Source.CACHE)
    assert (house.store.reads, house.store.writes) == (3, 1)
    assert house.only("global_usage/")["reserved"] == 1
    house.check()


def test_a_hit_outlives_the_cache_entry(house: House) -> None:
    house.ask()
    house.deliver()
    house.clock.time += timedelta(days=31)

    assert house.ask().outcome == "own"
    assert house.ask("bo").outcome == "queue"


def test_equal_wishes_under_way_follow_the_first_and_are_not_charged(house: House) -> None:
    first = house.ask()
    others = [house.ask(uid) for uid in ("bo", "cy", "di")]
    house.deliver()

    assert [other.outcome for other in others] == ["follow"] * 3
    assert len(house.provider.calls) == 1
    assert house.avatar(first).source is Source.GENERATED
    for uid, other in zip(("bo", "cy", "di"), others, strict=True):
        assert house.avatar(other, uid).source is Source.CACHE
    assert house.only("global_usage/")["reserved"] == 1
    house.check()


def test_ones_own_wish_under_way_is_answered_as_it_stands(house: House) -> None:
    house.ask()
    again = house.ask()

    assert again.outcome == "under_way"
    assert house.only("global_usage/")["reserved"] == 1


def test_at_the_persons_limit_the_painting_stands_in_until_midnight(house: House) -> None:
    for variation in range(3):
        house.ask(variation=variation)
    over = house.ask(variation=3)
    house.deliver()

    avatar = house.avatar(over)
    assert over.outcome == "degrade"
    assert (avatar.status, avatar.source, avatar.degraded) == (Status.COMPLETED, Source.PAINTED, True)
    assert avatar.problem is not None
    assert avatar.problem.reason == "user_daily_limit"
    assert avatar.upgrade_at == house.policy.resets_at(house.clock.time)
    assert len(house.painter.calls) == 1
    assert house.only("global_usage/")["reserved"] == 3
    house.check()


def test_a_degraded_avatar_is_upgraded_once_there_is_allowance_and_shown_meanwhile(house: House) -> None:
    for variation in range(4):
        house.ask(variation=variation)
    house.deliver()
    house.clock.time += timedelta(days=1)

    again = house.ask(variation=3)
    assert again.outcome == "queue"
    assert again.avatar.picture is not None
    house.deliver()

    avatar = house.avatar(again)
    assert (avatar.source, avatar.degraded, avatar.problem) == (Source.GENERATED, False, None)
    house.check()


def test_a_degraded_avatar_asked_for_again_at_the_limit_stays_as_it_is(house: House) -> None:
    for variation in range(4):
        house.ask(variation=variation)
    house.deliver()
    before = dict(house.store.documents)

    assert house.ask(variation=3).avatar.degraded
    assert house.store.documents == before


def test_a_person_who_declines_fallbacks_is_refused_and_nothing_is_stored(house: House) -> None:
    for variation in range(3):
        house.ask(variation=variation)
    before = dict(house.store.documents)

    with pytest.raises(UserDailyLimit) as refused:
        house.ask(variation=3, allow_fallback=False)

    assert refused.value.details() == {"limit": 3, "used": 3, "resets_at": "2026-11-21T00:00:00+00:00"}
    assert house.store.documents == before


def test_the_global_day_is_never_exceeded(house: House) -> None:
    house = House(global_limit=5)
    outcomes = [house.ask(f"u{n}", variation=n).outcome for n in range(9)]

    assert outcomes == ["queue"] * 5 + ["degrade"] * 4
    house.deliver()
    house.check()


def test_anonymous_accounts_share_a_part_of_the_global_day(house: House) -> None:
    house = House(global_limit=4, guest_share=0.5)
    outcomes = [house.ask(f"a{n}", plan=GUEST, variation=n).outcome for n in range(3)]
    assert outcomes == ["queue", "queue", "degrade"]
    assert house.ask("named", variation=50).outcome == "queue"
    house.deliver()
    house.check()


def test_a_job_needs_one_more_call_to_fit_the_budget(house: House) -> None:
    house = House(budget_micros=60_000 + 13_000)
    house.ask("a", variation=1)
    house.deliver()
    house.ask("b", variation=2)
    house.deliver()
    with pytest.raises(BudgetExhausted):
        house.ask("c", variation=3, allow_fallback=False)
    house.check()


@pytest.mark.parametrize("zeroed", [{"user_limit": 0}, {"global_limit": 0}])
def test_a_limit_of_zero_switches_generation_off(zeroed: dict[str, Any]) -> None:
    house = House(**zeroed)
    assert house.ask().outcome == "degrade"
    house.deliver()
    assert house.provider.calls == []


def test_what_is_over_for_good_is_remembered_and_costs_no_counter_read() -> None:
    house = House(global_limit=1)
    house.ask("a", variation=1)
    house.deliver()
    with pytest.raises(GlobalDailyLimit):
        house.ask("b", variation=2, allow_fallback=False)
    house.store.reads = 0
    with pytest.raises(GlobalDailyLimit):
        house.ask("c", variation=3, allow_fallback=False)
    assert house.store.reads == 0, "a refused transaction commits no reads, and the counters were not asked"

    house.clock.time += timedelta(days=1)
    assert house.ask("c", variation=3).outcome == "queue"


def test_a_budget_too_small_for_a_dear_picture_still_makes_a_cheap_one() -> None:
    house = House(budget_micros=100_000)
    house.provider.worst_case = 150_000
    assert house.ask(variation=1).outcome == "degrade"
    house.provider.worst_case = 60_000

    assert house.ask(variation=2).outcome == "queue"
    house.deliver()
    house.check()


def test_a_stage_that_the_days_have_not_earned_is_refused(house: House) -> None:
    with pytest.raises(StageNotEarned):
        house.ask(days=6, stage=EvolutionStage.FIRST_WEEK)
    assert house.store.documents == {}


def test_nothing_is_admitted_for_a_person_who_is_being_erased(house: House) -> None:
    house.store.documents["erasures/ada"] = {"started_at": house.clock.time}
    with pytest.raises(Forbidden):
        house.ask()
    assert list(house.store.documents) == ["erasures/ada"]


def test_waiting_ends_as_soon_as_the_picture_is_there(house: House) -> None:
    admitted = house.ask()
    house.deliver()
    before = house.clock.time

    done = house.waiting.until_done("ada", admitted.avatar, 50)

    assert done.status is Status.COMPLETED
    assert house.clock.time - before < timedelta(seconds=1)


def test_waiting_is_given_up_after_the_seconds_asked_for(house: House) -> None:
    admitted = house.ask()
    before = house.clock.time
    assert house.waiting.until_done("ada", admitted.avatar, 3).status is Status.QUEUED
    assert house.clock.time - before == timedelta(seconds=3)


def test_who_finds_no_place_to_wait_is_answered_at_once(house: House) -> None:
    admitted = house.ask()
    before = house.clock.time
    house.waiting.places.acquire()
    assert house.waiting.until_done("ada", admitted.avatar, 50) is admitted.avatar
    assert house.clock.time == before


@pytest.mark.parametrize("concurrency", [1, 4, 8])
def test_however_many_wait_one_of_an_instances_threads_is_free(concurrency: int) -> None:
    ports: Any = SimpleNamespace(runtime=Clock().runtime(), database=MemoryStore())
    places = assemble(ports, Settings(concurrency=concurrency)).waiting.places
    assert sum(places.acquire(blocking=False) for _ in range(concurrency)) == concurrency - 1


def test_the_latest_picture_is_the_next_ones_placeholder(house: House) -> None:
    first = house.ask()
    house.deliver()
    second = house.ask(variation=7)

    picture = house.avatar(first).picture
    assert picture is not None
    assert second.avatar.to_document()["image_url"] == picture.image_url
    assert replace(second.avatar).to_document()["image_url"] == picture.image_url

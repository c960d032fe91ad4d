"""Fail-over: while a provider is down, new pictures are made by the next one, and nothing is made or paid twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.breaker_state import PAUSE, BreakerState
from mirror_realm.errors import AccountRefused, Misconfigured, ProviderUnavailable
from mirror_realm.services.ports import documents
from mirror_realm.services.rendering import breakers
from mirror_realm.services.rendering.breaker import FAILURES
from tests.fakes.house import House, a_wish
from tests.fakes.outside import ScriptedProvider

SECOND = "openrouter:maker/model"


def a_house(*fallbacks: str, **options: Any) -> House:
    first = ScriptedProvider("openai", "gpt-image-9")
    return House(
        provider=first,
        fallback_providers=fallbacks or ("openrouter",),
        global_limit=100,
        user_limit=20,
        max_calls=2,
        **options,
    )


def down(_: object) -> None:
    raise ProviderUnavailable("down")


def outage(house: House) -> None:
    """Let the first provider fail for two users, until all instances know."""
    house.provider.before = down
    for number in range(FAILURES // 2):
        house.ask(f"met-it-{number}", variation=90 + number)
    house.deliver()
    house.clock.time += breakers.FRESH


def kill(house: House, *renderers: str) -> None:
    """Name dead models as the nightly check does."""
    path = f"global_usage/{house.policy.today(house.clock.now())}"
    house.write(path, {**house.documents[path], "dead_models": list(renderers)})


def state(house: House) -> BreakerState:
    return house.services.store.read(documents.breaker("openai")) or BreakerState("openai")


def test_while_the_first_is_down_the_second_makes_new_pictures() -> None:
    house = a_house()
    outage(house)
    calls = len(house.provider.calls)
    admitted = house.ask()
    house.deliver()

    avatar = house.avatar(admitted)
    assert (avatar.source, avatar.maker, avatar.recipe.renderer) == (
        Source.GENERATED,
        SECOND,
        "gpt-image-9",
    )
    assert (len(house.provider.calls), len(house.second.calls)) == (calls, 1)
    assert house.second.calls[0].recipe.renderer == SECOND
    house.check()


def test_once_it_is_back_one_request_tries_it_and_then_all_go_there() -> None:
    house = a_house()
    outage(house)
    house.clock.time += PAUSE
    first = [house.ask(f"u{number}", variation=number) for number in range(3)]
    house.provider.before = lambda _: None
    house.deliver()
    assert [house.avatar(one, f"u{n}").maker for n, one in enumerate(first)] == [None, SECOND, SECOND]
    assert state(house) == BreakerState("openai")

    house.clock.time += breakers.FRESH
    later = house.ask("later", variation=50)
    house.deliver()
    assert house.avatar(later, "later").maker is None
    house.check()


def test_where_the_probe_fails_too_the_others_go_on_with_the_second() -> None:
    house = a_house()
    outage(house)
    house.clock.time += PAUSE
    probe = house.ask("probe", variation=1)
    house.deliver()
    assert house.avatar(probe, "probe").source is Source.PAINTED
    assert state(house).down(house.clock.now())
    other = house.ask("other", variation=2)
    house.deliver()
    assert house.avatar(other, "other").maker == SECOND
    house.check()


def test_a_refused_account_fails_over_at_once() -> None:
    house = a_house()

    def refuse(_: object) -> None:
        raise AccountRefused("no credit")

    house.provider.before = refuse
    house.ask("ada", variation=1)
    house.deliver()
    house.clock.time += breakers.FRESH
    other = house.ask("bo", variation=2)
    house.deliver()
    assert house.avatar(other, "bo").made_by == "openrouter"
    assert len(house.provider.calls) == 1
    house.check()


def test_one_users_failures_stop_the_provider_for_nobody_else() -> None:
    house = a_house()
    house.provider.before = down
    for number in range(FAILURES):
        house.ask("ada", variation=number)
        house.deliver()
    house.clock.time += breakers.FRESH
    assert state(house).open_until is None
    house.provider.before = lambda _: None
    house.breakers.clear()
    admitted = house.ask("bo", variation=9)
    house.deliver()
    assert house.avatar(admitted, "bo").maker is None
    house.check()


def test_failures_of_two_users_on_two_instances_stop_it_for_all() -> None:
    house = a_house()
    house.provider.before = down
    for uid in ("ada", "bo"):
        for number in range(2):
            house.ask(uid, variation=number + 10 * (uid == "bo"))
        house.deliver()
        house.breakers.clear()  # a new instance
    assert state(house).down(house.clock.now())
    assert not any(uid in str(house.documents["maintenance/breaker-openai"]) for uid in ("ada", "bo"))


def test_a_picture_of_the_second_is_a_hit_while_the_first_is_down_and_after() -> None:
    house = a_house()
    outage(house)
    house.ask("ada")
    house.deliver()
    made = len(house.second.calls)
    for wait in (timedelta(), PAUSE * 3):
        house.clock.time += wait
        house.provider.before = lambda _: None
        again = house.ask(f"bo{wait}")
        avatar = house.avatar(again, f"bo{wait}")
        assert (again.outcome, avatar.source, avatar.maker) == ("hit", Source.CACHE, SECOND)
    assert len(house.second.calls) == made
    house.check()


def test_a_picture_of_the_first_is_a_hit_though_it_is_down_and_goes_before_one_of_the_second() -> None:
    house = a_house()
    house.ask("ada")
    house.deliver()
    outage(house)
    hit = house.ask("bo")
    assert (hit.outcome, house.avatar(hit, "bo").maker) == ("hit", None)
    house.check()


def test_one_who_waits_for_a_job_of_the_second_follows_it_though_the_first_is_back() -> None:
    house = a_house()
    outage(house)
    house.ask("ada")
    house.provider.before = lambda _: None
    house.breakers.clear()
    house.store.documents.pop("maintenance/breaker-openai")
    follower = house.ask("bo")
    assert follower.outcome == "follow"
    house.deliver()
    avatar = house.avatar(follower, "bo")
    assert (avatar.source, avatar.maker) == (Source.CACHE, SECOND)
    assert len(house.second.calls) == 1
    house.check()


def test_followers_of_a_job_of_the_second_that_fails_get_the_ladder() -> None:
    house = a_house()
    outage(house)
    house.second.before = down
    admitted = [house.ask("ada"), house.ask("bo")]
    house.deliver()
    for uid, one in zip(("ada", "bo"), admitted, strict=True):
        avatar = house.avatar(one, uid)
        assert (avatar.source, avatar.degraded, avatar.maker) == (Source.PAINTED, True, None)
    house.check()


def test_asked_again_a_fallback_is_made_by_the_second() -> None:
    house = a_house()
    house.provider.before = down
    admitted = house.ask("ada")
    house.deliver()
    assert house.avatar(admitted).degraded
    outage(house)
    again = house.ask("ada")
    house.deliver()
    avatar = house.avatar(again)
    assert (avatar.avatar_id, avatar.degraded, avatar.maker) == (admitted.avatar.avatar_id, False, SECOND)
    house.check()


def test_if_both_are_down_the_first_is_asked_and_the_ladder_serves() -> None:
    house = a_house()
    outage(house)
    house.second.before = down
    for number in range(4):
        house.ask(f"x{number}", variation=70 + number)
    house.deliver()
    house.clock.time += breakers.FRESH
    admitted = house.ask("ada")
    house.deliver()
    avatar = house.avatar(admitted)
    assert (avatar.source, avatar.maker) == (Source.PAINTED, None)
    house.check()


def test_a_model_that_is_shut_down_is_passed_over() -> None:
    house = a_house()
    house.ask("earlier", variation=9)
    house.deliver()
    kill(house, "gpt-image-9")
    admitted = house.ask("ada")
    house.deliver()
    assert house.avatar(admitted).maker == SECOND
    kill(house, "gpt-image-9", SECOND)
    with pytest.raises(Misconfigured, match="shut down"):
        house.ask("bo", variation=3)
    house.check()


def test_a_taken_down_picture_of_the_second_is_not_made_again() -> None:
    house = a_house()
    outage(house)
    admitted = house.ask("ada")
    house.deliver()
    key = house.avatar(admitted).made_recipe.cache_key
    entry = house.services.store.read(documents.cache_entry(key))
    assert entry is not None
    house.documents[f"cache/{key}"] = replace(entry.hide(house.clock.now())).to_document()
    other = house.ask("bo")
    house.deliver()
    assert house.avatar(other, "bo").maker is None
    assert len(house.second.calls) == 1


def test_an_entry_may_name_a_model() -> None:
    house = a_house("openrouter:maker/other", "openrouter")
    outage(house)
    admitted = house.ask("ada")
    house.deliver()
    assert house.avatar(admitted).maker == "openrouter:maker/other"
    assert house.second.calls[0].recipe.renderer == "openrouter:maker/other"
    house.check()


def test_a_trilogy_is_reserved_together_at_the_second() -> None:
    house = a_house()
    outage(house)
    admitted = house.admission.admit_trilogy(a_wish("ada"))
    house.deliver()
    assert {house.avatar(one).maker for one in admitted.values()} == {SECOND}
    assert len(house.second.calls) == 3
    house.check()


def test_without_other_providers_nothing_is_shared_and_nothing_more_is_read() -> None:
    house = House(provider=ScriptedProvider("openai", "gpt-image-9"), global_limit=100, max_calls=2)
    outage(house)
    assert "maintenance/breaker-openai" not in house.documents


def test_other_providers_cost_one_read_each_and_only_where_there_is_no_picture() -> None:
    plain, other = House(global_limit=100), a_house()
    reads = []
    for house in (plain, other):
        before = house.store.reads
        house.ask("ada")
        missed = house.store.reads - before
        house.deliver()
        before = house.store.reads
        house.ask("bo")
        reads.append((missed, house.store.reads - before))
    assert reads[1] == (reads[0][0] + 2, reads[0][1]), (
        "the other's entry, and the breaker once in ten seconds"
    )

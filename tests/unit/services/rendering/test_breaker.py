"""The circuit breaker: an outage of the provider costs a probe now and then, not a timeout per person."""

from datetime import timedelta

import pytest

from mirror_realm.domain.avatar import Source
from mirror_realm.errors import (
    AccountRefused,
    BadOutput,
    ContentRejected,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
    RenderFailure,
)
from mirror_realm.services.rendering.breaker import ACCOUNT_PAUSE, FAILURES, PAUSE, Breaker
from tests.fakes.captured import capturing, writing
from tests.fakes.house import House
from tests.fakes.outside import Clock

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(clock: Clock) -> Breaker:
    breaker = Breaker("openai")
    for _ in range(FAILURES):
        breaker.allow(clock.now())
        breaker.learn(ProviderUnavailable("down"), clock.now())
    return breaker


def held_back(breaker: Breaker, clock: Clock) -> bool:
    try:
        breaker.allow(clock.now())
    except ProviderUnavailable:
        return True
    return False


def test_it_is_closed_until_enough_calls_in_a_row_found_the_provider_down(clock: Clock) -> None:
    breaker = Breaker("openai")
    for number in range(FAILURES):
        assert not held_back(breaker, clock), f"after {number} failures"
        breaker.learn(ProviderTimeout("late"), clock.now())
    assert held_back(breaker, clock)


@pytest.mark.parametrize(
    "answer",
    [None, ContentRejected("policy"), ProviderRateLimited("slow down"), BadOutput("no picture")],
    ids=lambda answer: type(answer).__name__,
)
def test_any_answer_even_a_refusal_shows_that_the_provider_is_there(
    clock: Clock, answer: RenderFailure | None
) -> None:
    breaker = Breaker("openai")
    for _ in range(3):
        for _ in range(FAILURES - 1):
            breaker.learn(ProviderUnavailable("down"), clock.now())
        breaker.learn(answer, clock.now())
    assert not held_back(breaker, clock)


def test_it_stays_open_for_its_pause_and_then_lets_one_probe_through(clock: Clock) -> None:
    breaker = opened(clock)
    clock.time += PAUSE - MOMENT
    assert held_back(breaker, clock)

    clock.time += MOMENT
    assert not held_back(breaker, clock)
    assert held_back(breaker, clock), "the others wait for the probe"


def test_a_probe_that_fails_opens_it_again_from_then_on(clock: Clock) -> None:
    breaker = opened(clock)
    clock.time += PAUSE
    breaker.allow(clock.now())
    clock.time += timedelta(seconds=30)
    breaker.learn(ProviderTimeout("late"), clock.now())

    clock.time += PAUSE - MOMENT
    assert held_back(breaker, clock)
    clock.time += MOMENT
    assert not held_back(breaker, clock)


def test_a_probe_that_succeeds_closes_it_for_everybody(clock: Clock) -> None:
    breaker = opened(clock)
    clock.time += PAUSE
    breaker.allow(clock.now())
    breaker.learn(None, clock.now())
    assert not any(held_back(breaker, clock) for _ in range(FAILURES))


def test_a_probe_whose_worker_died_does_not_keep_it_open_for_ever(clock: Clock) -> None:
    breaker = opened(clock)
    clock.time += PAUSE
    breaker.allow(clock.now())
    clock.time += PAUSE
    assert not held_back(breaker, clock)


def test_its_opening_is_told_once_an_outage(clock: Clock) -> None:
    with capturing() as captured:
        breaker = opened(clock)
        for _ in range(5):
            clock.time += PAUSE
            breaker.allow(clock.now())
            breaker.learn(ProviderUnavailable("down"), clock.now())
    assert captured == [{"severity": "ERROR", "event": "breaker_opened", "provider": "openai"}]

    with capturing() as captured:
        breaker.learn(None, clock.now())
        for _ in range(FAILURES):
            breaker.learn(ProviderUnavailable("down again"), clock.now())
    assert len(captured) == 1


def test_an_outage_costs_a_probe_and_everybody_is_served_by_the_ladder() -> None:
    house = House(global_limit=100, max_calls=2)
    house.provider.before = _down
    people = [f"u{number}" for number in range(12)]
    admitted = [house.ask(uid, variation=number) for number, uid in enumerate(people)]
    house.deliver()

    assert len(house.provider.calls) == FAILURES
    shown = [house.avatar(answer, uid) for answer, uid in zip(admitted, people, strict=True)]
    assert {avatar.source for avatar in shown} == {Source.PAINTED}
    assert house.only("global_usage/")["refunded"] == len(people)
    house.check()

    house.clock.time += PAUSE
    for number, uid in enumerate(people):
        house.ask(uid, variation=50 + number)
    house.deliver()
    assert len(house.provider.calls) == FAILURES + 1, "one probe for all of them"
    house.check()


def test_once_the_provider_is_back_the_first_probe_makes_a_picture() -> None:
    house = House(global_limit=100)
    house.provider.before = _down
    for number in range(FAILURES):
        house.ask(f"u{number}", variation=number)
    house.deliver()
    house.provider.before = lambda _: None
    house.clock.time += PAUSE

    admitted = house.ask()
    house.deliver()
    assert house.avatar(admitted).source is Source.GENERATED
    house.check()


def test_the_painter_goes_on_while_the_provider_is_held_back() -> None:
    house = House()
    for _ in range(FAILURES):
        house.breakers.learn("scripted", "ada", ProviderUnavailable("down"))
    admitted = house.ask()
    house.deliver()
    assert (house.provider.calls, house.avatar(admitted).source) == ([], Source.PAINTED)
    assert house.only("global_usage/")["calls"] == 0, "nothing was authorised for the provider"


def test_a_refused_account_is_asked_once_in_five_minutes_and_everybody_gets_a_fallback() -> None:
    house = House(global_limit=100)

    def refuse(_: object) -> None:
        raise AccountRefused("the key is wrong")

    house.provider.before = refuse
    with writing() as log:
        asked = [house.ask(f"u{number}", variation=number) for number in range(5)]
        house.deliver()
    assert log.getvalue().count('"event": "account_refused"') == 1
    assert len(house.provider.calls) == 1
    problems = [house.avatar(one, f"u{number}").problem for number, one in enumerate(asked)]
    assert {problem.reason for problem in problems if problem is not None} == {"misconfigured"}
    assert house.only("global_usage/")["refunded"] == 5
    house.check()

    house.provider.before = lambda _: None
    house.clock.time += ACCOUNT_PAUSE
    later = house.ask("later", variation=50)
    house.deliver()
    assert house.avatar(later, "later").source is Source.GENERATED


def test_a_refused_request_stops_nothing() -> None:
    house = House(global_limit=100)
    house.provider.script = [Misconfigured("this request is not taken")]
    for number in range(3):
        house.ask(f"u{number}", variation=number)
    house.deliver()
    assert len(house.provider.calls) == 3


def _down(_: object) -> None:
    raise ProviderUnavailable("down")

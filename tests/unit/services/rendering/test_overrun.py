"""A provider whose call cost more than its worst case is closed for the day: what it costs is not known beforehand."""

from datetime import timedelta

import pytest

from mirror_realm.domain.avatar import Avatar, Source, Status
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import BadOutput, BudgetExhausted
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.ports.providers import ProviderImage
from tests.fakes.house import House

DEAR = ProviderImage(b"a picture", 100_000)
"""Its worst case is 60 000."""


def overrun() -> House:
    """Return a house in which ada has just had a picture that cost too much."""
    house = House(user_limit=9)
    house.provider.script = [DEAR]
    house.ask()
    house.deliver()
    assert house.only("global_usage/")["closed_providers"] == ["openai"]
    return house


def reason(avatar: Avatar) -> str | None:
    return avatar.problem.reason if avatar.problem is not None else None


def test_the_picture_that_cost_too_much_is_kept() -> None:
    house = overrun()
    (avatar,) = [data for path, data in house.documents.items() if "/avatars/" in path]
    assert (avatar["status"], avatar["source"], avatar["cost"]) == (Status.COMPLETED, Source.GENERATED, 0.06)
    house.check()


def test_a_new_request_has_the_ladder_until_the_day_is_over() -> None:
    house = overrun()
    admitted = house.ask(variation=1)
    house.deliver()

    assert (admitted.outcome, house.provider.made) == ("degrade", 1)
    avatar = house.avatar(admitted)
    assert (avatar.status, reason(avatar)) == (Status.COMPLETED, "budget_exhausted")
    assert avatar.upgrade_at == house.policy.resets_at(house.clock.time)
    house.check()


def test_it_is_refused_where_fallbacks_are_declined() -> None:
    house = overrun()
    with pytest.raises(BudgetExhausted) as refused:
        house.ask(variation=1, allow_fallback=False)
    assert refused.value.details() == {
        "limit": 2.0,
        "used": 0.1,
        "resets_at": "2026-11-21T00:00:00+00:00",
    }


def test_what_there_is_already_is_still_handed_out() -> None:
    house = overrun()
    assert house.ask("bo").outcome == "hit"
    assert house.ask("ada").outcome == "own"


def test_a_job_that_was_queued_before_makes_no_call() -> None:
    house = House()
    house.provider.script = [DEAR]
    house.ask("ada")
    queued: list[Admitted] = [house.ask("bo", variation=1)]
    follower = house.ask("cy", variation=1)
    house.deliver()

    assert house.provider.made == 1
    assert (house.avatar(queued[0], "bo").degraded, reason(house.avatar(queued[0], "bo"))) == (
        True,
        "budget_exhausted",
    )
    assert house.avatar(follower, "cy").status is Status.COMPLETED
    house.check()


def test_a_call_that_failed_closes_it_too_and_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    house = House()
    house.provider.script = [BadOutput("garbled", cost_micros=100_000)]
    house.ask()
    house.deliver()

    assert len(house.provider.calls) == 1
    assert house.only("global_usage/")["overrun_micros"] == 40_000
    assert caplog.text.count("provider_closed") == 1
    house.check()


def test_the_painter_is_another_provider() -> None:
    house = overrun()
    house.ask(style=StyleId.COMIC)
    assert house.deliver() == 1
    assert [len(house.painter.calls), len(house.provider.calls)] == [1, 1]


def test_the_next_day_it_is_open_again() -> None:
    house = overrun()
    house.clock.time += timedelta(days=1)
    assert house.ask(variation=1).outcome == "queue"
    house.deliver()
    assert house.provider.made == 2
    house.check()


def test_it_is_told_once_a_day_and_the_money_is_not_said_to_be_used_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House(user_limit=9)
    house.provider.script = [DEAR, DEAR]
    for variation in (1, 2):
        house.ask(variation=variation)
    first, second = house.take_attempts()

    def meanwhile(_: object) -> None:
        house.provider.before = lambda _: None
        house.rendering.run(*second)

    house.provider.before = meanwhile
    house.rendering.run(*first)
    house.ask(variation=3)
    house.deliver()

    day = house.only("global_usage/")
    assert (house.provider.made, day["overrun_micros"]) == (2, 80_000)
    assert caplog.text.count("provider_closed") == 1
    assert "usage_mark" not in caplog.text
    assert day.get("marks", []) == []
    house.check()


def test_a_denial_costs_no_more_than_any_other() -> None:
    house = overrun()
    house.store.reads = house.store.writes = 0
    with pytest.raises(BudgetExhausted):
        house.ask(variation=1, allow_fallback=False)
    closed = (house.store.reads, house.store.writes)

    spent = House(user_limit=9, budget_micros=60_000)
    spent.provider.cost = 60_000
    spent.ask()
    spent.deliver()
    spent.store.reads = spent.store.writes = 0
    with pytest.raises(BudgetExhausted):
        spent.ask(variation=1, allow_fallback=False)
    assert closed == (spent.store.reads, spent.store.writes)

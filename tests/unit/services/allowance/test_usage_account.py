"""Credits: reserved, kept or returned in the same transactions, granted once per key."""

import pytest

from mirror_realm.errors import (
    ContentRejected,
    InsufficientCredits,
    InvalidRequest,
    NotFound,
    ProviderUnavailable,
)
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    return House(credits=10, user_limit=9)


def held(house: House, uid: str = "ada") -> int | None:
    credits: int | None = house.store.documents[f"users/{uid}"]["credits"]
    return credits


def test_a_picture_costs_its_credits(house: House) -> None:
    house.ask()
    assert held(house) == 20
    house.deliver()
    assert held(house) == 20
    house.check()


def test_a_failure_returns_them(house: House) -> None:
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask()
    house.deliver()
    assert held(house) == 30
    house.check()


def test_a_failure_whose_reason_keeps_them_does_not(house: House) -> None:
    house.provider.script = [ContentRejected("policy")] * 2
    house.ask()
    house.deliver()
    assert held(house) == 20
    refunded = next(d for p, d in house.store.documents.items() if p.endswith("-refunded"))
    assert (refunded["credits"], refunded["credits_returned"]) == (10, 0)


def test_an_empty_purse_is_refused_with_no_reset(house: House) -> None:
    for variation in range(3):
        house.ask(variation=variation)
    with pytest.raises(InsufficientCredits) as refused:
        house.ask(variation=3, allow_fallback=False)
    assert refused.value.details()["resets_at"] is None


def test_a_grant_is_given_once_per_key(house: House) -> None:
    for _ in range(3):
        assert house.granting.grant(by="root", uid="ada", credits=5, key="spring-gift") == 35
    with pytest.raises(InvalidRequest):
        house.granting.grant(by="root", uid="ada", credits=6, key="spring-gift")
    assert held(house) == 35
    assert "ada" not in str(house.store.documents["ledger/grant-spring-gift"])


def test_a_queued_wish_taken_back_returns_everything_and_can_be_made_again(house: House) -> None:
    admitted = house.ask()
    cancelled = house.cancelling.cancel("ada", admitted.avatar.avatar_id)

    assert cancelled.problem is not None
    assert cancelled.problem.reason == "cancelled"
    assert held(house) == 30
    assert house.deliver() == 1
    assert house.provider.calls == [], "the attempt's delivery finds the job ended"
    house.check()
    assert house.ask().outcome == "queue"


def test_followers_of_a_wish_taken_back_get_the_ladder(house: House) -> None:
    admitted = house.ask()
    follower = house.ask("bo")
    house.cancelling.cancel("ada", admitted.avatar.avatar_id)
    house.deliver()
    assert house.avatar(follower, "bo").degraded
    house.check()


def test_followers_are_not_told_that_somebody_else_took_a_wish_back(house: House) -> None:
    admitted = house.ask()
    follower = house.ask("bo", allow_fallback=False)
    house.cancelling.cancel("ada", admitted.avatar.avatar_id)
    problem = house.avatar(follower, "bo").problem
    assert problem is not None
    assert (problem.reason, problem.retryable) == ("provider_unavailable", True)


def test_what_is_done_or_being_rendered_is_not_taken_back(house: House) -> None:
    admitted = house.ask()
    house.deliver()
    assert house.cancelling.cancel("ada", admitted.avatar.avatar_id) == house.avatar(admitted)


def test_a_follower_can_stop_waiting(house: House) -> None:
    house.ask()
    follower = house.ask("bo")
    house.cancelling.cancel("bo", follower.avatar.avatar_id)
    house.deliver()
    assert house.avatar(follower, "bo").status == "failed"
    house.check()


def test_nobody_takes_back_somebody_elses_wish(house: House) -> None:
    admitted = house.ask()
    with pytest.raises(NotFound):
        house.cancelling.cancel("bo", admitted.avatar.avatar_id)

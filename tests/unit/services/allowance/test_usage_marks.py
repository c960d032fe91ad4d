"""Usage marks: operators hear of 80 and 100 % of everybody's day, once a day each, whatever is undone or rerun."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import LimitReached, UserDailyLimit
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.captured import Logged, capturing
from tests.fakes.house import House, a_wish


def marks(captured: list[Logged]) -> list[tuple[str, int]]:
    return [(said["of"], said["percent"]) for said in captured if said["event"] == "usage_mark"]


def test_sixty_wishes_in_a_row_tell_each_mark_of_the_days_money_once() -> None:
    house = House(user_limit=60, global_limit=60, budget_micros=300_000)
    refused = []
    with capturing() as captured:
        for n in range(60):
            try:
                house.ask(f"u{n}", variation=n, allow_fallback=False)
            except LimitReached as error:
                refused.append(error.reason)
            house.deliver()
    assert len(refused) > 30
    assert set(refused) == {"budget_exhausted"}
    assert marks(captured) == [("money", 80), ("money", 100)]
    house.check()


def test_people_who_are_refused_for_calls_under_way_are_told_of_too() -> None:
    house = House(user_limit=60, budget_micros=300_000)
    with capturing() as captured:
        for n in range(8):
            house.ask(f"u{n}", variation=n, allow_fallback=False)
        at_the_provider = [house.leasing.claim(*attempt) for attempt in house.take_attempts()]
        for job in at_the_provider:
            assert job is not None
            with suppress(LimitReached):
                house.leasing.authorise(job, 60_000, timedelta(seconds=120))
    assert marks(captured) == [("money", 80), ("money", 100)]


def test_the_days_pictures_have_both_marks_when_they_are_reached() -> None:
    house = House(global_limit=10)
    with capturing() as captured:
        for n in range(10):
            house.ask(f"u{n}", variation=n)
            if n == 6:
                assert marks(captured) == []
            if n == 7:
                assert marks(captured) == [("pictures", 80)]
        assert marks(captured) == [("pictures", 80), ("pictures", 100)]
        house.deliver()
        for n in range(10, 15):
            house.ask(f"u{n}", variation=n)
    assert Counter(marks(captured)) == {("pictures", 80): 1, ("pictures", 100): 1}


def test_a_mark_that_is_passed_again_after_a_refund_is_not_told_again() -> None:
    house = House(global_limit=5, user_limit=9)
    with capturing() as captured:
        for n in range(4):
            house.ask(f"u{n}", variation=n)
        for n in range(4, 9):
            house.cancelling.cancel("ada", house.ask("ada", variation=n).avatar.avatar_id)
    assert Counter(marks(captured)) == {("pictures", 80): 1, ("pictures", 100): 1}


def test_the_next_day_tells_its_own() -> None:
    house = House(global_limit=1)
    with capturing() as captured:
        house.ask("ada", variation=1)
        house.deliver()
        house.clock.time += timedelta(days=1)
        house.ask("ada", variation=2)
    assert marks(captured) == [("pictures", 80), ("pictures", 100)] * 2


@pytest.mark.parametrize("everybody", [5, 20, 40])
def test_everybodys_fallback_pictures_have_both_marks(everybody: int) -> None:
    house = House(user_limit=0, global_paintings=everybody, user_paintings=100)
    painted: list[int] = []
    with capturing() as captured:
        for n in range(200):
            with suppress(LimitReached):
                house.ask(f"u{n}", style=list(StyleId)[n % 7], variation=n % 90, allow_fallback=True)
            house.deliver()
            painted.append(len(house.painter.calls))
            if marks(captured) and painted[-1] * 100 < 80 * everybody:
                assert marks(captured) == [("paintings", 80), ("paintings", 100)], (
                    "somebody's part is used up"
                )
    assert marks(captured) == [("paintings", 80), ("paintings", 100)]
    house.check()


def test_what_is_switched_off_has_no_marks() -> None:
    house = House(global_limit=0, global_paintings=0, budget_micros=0)
    with capturing() as captured, pytest.raises(LimitReached):
        house.ask()
    assert marks(captured) == []
    assert house.documents == {}


def test_a_limit_is_logged_once_though_the_transaction_runs_again() -> None:
    house = House(user_limit=0)
    with capturing() as captured, pytest.raises(UserDailyLimit):
        house.ask(allow_fallback=False)
    with capturing() as more:
        house.ask()
    for said in (captured, more):
        assert [one["reason"] for one in said if one["event"] == "limit_reached"] == ["user_daily_limit"]


def test_a_trilogy_that_does_not_fit_marks_nothing() -> None:
    house = House(global_limit=3)
    house.ask("bo")
    with capturing() as captured, pytest.raises(LimitReached):
        house.admission.admit_trilogy(a_wish(variation=7, allow_fallback=False))
    assert marks(captured) == []


def test_a_refusal_that_was_told_costs_no_more_for_it() -> None:
    house = House(user_limit=60, budget_micros=70_000)
    house.ask("ada", variation=1)
    house.deliver()
    costs = []
    for n in range(2, 5):
        house.store.writes = 0
        with pytest.raises(LimitReached):
            house.ask("ada", variation=n, allow_fallback=False)
        costs.append(house.store.writes)
    assert costs == [1, 0, 0]


def test_a_take_down_at_the_bound_of_fallback_pictures_is_told_of_and_goes_on() -> None:
    house = House(global_paintings=0, user_paintings=0)
    shown = [house.ask(uid) for uid in ("ada", "bo")]
    house.deliver()
    house.reporting.report(User("ada", FREE), shown[0].avatar.avatar_id, Complaint(Reason.SEXUAL))
    (review,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    _, done = house.reviewing.decide(review, Decision.TAKE_DOWN)
    assert done
    assert house.avatar(shown[1], "bo").status == "failed"
    assert house.painter.calls == []
    house.check()

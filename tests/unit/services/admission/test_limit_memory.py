"""What an instance remembers of limits: nothing longer than it holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mirror_realm.domain.allowance import GlobalDay, Tally
from mirror_realm.domain.limits import guest_and_free
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.errors import BudgetExhausted
from mirror_realm.services.admission.limit_memory import MONEY_LIMIT, LimitMemory
from tests.fakes.house import House

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
RESET = datetime(2026, 11, 21, tzinfo=UTC)
LIMITS = guest_and_free(user_daily=3, global_daily=20, guest_share=0.5, budget_micros=1_000_000)
SPENT = GlobalDay("2026-11-20", spent_micros=950_000)
EDIT, GENERATION = 100_000, 60_000


def learn(memory: LimitMemory, day: GlobalDay, now: datetime = NOW, worst: int = EDIT) -> None:
    memory.learn(day, LIMITS, worst_case_micros=worst, now=now, until=RESET)


def recalled(memory: LimitMemory, now: datetime = NOW, worst: int = EDIT, plan: Plan = FREE) -> str | None:
    short = memory.recall("ada", plan=plan, worst_case_micros=worst, now=now)
    return None if short is None else short.reason


@pytest.mark.parametrize("plan", [FREE, GUEST])
def test_a_budget_that_is_used_up_is_remembered_for_a_minute(plan: Plan) -> None:
    memory = LimitMemory()
    learn(memory, SPENT)
    assert recalled(memory, NOW + MONEY_LIMIT - timedelta(seconds=1), plan=plan) == "budget_exhausted"
    assert recalled(memory, NOW + MONEY_LIMIT, plan=plan) is None
    assert memory.near(NOW + MONEY_LIMIT), "the day is looked at before it is read with locks"


@pytest.mark.parametrize(("spent", "known"), [(900_001, "budget_exhausted"), (900_000, None)])
def test_a_budget_with_room_again_for_the_call_is_forgotten_at_once(spent: int, known: str | None) -> None:
    memory = LimitMemory()
    learn(memory, SPENT)
    learn(memory, replace(SPENT, spent_micros=spent), worst=GENERATION)
    assert [recalled(memory, plan=plan) for plan in (FREE, GUEST)] == [known, known]


def test_settled_pictures_are_remembered_until_the_reset_whatever_the_money_does() -> None:
    memory = LimitMemory()
    day = replace(SPENT, tally=Tally(reserved=20, settled=20))
    learn(memory, day)
    learn(memory, replace(day, spent_micros=0))
    assert recalled(memory, RESET - timedelta(seconds=1)) == "global_daily_limit"
    assert recalled(memory, RESET) is None


def test_a_cost_that_is_corrected_downward_lets_the_next_wish_in_within_a_minute() -> None:
    house = House(budget_micros=100_000)
    day = GlobalDay(house.policy.today(house.clock.time), spent_micros=90_000)
    house.write(f"global_usage/{day.day}", day.to_document())
    for _ in range(2):
        with pytest.raises(BudgetExhausted):
            house.ask(allow_fallback=False)
    house.write(f"global_usage/{day.day}", replace(day, spent_micros=13_000).to_document())
    house.clock.time += MONEY_LIMIT
    assert house.ask(allow_fallback=False).outcome == "queue"

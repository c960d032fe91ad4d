"""Monthly credits: they come once a month with its first reservation, as every answer before it says."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.wish import User
from mirror_realm.errors import InsufficientCredits, ProviderUnavailable
from tests import invariants
from tests.fakes.house import House, a_wish

PRO, SMALL = Plan("pro"), Plan("small")
PLANS = {
    "pro": {"daily_pictures": 9, "monthly_credits": 50},
    "small": {"daily_pictures": 9, "monthly_credits": 20},
}


class Purse:
    """A house in which a picture costs 20 and everybody starts with 30."""

    def __init__(self, **options: Any) -> None:
        self.house = House(plans=json.dumps(PLANS), credits=20, global_limit=99, **options)
        self.wishes = 0

    def ask(self, plan: Plan = PRO) -> str:
        self.wishes += 1
        outcome = self.house.ask(plan=plan, variation=self.wishes, allow_fallback=False).outcome
        self.check()
        return outcome

    def check(self) -> None:
        invariants.credits_add_up(self.house.documents, price=20, initial=30, salt="salt")
        self.house.check(quiet=False)

    @property
    def held(self) -> int:
        held: int = self.house.documents.get("users/ada", {}).get("credits", 30)
        return held

    def usable(self, plan: Plan = PRO) -> int | None:
        usable: int | None = self.house.overviews.of(User("ada", plan)).credits
        return usable

    def entries(self) -> list[tuple[str, str, int]]:
        return [
            (one["month"], one["plan"], one["credits"])
            for path, one in self.house.documents.items()
            if path.startswith("ledger/") and one["movement"] == "monthly"
        ]

    def owe(self, credits: int) -> None:
        """Let the user owe credits, by a payment that was spent and refunded."""
        profile = self.house.documents.get("users/ada", {"latest": None})
        self.house.write("users/ada", {**profile, "credits": 0, "owed": credits})


def test_they_come_with_the_first_picture_of_the_month_alone() -> None:
    purse = Purse()
    assert [purse.ask(), purse.ask()] == ["queue", "queue"]
    assert (purse.held, purse.entries()) == (30 + 50 - 2 * 20, [("2026-11", "pro", 50)])


def test_what_is_not_spent_stays_and_the_next_month_adds_to_it() -> None:
    purse = Purse()
    purse.ask()
    purse.house.deliver()
    for month in (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)):
        purse.house.clock.time = month
        assert purse.usable() == purse.held + 50
        purse.ask()
        purse.house.deliver()
    assert (purse.held, len(purse.entries())) == (30 + 3 * 30, 3)
    assert purse.house.documents["users/ada"]["month_credits"] == {"m2026_12": 50, "m2027_01": 50}


def test_a_month_without_a_picture_brings_none() -> None:
    purse = Purse()
    purse.ask()
    purse.house.deliver()
    purse.house.clock.time = datetime(2027, 3, 5, tzinfo=UTC)
    purse.ask()
    assert [month for month, _, _ in purse.entries()] == ["2026-11", "2027-03"]


def test_the_month_begins_with_the_day_of_allowances() -> None:
    purse = Purse(zone="Pacific/Auckland")
    purse.house.clock.time = datetime(2026, 11, 30, 10, 59, tzinfo=UTC)
    purse.ask()
    purse.house.clock.time += timedelta(minutes=1)
    purse.ask()
    assert [month for month, _, _ in purse.entries()] == ["2026-11", "2026-12"]


@pytest.mark.parametrize(
    ("plans", "brought"),
    [
        ((SMALL, PRO), [("small", 20), ("pro", 30)]),
        ((PRO, SMALL), [("pro", 50)]),
        ((PRO, SMALL, PRO), [("pro", 50)]),
        ((FREE, SMALL, FREE), [("small", 20)]),
        ((GUEST, FREE), []),
    ],
)
def test_a_change_of_plan_brings_what_the_month_has_more_and_takes_nothing(
    plans: tuple[Plan, ...], brought: list[tuple[str, int]]
) -> None:
    purse = Purse(user_limit=9)
    purse.house.granting.grant(by="root", uid="ada", credits=100, key="enough-for-all")
    for plan in plans:
        purse.ask(plan)
    assert purse.entries() == [("2026-11", *one) for one in brought]


def test_what_can_be_used_is_told_beforehand_and_looking_grants_nothing() -> None:
    purse = Purse()
    purse.owe(0)
    quote = purse.house.admission.quote(a_wish(plan=PRO, variation=1))
    assert quote.usage is not None
    assert (quote.outcome, quote.credits, quote.usage.credits_remaining) == ("queue", 20, 30)
    assert (purse.usable(), purse.usable(FREE), purse.held) == (50, 0, 0)
    page = purse.house.credit_history.page(User("ada", PRO), None, 9)
    assert (page.credits, page.monthly_due, page.lines) == (0, 50, [])
    assert purse.house.ask(plan=PRO, variation=1).outcome == "queue"
    assert purse.usable() == purse.held == 30
    page = purse.house.credit_history.page(User("ada", PRO), None, 9)
    assert (page.monthly_due, sum(line.credits for line in page.lines)) == (0, 30)
    assert {line.move for line in page.lines} == {"monthly", "spent"}


def test_they_pay_first_what_is_owed() -> None:
    purse = Purse()
    purse.owe(40)
    assert purse.usable() == 10
    with pytest.raises(InsufficientCredits) as refused:
        purse.house.ask(plan=PRO, allow_fallback=False)
    assert refused.value.used == 10, "what a picture lacks"
    assert (purse.held, purse.entries()) == (0, [])
    purse.owe(15)
    purse.house.ask(plan=PRO)
    profile = purse.house.documents["users/ada"]
    assert (profile["credits"], profile.get("owed", 0)) == (15, 0)
    (entry,) = [one for path, one in purse.house.documents.items() if path.endswith("-monthly")]
    assert (entry["credits"], entry["owed"]) == (50, 15)


def test_a_wish_that_is_refused_brings_nothing() -> None:
    purse = Purse(user_limit=0)
    assert purse.house.ask(plan=PRO).outcome == "degrade"
    assert (purse.entries(), purse.usable()) == ([], 80)


def test_a_picture_that_fails_returns_its_credits_and_leaves_those_of_the_month() -> None:
    purse = Purse()
    purse.house.provider.script = [ProviderUnavailable("down")] * 3
    purse.ask()
    purse.house.deliver()
    purse.check()
    assert (purse.held, purse.usable(), len(purse.entries())) == (80, 80, 1)


def test_three_pictures_of_one_wish_bring_them_once() -> None:
    purse = Purse()
    admitted = purse.house.admission.admit_trilogy(a_wish(plan=PRO))
    assert {one.outcome for one in admitted.values()} == {"queue"}
    assert (purse.held, len(purse.entries())) == (20, 1)
    purse.check()


def test_while_credits_are_off_none_come() -> None:
    house = House(plans=json.dumps(PLANS))
    house.ask(plan=PRO)
    assert "users/ada" not in house.documents
    assert not [path for path in house.documents if path.endswith("-monthly")]
    house.check(quiet=False)


def test_an_erasure_leaves_an_entry_without_a_person() -> None:
    purse = Purse()
    purse.ask()
    purse.house.deliver()
    purse.house.erasing.erase("ada", seconds=60)
    (path,) = [path for path in purse.house.documents if path.endswith("-monthly")]
    assert purse.house.documents[path]["person"] == "erased"


@given(st.lists(st.tuples(st.sampled_from([GUEST, FREE, SMALL, PRO]), st.integers(0, 40)), max_size=12))
@settings(max_examples=15)
def test_a_month_brings_what_the_best_of_its_plans_has_and_what_is_told_can_be_used(
    wishes: list[tuple[Plan, int]],
) -> None:
    purse, best = Purse(user_limit=99, guest_share=1.0), dict[str, int]()
    for plan, days in wishes:
        purse.house.clock.time += timedelta(days=days)
        usable = purse.usable(plan)
        assert usable is not None
        if usable < 20:
            with pytest.raises(InsufficientCredits):
                purse.ask(plan)
        else:
            purse.ask(plan)
            month = purse.house.clock.time.isoformat()[:7]
            best[month] = max(best.get(month, 0), purse.house.policy.limits.of(plan).monthly_credits)
            assert purse.held == usable - 20
        purse.house.deliver()
    brought = dict.fromkeys(best, 0)
    for month, _, credits in purse.entries():
        brought[month] += credits
    assert brought == best

"""Plans: each account has its plan's limits, by day and by month, also when the plan changes in mid-day."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    ContentRejected,
    LimitReached,
    PlanRequired,
    UserDailyLimit,
    UserMonthlyLimit,
)
from tests.fakes.house import House, a_wish

WHO = tuple(CHARACTERS)
PRO, SMALL = Plan("pro"), Plan("small")
PLANS = {
    "pro": {"daily_pictures": 5, "monthly_pictures": 6, "fallback_pictures": 2},
    "small": {"daily_pictures": 2, "styles": ["daymi"], "variations": 3},
}


def _house(plans: Any = None, **options: Any) -> House:
    return House(plans=json.dumps(PLANS if plans is None else plans), **({"global_limit": 100} | options))


def _make(house: House, plan: Plan, n: int, **wish: Any) -> str:
    outcome = house.ask(plan=plan, character=WHO[n], **wish).outcome
    house.deliver()
    return outcome


def _months(house: House) -> dict[str, int]:
    months: dict[str, int] = house.documents["users/ada"].get("months", {})
    return months


def _refused(house: House, plan: Plan, n: int) -> LimitReached:
    with pytest.raises(LimitReached) as refused:
        house.ask(plan=plan, character=WHO[n], allow_fallback=False)
    return refused.value


def test_a_month_is_used_up_over_several_days_and_begins_anew() -> None:
    house = _house()
    for n in range(6):
        house.clock.time += timedelta(days=n == 3)
        assert _make(house, PRO, n) == "queue"
    short = _refused(house, PRO, 7)
    assert isinstance(short, UserMonthlyLimit)
    assert (short.limit, short.used, short.resets_at) == (6, 6, datetime(2026, 12, 1, tzinfo=UTC))
    house.clock.time = datetime(2026, 12, 1, tzinfo=UTC)
    assert _make(house, PRO, 7) == "queue"
    assert _months(house) == {"m2026_11": 6, "m2026_12": 1}
    house.check()


def test_the_months_end_is_the_quota_zones() -> None:
    house = _house(zone="Pacific/Auckland")
    for n in range(5):
        _make(house, PRO, n)
    house.clock.time += timedelta(days=1)
    _make(house, PRO, 5)
    assert _refused(house, PRO, 6).resets_at == datetime(2026, 11, 30, 11, tzinfo=UTC)


def test_a_failed_picture_goes_back_to_the_month_of_its_reservation() -> None:
    house = _house()
    house.clock.time = house.clock.time.replace(day=30, hour=23, minute=59)
    house.provider.script = [ContentRejected("no")] * 2
    house.ask(plan=PRO)
    assert _months(house) == {"m2026_11": 1}
    house.clock.time += timedelta(minutes=2)
    house.ask(plan=PRO, style=StyleId.COMIC)
    house.deliver()
    assert _months(house) == {"m2026_11": 0, "m2026_12": 1}
    house.check()


def test_a_refund_takes_its_credits_and_its_month_back_in_one_write() -> None:
    house = _house(credits=10)
    house.provider.script = [ContentRejected("no")] * 2
    admitted = house.ask(plan=PRO)
    house.cancelling.cancel("ada", admitted.avatar.avatar_id)
    assert house.documents["users/ada"]["credits"] == 30
    assert _months(house) == {"m2026_11": 0}
    house.check()


def test_a_refund_after_a_change_of_plan_goes_back_to_the_month_that_counted_it() -> None:
    house = _house()
    of_pro, of_free = house.ask(plan=PRO), house.ask(plan=FREE, style=StyleId.COMIC)
    for admitted in (of_free, of_pro):
        assert _months(house) == {"m2026_11": 1}
        house.cancelling.cancel("ada", admitted.avatar.avatar_id)
    assert _months(house) == {"m2026_11": 0}
    house.check()


def test_a_plan_without_a_monthly_limit_counts_no_month() -> None:
    house = _house()
    _make(house, FREE, 1)
    assert "months" not in house.documents["users/ada"]
    assert all("monthly" not in data for path, data in house.documents.items() if path.startswith("ledger/"))


def test_more_of_a_day_than_the_month_has_is_not_offered() -> None:
    house = _house({"pro": {"daily_pictures": 5, "monthly_pictures": 2}})
    admitted = house.ask(plan=PRO)
    assert admitted.usage is not None
    assert admitted.usage.month is not None
    assert (admitted.usage.user_remaining, admitted.usage.month.remaining) == (1, 1)


def test_an_upgrade_in_mid_day_gives_what_the_new_plan_has_more() -> None:
    house = _house()
    for n in range(3):
        _make(house, FREE, n)
    assert isinstance(_refused(house, FREE, 3), UserDailyLimit)
    assert [_make(house, PRO, n) for n in (3, 4)] == ["queue", "queue"]
    assert _refused(house, PRO, 5).used == 5
    house.check()


def test_a_downgrade_in_mid_day_leaves_nothing_where_more_was_used() -> None:
    house = _house()
    for n in range(4):
        _make(house, PRO, n)
    short = _refused(house, SMALL, 4)
    assert (short.limit, short.used) == (2, 4)
    house.check()


@given(st.lists(st.tuples(st.sampled_from([GUEST, FREE, PRO, SMALL]), st.booleans()), max_size=10))
@settings(max_examples=15)
def test_every_wish_is_judged_by_its_plans_limits_less_what_was_used(wishes: list[tuple[Plan, bool]]) -> None:
    house, used, month = _house(guest_share=1.0), 0, 0
    for n, (plan, fails) in enumerate(wishes):
        limits = house.policy.limits.of(plan)
        room = used < limits.daily and not (limits.monthly and month >= limits.monthly)
        house.provider.script = [ContentRejected("no")] * 2 if fails else []
        try:
            outcome = house.ask(plan=plan, character=WHO[n], allow_fallback=False).outcome
        except LimitReached:
            outcome = "refused"
        assert outcome == ("queue" if room else "refused")
        house.deliver()
        house.provider.script = []
        if room and not fails:
            used, month = used + 1, month + (limits.monthly > 0)
    house.check()


def test_a_style_that_the_plan_has_not_is_refused_with_the_plans_that_have_it() -> None:
    house = _house()
    with pytest.raises(PlanRequired) as refused:
        house.ask(plan=SMALL, style=StyleId.ANIME)
    assert refused.value.details() == {"field": "style", "plan": "small", "plans": ["guest", "free", "pro"]}
    assert house.documents == {}


def test_a_preset_whose_style_the_plan_has_not_is_refused_by_its_name_and_nothing_is_stored() -> None:
    house = _house()
    data = {"progress_metrics": {"active_days": 40}, "preset": "storyteller"}
    with pytest.raises(PlanRequired) as refused:
        house.admission.admit(parse_wish(data, User("ada", SMALL)))
    assert refused.value.details() == {"field": "preset", "plan": "small", "plans": ["guest", "free", "pro"]}
    assert "has not the style anime" in str(refused.value)
    with pytest.raises(PlanRequired) as chosen:
        house.admission.admit(parse_wish({**data, "style": "comic"}, User("ada", SMALL)))
    assert chosen.value.details()["field"] == "style"
    assert house.documents == {}
    admitted = house.admission.admit(parse_wish({**data, "style": "daymi"}, User("ada", SMALL)))
    assert admitted.outcome == "queue"


def test_a_variation_that_the_plan_has_not_is_refused() -> None:
    house = _house()
    assert house.ask(plan=SMALL, variation=2).outcome == "queue"
    with pytest.raises(PlanRequired, match="the plan small has not the variation 3"):
        house.ask(plan=SMALL, variation=3)
    with pytest.raises(PlanRequired):
        house.admission.quote(a_wish(plan=SMALL, variation=3))


def test_a_picture_of_ones_own_stays_ones_own_after_a_downgrade() -> None:
    house = _house()
    _make(house, PRO, 1, style=StyleId.ANIME)
    assert _make(house, SMALL, 1, style=StyleId.ANIME) == "own"


def test_a_followers_painting_is_bounded_by_the_plan_of_its_wish() -> None:
    house = _house({"pro": {"fallback_pictures": 0}})
    house.provider.script = [ContentRejected("no")] * 2
    house.ask("bo", plan=FREE, allow_fallback=False)
    followed = house.ask("ada", plan=PRO)
    house.deliver()
    assert house.avatar(followed).status == "failed"


def test_another_plans_reservation_has_its_name_and_those_of_old_are_as_they_were() -> None:
    for plan, stored in ((GUEST, {}), (FREE, {}), (PRO, {"plan": "pro", "monthly": True})):
        house = _house()
        house.ask(plan=plan)
        reservation = next(
            data for path, data in house.documents.items() if path.count("/") == 1 and path[:8] == "renders/"
        )["reservation"]
        assert {key: reservation[key] for key in ("plan", "monthly") if key in reservation} == stored
        assert reservation["anonymous"] is (plan == GUEST)


def test_a_quote_says_what_is_left_of_the_month_and_writes_nothing() -> None:
    house = _house()
    quote = house.admission.quote(a_wish(plan=PRO))
    assert quote.usage is not None
    assert quote.usage.month is not None
    assert (quote.usage.month.limit, quote.usage.month.used) == (6, 1)
    assert house.documents == {}


def test_an_overview_has_the_month_of_a_plan_that_has_one() -> None:
    house = _house()
    _make(house, PRO, 1)
    month = house.overviews.of(a_wish(plan=PRO).user).allowance.month
    assert month is not None
    assert (month.limit, month.used, month.remaining) == (6, 1, 5)
    assert house.overviews.of(a_wish(plan=FREE).user).allowance.month is None


def test_nights_and_milestones_go_by_the_plan_of_the_account() -> None:
    house = _house({"pro": {"daily_pictures": 0}})
    house.write("users/ada/progress/current", {"active_days": 40})
    house.people.plans["ada"] = PRO
    account = house.people.find("ada")
    assert account is not None
    house.milestones.progressed(account.user)
    assert not any(path.startswith("renders/") for path in house.documents)


def test_an_erasure_takes_the_month_away_and_a_late_refund_does_not_bring_it_back() -> None:
    house = _house()
    house.ask(plan=PRO)
    house.erasing.erase("ada", seconds=60)
    house.deliver()
    assert "users/ada" not in house.documents
    house.check()

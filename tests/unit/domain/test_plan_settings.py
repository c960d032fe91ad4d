"""PLANS and the claim: what an operator means is taken; what makes no sense is refused with its plan and field."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror_realm.assembly import plan_claim_of, policy_of
from mirror_realm.domain.limits import Limits, guest_and_free
from mirror_realm.domain.plan_settings import nonsense
from mirror_realm.domain.plans import FREE, GUEST, Plan, PlanClaim
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import Misconfigured
from tests.fakes.given_settings import given as settings_given

PRO, TEAM = Plan("pro"), Plan("team")


def _limits(plans: Any = None, **settings: Any) -> Limits:
    text = plans if isinstance(plans, str) else json.dumps(plans) if plans is not None else ""
    return policy_of(settings_given(image_provider="painter", plans=text, **settings)).limits


def test_without_plans_guest_and_free_have_the_numbers_they_always_had() -> None:
    usual = guest_and_free(
        user_daily=3, global_daily=20, guest_share=0.5, budget_micros=2_000_000, jobs_per_minute=20
    )
    assert _limits() == _limits("  ") == usual
    assert _limits({}) == usual


def test_a_plan_has_the_fields_that_are_set_and_of_the_days_numbers_else_those_of_free() -> None:
    limits = _limits(
        {"free": {"daily_pictures": 4}, "pro": {"monthly_pictures": 60, "styles": ["anime", "daymi"]}}
    )
    pro = limits.of(PRO)
    assert (pro.daily, pro.paintings, pro.together) == (4, 10, 20)
    assert (pro.monthly, limits.of(FREE).monthly, limits.of(GUEST).daily) == (60, 0, 3)
    assert limits.having_style(StyleId.COMIC) == [GUEST, FREE]
    assert limits.having_style(StyleId.ANIME) == [GUEST, FREE, PRO]


def test_a_guests_plan_keeps_its_share_of_the_global_day() -> None:
    assert _limits({"guest": {"daily_pictures": 1}}).of(GUEST).together == 10


def test_0_pictures_a_user_switch_every_plan_off() -> None:
    plans = {"pro": {"daily_pictures": 9, "fallback_pictures": 9}}
    assert _limits(plans, user_daily_limit=0).of(PRO).daily == 0
    assert _limits(plans, user_daily_paintings=0).of(PRO).paintings == 0


@pytest.mark.parametrize(
    ("plans", "told"),
    [
        ("{", "must be JSON"),
        ("[" * 100_000, "must be JSON"),
        ("[]", "must be a JSON object"),
        ('{"pro": 3}', "has pro without fields"),
        ('{"pro": {}, "pro": {}}', "has 'pro' twice"),
        ({"pro": {"daily": 3}}, "has pro.daily: the fields of a plan are daily_pictures"),
        ({"pro": {"daily_pictures": -1}}, "has pro.daily_pictures: must be a whole number from 0"),
        ({"pro": {"daily_pictures": True}}, "has pro.daily_pictures: must be a whole number"),
        ({"pro": {"daily_pictures": 2.0}}, "has pro.daily_pictures: must be a whole number"),
        (
            {"pro": {"monthly_pictures": 10**9}},
            "has pro.monthly_pictures: must be a whole number from 0 to 100000",
        ),
        ({"pro": {"monthly_pictures": None}}, "has pro.monthly_pictures: must be a whole number"),
        ({"pro": {"variations": 0}}, "has pro.variations: must be a whole number from 1 to 100"),
        ({"pro": {"styles": ["sepia"]}}, "has pro.styles: 'sepia' is no style; they are daymi"),
        ({"pro": {"styles": []}}, "has pro.styles: must be a list of styles"),
        ({"pro": {"styles": "daymi"}}, "has pro.styles: must be a list of styles"),
        ({"guest": {"monthly_credits": 5}}, "has guest.monthly_credits: guests get no monthly credits"),
        ({"pro plan": {}}, "has a plan 'pro plan': a name is a word"),
        ({"": {}}, "has a plan '': a name is a word"),
        ({f"p{n}": {} for n in range(21)}, "has 21 plans: at most 20"),
    ],
)
def test_nonsense_is_refused_with_plan_and_field(plans: Any, told: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        _limits(plans)
    assert str(refused.value).startswith(f"PLANS {told}")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = ("daily_pictures", "monthly_pictures", "monthly_credits", "styles", "variations", "priority", "x")


@settings(max_examples=40)
@given(
    st.text()
    | _JSON.map(json.dumps)
    | st.dictionaries(
        st.sampled_from(["guest", "free", "pro", "a b"]),
        st.dictionaries(st.sampled_from(_FIELDS), _JSON | st.integers(0, 5), max_size=3),
    ).map(json.dumps)
)
def test_any_text_is_taken_or_refused(text: str) -> None:
    if nonsense(text):
        with pytest.raises(Misconfigured):
            settings_given(plans=text)
        return
    for plan, limits in _limits(text).plans.items():
        assert limits.daily >= 0, plan
        assert limits.monthly >= 0, plan
        assert limits.styles is None or limits.styles <= set(StyleId)
        assert not (plan == GUEST and limits.monthly_credits)


@pytest.mark.parametrize("name", ["name", "email", "admin", "firebase", "", "stripe role", "a" * 101, "rôle"])
def test_a_claim_that_users_or_the_platform_set_cannot_name_plans(name: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        settings_given(plan_claim=name)
    assert str(refused.value).startswith("PLAN_CLAIM must be the name of a custom claim")


def _claim() -> PlanClaim:
    plans = {"pro": {"priority": 1}, "team": {"priority": 5}, "gold": {"priority": 5}, "guest": {}}
    return plan_claim_of(settings_given(plans=json.dumps(plans)))


@pytest.mark.parametrize(
    ("claimed", "plan", "unknown"),
    [
        ("pro", PRO, None),
        ("free", FREE, None),
        (["pro", "no_ads", "team", "gold"], TEAM, None),
        (("pro",), PRO, None),
        ("Pro", FREE, "Pro"),
        (["no_ads"], FREE, "no_ads"),
        ("guest", FREE, "guest"),
        (None, FREE, None),
        ("", FREE, None),
        ([], FREE, None),
        (["", None, 3], FREE, None),
        (True, FREE, None),
        ({"pro": True}, FREE, None),
    ],
)
def test_a_claim_names_a_plan_or_leaves_the_account_free(
    claimed: Any, plan: Plan, unknown: str | None
) -> None:
    assert _claim().plan({"stripeRole": claimed}, anonymous=False) == (plan, unknown)
    assert _claim().plan({"stripeRole": claimed}, anonymous=True) == (GUEST, None)


@settings(max_examples=40)
@given(st.dictionaries(st.just("stripeRole"), _JSON), st.booleans())
def test_any_claim_gives_a_plan_that_there_is(claims: dict[str, Any], anonymous: bool) -> None:
    plan, unknown = _claim().plan(claims, anonymous=anonymous)
    assert plan in {GUEST, FREE, PRO, TEAM, "gold"}
    assert (plan == GUEST) == anonymous
    assert unknown is None or plan == FREE

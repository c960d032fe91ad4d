"""`get_me`: the caller's own state, which agrees with what admission allows."""

from collections.abc import Callable
from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api.guards import Caller
from mirror_realm.api.me import get_me
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, InvalidRequest, LimitReached
from tests.fakes.house import House

ADA = Caller(User("ada", FREE))
GUEST_ADA = Caller(User("ada", GUEST))

Houses = Callable[..., House]


@pytest.fixture
def houses(monkeypatch: pytest.MonkeyPatch) -> Houses:
    def build(**options: Any) -> House:
        house = House(**options)
        monkeypatch.setattr(bootstrap, "services", lambda: house.services)
        return house

    return build


def test_before_the_first_picture_there_is_all_that_an_app_asks(houses: Houses) -> None:
    houses()
    assert get_me(None, GUEST_ADA) == {
        "user_id": "ada",
        "guest": True,
        "plan": "guest",
        "photo_consent": None,
        "latest": None,
        "credits": None,
        "allowance": {
            "day": "2026-11-20",
            "limit": 3,
            "used": 0,
            "remaining": 3,
            "resets_at": "2026-11-21T00:00:00+00:00",
            "month": None,
        },
        "photos": {"offered": True, "as_is": True, "recipients": ["openai"]},
    }


def test_nothing_is_written(houses: Houses) -> None:
    house = houses()
    get_me({}, ADA)
    assert house.documents == {}


def test_the_latest_picture_and_what_is_used_show(houses: Houses) -> None:
    house = houses()
    admitted = house.ask()
    house.deliver()
    house.ask(variation=1)
    me = get_me(None, ADA)
    shown = house.avatar(admitted)
    assert shown.picture is not None
    assert me["latest"] == {"avatar_id": shown.avatar_id, **shown.picture.to_document()}
    assert (me["allowance"]["used"], me["allowance"]["remaining"]) == (2, 1)


@pytest.mark.parametrize(("recipients", "current"), [(["openai"], True), (["replicate"], False)])
def test_a_consent_is_current_if_it_covers_those_who_get_photos_now(
    houses: Houses, recipients: list[str], current: bool
) -> None:
    house = houses()
    house.consenting.give("ada", "2026-11")
    stored = house.documents["users/ada"]
    house.write(
        "users/ada", {**stored, "photo_consent": {**stored["photo_consent"], "recipients": recipients}}
    )
    consent = get_me(None, ADA)["photo_consent"]
    assert (consent["version"], consent["recipients"], consent["current"]) == ("2026-11", recipients, current)


def test_credits_show_where_they_are_on_the_initial_ones_before_the_first_use(houses: Houses) -> None:
    house = houses(credits=10)
    assert get_me(None, ADA)["credits"] == 30
    house.ask()
    assert get_me(None, ADA)["credits"] == 20


def test_an_account_that_is_being_erased_is_refused(houses: Houses) -> None:
    house = houses()
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        get_me(None, ADA)


def test_fields_are_refused(houses: Houses) -> None:
    houses()
    with pytest.raises(InvalidRequest):
        get_me({"user_id": "bo"}, ADA)


@pytest.mark.parametrize(
    "options",
    [
        {"user_limit": 3},
        {"user_limit": 30, "credits": 7},
        {"user_limit": 3, "credits": 10},
        {"user_limit": 9, "global_limit": 4},
        {"user_limit": 0},
        {"user_limit": 3, "global_limit": 0},
    ],
)
@pytest.mark.parametrize("cancels", [False, True])
def test_what_remains_is_what_admission_allows(
    houses: Houses, options: dict[str, Any], cancels: bool
) -> None:
    """What is cancelled returns its allowance, and counts against the bound of started pictures."""
    house = houses(budget_micros=10_000_000, **options)
    if cancels:
        _cancel_pictures(house, options)
    told = get_me(None, ADA)["allowance"]["remaining"]
    made = 0
    try:
        for variation in range(50, 90):
            house.ask(variation=variation, allow_fallback=False)
            made += 1
    except LimitReached:
        pass
    assert made == told


def _cancel_pictures(house: House, options: dict[str, Any]) -> None:
    """Leave room for two more started pictures, if the limits allow any."""
    for _ in range(5 * options["user_limit"] - 2):
        try:
            admitted = house.ask(allow_fallback=False)
        except LimitReached:
            return
        house.cancelling.cancel("ada", admitted.avatar.avatar_id)


def test_a_profile_without_credits_has_the_initial_ones(houses: Houses) -> None:
    house = houses(credits=10)
    assert house.policy.credits_of(Profile()) == 30
    assert house.policy.credits_of(Profile(credits=0)) == 0

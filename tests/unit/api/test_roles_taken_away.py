"""A role that is taken away between two calls: the second is refused, though the token still names the role."""

from collections.abc import Callable
from typing import Any

import pytest
from firebase_functions.https_fn import AuthData, CallableRequest, HttpsError
from flask import Request
from werkzeug.test import EnvironBuilder

from mirror_realm import bootstrap
from mirror_realm.api.administration import grant_credits, replay_dead_letters
from mirror_realm.api.callables import answer
from mirror_realm.api.console_acts import ACTS, console_act
from mirror_realm.api.console_views import VIEWS, console_view
from mirror_realm.api.guards import Caller
from mirror_realm.api.reports import decide_report, list_reports
from mirror_realm.api.usage import usage_report
from mirror_realm.domain.administration import Role
from tests.docs import entry_points
from tests.fakes.house import House
from tests.fuzz.callables import payloads

Act = Callable[[Any, Caller], Any]

CALLABLES: dict[str, Act] = {
    "console_view": console_view,
    "console_act": console_act,
    "grant_credits": grant_credits,
    "replay_dead_letters": replay_dead_letters,
    "list_reports": list_reports,
    "decide_report": decide_report,
    "usage_report": usage_report,
}
CALLS = [(name, data) for name in CALLABLES for data in payloads("", "")[name]]
NAMES = [
    "-".join([name, *(str(data[field]) for field in ("view", "act") if field in data)])
    for name, data in CALLS
]
SIGNED_IN_AT = 2_000_000_000
TAKEN_AWAY = {
    "the claim": lambda house: house.people.roles.pop("root"),
    "disabled": lambda house: house.people.disabled.add("root"),
    "deleted": lambda house: house.people.gone.add("root"),
}


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(credits=10)
    house.people.roles["root"] = Role.OWNER
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    return house


def reason_of(name: str, data: Any, **claims: Any) -> str | None:
    """Call as root with the token of an owner; return the reason why it was refused, or None."""
    token = {"admin_role": "owner", "auth_time": SIGNED_IN_AT, "iat": SIGNED_IN_AT, **claims}
    raw = Request(EnvironBuilder().get_environ())
    request: CallableRequest[Any] = CallableRequest(data=data, raw_request=raw, auth=AuthData("root", token))
    try:
        answer(request, CALLABLES[name])
    except HttpsError as error:
        details: Any = error.details
        return str(details["reason"])
    return None


def test_every_call_of_administrators_is_tried() -> None:
    assert CALLABLES.keys() == set(entry_points.for_administrators())
    assert {data["view"] for name, data in CALLS if name == "console_view"} == set(VIEWS)
    assert {data["act"] for name, data in CALLS if name == "console_act"} == set(ACTS)


@pytest.mark.drawn(one_in=6)
@pytest.mark.parametrize("taken", TAKEN_AWAY)
@pytest.mark.parametrize(("name", "data"), CALLS, ids=NAMES)
def test_the_next_call_is_refused(house: House, name: str, data: Any, taken: str) -> None:
    before = house.people.looked_up
    assert reason_of(name, data) not in ("forbidden", "unauthenticated", "internal")
    assert house.people.looked_up > before
    TAKEN_AWAY[taken](house)
    stored = dict(house.documents)

    refused = reason_of(name, data)

    assert refused == ("forbidden" if taken == "the claim" else "unauthenticated")
    assert dict(house.documents) == stored


def test_a_lesser_role_counts_at_once_and_a_greater_one_from_the_next_token(house: House) -> None:
    house.people.roles["root"] = Role.REVIEWER
    assert reason_of("console_view", {"view": "audit"}) == "forbidden"
    assert reason_of("console_view", {"view": "reports"}) is None
    house.people.roles["root"] = Role.OWNER
    assert reason_of("console_view", {"view": "audit"}, admin_role="reviewer") == "forbidden"


def test_revoked_sign_ins_are_refused_and_the_next_one_counts(house: House) -> None:
    house.people.revoked["root"] = house.clock.time.fromtimestamp(SIGNED_IN_AT + 1, house.clock.time.tzinfo)
    assert reason_of("console_view", {"view": "desk"}) == "unauthenticated"
    assert reason_of("console_view", {"view": "desk"}, iat=SIGNED_IN_AT + 1) is None


def test_an_account_is_looked_up_once_a_call_and_only_an_administrators(house: House) -> None:
    assert reason_of("console_view", {"view": "desk"}) is None
    assert house.people.looked_up == 1
    assert reason_of("console_view", {"view": "desk"}, admin_role=None) == "forbidden"
    assert house.people.looked_up == 1


def test_where_auth_does_not_answer_nothing_is_shown(house: House) -> None:
    house.people.fault = OSError("unreachable")
    assert reason_of("console_view", {"view": "desk"}) == "internal"

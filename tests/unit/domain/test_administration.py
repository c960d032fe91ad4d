"""The roles of administrators: the table of who may what, and what a token says."""

from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.administration import (
    RECENT,
    SIGN_IN_WITHIN,
    Act,
    Role,
    View,
    least_role,
    role_of,
    signed_in_recently,
)

MAY: dict[Role, set[str]] = {
    Role.REVIEWER: {"desk", "reports", "takedowns", "restore", "take_down"},
    Role.SUPPORT: {
        *("ledger", "letters", "person", "jobs", "job", "models"),
        *("give_back", "replay_letter", "drop_letter", "replay_letters", "end_job", "look_at_person"),
    },
    Role.OWNER: {"settings", "what_if", "audit", "grant_credits", "take_credits", "erase_person"},
}
"""By role what it may that the roles before it may not."""


@pytest.mark.parametrize("wanted", [*View, *Act])
def test_every_view_and_act_has_a_least_role_which_the_roles_above_it_exceed(wanted: View | Act) -> None:
    (least,) = [role for role, names in MAY.items() if wanted in names]
    assert least_role(wanted) is least
    may = [role.may(wanted) for role in Role]
    assert may == [role in list(Role)[list(Role).index(least) :] for role in Role]


def test_money_and_what_cannot_be_undone_want_a_recent_sign_in() -> None:
    irreversible = {"take_down", "drop_letter", "end_job", "erase_person"}
    assert irreversible | {"grant_credits", "take_credits"} == RECENT


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, None),
        ({"admin": True}, Role.OWNER),
        ({"admin": "true"}, None),
        ({"admin": 1}, None),
        ({"admin": False}, None),
        ({"admin_role": "reviewer"}, Role.REVIEWER),
        ({"admin_role": "support"}, Role.SUPPORT),
        ({"admin_role": "owner"}, Role.OWNER),
        ({"admin_role": "Owner"}, None),
        ({"admin_role": ["owner"]}, None),
        ({"admin_role": True}, None),
        ({"admin_role": "reviewer", "admin": True}, Role.REVIEWER),
        ({"admin_role": "none", "admin": True}, None),
        ({"admin_role": None, "admin": True}, Role.OWNER),
    ],
)
def test_a_role_is_what_the_claim_says_and_nothing_like_it(claims: dict[str, Any], role: Role | None) -> None:
    assert role_of(claims) is role


def test_a_sign_in_is_recent_for_an_hour_and_a_token_without_its_time_never_is() -> None:
    hour = SIGN_IN_WITHIN.total_seconds()
    assert timedelta(hours=1) == SIGN_IN_WITHIN
    assert signed_in_recently({"auth_time": 1000}, 1000 + hour)
    assert not signed_in_recently({"auth_time": 1000}, 1001 + hour)
    for claims in ({}, {"auth_time": None}, {"auth_time": "1000"}):
        assert not signed_in_recently(claims, 1000)

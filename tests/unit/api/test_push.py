"""`register_push`: what is registered, taken back and refused."""

from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api.guards import Caller
from mirror_realm.api.push import register_push
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest
from tests.fakes.house import House

ADA = Caller(User("ada", FREE))


def a_house(monkeypatch: pytest.MonkeyPatch, **options: Any) -> House:
    house = House(**options)
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    return house


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    return a_house(monkeypatch)


def test_the_answer_says_whether_this_device_is_registered_and_how_many_are(house: House) -> None:
    assert register_push({"token": "phone"}, ADA) == {"enabled": True, "devices": 1}
    assert register_push({"token": "tablet", "enabled": True}, ADA) == {"enabled": True, "devices": 2}
    assert register_push({"token": "phone", "enabled": False}, ADA) == {"enabled": False, "devices": 1}
    assert register_push({"token": "phone", "enabled": False}, ADA) == {"enabled": False, "devices": 1}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "token"),
        ({"token": ""}, "token"),
        ({"token": "🪞" * 2049}, "token"),
        ({"token": ["phone"]}, "token"),
        ({"token": "phone", "enabled": "no"}, "enabled"),
        ({"token": "phone", "user_id": "bo"}, "user_id"),
    ],
)
def test_anything_else_is_refused_by_its_field_and_stores_nothing(
    house: House, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        register_push(data, ADA)
    assert set(refused.value.fields) == {field}
    assert "🪞" not in str(refused.value)
    assert house.documents == {}


def test_a_token_of_the_longest_kind_is_taken(house: House) -> None:
    assert register_push({"token": "🪞" * 2048}, ADA)["enabled"]


def test_a_deployment_that_sends_none_registers_none_and_still_forgets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = a_house(monkeypatch, pushes_on=False)
    house.devices.register("ada", "phone")
    assert register_push({"token": "tablet"}, ADA) == {"enabled": False, "devices": 1}
    assert register_push({"token": "phone", "enabled": False}, ADA) == {"enabled": False, "devices": 0}
    assert not [path for path in house.documents if path.startswith("push_tokens/")]

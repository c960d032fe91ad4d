"""Administration: for accounts with the claim only, validated field by field, repeated without harm."""

from types import SimpleNamespace
from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api.administration import grant_credits, replay_dead_letters
from mirror_realm.api.guards import Caller
from mirror_realm.domain.administration import Role
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.errors import Forbidden, InvalidRequest, NotFound
from tests.fakes.house import House

ROOT = Caller(User("root", FREE), role=Role.OWNER, recent=True)
ADA = Caller(User("ada", FREE))
GIFT = {"user_id": "ada", "credits": 5, "key": "spring-gift"}


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(credits=10)
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    return house


def test_a_grant_says_what_the_person_holds_afterwards(house: House) -> None:
    assert grant_credits(GIFT, ROOT) == {"credits": 35}
    assert grant_credits({**GIFT, "key": "summer-gift"}, ROOT) == {"credits": 40}


def test_a_call_made_again_grants_once(house: House) -> None:
    assert [grant_credits(GIFT, ROOT) for _ in range(3)] == [{"credits": 35}] * 3


@pytest.mark.parametrize("act", [grant_credits, replay_dead_letters])
def test_others_are_turned_away_before_anything_is_looked_at(house: House, act: Any) -> None:
    with pytest.raises(Forbidden):
        act({"nonsense": True}, ADA)
    assert house.documents == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"user_id": ""}, "user_id"),
        ({"user_id": "a/b"}, "user_id"),
        ({"user_id": "a" * 129}, "user_id"),
        ({"user_id": ".."}, "user_id"),
        ({"user_id": "__a__"}, "user_id"),
        ({"credits": 0}, "credits"),
        ({"credits": -5}, "credits"),
        ({"credits": 100_001}, "credits"),
        ({"credits": 1.5}, "credits"),
        ({"credits": True}, "credits"),
        ({"credits": "5"}, "credits"),
        ({"key": "short"}, "key"),
        ({"key": "with/slash-in-it"}, "key"),
        ({"key": "a-gift-for-ada"}, "key"),
        ({"to": "ada"}, "to"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused_with_the_field(
    house: House, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        grant_credits({**GIFT, **change}, ROOT)
    assert list(refused.value.fields) == [field]
    assert house.documents == {}


def test_a_user_who_is_unknown_is_not_granted_anything_and_not_created(house: House) -> None:
    house.people.gone.add("ada")
    with pytest.raises(NotFound, match="no such user"):
        grant_credits(GIFT, ROOT)
    assert house.documents == {}


def test_a_grant_made_again_after_the_account_is_gone_grants_nothing_more(house: House) -> None:
    grant_credits(GIFT, ROOT)
    before = dict(house.documents)
    house.people.gone.add("ada")
    with pytest.raises(NotFound):
        grant_credits(GIFT, ROOT)
    assert dict(house.documents) == before


@pytest.mark.parametrize("data", [None, {}, [], "all"])
def test_nothing_at_all_is_no_grant(house: House, data: Any) -> None:
    with pytest.raises(InvalidRequest):
        grant_credits(data, ROOT)


def test_replaying_says_how_many_were_handled_and_how_many_were_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = bootstrap.services()
    letters = services.dead_letters
    letters.put_aside("event-1", "celebrate_progress", "users/ada/progress/current", ValueError())
    letters.put_aside("event-2", "a_function_of_last_year", "users/ada/progress/current", ValueError())
    people = SimpleNamespace(find=lambda _: None)
    stand_in = SimpleNamespace(dead_letters=letters, people=people, auditing=services.auditing)
    monkeypatch.setattr(bootstrap, "services", lambda: stand_in)

    assert replay_dead_letters(None, ROOT) == {"done": 1, "failed": 1}
    letters_left = [path for path in house.documents if path.startswith("dead_letters/")]
    assert letters_left == ["dead_letters/event-2"]
    assert house.only("audit/")["act"] == "replay_letters"


@pytest.mark.parametrize("most", [0, 201, "all"])
def test_how_many_to_replay_is_bounded(house: House, most: Any) -> None:
    with pytest.raises(InvalidRequest):
        replay_dead_letters({"most": most}, ROOT)

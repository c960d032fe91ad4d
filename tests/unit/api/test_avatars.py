"""Trilogies: three times of one life, so a wish for one names no time of its own."""

import pytest

from mirror_realm import bootstrap
from mirror_realm.api.avatars import generate_trilogy
from mirror_realm.api.guards import Caller
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest
from tests.fakes.house import House

ADA = Caller(User("ada", FREE))
WISH = {"progress_metrics": {"active_days": 3}}


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)


def test_no_time_and_null_are_the_same_wish() -> None:
    ids = [
        [avatar["avatar_id"] for avatar in generate_trilogy(wish, ADA).values()]
        for wish in (WISH, {**WISH, "timeline": None})
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


def test_a_time_of_its_own_is_refused() -> None:
    with pytest.raises(InvalidRequest) as refused:
        generate_trilogy({**WISH, "timeline": "current"}, ADA)
    assert refused.value.fields == {"timeline": "must be absent: a trilogy has all three timelines"}

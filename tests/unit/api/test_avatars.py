"""Several pictures by one call: trilogies, and variations to choose from."""

import pytest

from mirror_realm import bootstrap
from mirror_realm.api.avatars import choose_variation, generate_avatar, generate_trilogy
from mirror_realm.api.guards import Caller
from mirror_realm.api.quote import quote
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest, VariationUnderWay
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


def test_a_trilogy_has_one_picture_of_each_time() -> None:
    with pytest.raises(InvalidRequest) as refused:
        generate_trilogy({**WISH, "variations": 2}, ADA)
    assert refused.value.fields.keys() == {"variations"}
    assert generate_trilogy({**WISH, "variations": 1}, ADA).keys() == {"original", "current", "future_2048"}


@pytest.mark.parametrize("variations", [0, 5, -1, 2.5, "2 ", True, [2]])
def test_another_number_of_variations_is_refused(variations: object) -> None:
    for act in (generate_avatar, quote):
        with pytest.raises(InvalidRequest) as refused:
            act({**WISH, "variations": variations}, ADA)
        assert refused.value.fields.keys() == {"variations"}


@pytest.mark.parametrize("variations", [1, None])
def test_one_variation_is_an_avatar_as_ever(variations: int | None) -> None:
    assert generate_avatar({**WISH, "variations": variations}, ADA)["set"] is None
    assert "outcomes" not in quote({**WISH, "variations": variations}, ADA)


def test_several_are_a_list_in_the_order_of_their_set() -> None:
    told = quote({**WISH, "variations": 3}, ADA)
    avatars = generate_avatar({**WISH, "variations": 3}, ADA)["avatars"]
    assert told["outcomes"] == ["queue"] * 3
    assert [one["usage"] for one in avatars] == [told["usage"]] * 3
    assert [(one["set"]["number"], one["set"]["of"]) for one in avatars] == [(1, 3), (2, 3), (3, 3)]
    assert all(one["set"]["expires_at"] for one in avatars)
    with pytest.raises(VariationUnderWay):
        choose_variation({"avatar_id": avatars[0]["avatar_id"]}, ADA)

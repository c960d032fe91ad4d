"""Costumes at admission: a hit is the very costume, by every door; a wrong one costs nothing."""

from itertools import product
from typing import Any

import pytest

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.costumes import Costume, PaletteId, PlaceId, PowerId
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest
from tests.fakes.house import House, a_wish

RED, BLUE = Costume(PaletteId.CRIMSON), Costume(PaletteId.AZURE)
WHOLE = Costume(PaletteId.AZURE, PowerId.WIND, PlaceId.COAST)
CHOSEN = {"palette": "azure", "power": "wind", "place": "coast"}


def test_only_the_very_costume_is_a_hit() -> None:
    house = House(user_limit=20, global_limit=100)
    costumes = (None, RED, BLUE, Costume(power=PowerId.WIND), Costume(place=PlaceId.COAST), WHOLE)
    for costume in costumes:
        assert house.ask("ada", style=StyleId.SUPERHERO, costume=costume).outcome == "queue"
        house.deliver()
    for costume in costumes:
        hit = house.ask("bo", style=StyleId.SUPERHERO, costume=costume)
        assert (hit.outcome, hit.avatar.recipe.costume) == ("hit", costume)
    assert len({call.prompt for call in house.provider.calls}) == len(costumes)
    house.check()


def test_two_who_want_other_colours_do_not_wait_for_one_another() -> None:
    house = House()
    red = house.ask("ada", style=StyleId.NOIR_HERO, costume=RED)
    blue = house.ask("bo", style=StyleId.NOIR_HERO, costume=BLUE)
    also_red = house.ask("cy", style=StyleId.NOIR_HERO, costume=RED)
    assert [one.outcome for one in (red, blue, also_red)] == ["queue", "queue", "follow"]
    house.deliver()
    house.check()


def test_a_trilogy_wears_it_at_all_three_times() -> None:
    house = House()
    three = house.admission.admit_trilogy(a_wish(style=StyleId.SUPERHERO, costume=WHOLE))
    assert [one.avatar.recipe.costume for one in three.values()] == [WHOLE] * 3
    house.deliver()
    house.check()


def test_a_wish_document_and_a_quote_mean_the_same_avatar_as_the_call() -> None:
    house = House()
    user, data = (
        User("ada", FREE),
        {"progress_metrics": {"active_days": 40}, "style": "superhero", "costume": CHOSEN},
    )
    assert house.admission.quote(parse_wish(data, user)).outcome == "queue"
    called = house.admission.admit(parse_wish(data, user)).avatar
    path = "users/ada/avatarRequests/20261120-00"
    house.documents[path] = dict(data)
    house.answering.answer(user, "20261120-00", parse_wish)
    assert house.documents[path]["answer"]["avatar_id"] == called.avatar_id
    assert called.recipe.costume == WHOLE


@pytest.mark.parametrize(
    ("style", "costume"),
    [
        *product(["daymi", "comic", "anime", "realistic_portrait"], [CHOSEN]),
        ("superhero", {"power": "sword"}),
    ],
)
def test_a_wrong_costume_in_a_wish_document_is_refused_and_nothing_is_reserved(
    style: str, costume: dict[str, Any]
) -> None:
    house, user = House(), User("ada", FREE)
    data = {"progress_metrics": {"active_days": 40}, "style": style, "costume": costume}
    with pytest.raises(InvalidRequest):
        parse_wish(data, user)
    path = "users/ada/avatarRequests/20261120-00"
    house.documents[path] = dict(data)
    house.answering.answer(user, "20261120-00", parse_wish)
    assert house.documents[path]["answer"]["error"]["reason"] == "invalid_request"
    assert [name for name in house.documents if name != path] == []

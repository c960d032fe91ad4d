"""The ladder: the nearest shared picture there is, before our own painter has to help."""

from typing import Any

import pytest

from mirror_realm.domain.avatar import Avatar, Source
from mirror_realm.domain.costumes import Costume, PaletteId, PowerId
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.ports import files
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    """Return a day that is over after three pictures."""
    return House(global_limit=3, user_limit=10)


def done(house: House, uid: str, **wish: Any) -> None:
    house.ask(uid, **wish)
    house.deliver()


def test_the_nearest_picture_of_the_same_character_stands_in_at_once(house: House) -> None:
    far = Progress(40, discovered_traits=("calm",))
    near = Progress(40, discovered_traits=("creative",))
    done(house, "a", progress=far)
    done(house, "b", progress=near)
    done(house, "c", character="sol")

    wished = Progress(40, discovered_traits=("creative",), goals_completed=1)
    over = house.ask("d", progress=wished, variation=4)

    assert (over.avatar.source, over.avatar.degraded, over.cached) == (Source.SIMILAR, True, True)
    same = next(d for p, d in house.store.documents.items() if p.startswith("users/b/avatars/"))
    assert over.avatar.picture is not None
    assert over.avatar.picture.image_path == same["image_path"]
    house.deliver()
    assert house.painter.calls == []
    house.check()


def test_without_the_character_anybody_at_this_stage_stands_in(house: House) -> None:
    for n, character in enumerate(("sol", "kai", "mei")):
        done(house, f"u{n}", character=character)
    assert house.ask("d").avatar.source is Source.STAGE


CRIMSON, AZURE = (Costume(palette=palette) for palette in (PaletteId.CRIMSON, PaletteId.AZURE))


def hero(house: House, uid: str, costume: Costume | None, **wish: Any) -> Admitted:
    return house.ask(uid, style=StyleId.SUPERHERO, costume=costume, **wish)


def test_another_costume_is_neither_a_hit_nor_stands_in() -> None:
    house = House(global_limit=2, user_limit=10)
    for uid, character in (("a", "wren"), ("b", "sol")):
        hero(house, uid, AZURE, character=character)
        house.deliver()
    over = hero(house, "c", CRIMSON)
    assert (over.outcome, over.cached) == ("degrade", False)
    house.deliver()
    painted = house.avatar(over, "c")
    assert (painted.source, painted.degraded) == (Source.PAINTED, True)
    assert painted.picture is not None
    assert files.look_of(painted.picture.image_path) == house.ladder.painted(over.avatar.recipe).cache_key
    house.check()


def test_a_picture_without_a_choice_stands_in_for_a_costume_and_not_the_other_way_round() -> None:
    house = House(global_limit=2, user_limit=10)
    hero(house, "a", None)
    house.deliver()
    hero(house, "b", AZURE, character="sol")
    house.deliver()
    plain = hero(house, "c", CRIMSON)
    assert (plain.avatar.source, plain.avatar.recipe.costume) == (Source.SIMILAR, CRIMSON)
    assert shows(plain.avatar) == hero(house, "a", None).avatar.recipe.cache_key
    unasked = hero(house, "d", None, character="sol", variation=3)
    assert unasked.avatar.source is Source.STAGE


def test_the_picture_with_most_of_the_choices_stands_in() -> None:
    house = House(global_limit=2, user_limit=10)
    for uid, costume in (("a", None), ("b", AZURE)):
        hero(house, uid, costume)
        house.deliver()
    both = Costume(PaletteId.AZURE, PowerId.WIND)
    assert shows(hero(house, "c", both).avatar) == hero(house, "b", AZURE).avatar.recipe.cache_key


def test_where_nothing_more_may_be_painted_a_painting_in_another_costume_is_better_than_none() -> None:
    house = House(global_limit=0, user_limit=10, user_paintings=1)
    first = hero(house, "a", AZURE)
    house.deliver()
    second = hero(house, "a", CRIMSON)
    assert (second.avatar.source, second.avatar.degraded) == (Source.PAINTED, True)
    assert shows(second.avatar) == house.ladder.painted(first.avatar.recipe).cache_key


def shows(avatar: Avatar) -> str | None:
    """Return the cache key of the picture that an avatar shows."""
    assert avatar.picture is not None
    return files.look_of(avatar.picture.image_path)


def test_another_time_of_life_never_stands_in(house: House) -> None:
    from mirror_realm.domain.recipe import Timeline

    for n in range(3):
        done(house, f"u{n}", variation=n, timeline=Timeline.ORIGINAL)
    over = house.ask("d")
    house.deliver()
    assert house.avatar(over, "d").source is Source.PAINTED


def test_a_look_past_its_date_or_retired_is_no_rung(house: House) -> None:
    for n in range(3):
        done(house, f"u{n}", variation=n)
    for path in [p for p in house.store.documents if p.startswith("cache/")]:
        house.write(path, house.documents[path] | {"state": "retired"})
    over = house.ask("d", variation=9)
    house.deliver()
    assert house.avatar(over, "d").source is Source.PAINTED


def test_a_degraded_avatar_gets_the_wished_look_once_somebody_had_it_made(house: House) -> None:
    house = House(user_limit=1)
    done(house, "d", variation=1)
    over = house.ask("d", variation=9)
    assert over.avatar.degraded
    done(house, "e", variation=9)

    again = house.ask("d", variation=9)
    assert (again.outcome, again.avatar.source, again.avatar.degraded) == ("hit", Source.CACHE, False)
    house.check()

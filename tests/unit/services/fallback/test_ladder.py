"""The ladder: the nearest shared picture there is, before our own painter has to help."""

from typing import Any

import pytest

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.progress import Progress
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

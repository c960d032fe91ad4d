"""Sets of variations that are asked for, chosen from and left to expire while workers die or are held up."""

from datetime import timedelta
from functools import partial

from mirror_realm.domain.avatar import Avatar, avatar_id_for
from mirror_realm.domain.variation_set import UNCHOSEN, UNDO
from mirror_realm.domain.variations import numbers_of_set
from tests.crash.scenario import Scenario
from tests.crash.world import World
from tests.fakes.house import a_wish

SET = numbers_of_set(0, 3)
WISH = a_wish(variations=len(SET))


def _paths(world: World) -> list[str]:
    """Return where the avatars of the set are, in its order."""
    renderer = world.house.renderers.for_wishes(personal=False)
    recipes = (a_wish(variation=number).recipe(renderer, world.house.detail) for number in SET)
    return [f"users/ada/avatars/{avatar_id_for('ada', recipe)}" for recipe in recipes]


def _ids(world: World) -> list[str]:
    return [path.rpartition("/")[2] for path in _paths(world)]


def _left(world: World) -> dict[int, Avatar]:
    """Return the avatars of the set that exist, by their places."""
    found = enumerate(zip(_paths(world), _ids(world), strict=True))
    documents = world.house.documents
    return {
        number: Avatar.from_document(avatar_id, documents[path])
        for number, (path, avatar_id) in found
        if path in documents
    }


def _ask_for_three(world: World) -> None:
    while not world.act(partial(world.house.admission.admit_variations, WISH)):
        pass


def _ask_for_three_and_deliver(world: World) -> None:
    _ask_for_three(world)
    world.deliver()


def _all_are_in_one_set(world: World) -> None:
    left = _left(world)
    assert [avatar.shown for avatar in left.values()] == [True] * 3
    places = [avatar.in_set for avatar in left.values()]
    assert len({(place.id, place.expires_at) for place in places if place is not None}) == 1
    assert [place.number for place in places if place is not None] == [1, 2, 3]


def _others_have_their_pictures(world: World) -> None:
    """Leave room for one of the day's two pictures, so that two of three do not fit."""
    world.ask("bo", variation=SET[2])


def _none_is_there(world: World) -> None:
    assert _left(world) == {}, "a part of a set was made"


def _choose(world: World, number: int = 0) -> None:
    world.act(partial(world.house.variation_choice.choose, "ada", _ids(world)[number]))


def _choose_under_workers(world: World) -> None:
    """Choose whenever a worker is held up, and once all is made."""
    world.interruptions.append(partial(_choose, world))
    world.deliver()
    world.live_on()
    while not world.act(partial(world.house.variation_choice.choose, "ada", _ids(world)[0])):
        pass


def _only_the_chosen_stays(world: World) -> None:
    left = _left(world)
    assert list(left) == [0]
    assert left[0].in_set is None
    assert world.house.documents["users/ada"]["latest"]["avatar_id"] == left[0].avatar_id


def _made_and_due(world: World) -> None:
    _ask_for_three_and_deliver(world)
    world.house.clock.time += UNCHOSEN


def _one_stays(world: World) -> None:
    (avatar,) = _left(world).values()
    assert avatar.in_set is None
    assert world.house.documents["users/ada"]["latest"]["avatar_id"] == avatar.avatar_id


def _sweep_under_a_choice(world: World) -> None:
    """Choose whenever the sweep is held up, on an instance whose clock is behind: there the time is not over."""

    def choose() -> None:
        world.house.clock.time -= timedelta(minutes=1)
        _choose(world, 1)
        world.house.clock.time += timedelta(minutes=1)

    world.interruptions.append(choose)
    world.sweep()


def _chosen_and_due(world: World) -> None:
    _ask_for_three_and_deliver(world)
    _choose(world)
    world.house.clock.time += UNDO


def _sweep_under_a_wish(world: World) -> None:
    """Ask for one of the others alone whenever the sweep is held up: it leaves the set, or is made again."""
    world.interruptions.append(partial(world.ask, variation=SET[1]))
    world.sweep()


def _what_was_asked_for_stays(world: World) -> None:
    left = _left(world)
    asked = [1] if world.asked else []
    assert list(left) == [0, *asked]
    assert [avatar.in_set for avatar in left.values()] == [None] * len(left)


VARIATIONS = (
    Scenario(
        "a set of variations",
        _ask_for_three_and_deliver,
        expect=_all_are_in_one_set,
        one_in=40,
    ),
    Scenario(
        "a set that the day has no room for",
        _ask_for_three_and_deliver,
        _others_have_their_pictures,
        {"global_limit": 2},
        expect=_none_is_there,
        one_in=40,
    ),
    Scenario(
        "choosing one of a set under workers",
        _choose_under_workers,
        _ask_for_three,
        expect=_only_the_chosen_stays,
        one_in=40,
    ),
    Scenario(
        "a set that nobody chose from",
        World.sweep,
        _made_and_due,
        expect=_one_stays,
        one_in=40,
    ),
    Scenario(
        "choosing under a sweep",
        _sweep_under_a_choice,
        _made_and_due,
        expect=_one_stays,
        one_in=40,
    ),
    Scenario(
        "asking for one of a set alone under a sweep",
        _sweep_under_a_wish,
        _chosen_and_due,
        expect=_what_was_asked_for_stays,
        one_in=40,
    ),
)

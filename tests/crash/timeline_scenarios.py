"""Timelines with pages that are opened, thinned, erased, merged and taken from while workers die or are held up."""

from datetime import timedelta

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.timeline_page import CHANGED
from mirror_realm.domain.wish import User
from mirror_realm.services.privacy.account_merge import Merged
from tests.crash.scenario import Scenario
from tests.crash.world import World


def _has_many(world: World, uid: str = "ada") -> None:
    """Give a user so many avatars that opening their timeline writes a page: copies of one that was made."""
    house = world.house
    world.ask(uid)
    world.deliver()
    (made,) = [data for path, data in house.documents.items() if path.startswith(f"users/{uid}/avatars/")]
    for number in range(CHANGED + 2):
        house.clock.time += timedelta(minutes=1)
        moment = {"created_at": house.clock.time, "updated_at": house.clock.time}
        house.write(f"users/{uid}/avatars/{number:032d}", {**made, **moment})
    house.clock.time += timedelta(minutes=11)


def _has_a_page(world: World, uid: str = "ada") -> None:
    _has_many(world, uid)
    _look_at(world, uid)
    assert f"users/{uid}/pages/1" in world.house.documents


def _look_at(world: World, uid: str = "ada") -> None:
    world.house.timeline.page(uid, None, None, 20)


def _delete_one(world: World) -> None:
    world.house.deleting.delete("ada", f"{3:032d}")


def _open_under_a_deletion(world: World) -> None:
    """Open the timeline whenever the deletion is held up, and in the end."""
    world.interruptions.append(lambda: _look_at(world))
    while not world.act(lambda: _delete_one(world)):
        pass
    world.act(lambda: _look_at(world))


def _delete_under_an_opening(world: World) -> None:
    """Delete one whenever the opening is held up, or else in the end: a second deletion would drop the page, too."""
    world.interruptions.append(lambda: _delete_one(world))
    world.act(lambda: _look_at(world))
    if f"users/ada/avatars/{3:032d}" in world.house.documents:
        while not world.act(lambda: _delete_one(world)):
            pass


def _it_stays_deleted(world: World) -> None:
    """Nor does the timeline show it that the next ones to open it get."""
    house = world.house
    for _ in range(2):
        shown = house.timeline.page("ada", None, None, 20).avatars
        assert shown == house.queries.avatars_of("ada", None, None, 20)
        assert f"{3:032d}" not in [avatar.avatar_id for avatar in shown]


def _reported_by_another(world: World) -> None:
    """Let one who has the picture, too, report what a page shows."""
    _has_a_page(world)
    world.ask("bo")
    world.deliver()
    world.report("bo")


def _ada_joins_one_with_a_page(world: World) -> None:
    _has_a_page(world, "bo")
    world.house.people.anonymous.add("ada")
    for style in (StyleId.DAYMI, StyleId.COMIC):
        world.ask("ada", style=style)
    world.deliver()


def _they_are_in_one_timeline(world: World) -> None:
    _ada_is_gone(world)
    house = world.house
    shown = house.timeline.page("bo", None, None, 50).avatars
    assert shown == house.queries.avatars_of("bo", None, None, 50)
    assert {avatar.recipe.style for avatar in shown} == {StyleId.DAYMI, StyleId.COMIC}


def _erase_under_openings(world: World) -> None:
    world.interruptions.append(world.erase)
    world.act(lambda: _look_at(world))
    world.deliver()
    world.erase()


def _ada_is_gone(world: World) -> None:
    assert world.house.documents["erasures/ada"]["done_at"] is not None
    assert not [path for path in world.house.documents if path.startswith("users/ada/")]


def _merge(world: World) -> None:
    """Again and again until it is done, as the app does."""
    house = world.house
    world.asked = [(uid, wish) for uid, wish in world.asked if uid != "ada"]
    merged: list[Merged] = []

    def once() -> None:
        token = house.tokens.issue("ada", house.clock.time + timedelta(hours=1))
        merged.append(house.merging.merge(User("bo", FREE), token, personal=False, seconds=20))

    while not (merged and merged[-1].done):
        world.act(once)
        world.live_on()


def _take_down(world: World) -> None:
    world.decide(Decision.TAKE_DOWN)
    world.deliver()


TIMELINES = (
    Scenario(
        "opening a timeline under a deletion",
        _open_under_a_deletion,
        _has_a_page,
        one_in=20,
        expect=_it_stays_deleted,
    ),
    Scenario(
        "deleting under an opening of the timeline",
        _delete_under_an_opening,
        _has_many,
        one_in=20,
        expect=_it_stays_deleted,
    ),
    Scenario(
        "erasing a timeline with its page",
        _erase_under_openings,
        _has_a_page,
        one_in=20,
        expect=_ada_is_gone,
    ),
    Scenario(
        "merging into a timeline with its page",
        _merge,
        _ada_joins_one_with_a_page,
        one_in=20,
        expect=_they_are_in_one_timeline,
    ),
    Scenario(
        "a takedown of what pages show",
        _take_down,
        _reported_by_another,
        one_in=40,
    ),
)

"""Projects that are made, filled and end, and uses, while workers die, are held up and meet each other."""

from contextlib import suppress
from datetime import timedelta

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.project import AvatarsOf, project_id_for
from mirror_realm.domain.use import UseAction
from mirror_realm.domain.wish import User
from mirror_realm.errors import NotFound, ProjectNotFound
from mirror_realm.services.privacy.account_merge import Merged
from tests.crash.scenario import Scenario
from tests.crash.world import World

KEY = "key-of-the-album"
FAMILY = project_id_for("ada", KEY)
HOUSE = {"user_limit": 9}


def _create(world: World) -> None:
    """Again and again until it is answered, as the app does, with the same key."""
    while not world.act(lambda: world.house.projects.create("ada", "Family", "", KEY)):
        pass


def _there_is_one(world: World) -> None:
    assert [path for path in world.house.documents if "/projects/" in path] == [
        f"users/ada/projects/{FAMILY}"
    ]


def _filled(world: World) -> None:
    """Three in the album, of which apps have used one and one is still queued; and one outside."""
    world.house.projects.create("ada", "Family", "", KEY)
    for variation in range(2):
        world.ask(variation=variation, project=FAMILY)
    world.ask(variation=2)
    world.deliver()
    _use(world)
    world.ask(variation=3, project=FAMILY)


def _avatars(world: World, uid: str = "ada") -> list[str]:
    return [path for path in world.house.documents if path.rpartition("/")[0] == f"users/{uid}/avatars"]


def _inside(world: World) -> list[str]:
    documents = world.house.documents
    return [path for path in _avatars(world) if documents[path].get("project_id") == FAMILY]


def _use(world: World) -> None:
    """Record a use of some avatar in the album, if there is one."""
    for path in _inside(world)[:1]:
        with suppress(NotFound):
            world.house.uses.record("ada", path.rpartition("/")[2], "frame", UseAction.SHOWN)


def _end(world: World, avatars: AvatarsOf) -> None:
    """Delete the project, once: what is cut off the reaper has to do."""
    world.asked = [(uid, wish) for uid, wish in world.asked if "project" not in wish]
    world.act(lambda: world.house.ending.delete("ada", FAMILY, avatars, 20))


def _end_with_all(world: World) -> None:
    _end(world, AvatarsOf.DELETE)


def _end_alone(world: World) -> None:
    _end(world, AvatarsOf.KEEP)


def _end_under_wishes(world: World) -> None:
    """Wish for one more in the album whenever its end is held up."""

    def wish() -> None:
        with suppress(ProjectNotFound):
            world.house.ask(variation=7, project=FAMILY)

    world.interruptions.append(wish)
    _end(world, AvatarsOf.KEEP)
    world.deliver()


def _end_where_a_worker_is_held(world: World) -> None:
    world.interruptions.append(lambda: world.house.ending.delete("ada", FAMILY, AvatarsOf.DELETE, 20))
    world.asked = [(uid, wish) for uid, wish in world.asked if "project" not in wish]
    world.deliver()
    _end(world, AvatarsOf.DELETE)


def _only_the_others_are_left(world: World) -> None:
    """Check an album that has ended, or whose end was never begun because the call died before."""
    documents = world.house.documents
    if f"users/ada/projects/{FAMILY}" not in documents:
        assert _inside(world) == []
        assert [path for path in documents if "/uses/" in path] == []
    assert len(_avatars(world)) - len(_inside(world)) == 1


def _all_are_loose(world: World) -> None:
    begun = f"users/ada/projects/{FAMILY}" not in world.house.documents
    assert len(_inside(world)) == (0 if begun else 3)
    assert len(_avatars(world)) in (4, 5)


def _one_used(world: World) -> None:
    world.house.projects.create("ada", "Family", "", KEY)
    world.ask(project=FAMILY)
    world.deliver()
    _use(world)


def _delete_under_uses(world: World) -> None:
    """Delete the avatar, and use it whenever that is held up."""
    world.interruptions.append(lambda: _use(world))
    world.asked.clear()
    world.delete("ada")


def _nothing_is_used(world: World) -> None:
    assert [path for path in world.house.documents if "/avatars/" in path] == []


def _ada_joins(world: World) -> None:
    world.house.people.anonymous.add("ada")
    _one_used(world)


def _merge(world: World) -> None:
    """Again and again until it is done, as the app does."""
    house = world.house
    world.asked.clear()
    merged: list[Merged] = []

    def once() -> None:
        token = house.tokens.issue("ada", house.clock.time + timedelta(hours=1))
        merged.append(house.merging.merge(User("bo", FREE), token, personal=False, seconds=20))

    while not (merged and merged[-1].done):
        world.act(once)
        world.live_on()


def _bo_has_the_album(world: World) -> None:
    documents = world.house.documents
    assert not [path for path in documents if path.startswith("users/ada/")]
    (path,) = _avatars(world, "bo")
    assert documents[path]["project_id"] == FAMILY
    assert documents[f"users/bo/projects/{FAMILY}"]["name"] == "Family"
    (use,) = [data for name, data in documents.items() if name.startswith(f"{path}/uses/")]
    assert use["counts"] == {"shown": 1}


ALBUMS = (
    Scenario("making a project", _create, one_in=4, expect=_there_is_one),
    Scenario(
        "a project that ends with its avatars",
        _end_with_all,
        _filled,
        house=HOUSE,
        one_in=60,
        expect=_only_the_others_are_left,
    ),
    Scenario("a project that ends alone", _end_alone, _filled, house=HOUSE, one_in=40, expect=_all_are_loose),
    Scenario(
        "a project that ends under wishes",
        _end_under_wishes,
        _filled,
        house=HOUSE,
        one_in=40,
        expect=_all_are_loose,
    ),
    Scenario(
        "a project that ends where a worker is held",
        _end_where_a_worker_is_held,
        _filled,
        house=HOUSE,
        one_in=80,
        expect=_only_the_others_are_left,
    ),
    Scenario(
        "deleting an avatar that apps use", _delete_under_uses, _one_used, one_in=20, expect=_nothing_is_used
    ),
    Scenario(
        "merging an account with a project and uses",
        _merge,
        _ada_joins,
        one_in=150,
        expect=_bo_has_the_album,
    ),
)

"""Shared pictures while workers die or are held up, and what a visitor then gets: the named picture or nothing."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision
from mirror_realm.domain.wish import User
from mirror_realm.services.sharing.standing import Standing
from mirror_realm.services.sharing.views import NoShare, ShareGone, Viewing
from mirror_realm.services.store import Store
from tests.crash.scenario import Scenario
from tests.crash.world import World
from tests.fakes.house import House
from tests.fakes.outside import PLACEHOLDER

PHOTO = "uploads/ada/me.jpg"


def _avatar_id(world: World) -> str:
    """Return the id of ada's only avatar."""
    (path,) = [path for path in world.house.documents if path.startswith("users/ada/avatars/")]
    return path.rpartition("/")[2]


def _has_a_picture(world: World) -> None:
    for uid in ("ada", "bo", "cy"):
        world.ask(uid)
    world.deliver()
    world.house.clock.time += timedelta(minutes=1)


def _has_a_face(world: World) -> None:
    house = world.house
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    world.ask("ada", photo=PHOTO, character=None)
    world.deliver()
    house.clock.time += timedelta(minutes=1)


def _shared(prepare: Callable[[World], None]) -> Callable[[World], None]:
    def prepared(world: World) -> None:
        prepare(world)
        world.house.sharing.share(User("ada", FREE), _avatar_id(world))
        world.house.clock.time += timedelta(minutes=1)

    return prepared


def _shared_and_reported(world: World) -> None:
    """Share a look that one user reports: a review waits for an administrator."""
    _shared(_has_a_picture)(world)
    world.report("bo")
    world.deliver()


def _share(world: World) -> None:
    """Share the picture twice, as an app does whose first answer was lost."""
    avatar_id = _avatar_id(world)
    for _ in range(2):
        world.act(lambda: world.house.sharing.share(User("ada", FREE), avatar_id))
    world.deliver()


def _share_under(act: Callable[[World], object]) -> Callable[[World], None]:
    def interrupted(world: World) -> None:
        world.interruptions.append(lambda: act(world))
        _share(world)
        act(world)
        world.deliver()

    return interrupted


def _view_under(act: Callable[[World], object]) -> Callable[[World], None]:
    """Look at the picture while something ends it, again and again."""

    def interrupted(world: World) -> None:
        world.interruptions.append(lambda: act(world))
        for slug in _slugs(world):
            world.act(lambda slug=slug: _look(world.house, world.house.viewing, slug))  # type: ignore[misc]
        act(world)
        world.deliver()
        nothing_else_is_seen(world.house)

    return interrupted


def _revoke(world: World) -> None:
    for path in [path for path in world.house.documents if path.startswith("users/ada/shares/")]:
        while not world.act(partial(world.house.sharing.revoke, "ada", path.rpartition("/")[2])):
            pass


def _withdraw(world: World) -> None:
    while not world.act(lambda: world.house.consenting.withdraw("ada")):
        pass


def _take_down(world: World) -> None:
    world.decide(Decision.TAKE_DOWN)


def _slugs(world: World) -> list[str]:
    return [data["slug"] for path, data in world.house.documents.items() if "/shares/" in path]


def _look(house: House, viewing: Viewing, slug: str) -> bool:
    """Return whether the picture is there; it is then the named one, which was stored before any fault."""
    try:
        jpeg = viewing.picture(slug)
        viewing.page(slug)
    except (NoShare, ShareGone):
        return False
    assert jpeg != PLACEHOLDER, "a takedown's placeholder was sent as the picture"
    return True


def nothing_else_is_seen(house: House) -> None:
    """8, 9, 19. Assert that each share shows its picture only while every document that decides allows it."""
    documents = house.documents
    viewing = Viewing(
        house.queries,
        Standing(Store(house.store, house.clock.runtime()), house.policy, house.clock.runtime()),
        house.pictures,
    )
    for path, share in documents.items():
        if "/shares/" not in path or not _look(house, viewing, share["slug"]):
            continue
        uid = path.split("/")[1]
        avatar = documents[f"users/{uid}/avatars/{share['avatar_id']}"]
        assert f"erasures/{uid}" not in documents, path
        assert share["revoked_at"] is None, path
        assert house.clock.time < share["ends_at"], path
        assert (avatar["status"], avatar["degraded"]) == ("completed", False), path
        assert (avatar["image_path"], avatar["completed_at"]) == (share["image_path"], share["completed_at"])
        kind, key, *_ = share["image_path"].split("/")
        if kind == "shared":
            assert documents.get(f"cache/{key}", {}).get("state") not in ("hidden", "taken_down"), path
        else:
            assert documents[f"users/{uid}"]["photo_consent"] is not None, path
            assert key == uid, path


def _is_shown_once(world: World) -> None:
    (slug,) = _slugs(world)
    assert _look(world.house, world.house.viewing, slug)
    nothing_else_is_seen(world.house)


def _is_not_shown(world: World) -> None:
    assert not any(_look(world.house, world.house.viewing, slug) for slug in _slugs(world))
    nothing_else_is_seen(world.house)


def _nothing_is_left(world: World) -> None:
    assert world.house.documents["erasures/ada"]["done_at"] is not None
    assert _slugs(world) == []


def _two_addresses(world: World) -> None:
    """Of ada, a guest who signs in to bo's account: a look and a face, both shared."""
    house = world.house
    house.people.anonymous.add("ada")
    _shared(_has_a_face)(world)
    house.consenting.give("bo", "2026-11")
    world.ask("ada", variation=2)
    world.deliver()
    for path in [path for path in house.documents if path.startswith("users/ada/avatars/")]:
        house.sharing.share(User("ada", FREE), path.rpartition("/")[2])


def _merge(world: World) -> None:
    house = world.house
    world.asked = [(uid, wish) for uid, wish in world.asked if uid != "ada"]
    done: list[bool] = []
    while not any(done):
        token = house.tokens.issue("ada", house.clock.time + timedelta(hours=1))
        world.act(
            lambda token=token: done.append(  # type: ignore[misc]  # runs before the next token
                house.merging.merge(User("bo", FREE), token, personal=True, seconds=20).done
            )
        )
        nothing_else_is_seen(house)
        world.live_on()


def _both_are_bos(world: World) -> None:
    owners = {path.split("/")[1] for path in world.house.documents if "/shares/" in path}
    assert owners == {"bo"}
    assert len(_slugs(world)) == 2
    assert all(_look(world.house, world.house.viewing, slug) for slug in _slugs(world))
    nothing_else_is_seen(world.house)


SHARING = (
    Scenario("sharing", _share, _has_a_picture, expect=_is_shown_once, one_in=20),
    Scenario(
        "sharing under an erasure",
        _share_under(World.erase),
        _has_a_picture,
        expect=_nothing_is_left,
        one_in=90,
    ),
    Scenario(
        "sharing under a withdrawal", _share_under(_withdraw), _has_a_face, expect=_is_not_shown, one_in=60
    ),
    Scenario(
        "sharing under a takedown",
        _share_under(_take_down),
        _shared_and_reported,
        expect=_is_not_shown,
        one_in=90,
    ),
    Scenario(
        "looking under a revocation",
        _view_under(_revoke),
        _shared(_has_a_picture),
        expect=_is_not_shown,
        one_in=30,
    ),
    Scenario(
        "looking under a takedown",
        _view_under(_take_down),
        _shared_and_reported,
        expect=_is_not_shown,
        one_in=90,
    ),
    Scenario(
        "looking under a withdrawal",
        _view_under(_withdraw),
        _shared(_has_a_face),
        expect=_is_not_shown,
        one_in=60,
    ),
    Scenario(
        "looking under an erasure",
        _view_under(World.erase),
        _shared(_has_a_face),
        expect=_nothing_is_left,
        one_in=90,
    ),
    Scenario("merging who shares", _merge, _two_addresses, expect=_both_are_bos, one_in=120),
)

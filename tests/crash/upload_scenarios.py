"""A user's own picture becomes an avatar as it is while workers die, and while the user does something else."""

from collections.abc import Callable
from datetime import timedelta

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
from mirror_realm.services.photos.upload_avatar import OwnPicture
from tests.crash.scenario import Scenario
from tests.crash.world import World

PHOTO = "uploads/ada/me.jpg"
AGAIN = "uploads/ada/again.jpg"


def _uploaded(world: World) -> None:
    world.house.consenting.give("ada", "2026-11")
    world.house.photos.upload(PHOTO)


def _is_an_avatar(world: World) -> None:
    _uploaded(world)
    _use(world)
    world.house.clock.time += timedelta(minutes=1)
    world.house.photos.upload(AGAIN)


def _use(world: World, path: str = PHOTO) -> None:
    world.house.uploading.upload(OwnPicture(User("ada", FREE), path, name="Me"))


def _use_once(world: World) -> None:
    world.act(lambda: _use(world))


def _use_until_done(world: World, path: str = PHOTO) -> None:
    """Call until there is an answer, as the app does."""
    while not world.act(lambda: _use(world, path)):
        pass


def _use_twice_at_once(world: World) -> None:
    world.interruptions.append(lambda: _use(world))
    _use_until_done(world)


def _use_under(meanwhile: Callable[[World], object]) -> Callable[[World], None]:
    """Return an act that does something whenever a call is held up, and in the end."""

    def act(world: World) -> None:
        world.interruptions.append(lambda: meanwhile(world))
        world.act(lambda: _use(world))
        while not world.act(lambda: meanwhile(world)):
            pass
        world.deliver()

    return act


def _withdraw(world: World) -> None:
    world.house.consenting.withdraw("ada")


def _erase(world: World) -> None:
    world.erase()


def _use_under_a_deletion(world: World) -> None:
    """Delete the avatar whenever a call with the same picture is held up; then the app calls again."""

    def delete() -> None:
        for path in [path for path in world.house.documents if path.startswith("users/ada/avatars/")]:
            world.house.deleting.delete("ada", path.rpartition("/")[2])

    world.interruptions.append(delete)
    _use_until_done(world, AGAIN)


def _shown(world: World) -> list[str]:
    """Return the pictures of ada's avatars, after it is asserted that no file is without one and nothing was asked."""
    house = world.house
    avatars = [data for path, data in house.documents.items() if path.startswith("users/ada/avatars/")]
    assert all(one["origin"] == "upload" and one["status"] == "completed" for one in avatars), avatars
    shown = [one["image_path"] for one in avatars]
    folders = {name.rpartition("/")[0] for name in house.pictures.files if name.startswith("people/")}
    assert folders == {path.rpartition("/")[0] for path in shown}
    assert house.photos.files == {}
    assert house.provider.calls == house.painter.calls == []
    assert not any(path.startswith(("renders/", "ledger/", "global_usage/")) for path in house.documents)
    return shown


def _once_or_not_at_all(world: World) -> None:
    assert len(_shown(world)) <= 1


def _once(world: World) -> None:
    assert len(_shown(world)) == 1


def _nothing(world: World) -> None:
    assert _shown(world) == []


def _she_is_gone(world: World) -> None:
    assert world.house.documents["erasures/ada"]["done_at"] is not None
    _nothing(world)


UPLOADS = (
    Scenario("one's own picture, once", _use_once, _uploaded, expect=_once_or_not_at_all),
    Scenario("one's own picture", _use_until_done, _uploaded, expect=_once),
    Scenario("one's own picture twice at once", _use_twice_at_once, _uploaded, expect=_once),
    Scenario("one's own picture under a withdrawal", _use_under(_withdraw), _uploaded, expect=_nothing),
    Scenario("one's own picture under an erasure", _use_under(_erase), _uploaded, expect=_she_is_gone),
    Scenario(
        "one's own picture under its deletion",
        _use_under_a_deletion,
        _is_an_avatar,
        expect=_once_or_not_at_all,
    ),
)

"""Open the world of cecf284 with the code as it is now: a house on fakes with its documents, files and people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.plans import plan_of
from mirror_realm.domain.wish import User
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.house import House
from tests.fakes.outside import Clock, ScriptedProvider
from tests.old_world.export import Document, World, read_json, read_world

FOLDER = Path(__file__).parent / "cecf284"
MODEL = "gpt-image-2.5-flare-2026-09-08"
EDIT_MODEL = "gpt-image-2.5-sunburst-2026-09-08"
PRICE = 30
"""Credits of one picture, as the world was lived."""

PERIOD = timedelta(minutes=5)
"""Between two passes of the reaper."""


@dataclass(frozen=True)
class Wished:
    """A wish of one person, as the app sent it, and the avatar that it came to."""

    uid: str
    anonymous: bool
    data: Mapping[str, Any]
    avatar_id: str

    @property
    def path(self) -> str:
        """Where the avatar is."""
        return f"users/{self.uid}/avatars/{self.avatar_id}"


@dataclass
class TwoModels(ScriptedProvider):
    """Makes shared pictures with one model and personal ones with another, as the settings of cecf284 do."""

    model: str = MODEL

    def renderer(self, *, personal: bool) -> str:
        return EDIT_MODEL if personal else self.model


@cache
def old_world() -> World:
    """Return the world as it was exported; nobody changes it."""
    return read_world(FOLDER)


@cache
def lived() -> Document:
    """Return what the export does not tell: `until`, `gone`, `wishes`."""
    found: Document = read_json(FOLDER / "lived.json")
    return found


def wishes() -> Iterator[Wished]:
    """Yield the wishes of everybody who still has an account."""
    for wish in lived()["wishes"]:
        yield Wished(**wish)


def opened(*, global_limit: int = 20, shares: int = 1) -> House:
    """Return a house that holds the world, at the moment when it stopped. New ids begin behind those in use.

    shares: into how many the days are split that begin from now on.
    """
    world = old_world()
    clock = Clock(datetime.fromisoformat(lived()["until"]), count(10_000))
    house = House(
        global_limit=global_limit,
        shares=shares,
        clock=clock,
        credits=PRICE,
        provider=TwoModels(),
        since=clock.time,
    )
    house.store.documents.update(world.documents)
    for name, stored in world.files.items():
        if name.startswith("uploads/"):
            house.photos.files[name] = (stored.data, stored.stored_at)
        else:
            house.pictures.files[name] = stored.data
            house.pictures.stored_at[name] = stored.stored_at
    house.people.anonymous |= world.guests
    house.people.gone |= set(lived()["gone"])
    return house


def ask(house: House, wish: Wished) -> Admitted:
    """Make this wish once more, as its person."""
    person = User(wish.uid, plan_of(anonymous=wish.anonymous))
    admitted: Admitted = house.admission.admit(parse_wish(dict(wish.data), person))
    return admitted


def of_somebody_new(wish: Wished, uid: str, character: str | None) -> Wished:
    """Return the same wish as another person's, who is seen as the same character."""
    return replace(wish, uid=uid, anonymous=False, data={**wish.data, "character": character})


def under(documents: Mapping[str, Document], pattern: str) -> dict[str, Document]:
    """Return the documents whose path is of this pattern, in which `*` stands for any name."""
    wanted = pattern.split("/")
    return {path: data for path, data in documents.items() if matches(path.split("/"), wanted)}


def matches(names: list[str], wanted: list[str]) -> bool:
    """Return whether a path, by its names, is of a pattern."""
    same = (one in (name, "*") for name, one in zip(names, wanted, strict=False))
    return len(names) == len(wanted) and all(same)


def live_on(house: House, passes: int = 12) -> None:
    """Let an hour pass as on the platform: the reaper comes every five minutes, and events are delivered."""
    for _ in range(passes):
        over = timedelta(seconds=house.clock.time.timestamp() % PERIOD.total_seconds())
        house.clock.time += PERIOD - over
        house.reaping.run()
        house.deliver()

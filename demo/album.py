"""The third act: a family album. Presets in one project, variations in a costume in another, one chosen and shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.request import Request

from demo.client import WAIT_SECONDS, Asked, Client, SignedIn
from demo.exchange import CallFailed, exchange
from demo.output import Output
from mirror_realm.domain.costumes import PaletteId, PlaceId, PowerId
from mirror_realm.domain.presets import PRESETS
from mirror_realm.domain.styles import StyleId

FAMILY = ("slow_morning", "late_learner", "weekend_workshop")
"""The presets of the first project."""

VARIATIONS = 3
APP = "photo-frame"
"""The other app that shows the chosen picture."""


@dataclass(frozen=True, slots=True)
class FamilyAlbum:
    """What the act made."""

    asked: Sequence[Asked]
    titles: Sequence[str]
    """By picture."""
    chosen: str
    """The id of the avatar that was chosen among the variations."""
    address: str
    """Where the chosen one is shared."""

    def note(self, asked: Asked) -> str:
        """Return the words beside a picture of the contact sheet."""
        return "shared" if asked.answer["avatar_id"] == self.chosen else ""


@dataclass(frozen=True, slots=True)
class Keeper:
    """The user who keeps the album, and their client."""

    signed_in: SignedIn
    days: int
    """Their active days."""
    client: Client

    def project(self, name: str, note: str) -> str:
        """Create a project, and return its id. Raises CallFailed."""
        made = self._call(
            "create_project", name=name, note=note, key=f"demo-{name.lower().replace(' ', '-')}"
        )
        project_id: str = made["project_id"]
        return project_id

    def from_preset(self, preset: str, project_id: str) -> Asked:
        """Request the picture of a preset. Raises CallFailed."""
        return self.client.generate_avatar(self.signed_in, self._wish(preset=preset, project_id=project_id))

    def variations(self, project_id: str) -> Sequence[Asked]:
        """Request several pictures in a costume, to choose from. Raises CallFailed."""
        costume = {"palette": PaletteId.AZURE, "power": PowerId.STARS, "place": PlaceId.PEAKS}
        wish = self._wish(
            style=StyleId.SUPERHERO,
            character="marlow",
            costume={choice: str(chosen) for choice, chosen in costume.items()},
            variations=VARIATIONS,
            project_id=project_id,
        )
        return self.client.generate_set(self.signed_in, wish)

    def keep(self, asked: Asked) -> None:
        """Choose one of the variations. Raises CallFailed."""
        self._call("choose_variation", avatar_id=asked.answer["avatar_id"])

    def be_seen_as(self, asked: Asked) -> None:
        """Choose the picture that represents the user. Raises CallFailed."""
        self._call("select_avatar", avatar_id=asked.answer["avatar_id"])

    def share(self, asked: Asked) -> str:
        """Give the picture a public address, and return it. Raises CallFailed."""
        address: str = self._call("share_avatar", avatar_id=asked.answer["avatar_id"])["url"]
        return address

    def shown_elsewhere(self, asked: Asked, times: int) -> int:
        """Let another app show the picture, and return how often it did. Raises CallFailed."""
        avatar_id = asked.answer["avatar_id"]
        for _ in range(times):
            self._call("record_use", avatar_id=avatar_id, app=APP, action="shown")
        uses = self._call("list_uses", avatar_id=avatar_id, summary=True)
        shown: int = uses["summary"]["apps"][0]["counts"]["shown"]
        return shown

    def albums(self) -> dict[str, int]:
        """Return the number of pictures in each project. Raises CallFailed."""
        return {one["name"]: one["avatars"] for one in self._call("list_projects", count=True)["projects"]}

    def _wish(self, **chosen: Any) -> dict[str, Any]:
        progress = {"active_days": self.days, "goals_completed": 2}
        return {"progress_metrics": progress, "wait_seconds": WAIT_SECONDS, **chosen}

    def _call(self, called: str, /, **data: Any) -> dict[str, Any]:
        return self.client.call(called, self.signed_in, data)


def live(keeper: Keeper, own: Asked, output: Output) -> FamilyAlbum:
    """Run the third act. Raises CallFailed, also if a stranger does not see what was shared.

    own: the avatar that represents the user afterwards, as before.
    """
    family = keeper.project("Family", "for the hall")
    party = keeper.project("Costume party", "")
    asked: list[Asked] = []
    with output.pictures(len(FAMILY) + VARIATIONS) as progress:
        for preset in FAMILY:
            progress.begin(words := f"a preset: {PRESETS[preset].title.lower()}")
            asked.append(keeper.from_preset(preset, family))
            output.came(words, asked[-1])
            progress.done()
        progress.begin("three in a costume, to choose from")
        found = keeper.variations(party)
        for number, one in enumerate(found, 1):
            output.came(f"number {number} of {VARIATIONS} in a costume", one)
        progress.done(VARIATIONS)
    asked += found
    chosen = found[1]
    keeper.keep(chosen)
    output.fact("The second is kept; the others go in a day, until when another can be chosen.")
    keeper.be_seen_as(own)
    address = keeper.share(chosen)
    seen = _seen_by_a_stranger(address)
    output.fact(
        f"It is shared at [link={address}]{address}[/link]: a page and a picture of {seen // 1024} KB."
    )
    shown = keeper.shown_elsewhere(chosen, 3)
    output.fact(f"An app called {APP} showed it {shown} times.")
    albums = ", ".join(f"{name}: {count}" for name, count in keeper.albums().items())
    output.fact(f"The albums and their pictures: {albums}.")
    output.say()
    titles = [PRESETS[preset].title for preset in FAMILY]
    titles += [f"in a costume, {number}" for number in range(1, VARIATIONS + 1)]
    return FamilyAlbum(asked, titles, chosen.answer["avatar_id"], address)


def _seen_by_a_stranger(address: str) -> int:
    """Open a shared page without an account, and return the bytes of its picture. Raises CallFailed."""
    page = exchange(Request(address)).decode()
    slug = address.rpartition("/")[2]
    if f"/s/{slug}.jpg" not in page:
        raise CallFailed("The shared page does not show its picture.")
    return len(exchange(Request(f"{address}.jpg")))

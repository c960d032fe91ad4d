"""The second act: from one photo, three times of a life, then the stages in two styles, and their reel."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from demo import life
from demo.client import WAIT_SECONDS, Asked, Client, SignedIn
from demo.exchange import CallFailed
from demo.output import Output
from demo.people import DemoPerson
from demo.snapshot import PHOTO
from demo.tables import Look
from demo.uploads import Uploads
from mirror_realm.domain.progress import STAGE_TITLES, STAGES, EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.styles import StyleId

CONSENT_VERSION = "2026-11"
"""The version of the consent text that the page shows before it accepts a photo."""

GONE_WITHIN_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Reel:
    """The animation and the contact sheet of the stages."""

    animation: bytes
    """Animated WebP."""
    sheet: bytes
    """JPEG."""


@dataclass(frozen=True, slots=True)
class SecondAct:
    """The pictures made from the photo."""

    looks: list[Look]
    reel: Reel

    @property
    def asked(self) -> Iterator[Asked]:
        """Every answer, one look after the other."""
        for look in self.looks:
            yield from look.styles.values()


@dataclass(frozen=True, slots=True)
class Sitter:
    """The user in the photo, and their client."""

    person: DemoPerson
    signed_in: SignedIn
    client: Client
    uploads: Uploads

    @property
    def today(self) -> EvolutionStage:
        return list(self.person.chapters)[-1]

    def hand_in_photo(self) -> str:
        """Record consent, upload the photo, and return its path in Storage. Raises CallFailed."""
        consent = {"granted": True, "version": CONSENT_VERSION, "adult": True}
        self.client.call("record_photo_consent", self.signed_in, consent)
        return self.uploads.upload(self.signed_in, PHOTO.name, PHOTO.read_bytes())

    def trilogy(self, path: str) -> Mapping[str, Asked]:
        """Request the three timelines. Raises CallFailed."""
        return self.client.generate_trilogy(self.signed_in, self._wish(self.today, self.person.style, path))

    def stage(self, stage: EvolutionStage, style: StyleId, path: str) -> Asked:
        """Request one stage in a style. Raises CallFailed."""
        return self.client.generate_avatar(self.signed_in, self._wish(stage, style, path))

    def wait_until_gone(self, path: str) -> None:
        """Wait until Storage has deleted the photo. Raises CallFailed if it does not."""
        deadline = time.monotonic() + GONE_WITHIN_SECONDS
        while self.uploads.is_there(self.signed_in, path):
            if time.monotonic() > deadline:
                raise CallFailed(
                    f"The photo is still in Storage {GONE_WITHIN_SECONDS:.0f} s after its last use."
                )
            time.sleep(LOOK_EVERY_SECONDS)

    def evolution(self, first: Asked, last: Asked) -> str:
        """Return I-There's description of the change between two avatars. Raises CallFailed."""
        ids = {"earlier_avatar_id": first.answer["avatar_id"], "later_avatar_id": last.answer["avatar_id"]}
        message: str = self.client.call("explain_evolution", self.signed_in, ids)["message"]
        return message

    def reel(self, style: StyleId) -> Reel:
        """Request the reel of a style and load it. Raises CallFailed."""
        links = self.client.call("evolution_reel", self.signed_in, {"style": str(style)})
        return Reel(self.client.picture(links["reel_url"]), self.client.picture(links["sheet_url"]))

    def _wish(self, stage: EvolutionStage, style: StyleId, path: str) -> dict[str, Any]:
        return life.photo_wish(self.person, stage, style, path, wait_seconds=WAIT_SECONDS)


def live(sitter: Sitter, output: Output) -> SecondAct:
    """Run the second act: consent, photo, pictures, reel. Raises CallFailed, also if the photo is not deleted."""
    person, style = sitter.person, sitter.person.style
    path = sitter.hand_in_photo()
    output.fact(
        f"{person.name} agrees (an adult, version {CONSENT_VERSION}) and uploads a photo: a drawn one."
    )
    with output.pictures(len(Timeline) + sum(map(len, life.PHOTO_STAGES.values()))) as progress:
        progress.begin("three times of one life")
        trilogy = sitter.trilogy(path)
        for time_of_life, asked in trilogy.items():
            output.came(f"{time_of_life}, day {person.chapters[sitter.today].active_days}", asked)
        progress.done(len(trilogy))
        sitter.wait_until_gone(path)
        output.fact("The photo is gone from Storage, its work done: reflections carry the likeness on.")
        stages: dict[StyleId, dict[EvolutionStage, Asked]] = {}
        for each, chosen in life.PHOTO_STAGES.items():
            stages[each] = {}
            for stage in chosen:
                words = f"{STYLES[each].title.lower()}: {STAGE_TITLES[stage]}"
                progress.begin(words)
                stages[each][stage] = asked = sitter.stage(stage, each, path)
                output.came(words, asked)
                progress.done()
        progress.begin("the reel")
        reel = sitter.reel(style)
    days = person.chapters[sitter.today].active_days
    output.words(f"day {days}", sitter.evolution(stages[style][STAGES[0]], stages[style][sitter.today]))
    looks = [Look(time_of_life, days, {style: trilogy[time_of_life]}) for time_of_life in Timeline]
    looks += [
        Look(
            stage,
            chapter.active_days,
            {each: found[stage] for each, found in stages.items() if stage in found},
        )
        for stage, chapter in person.chapters.items()
    ]
    output.looks(looks, list(stages))
    return SecondAct(looks, reel)

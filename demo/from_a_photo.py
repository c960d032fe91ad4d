"""The second act: from one photo three times of a life, then its stages in two styles, and the reel of them."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from demo import life
from demo.client import WAIT_SECONDS, Asked, Client, SignedIn
from demo.exchange import CallFailed
from demo.people import DemoPerson
from demo.snapshot import PHOTO
from demo.tables import Look
from demo.telling import Telling
from demo.uploads import Uploads
from mirror_realm.domain.progress import STAGE_TITLES, STAGES, EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.styles import StyleId

CONSENT_VERSION = "2026-11"
"""Of the words that the page shows before it takes a photo."""

GONE_WITHIN_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Reel:
    """The stages one after another."""

    animation: bytes
    """Animated WebP."""
    sheet: bytes
    """JPEG."""


@dataclass(frozen=True, slots=True)
class SecondAct:
    """What came of the photo."""

    looks: list[Look]
    reel: Reel

    @property
    def asked(self) -> Iterator[Asked]:
        """Every picture, look by look."""
        for look in self.looks:
            yield from look.styles.values()


@dataclass(frozen=True, slots=True)
class Sitter:
    """Whoever's photo it is, and the backend they talk to."""

    person: DemoPerson
    signed_in: SignedIn
    client: Client
    uploads: Uploads

    @property
    def today(self) -> EvolutionStage:
        return list(self.person.chapters)[-1]

    def hand_in_photo(self) -> str:
        """Consent first, then the photo; returns its path in Storage. Raises CallFailed."""
        consent = {"granted": True, "version": CONSENT_VERSION, "adult": True}
        self.client.call("record_photo_consent", self.signed_in, consent)
        return self.uploads.upload(self.signed_in, PHOTO.name, PHOTO.read_bytes())

    def trilogy(self, path: str) -> Mapping[str, Asked]:
        """Original, current, future. Raises CallFailed."""
        return self.client.generate_trilogy(self.signed_in, self._wish(self.today, self.person.style, path))

    def stage(self, stage: EvolutionStage, style: StyleId, path: str) -> Asked:
        """Raises CallFailed."""
        return self.client.generate_avatar(self.signed_in, self._wish(stage, style, path))

    def wait_until_gone(self, path: str) -> None:
        """Until Storage has the photo no more. Raises CallFailed where it keeps it."""
        deadline = time.monotonic() + GONE_WITHIN_SECONDS
        while self.uploads.is_there(self.signed_in, path):
            if time.monotonic() > deadline:
                raise CallFailed(
                    f"The photo is still in Storage {GONE_WITHIN_SECONDS:.0f} s after its last use."
                )
            time.sleep(LOOK_EVERY_SECONDS)

    def evolution(self, first: Asked, last: Asked) -> str:
        """What changed, as I-There says it. Raises CallFailed."""
        ids = {"earlier_avatar_id": first.answer["avatar_id"], "later_avatar_id": last.answer["avatar_id"]}
        message: str = self.client.call("explain_evolution", self.signed_in, ids)["message"]
        return message

    def reel(self, style: StyleId) -> Reel:
        """Raises CallFailed."""
        links = self.client.call("evolution_reel", self.signed_in, {"style": str(style)})
        return Reel(self.client.picture(links["reel_url"]), self.client.picture(links["sheet_url"]))

    def _wish(self, stage: EvolutionStage, style: StyleId, path: str) -> dict[str, Any]:
        return life.photo_wish(self.person, stage, style, path, wait_seconds=WAIT_SECONDS)


def live(sitter: Sitter, telling: Telling) -> SecondAct:
    """Consent, photo, pictures, reel. Raises CallFailed, also where the photo outlives its use."""
    person, style = sitter.person, sitter.person.style
    path = sitter.hand_in_photo()
    telling.fact(
        f"{person.name} agrees (an adult, version {CONSENT_VERSION}) and uploads a photo: a drawn one."
    )
    with telling.pictures(len(Timeline) + sum(map(len, life.PHOTO_STAGES.values()))) as progress:
        progress.begin("three times of one life")
        trilogy = sitter.trilogy(path)
        progress.done(len(trilogy))
        sitter.wait_until_gone(path)
        telling.fact("The photo is gone from Storage, its work done: reflections carry the likeness on.")
        stages: dict[StyleId, dict[EvolutionStage, Asked]] = {}
        for each, chosen in life.PHOTO_STAGES.items():
            stages[each] = {}
            for stage in chosen:
                progress.begin(f"{STYLES[each].title.lower()}: {STAGE_TITLES[stage]}")
                stages[each][stage] = sitter.stage(stage, each, path)
                progress.done()
        progress.begin("the reel")
        reel = sitter.reel(style)
    days = person.chapters[sitter.today].active_days
    telling.words(f"day {days}", sitter.evolution(stages[style][STAGES[0]], stages[style][sitter.today]))
    looks = [Look(time_of_life, days, {style: trilogy[time_of_life]}) for time_of_life in Timeline]
    looks += [
        Look(
            stage,
            chapter.active_days,
            {each: found[stage] for each, found in stages.items() if stage in found},
        )
        for stage, chapter in person.chapters.items()
    ]
    telling.looks(looks, list(stages))
    return SecondAct(looks, reel)

"""The user whose half year the demo shows, and the data of their requests at each stage."""

import re
from dataclasses import replace
from typing import Any

from demo.people import PEOPLE, DemoPerson
from mirror_realm.domain.character_ids import character_for
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.styles import StyleId

PHOTO_STAGES: dict[StyleId, tuple[EvolutionStage, ...]] = {
    StyleId.DAYMI: STAGES,
    StyleId.COMIC: (EvolutionStage.NEW_REFLECTION, EvolutionStage.MONTH, EvolutionStage.HALF_YEAR),
}
"""The stages requested from the photo: all of them in one style, and enough in another to recognise the person."""


def person_named(name: str) -> DemoPerson:
    """Return a demo person with six chapters: Mira, or a person of another name with Mira's progress.

    The name of a character gives that character; any other name always gives the same one.
    """
    mira = PEOPLE["mira"]
    if name.strip().lower() == mira.id:
        return mira
    address = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "someone"
    character = address if address in CHARACTERS else character_for(address)
    return replace(mira, id=f"{address}-on-the-way", name=name.strip(), character=character)


def passer_by(person: DemoPerson) -> DemoPerson:
    """Return another demo person with the same character."""
    return replace(person, id=f"beside-{person.id}", name="another user")


def visitor(person: DemoPerson) -> DemoPerson:
    """Return a demo person with the same character, who reports a picture to the operator."""
    return replace(person, id=f"visitor-{person.id}", name="a visitor")


def wish(person: DemoPerson, stage: EvolutionStage, *, wait_seconds: float) -> dict[str, Any]:
    """Return the data of the `generate_avatar` call of this person at this stage."""
    progress = person.chapters[stage]
    metrics: dict[str, Any] = {
        "active_days": progress.active_days,
        "major_achievement": progress.major_achievement,
        "discovered_traits": list(progress.discovered_traits),
        "goals_completed": progress.goals_completed,
    }
    if progress.achievement_area is not None:
        metrics["achievement_area"] = str(progress.achievement_area)
    return {
        "evolution_stage": str(stage),
        "style": str(person.style),
        "persona": str(person.persona),
        "character": person.character,
        "wait_seconds": wait_seconds,
        "progress_metrics": metrics,
    }


def photo_wish(
    person: DemoPerson, stage: EvolutionStage, style: StyleId, path: str, *, wait_seconds: float
) -> dict[str, Any]:
    """Return the same data for a picture in this style, made from the photo at a path in Storage."""
    shared = wish(person, stage, wait_seconds=wait_seconds)
    del shared["character"]
    return {**shared, "style": str(style), "reference_path": path}

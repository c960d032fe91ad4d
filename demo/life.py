"""Whose half year the demo lives, and what they ask for at each stage of it."""

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
"""What is wished for from the photo: the whole way in one style, enough to know the person again in another."""


def person_named(name: str) -> DemoPerson:
    """Somebody with six chapters: Mira, or somebody of another name on Mira's way.

    A character's own name looks like that character; any other name has one look, always the same.
    """
    mira = PEOPLE["mira"]
    if name.strip().lower() == mira.id:
        return mira
    address = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "someone"
    character = address if address in CHARACTERS else character_for(address)
    return replace(mira, id=f"{address}-on-the-way", name=name.strip(), character=character)


def passer_by(person: DemoPerson) -> DemoPerson:
    """Somebody else who happens to have the same look."""
    return replace(person, id=f"beside-{person.id}", name="somebody else")


def wish(person: DemoPerson, stage: EvolutionStage, *, wait_seconds: float) -> dict[str, Any]:
    """The data of the `generate_avatar` call that this person makes at this stage."""
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
    """The same wish in this style, made from the photo at this path in Storage instead of by a character."""
    shared = wish(person, stage, wait_seconds=wait_seconds)
    del shared["character"]
    return {**shared, "style": str(style), "reference_path": path}

"""hosting/catalogue.json, the choices of the page. `python -m demo.catalogue` writes it from the domain."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from demo.people import PEOPLE, DemoPerson
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS, Character
from mirror_realm.domain.costume_catalogue import PALETTES, PLACES, POWERS
from mirror_realm.domain.costumes import COSTUMED
from mirror_realm.domain.growth import Aspect
from mirror_realm.domain.narrative.evolution import growth_in_words
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.persona_examples import EXAMPLES
from mirror_realm.domain.presets import CATEGORY_TITLES, PRESETS, Preset
from mirror_realm.domain.progress import (
    FIRST_DAY,
    LONGEST_ACHIEVEMENT,
    MOST_DAYS,
    MOST_GOALS,
    MOST_TRAITS,
    STAGES,
    EvolutionStage,
    stage_for,
)
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.traits import GROUPS
from mirror_realm.domain.variations import COUNT

FILE = Path(__file__).parents[1] / "hosting" / "catalogue.json"

_STAGE_TITLES: dict[EvolutionStage, str] = {
    EvolutionStage.NEW_REFLECTION: "New reflection",
    EvolutionStage.FIRST_WEEK: "First week",
    EvolutionStage.TWO_WEEKS: "Two weeks",
    EvolutionStage.MONTH: "One month",
    EvolutionStage.QUARTER: "Three months",
    EvolutionStage.HALF_YEAR: "Half a year",
}


def catalogue() -> dict[str, Any]:
    """Return the catalogue as JSON values, with the ids of the API."""
    return {
        "stages": [
            {
                "id": stage,
                "title": _STAGE_TITLES[stage],
                "first_day": FIRST_DAY[stage],
                "shows": growth_in_words(stage)[Aspect.MOOD],
            }
            for stage in STAGES
        ],
        "styles": [{"id": style.id, "title": style.title} for style in STYLES.values()],
        "costumes": {
            "styles": list(COSTUMED),
            "palettes": [
                {"id": one.id, "title": one.title, "colours": list(one.colours)} for one in PALETTES.values()
            ],
            "powers": [{"id": one.id, "title": one.title} for one in POWERS.values()],
            "places": [{"id": one.id, "title": one.title} for one in PLACES.values()],
        },
        "areas": [{"id": area, "title": area.capitalize()} for area in Area],
        "traits": [group.id for group in GROUPS],
        "personas": [
            {
                "id": persona.id,
                "title": persona.title,
                "voice": persona.voice,
                "example": {
                    "day": EXAMPLES[persona.id].progress.active_days,
                    "message": EXAMPLES[persona.id].message(),
                },
            }
            for persona in PERSONAS.values()
        ],
        "preset_categories": [{"id": one, "title": title} for one, title in CATEGORY_TITLES.items()],
        "presets": [_preset(preset) for preset in PRESETS.values()],
        "characters": [
            {"id": one.id, "title": one.id.capitalize(), "looks": _looks(one)} for one in CHARACTERS.values()
        ],
        "limits": {
            "days": MOST_DAYS,
            "goals": MOST_GOALS,
            "traits": MOST_TRAITS,
            "achievement": LONGEST_ACHIEVEMENT,
            "variation": COUNT - 1,
        },
        "people": [_person(person) for person in PEOPLE.values()],
    }


def _preset(preset: Preset) -> dict[str, Any]:
    return {
        "id": preset.id,
        "category": preset.category,
        "title": preset.title,
        "description": preset.description,
        "stage": stage_for(preset.preview_progress.active_days),
        "style": preset.style,
        "persona": preset.persona,
        "character": preset.character,
        "traits": list(preset.traits),
        "area": preset.area,
    }


def _looks(character: Character) -> str:
    """Return the character sheet as a sentence for users."""
    return character.sheet.replace("; ", ", ") + "."


def _person(person: DemoPerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "about": person.about,
        "email": person.email,
        "password": person.password,
        "character": person.character,
        "persona": person.persona,
        "style": person.style,
        "chapters": {stage: asdict(progress) for stage, progress in person.chapters.items()},
    }


def text() -> str:
    """Return the content of the committed file."""
    return json.dumps(catalogue(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")

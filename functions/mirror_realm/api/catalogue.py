"""The `list_styles` callable: the choices of a wish, in words, and most with a painted preview."""

from collections.abc import Mapping
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import NoRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.domain import descriptions
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costume_catalogue import PALETTES, PLACES, POWERS, CostumePlace, Palette, Power
from mirror_realm.domain.costumes import COSTUMED
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.persona_examples import EXAMPLES
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.presets import CATEGORY_TITLES, PRESETS
from mirror_realm.domain.progress import FIRST_DAY, STAGE_TITLES, STAGES, EvolutionStage, Progress, stage_for
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.traits import GROUPS
from mirror_realm.services.fallback.placeholders import Placeholders


def list_styles(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{styles, personas, characters, stages, areas, traits, preset_categories, presets}`, each a list.

    Raises InvalidRequest.
    """
    parse(NoRequest, data)
    services = bootstrap.services()
    previews, limits = services.placeholders, services.policy.limits
    costume = {
        "palettes": [
            {**choice, "colours": list(PALETTES[choice["id"]].colours)}
            for choice in _choices(previews, "palettes", PALETTES)
        ],
        "powers": _choices(previews, "powers", POWERS),
        "places": _choices(previews, "places", PLACES),
    }
    return {
        "styles": [
            {
                "id": style.id,
                "title": style.title,
                "description": descriptions.STYLES[style.id],
                "preview_url": previews.url(style.id, EvolutionStage.MONTH),
                "plans": limits.having_style(style.id),
                "costume": costume if style.id in COSTUMED else None,
            }
            for style in STYLES.values()
        ],
        "personas": [
            {
                "id": persona.id,
                "title": persona.title,
                "description": descriptions.PERSONAS[persona.id],
                "preview_url": previews.preview("personas", persona.id),
                "example": _example(persona.id, previews),
            }
            for persona in PERSONAS.values()
        ],
        "characters": [
            {
                "id": name,
                "title": name.title(),
                "description": descriptions.CHARACTERS[name],
                "preview_url": previews.preview("characters", name),
            }
            for name in CHARACTERS
        ],
        "stages": [
            {
                "id": stage,
                "title": STAGE_TITLES[stage].capitalize(),
                "from_day": FIRST_DAY[stage],
                "description": descriptions.STAGES[stage],
            }
            for stage in STAGES
        ],
        "areas": [{"id": area, "title": area.capitalize()} for area in Area],
        "traits": [
            {"id": group.id, "title": group.id.capitalize(), "examples": list(group.words[:3])}
            for group in GROUPS
        ],
        "preset_categories": [
            {"id": category, "title": title} for category, title in CATEGORY_TITLES.items()
        ],
        "presets": [
            {
                "id": preset.id,
                "category": preset.category,
                "title": preset.title,
                "description": preset.description,
                "preview_url": previews.preview("presets", preset.id),
                "preview_stage": stage_for(preset.preview_progress.active_days),
                "style": preset.style,
                "persona": preset.persona,
                "character": preset.character,
                "discovered_traits": list(preset.traits),
                "achievement_area": preset.area,
                "plans": limits.having_style(preset.style),
            }
            for preset in PRESETS.values()
        ],
    }


def _example(persona: PersonaId, previews: Placeholders) -> dict[str, Any]:
    example = EXAMPLES[persona]
    return {
        "character": example.character,
        "evolution_stage": example.stage,
        "progress_metrics": _metrics(example.progress),
        "ithere_message": example.message(),
        "preview_url": previews.preview("examples", persona),
    }


def _metrics(progress: Progress) -> dict[str, Any]:
    """Return the progress as a request names it."""
    return {**progress.to_document(), "discovered_traits": list(progress.discovered_traits)}


def _choices(
    previews: Placeholders, kind: str, choices: Mapping[Any, Palette | Power | CostumePlace]
) -> list[dict[str, Any]]:
    return [
        {
            "id": choice.id,
            "title": choice.title,
            "description": choice.description,
            "preview_url": previews.preview(kind, choice.id),
        }
        for choice in choices.values()
    ]

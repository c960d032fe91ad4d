"""The `list_styles` callable: styles, personas and characters to choose from, each with a painted preview."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import NoRequest, parse
from mirror_realm.api.callables import Caller
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.style_catalogue import STYLES


def list_styles(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{styles, personas, characters}`, lists of `{id, title, preview_url}`. Raises InvalidRequest."""
    parse(NoRequest, data)
    previews = bootstrap.services().placeholders
    return {
        "styles": [
            {
                "id": style.id,
                "title": style.title,
                "preview_url": previews.url(style.id, EvolutionStage.MONTH),
            }
            for style in STYLES.values()
        ],
        "personas": [
            {
                "id": persona.id,
                "title": persona.title,
                "preview_url": previews.preview("personas", persona.id),
            }
            for persona in PERSONAS.values()
        ],
        "characters": [
            {"id": name, "title": name.title(), "preview_url": previews.preview("characters", name)}
            for name in CHARACTERS
        ],
    }

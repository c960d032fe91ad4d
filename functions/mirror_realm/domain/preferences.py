"""Preferences: what a person has chosen, as they stored it. Whatever is not understood counts as not chosen."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.styles import StyleId


@dataclass(frozen=True, slots=True)
class Preferences:
    """`users/{uid}/settings/current`."""

    style: StyleId = StyleId.DAYMI
    persona: PersonaId = PersonaId.COMPANION
    character: str | None = None
    time_zone: str | None = None

    def to_document(self) -> dict[str, Any]:
        return {
            "style": self.style,
            "persona": self.persona,
            "character": self.character,
            "time_zone": self.time_zone,
        }

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "Preferences":
        """Never raises: the rules validate it, and an old app may have stored what is no longer there."""
        style, persona, character = data.get("style"), data.get("persona"), data.get("character")
        zone = data.get("time_zone")
        return cls(
            style=_chosen(StyleId, style, StyleId.DAYMI),
            persona=_chosen(PersonaId, persona, PersonaId.COMPANION),
            character=character if isinstance(character, str) and character in CHARACTERS else None,
            time_zone=zone if isinstance(zone, str) and _is_zone(zone) else None,
        )


Choice = TypeVar("Choice", bound=StrEnum)


def _chosen(kind: type[Choice], value: Any, default: Choice) -> Choice:
    return kind(value) if isinstance(value, str) and value in set(kind) else default


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True

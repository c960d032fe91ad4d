"""Preferences: the choices that a user stored. A value that is not understood counts as no choice."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mirror_realm.domain.character_ids import CHARACTER_IDS
from mirror_realm.domain.codec import Document, Stored
from mirror_realm.domain.narrative.languages import is_tag
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.styles import StyleId

Choice = TypeVar("Choice", bound=StrEnum)


def _chosen(default: Choice) -> Callable[[Any], Choice]:
    """Return a conversion to a member of the default's enum: the default unless the value is one of them."""
    kind = type(default)
    return lambda value: kind(value) if isinstance(value, str) and value in set(kind) else default


def _character(value: Any) -> str | None:
    return value if isinstance(value, str) and value in CHARACTER_IDS else None


def _time_zone(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return value


def _locale(value: Any) -> str | None:
    return value if isinstance(value, str) and is_tag(value) else None


@dataclass(frozen=True, slots=True)
class Preferences(Document):
    """`users/{uid}/settings/current`.

    Reading it never raises: the rules validate it, but an old app may have stored a choice that no longer exists.
    """

    style: Annotated[StyleId, Stored(defaulted=True, decode=_chosen(StyleId.DAYMI))] = StyleId.DAYMI
    persona: Annotated[PersonaId, Stored(defaulted=True, decode=_chosen(PersonaId.COMPANION))] = (
        PersonaId.COMPANION
    )
    character: Annotated[str | None, Stored(defaulted=True, decode=_character)] = None
    time_zone: Annotated[str | None, Stored(defaulted=True, decode=_time_zone)] = None
    locale: Annotated[str | None, Stored(defaulted=True, decode=_locale)] = None
    """The language tag of I-There's messages, for wishes that name none and are not calls."""

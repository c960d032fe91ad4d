"""Costumes: what a user may choose of a hero's looks. A hit does not load their catalogue, `costume_catalogue.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mirror_realm.domain.codec import ClosedDocument, OmittedAtDefault
from mirror_realm.domain.styles import StyleId


class PaletteId(StrEnum):
    """The colours of the costume, in place of the character's own."""

    CRIMSON = "crimson"
    MARIGOLD = "marigold"
    EMERALD = "emerald"
    AZURE = "azure"
    VIOLET = "violet"
    PEARL = "pearl"


class PowerId(StrEnum):
    """The power that shows around the figure."""

    LIGHT = "light"
    WIND = "wind"
    WATER = "water"
    FROST = "frost"
    LEAVES = "leaves"
    LIGHTNING = "lightning"
    STARS = "stars"


class PlaceId(StrEnum):
    """The place behind the figure, in place of the style's own."""

    FOREST = "forest"
    PEAKS = "peaks"
    COAST = "coast"
    DESERT = "desert"
    CLOUDS = "clouds"
    AURORA = "aurora"


COSTUMED = (StyleId.SUPERHERO, StyleId.CINEMATIC_HERO, StyleId.NOIR_HERO)
"""The styles that have a costume."""


@dataclass(frozen=True, slots=True)
class Costume(ClosedDocument):
    """The choices of a wish in a hero style: at least one. A choice that is not made is the style's own."""

    palette: OmittedAtDefault[PaletteId | None] = None
    power: OmittedAtDefault[PowerId | None] = None
    place: OmittedAtDefault[PlaceId | None] = None

    def __post_init__(self) -> None:
        if self.palette is None and self.power is None and self.place is None:
            raise ValueError("a costume makes at least one choice")


def stored_costume(data: Mapping[str, Any] | None) -> Costume | None:
    """Return the costume of a stored recipe. Raises as `Document.from_document`."""
    return Costume.from_document(data) if data else None


def chosen(
    palette: PaletteId | None = None, power: PowerId | None = None, place: PlaceId | None = None
) -> Costume | None:
    """Return the costume of these choices; None for none, so that a wish without a choice has no costume."""
    return Costume(palette, power, place) if palette or power or place else None

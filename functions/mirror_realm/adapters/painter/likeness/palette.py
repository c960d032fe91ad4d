"""Palette: the colours a likeness may have, and the distance between two colours."""

from collections.abc import Iterable
from math import sqrt

from mirror_realm.adapters.painter.appearance import SKINS, SkinTone
from mirror_realm.adapters.painter.colour import CLOTHES, HAIR, Colour

OUTFITS: tuple[Colour, ...] = (
    *CLOTHES.values(),
    (62, 70, 96),  # navy
    (74, 70, 74),  # charcoal
    (236, 232, 228),  # white
    (206, 62, 60),  # red
    (70, 118, 84),  # forest green
    (120, 170, 210),  # sky blue
    (236, 164, 172),  # pink
)
"""What people wear, beyond the warm colours of the characters."""

SCARVES: tuple[Colour, ...] = tuple(CLOTHES.values())

HAIRS: tuple[Colour, ...] = tuple(colour for name, colour in HAIR.items() if name != "terracotta")
"""Without the colour that only a scarf has."""


def distance(a: Colour, b: Colour) -> float:
    """Return how different two colours look, in levels. Lightness, which light changes, counts least."""
    lightness = _lightness(a) - _lightness(b)
    red = (a[0] - _lightness(a)) - (b[0] - _lightness(b))
    blue = (a[2] - _lightness(a)) - (b[2] - _lightness(b))
    return sqrt(0.35 * lightness * lightness + 1.5 * (red * red + blue * blue))


def nearest(seen: Colour, colours: Iterable[Colour]) -> Colour:
    return min(colours, key=lambda colour: distance(seen, colour))


def nearest_skin(seen: Colour) -> SkinTone:
    return min(SKINS.values(), key=lambda tone: distance(seen, tone.base))


def _lightness(a: Colour) -> float:
    return 0.3 * a[0] + 0.59 * a[1] + 0.11 * a[2]

"""Finish, light and material: how a surface answers to light, as data and as colour ramps. No pixels."""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from mirror_realm.adapters.painter.colour import (
    WHITE,
    Colour,
    luminance,
    mix,
    saturated,
    scaled,
    times,
)

Ramp = tuple[int, ...]
"""768 entries: red, green and blue for each of 256 amounts of light, as Pillow's `point` takes them."""


@dataclass(frozen=True, slots=True)
class Light:
    """The key light of a scene and what fills its shadows."""

    x: float = -0.62
    """Where it comes from: negative is left."""
    y: float = -0.78
    key: Colour = (255, 226, 170)
    """Lit sides lean to this."""
    shade: Colour = (170, 104, 104)
    """Shadows are multiplied by this."""
    strength: float = 1.0
    rim: Colour = (255, 206, 130)
    rim_strength: float = 0.5
    """Light from behind, along the side away from the key."""


@dataclass(frozen=True, slots=True)
class Finish:
    """A medium: how all forms are rendered."""

    tones: int = 0
    """0: continuous shading; 2 or 3: that many flat tones."""
    ink: float = 0.0
    """Width of outlines, in units of a 1024 picture."""
    ink_share: float = 1.0
    """1: outlines in ink; less: in a darkened local colour."""
    halftone: float = 0.0
    """Strength of the dots in shadows."""
    gloss: float = 1.0
    contrast: float = 1.0
    shadow_blur: float = 1.0
    """Softness of cast shadows; near 0 they are cut out."""
    saturation: float = 1.0
    tint: Colour = WHITE
    tint_share: float = 0.0
    bloom: float = 0.5
    blood: float = 1.0
    """How much skin keeps the warmth of its own shadows against the light's."""

    def tinted(self, colour: Colour) -> Colour:
        """Return a local colour as this medium shows it."""
        drained = saturated(colour, self.saturation)
        return mix(drained, times(drained, self.tint), self.tint_share)


PLAIN = Finish()
"""The house style's own: soft, warm, continuous."""


@dataclass(frozen=True, slots=True)
class Material:
    """A surface: its colour and how round and shiny it looks."""

    colour: Colour
    depth: float = 30.0
    """How far from its edge a form keeps curving, in units."""
    gain: float = 1.7
    """Steepness of the form."""
    gloss: float = 0.4
    shadow: Colour | None = None
    """The colour that its shadows are multiplied by (skin has its own); None takes the light's shade."""
    accent: bool = False
    """Kept in full colour by media that drain all others."""


def cloth(colour: Colour, depth: float = 46) -> Material:
    return Material(colour, depth=depth, gain=1.7, gloss=0.3)


def hard(colour: Colour, depth: float = 12) -> Material:
    """Return the material of wood, paper and card: small bevels, little shine."""
    return Material(colour, depth=depth, gain=1.3, gloss=0.35)


def shiny(colour: Colour, depth: float = 24) -> Material:
    """Return a glazed, polished or metal material."""
    return Material(colour, depth=depth, gain=2.2, gloss=0.8)


def leaf(colour: Colour, depth: float = 14) -> Material:
    return Material(colour, depth=depth, gain=2.0, gloss=0.45, shadow=(128, 138, 110))


@lru_cache(maxsize=512)
def ramp(material: Material, light: Light, finish: Finish) -> Ramp:
    """Return the colours of a material, from the deepest shadow to the brightest light."""
    colour = material.colour if material.accent else finish.tinted(material.colour)
    own = material.shadow or light.shade
    shade = (
        mix(light.shade, times(own, mix(light.shade, WHITE, 0.45)), finish.blood) if material.shadow else own
    )
    if finish.saturation < 1 and not material.accent:
        shade = finish.tinted(shade)
    gloss = material.gloss * finish.gloss
    power = light.strength
    dark = times(colour, mix(WHITE, shade, min(1.0, 0.9 * power)))
    darkest = times(dark, mix(WHITE, shade, min(1.0, 0.75 * power)))
    bright = mix(scaled(colour, 1.14), light.key, 0.20 * gloss + 0.08)
    brightest = mix(scaled(colour, 1.3), mix(light.key, WHITE, 0.35), 0.72 * gloss + 0.08)
    if finish.tones:
        return _stepped(darkest, dark, colour, bright, brightest, finish.tones)
    return _table(((0.0, darkest), (0.26, dark), (0.5, colour), (0.70, bright), (1.0, brightest)))


def _stepped(
    darkest: Colour, dark: Colour, colour: Colour, bright: Colour, brightest: Colour, tones: int
) -> Ramp:
    dark = mix(colour, dark, 0.8)
    stops = [(0.0, dark), (0.36, dark), (0.38, colour)]
    if tones > 2:
        stops = [(0.0, darkest), (0.1, darkest), (0.13, dark), (0.36, dark), (0.38, colour)]
        stops += [(0.66, colour), (0.69, bright), (0.9, bright), (0.93, brightest)]
    return _table((*stops, (1.0, stops[-1][1])))


def _table(stops: tuple[tuple[float, Colour], ...]) -> Ramp:
    # Colours are within 0-255 by construction: no entry needs clamping.
    entries: list[int] = []
    for channel in range(3):
        for (start, first), (end, second) in pairwise(stops):
            step = (second[channel] - first[channel]) / ((end - start) * 255 or 1.0)
            offset = first[channel] - start * 255 * step + 0.5
            entries += [int(offset + step * v) for v in range(math.ceil(start * 255), math.ceil(end * 255))]
        entries.append(round(stops[-1][1][channel]))
    return tuple(entries)


@lru_cache(maxsize=128)
def gradient(*stops: tuple[float, Colour]) -> Ramp:
    """Return a plain colour gradient over 256 values."""
    return _table(stops)


def ink_for(colour: Colour, finish: Finish, ink: Colour) -> Colour:
    """Return the colour of the line around a surface."""
    local = times(times(colour, colour), (150, 110, 120))
    return mix(local, ink, finish.ink_share if luminance(colour) > 0.08 else 1.0)

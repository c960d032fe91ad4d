"""The likeness of one of the painter's own pictures, found by painting it again and comparing.

The surroundings give style and stage, and with them the place of the face and the light. The person is then painted
with each kind of hair, and the nearest is chosen; then with the measured colours, which are corrected by the
difference, because the light has changed them.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from PIL import Image, ImageChops, ImageStat

from mirror_realm.adapters.painter.appearance import SKINS, Appearance
from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.adapters.painter.likeness import tables
from mirror_realm.adapters.painter.likeness.palette import HAIRS, OUTFITS, SCARVES, distance
from mirror_realm.adapters.painter.likeness.portrait import Portrait
from mirror_realm.adapters.painter.likeness.sitters import (
    SIZE,
    Setting,
    face_in,
    painted,
    tiny,
)
from mirror_realm.adapters.painter.likeness.unmeasured import coloured, snapped, unmeasured
from mirror_realm.adapters.painter.looks.styles import STYLE_LOOKS
from mirror_realm.domain.characters import HairKind
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId

_CORRECTIONS = 2
_LIKELY_KINDS = 4
"""Kinds of hair that are compared again in the corrected colours: before, the colours may mislead."""

_DRAINED = 0.5
"""Saturation of a style's finish below which its colours are no evidence: every colour of the palette is tried."""

_USUAL = 0.8
"""Factor on the present's difference: a picture is of the present unless another time is clearly nearer."""

_HIDDEN = 30.0
"""Distance of two outfits' colours on the chest below which a costume hides what one wears."""

Paint = Callable[[Appearance], Portrait]


def likeness_of_painting(picture: Image.Image, digests: tuple[str, ...], persona: PersonaId) -> Appearance:
    """Return the person of a square picture of any style, stage and time of life.

    digests: the ones it was painted with.
    persona: the one it most likely shows, the person's own.
    """
    style, stage = _place(picture)
    seen = Portrait(picture.resize((SIZE, SIZE), Image.Resampling.BOX), face_in(style, stage))
    setting = _in_its_time(seen, Setting(style, stage, persona), digests)

    @cache
    def paint(person: Appearance) -> Portrait:
        return painted(setting, person, digests)

    person = coloured(unmeasured(digests), seen.skin, seen.hair, seen.outfit)
    likeliest = _nearest_first([replace(person, hair_kind=kind) for kind in HairKind], seen, paint)
    person = likeliest[0]
    for _ in range(_CORRECTIONS):
        person = _corrected(person, seen, paint(person))
    kinds = [somebody.hair_kind for somebody in likeliest[:_LIKELY_KINDS]]
    person = _nearest_looking([replace(snapped(person), hair_kind=kind) for kind in kinds], seen, paint)
    choice = 3 if STYLE_LOOKS[style].finish.saturation > _DRAINED else None
    person = _nearest_looking(_in_skins(person)[:choice], seen, paint)
    person = _nearest_looking(_in_hair_colours(person)[:choice], seen, paint)
    return _with_outfit(person, seen, paint)


def _place(picture: Image.Image) -> tuple[StyleId, EvolutionStage]:
    small = tiny(picture)
    known, around = tables.stored().places, _around()
    return min(known, key=lambda place: _difference(known[place], small, around))


def _in_its_time(seen: Portrait, setting: Setting, digests: tuple[str, ...]) -> Setting:
    """Return the setting with its time of life, told by the colour grading of the surroundings."""
    anybody, small = unmeasured(digests), tiny(seen.picture)

    def away(time: Setting) -> float:
        differs = _difference(tiny(painted(time, anybody, digests).picture), small, _around())
        return differs * (_USUAL if time.timeline is Timeline.CURRENT else 1.0)

    return min((replace(setting, timeline=timeline) for timeline in Timeline), key=away)


def _around() -> Image.Image:
    """Return a mask of everything but the person."""
    around = Image.new("L", (32, 32), 255)
    around.paste(0, (8, 4, 24, 32))
    return around


def _in_skins(person: Appearance) -> list[Appearance]:
    """Return the person in every complexion, the likeliest first."""
    return [
        replace(person, skin=tone)
        for tone in sorted(SKINS.values(), key=lambda tone: distance(tone.base, person.skin.base))
    ]


def _in_hair_colours(person: Appearance) -> list[Appearance]:
    """Return the person in every colour of hair, the likeliest first."""
    colours = SCARVES if person.hair_kind is HairKind.HEADSCARF else HAIRS
    return [
        replace(person, hair=colour, hair_ends=colour)
        for colour in sorted(colours, key=lambda colour: distance(colour, person.hair))
    ]


def _nearest_looking(people: list[Appearance], seen: Portrait, paint: Paint) -> Appearance:
    """Return the person whose painted head is nearest to the one seen."""
    return _nearest_first(people, seen, paint)[0]


def _nearest_first(people: list[Appearance], seen: Portrait, paint: Paint) -> list[Appearance]:
    """Return the people in the order of how near their painted heads are to the one seen."""
    head = _head(seen)
    return sorted(people, key=lambda person: _difference(_head(paint(person)), head))


def _with_outfit(person: Appearance, seen: Portrait, paint: Paint) -> Appearance:
    """Return the person in the outfit whose picture is nearest; in any outfit if a costume hides it."""
    light, dark = (paint(replace(person, outfit=colour)) for colour in ((244, 224, 190), (62, 70, 96)))
    shows = distance(light.outfit, dark.outfit) > _HIDDEN
    likeliest = sorted(OUTFITS, key=lambda colour: distance(colour, person.outfit))
    return min(
        (replace(person, outfit=colour) for colour in likeliest[: 5 if shows else None]),
        key=lambda somebody: _difference(paint(somebody).picture, seen.picture),
    )


def _corrected(person: Appearance, seen: Portrait, came_out: Portrait) -> Appearance:
    hair = person.hair
    if seen.hair is not None and came_out.hair is not None:
        hair = _scaled(hair, seen.hair, came_out.hair)
    return coloured(
        person,
        _scaled(person.skin.base, seen.skin, came_out.skin),
        hair,
        _scaled(person.outfit, seen.outfit, came_out.outfit),
    )


def _scaled(colour: Colour, seen: Colour, came_out: Colour) -> Colour:
    """Return the colour that would have been painted as it was seen, if light multiplies each channel."""
    red, green, blue = (
        min(255.0, max(0.0, was * min(2.0, max(0.5, (wanted + 4) / (got + 4)))))
        for was, wanted, got in zip(colour, seen, came_out, strict=True)
    )
    return (red, green, blue)


def _head(portrait: Portrait) -> Image.Image:
    """Return head and shoulders."""
    size, face = portrait.picture.width, portrait.face
    half = face.half_width
    box = (face.x - 1.9 * half, face.y - 2.0 * half, face.x + 1.9 * half, face.y + 2.2 * half)
    left, top, right, bottom = (round(edge * size) for edge in box)
    return portrait.picture.crop((left, top, right, bottom)).resize((38, 42), Image.Resampling.BOX)


def _difference(a: Image.Image, b: Image.Image, mask: Image.Image | None = None) -> float:
    return float(sum(ImageStat.Stat(ImageChops.difference(a, b), mask).rms))

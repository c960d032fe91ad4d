"""The likeness of a photo: rough, from simple colours alone."""

from dataclasses import replace

from PIL import Image

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.adapters.painter.likeness import tables
from mirror_realm.adapters.painter.likeness.faces import face_of
from mirror_realm.adapters.painter.likeness.portrait import Portrait, agreement, normalised
from mirror_realm.adapters.painter.likeness.sitters import models
from mirror_realm.adapters.painter.likeness.unmeasured import coloured, snapped, unmeasured
from mirror_realm.domain.characters import HairKind

_COMPLEXION: Colour = (1 / 0.97, 1 / 0.94, 1 / 0.94)
"""A face is a little darker and redder than its skin: as measured on painted portraits."""

_HAIR: Colour = (1 / 0.86, 1 / 0.83, 1 / 0.86)
"""Hair lies half in its own shadow: as measured on painted portraits."""


def likeness_of_photo(picture: Image.Image, digests: tuple[str, ...]) -> Appearance:
    """Return the person of a photo: complexion, colour and kind of hair, colour of clothes."""
    seen = Portrait(picture, face_of(picture))
    red, green, blue = (
        min(255.0, channel * brightening) for channel, brightening in zip(seen.skin, _COMPLEXION, strict=True)
    )
    person = coloured(unmeasured(digests), (red, green, blue), seen.hair, seen.outfit)
    return snapped(replace(person, hair_kind=_kind_of_hair(seen)))


def _kind_of_hair(seen: Portrait) -> HairKind:
    if seen.hair is None:
        return HairKind.BALD
    known = tables.stored().outlines
    return max(known, key=lambda kind: agreement(known[kind], seen.outline))


def outlines() -> dict[HairKind, list[float]]:
    """Return the outline of each kind of hair around the sitters' heads."""
    return {
        kind: normalised(
            [sum(values) for values in zip(*(sitter.outline for sitter in sitters), strict=True)], floor=0.0
        )
        for kind, sitters in models().items()
        if kind is not HairKind.BALD
    }

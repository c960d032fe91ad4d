"""Unmeasured: the features that a picture's colours do not give, and a person of given colours."""

from dataclasses import replace

from mirror_realm.adapters.painter.appearance import SKINS, Appearance, Marks, from_digests
from mirror_realm.adapters.painter.colour import EYES, Colour
from mirror_realm.adapters.painter.likeness.palette import (
    HAIRS,
    OUTFITS,
    SCARVES,
    nearest,
    nearest_skin,
)
from mirror_realm.domain.characters import HairKind, Skin

_DARK = tuple(SKINS[skin] for skin in (Skin.BRONZE, Skin.BROWN, Skin.DEEP))


def unmeasured(digests: tuple[str, ...]) -> Appearance:
    """Return a person derived from the digests: eyes, build and the shape of the face; no glasses or marks."""
    return replace(from_digests(digests), glasses=False, marks=Marks(), age=0.15)


def coloured(person: Appearance, skin: Colour, hair: Colour | None, outfit: Colour) -> Appearance:
    """Return the person in these colours. Without visible hair the hair's colour stays: it is that of the eyebrows."""
    hair = hair or person.hair
    tone = replace(nearest_skin(skin), base=skin)
    return replace(person, skin=tone, hair=hair, hair_ends=hair, outfit=outfit)


def snapped(person: Appearance) -> Appearance:
    """Return the person in the nearest colours of the palette."""
    skin = nearest_skin(person.skin.base)
    hair = nearest(person.hair, SCARVES if person.hair_kind is HairKind.HEADSCARF else HAIRS)
    return replace(
        person,
        skin=skin,
        hair=hair,
        hair_ends=hair,
        eyes=EYES["deep brown"] if skin in _DARK else person.eyes,
        outfit=nearest(person.outfit, OUTFITS),
    )

"""Appearance: who is painted, as shapes and colours; from a character sheet or from digests.

This separates the person from the painting: the painter draws any `Appearance`, however it was made.
"""

import hashlib
import random
from dataclasses import dataclass, replace

from mirror_realm.adapters.painter.colour import CLOTHES, EYES, HAIR, Colour, mix, named
from mirror_realm.domain.characters import CHARACTERS, Build, Character, HairKind, Skin
from mirror_realm.domain.recipe import Recipe


@dataclass(frozen=True, slots=True)
class SkinTone:
    """A complexion: its middle tone and what blood and shadow do to it."""

    base: Colour
    blush: Colour
    lip: Colour
    shadow: Colour
    """The colour that shadows are multiplied by."""


SKINS: dict[Skin, SkinTone] = {
    Skin.PORCELAIN: SkinTone((246, 210, 190), (244, 144, 128), (222, 112, 108), (216, 146, 136)),
    Skin.FAIR: SkinTone((247, 202, 172), (242, 132, 108), (216, 100, 92), (212, 138, 120)),
    Skin.PEACH: SkinTone((244, 190, 150), (242, 126, 96), (206, 92, 80), (208, 132, 110)),
    Skin.OLIVE: SkinTone((232, 182, 134), (220, 116, 82), (188, 88, 72), (200, 130, 100)),
    Skin.TAN: SkinTone((222, 164, 114), (212, 104, 74), (178, 82, 66), (194, 122, 92)),
    Skin.BRONZE: SkinTone((190, 128, 84), (188, 88, 60), (154, 68, 56), (184, 110, 84)),
    Skin.BROWN: SkinTone((152, 96, 66), (164, 70, 52), (134, 58, 54), (172, 100, 84)),
    Skin.DEEP: SkinTone((120, 74, 52), (138, 58, 46), (112, 50, 48), (164, 94, 88)),
}


@dataclass(frozen=True, slots=True)
class FaceShape:
    """Proportions of the face, 1 being the average of all of them."""

    cheek: float = 1.0
    jaw: float = 1.0
    chin: float = 1.0
    """Width of the chin."""
    length: float = 1.0
    nose: float = 1.0
    lips: float = 1.0
    brow: float = 1.0
    """Thickness of the eyebrows."""
    eye: float = 1.0
    eye_slant: float = 0.0
    """Degrees by which the outer corner rises."""
    lash: float = 0.5
    """0: a plain lid line; 1: long lashes."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is kept on the face at every stage."""

    freckles: float = 0.0
    beard: float = 0.0
    goatee: float = 0.0
    grizzled: bool = False
    """Whether beard and brows are going grey."""
    earrings: bool = False
    beauty_spot: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """Everything that makes a person recognisable, and nothing about mood, place or style."""

    hair_kind: HairKind
    hair: Colour
    hair_ends: Colour
    """Colour of the tips; equal to `hair` for most."""
    eyes: Colour
    skin: SkinTone
    build: Build
    outfit: Colour
    face: FaceShape = FaceShape()
    glasses: bool = False
    marks: Marks = Marks()
    age: float = 0.0
    """0 young, 1 in the sixties: lines and softness of the skin."""


_FACES: dict[str, FaceShape] = {
    "wren": FaceShape(cheek=1.0, jaw=0.88, chin=0.82, eye=1.04, eye_slant=3, lash=0.9, lips=1.1),
    "sol": FaceShape(cheek=0.99, jaw=1.12, chin=1.2, length=1.02, nose=1.15, brow=1.5, eye=0.92, lash=0.2),
    "juniper": FaceShape(cheek=1.08, jaw=1.06, chin=0.92, length=0.96, nose=0.92, eye=1.05, lash=0.8),
    "ash": FaceShape(
        cheek=0.95, jaw=1.0, chin=1.15, length=1.06, nose=1.2, lips=1.25, brow=1.35, eye=0.88, lash=0.1
    ),
    "noor": FaceShape(
        cheek=0.97, jaw=0.92, chin=0.86, length=1.03, brow=1.15, eye=1.04, eye_slant=5, lash=1.0, lips=1.15
    ),
    "kai": FaceShape(
        cheek=0.95, jaw=0.88, chin=0.76, length=1.03, brow=1.2, eye=0.94, eye_slant=5, lash=0.2, nose=0.95
    ),
    "amara": FaceShape(
        cheek=1.07, jaw=1.02, chin=0.9, length=0.98, nose=1.12, lips=1.4, eye=1.06, eye_slant=2, lash=1.0
    ),
    "mei": FaceShape(cheek=1.0, jaw=0.94, chin=0.84, nose=0.84, eye=0.98, eye_slant=5, lash=0.7, lips=1.0),
    "marlow": FaceShape(
        cheek=1.05, jaw=1.08, chin=1.05, nose=1.2, brow=1.1, eye=0.9, eye_slant=-4, lash=0.3, lips=0.85
    ),
    "indra": FaceShape(
        cheek=0.98, jaw=0.98, chin=0.95, length=1.03, nose=1.1, brow=1.6, lips=1.2, lash=0.6, eye_slant=2
    ),
    "zuri": FaceShape(
        cheek=1.0, jaw=0.9, chin=0.82, length=1.02, nose=1.05, lips=1.35, eye=1.02, eye_slant=4, lash=0.9
    ),
    "robin": FaceShape(
        cheek=0.94, jaw=0.92, chin=0.88, length=1.03, nose=1.02, brow=0.85, eye=0.95, lash=0.5, lips=0.95
    ),
}
"""The sheets' words on faces, as numbers. A character not listed gets the average face, bent by its words."""

_FACE_WORDS: dict[str, dict[str, float]] = {
    "round": {"cheek": 1.07, "jaw": 1.04},
    "square": {"jaw": 1.12, "chin": 1.2},
    "heart": {"jaw": 0.88, "chin": 0.82},
    "long": {"length": 1.06, "cheek": 0.95},
    "narrow": {"cheek": 0.94, "jaw": 0.92},
    "pointed": {"chin": 0.76},
    "brow": {"brow": 1.5},
}

_AGES = {"twenties": 0.0, "thirties": 0.15, "forties": 0.45, "fifties": 0.7, "sixties": 1.0, "seventies": 1.2}


def appearance_for(recipe: Recipe) -> Appearance:
    """Return the person of a recipe: its character or, for a personal one, a person derived from the digests."""
    if recipe.character is None:
        return from_digests(recipe.references)
    return from_sheet(CHARACTERS[recipe.character])


def from_sheet(sheet: Character) -> Appearance:
    """Return a character sheet as shapes and colours."""
    hair = named(sheet.hair_colour, HAIR) or HAIR["dark brown"]
    ends = named(sheet.hair_colour.partition(" with ")[2], HAIR) or hair
    mark = sheet.mark
    grizzled = "salt-and-pepper" in mark
    return Appearance(
        hair_kind=sheet.hair_kind,
        hair=mix(hair, (190, 186, 186), 0.45) if grizzled else hair,
        hair_ends=ends,
        eyes=named(sheet.eyes, EYES) or EYES["brown"],
        skin=SKINS[sheet.skin],
        build=sheet.build,
        outfit=named(sheet.outfit, CLOTHES) or CLOTHES["burnt orange"],
        face=_FACES.get(sheet.id) or _face_of(sheet.face),
        glasses=sheet.glasses,
        marks=Marks(
            freckles=0.6 if "light freckles" in mark else 1.0 if "freckles" in mark else 0.0,
            beard=1.0 if "beard" in mark else 0.0,
            goatee=1.0 if "goatee" in mark else 0.0,
            grizzled=grizzled,
            earrings="earring" in mark,
            beauty_spot="beauty spot" in mark,
        ),
        age=next((years for word, years in _AGES.items() if word in sheet.age), 0.2),
    )


def _face_of(words: str) -> FaceShape:
    face = FaceShape()
    for word, bend in _FACE_WORDS.items():
        if word in words:
            face = replace(face, **bend)
    return face


_DARK_HAIR = ("black", "dark brown", "brown")
_ANY_HAIR = (*_DARK_HAIR, "chestnut", "copper", "blond", "ash blond")


def from_digests(references: tuple[str, ...]) -> Appearance:
    """Return a person derived from digests: the same for the same references, without any feature of the photo.

    The person never has a headscarf: wearing one is a personal choice.
    """
    dice = random.Random(hashlib.sha256("\n".join(references).encode()).digest())
    skin = dice.choice(list(Skin))
    dark = skin in (Skin.BRONZE, Skin.BROWN, Skin.DEEP)
    hair = HAIR[dice.choice(_DARK_HAIR if dark else _ANY_HAIR)]
    return Appearance(
        hair_kind=dice.choice([kind for kind in HairKind if kind is not HairKind.HEADSCARF]),
        hair=hair,
        hair_ends=hair,
        eyes=EYES[dice.choice([name for name in sorted(EYES) if "brown" in name or not dark])],
        skin=SKINS[skin],
        build=dice.choice(list(Build)),
        outfit=CLOTHES[dice.choice(sorted(CLOTHES))],
        face=FaceShape(
            cheek=dice.uniform(0.95, 1.06),
            jaw=dice.uniform(0.9, 1.1),
            chin=dice.uniform(0.8, 1.15),
            length=dice.uniform(0.97, 1.05),
            nose=dice.uniform(0.9, 1.15),
            lips=dice.uniform(0.9, 1.3),
            brow=dice.uniform(0.9, 1.4),
            eye=dice.uniform(0.92, 1.05),
            lash=dice.uniform(0.1, 0.9),
        ),
        glasses=dice.random() < 0.25,
        marks=Marks(freckles=1.0 if dice.random() < 0.2 else 0.0),
        age=dice.choice((0.0, 0.0, 0.15, 0.3)),
    )

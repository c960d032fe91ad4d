"""Kept looks: the measured part of an Appearance as text, stored with a picture, so that it is not measured again."""

import json
from dataclasses import replace

from mirror_realm.adapters.painter.appearance import SKINS, Appearance
from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.adapters.painter.likeness.unmeasured import snapped, unmeasured
from mirror_realm.domain.characters import HairKind, Skin

_VERSION = 1
"""Raised when the fields change; looks of another version are measured from the picture."""


def kept(person: Appearance) -> str:
    """Return the measured features of a person whose colours are the palette's."""
    skin = next(name for name, tone in SKINS.items() if tone == person.skin)
    return json.dumps(
        {
            "version": _VERSION,
            "hair_kind": person.hair_kind,
            "hair": person.hair,
            "skin": skin,
            "outfit": person.outfit,
        },
        separators=(",", ":"),
    )


def person_of(looks: str, digests: tuple[str, ...]) -> Appearance | None:
    """Return the person of kept looks, with the features of the digests; None if the text is not what `kept` wrote."""
    try:
        found = json.loads(looks)
        if found["version"] != _VERSION:
            return None
        hair, outfit = _colour(found["hair"]), _colour(found["outfit"])
        return snapped(
            replace(
                unmeasured(digests),
                hair_kind=HairKind(found["hair_kind"]),
                hair=hair,
                hair_ends=hair,
                skin=SKINS[Skin(found["skin"])],
                outfit=outfit,
            )
        )
    except (LookupError, TypeError, ValueError):
        return None


def _colour(stored: list[float]) -> Colour:
    red, green, blue = (float(channel) for channel in stored)
    return (red, green, blue)

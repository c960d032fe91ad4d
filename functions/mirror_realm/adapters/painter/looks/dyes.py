"""Dyes: the two colours that a chosen palette gives to a costume."""

from dataclasses import dataclass

from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.domain.costume_catalogue import PALETTES
from mirror_realm.domain.costumes import Costume


@dataclass(frozen=True, slots=True)
class Dyes:
    """A costume's colours."""

    main: Colour
    second: Colour
    """Of cape, seams and belt."""


def dyes_of(costume: Costume | None) -> Dyes | None:
    """Return the colours of a costume's palette; None without one, for those of the person."""
    if costume is None or costume.palette is None:
        return None
    return Dyes(*map(_from_hex, PALETTES[costume.palette].colours))


def _from_hex(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue

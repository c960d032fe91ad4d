"""Likeness: how alike two pictures of one person are, in the colours of the face and in where light and dark are.

The colours say most: across poses and styles the structure alone hardly tells people apart (`make bench`).
"""

from collections import defaultdict
from dataclasses import dataclass

from PIL import Image

from mirror_realm.adapters.quality.working import SIDE, WorkingCopy

_COLOUR_SHARE = 0.75
_FACE = (0.36, 0.20, 0.64, 0.55)
"""Left, top, right, bottom of where a portrait's face is, as parts of the sides."""
_BUST = (0.20, 0.05, 0.80, 0.70)
_LIGHTS, _HUES = 4, 16
"""Bins of luminance over its whole range, and of each chrominance over its range."""
_GRID = 16

Bin = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of a picture is compared."""

    colours: dict[Bin, float]
    """Shares of the face's pixels; their sum is 1."""
    structure: tuple[float, ...]
    """The bust's luminance on a grid, with mean 0 and length 1."""

    def to(self, other: "Likeness") -> float:
        """0 (nothing in common) to 1: histogram intersection (Swain and Ballard, "Color indexing", IJCV 7(1), 1991)
        of the colours and correlation of the structures.
        """
        colours = sum(min(share, other.colours.get(where, 0.0)) for where, share in self.colours.items())
        structures = sum(a * b for a, b in zip(self.structure, other.structure, strict=True))
        return _COLOUR_SHARE * colours + (1 - _COLOUR_SHARE) * max(0.0, structures)


def likeness(working: WorkingCopy) -> Likeness:
    return Likeness(
        _colours(_part(working.colour, _FACE, 32)), _structure(_part(working.luminance, _BUST, _GRID))
    )


def _part(picture: Image.Image, box: tuple[float, float, float, float], side: int) -> Image.Image:
    left, top, right, bottom = (round(edge * SIDE) for edge in box)
    return picture.resize((side, side), Image.Resampling.BOX, (left, top, right, bottom))


def _colours(face: Image.Image) -> dict[Bin, float]:
    """Each pixel counts for the bins next to it by how near they are: a little more light moves no mountain."""
    histogram: defaultdict[Bin, float] = defaultdict(float)
    bands = (band.tobytes() for band in face.convert("YCbCr").split())
    for luminance, blue, red in zip(*bands, strict=True):
        for light, of_light in _bins(luminance / 256 * _LIGHTS):
            for first, of_first in _bins(blue / 256 * _HUES):
                for second, of_second in _bins(red / 256 * _HUES):
                    histogram[light, first, second] += of_light * of_first * of_second
    pixels = face.width * face.height
    return {where: count / pixels for where, count in histogram.items()}


def _bins(position: float) -> tuple[tuple[int, float], tuple[int, float]]:
    """The two bins whose middles are nearest to a position in widths of bins, and the share of each."""
    lower, share = divmod(position - 0.5, 1.0)
    return (int(lower), 1.0 - share), (int(lower) + 1, share)


def _structure(bust: Image.Image) -> tuple[float, ...]:
    values = bust.tobytes()
    mean = sum(values) / len(values)
    length = sum((value - mean) ** 2 for value in values) ** 0.5 or 1.0
    return tuple((value - mean) / length for value in values)

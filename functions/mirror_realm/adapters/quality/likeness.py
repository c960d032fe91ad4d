"""Likeness: the similarity of two pictures of a person, by the colours of the face and the places of light and dark.

The colours count most: across poses and styles, structure alone hardly distinguishes people (`make bench`).
"""

from collections import defaultdict
from dataclasses import dataclass

from PIL import Image

from mirror_realm.adapters.quality.working import SIDE, WorkingCopy

_COLOUR_SHARE = 0.75
_FACE = (0.36, 0.20, 0.64, 0.55)
"""Left, top, right and bottom of a portrait's face, as parts of the sides."""
_BUST = (0.20, 0.05, 0.80, 0.70)
_LIGHTS, _HUES = 4, 16
"""Bins of luminance over its whole range, and of each chrominance over its range."""
_GRID = 16

Bin = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The features of a picture that are compared."""

    colours: dict[Bin, float]
    """Shares of the face's pixels; their sum is 1."""
    structure: tuple[float, ...]
    """The bust's luminance on a grid, with mean 0 and length 1."""

    def to(self, other: "Likeness") -> float:
        """Return the likeness to another picture, from 0 (nothing in common) to 1.

        It combines the histogram intersection of the colours (Swain and Ballard, "Color indexing", IJCV 7(1), 1991) and
        the correlation of the structures.
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
    """Return the histogram of colours. A pixel counts for its nearest bins by distance: light then changes little."""
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
    """Return the two bins nearest to a position, which is in widths of bins, and the share of each."""
    lower, share = divmod(position - 0.5, 1.0)
    return (int(lower), 1.0 - share), (int(lower) + 1, share)


def _structure(bust: Image.Image) -> tuple[float, ...]:
    values = bust.tobytes()
    mean = sum(values) / len(values)
    length = sum((value - mean) ** 2 for value in values) ** 0.5 or 1.0
    return tuple((value - mean) / length for value in values)

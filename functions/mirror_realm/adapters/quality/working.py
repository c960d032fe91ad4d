"""Working copy: the small picture that is measured, and the operations that the measures share.

A picture is judged at the size at which a phone shows it: 256 pixels a side. All arithmetic over pixels is Pillow's.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageChops

SIDE = 256
TILE = 16
"""The side, in pixels, of the 256 tiles of local measures."""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """One picture, opened once for all measures."""

    full: Image.Image
    """Luminance at the original size: scaling hides blocks."""
    colour: Image.Image
    """RGB, 256 pixels a side."""
    luminance: Image.Image
    """256 pixels a side."""


def opened(jpeg: bytes) -> WorkingCopy:
    """Return the working copy of a JPEG. Raises OSError if it does not decode."""
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    colour = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return WorkingCopy(picture.convert("L"), colour, colour.convert("L"))


def steps_across(picture: Image.Image) -> Image.Image:
    """Return the difference between each pixel and its right neighbour; the result is one column narrower."""
    width, height = picture.size
    return ImageChops.difference(picture.crop((0, 0, width - 1, height)), picture.crop((1, 0, width, height)))


def tiles(picture: Image.Image, side: int = TILE) -> list[int]:
    """Return the mean of each square of `side` pixels, row by row; incomplete squares at the edges are left out."""
    width, height = (length // side * side for length in picture.size)
    return list(picture.crop((0, 0, width, height)).reduce(side).tobytes())


def quantile(values: list[int], share: float) -> int:
    """Return the value below which this share (0..1) of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def above(picture: Image.Image, limit: int) -> Image.Image:
    """Return white where a pixel exceeds the limit, black elsewhere."""
    return picture.point([255 * (value > limit) for value in range(256)])

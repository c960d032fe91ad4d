"""Working copy: the small picture everything is measured on, and what the measures have in common.

A picture is judged at the size at which a phone shows it: 256 pixels a side. All arithmetic over pixels is Pillow's.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageChops

SIDE = 256
TILE = 16
"""Pixels a side of the tiles that local measures look at: 256 of them."""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """One picture, opened once for all measures."""

    full: Image.Image
    """Luminance at the size it came in: blocks are lost when it is scaled."""
    colour: Image.Image
    """RGB, 256 pixels a side."""
    luminance: Image.Image
    """256 pixels a side."""


def opened(jpeg: bytes) -> WorkingCopy:
    """Raises OSError for what does not decode."""
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    colour = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return WorkingCopy(picture.convert("L"), colour, colour.convert("L"))


def steps_across(picture: Image.Image) -> Image.Image:
    """By how much each pixel differs from its right neighbour; one column narrower."""
    width, height = picture.size
    return ImageChops.difference(picture.crop((0, 0, width - 1, height)), picture.crop((1, 0, width, height)))


def tiles(picture: Image.Image, side: int = TILE) -> list[int]:
    """The mean of each square of `side` pixels, row by row; what is left over at the edges is cut off."""
    width, height = (length // side * side for length in picture.size)
    return list(picture.crop((0, 0, width, height)).reduce(side).tobytes())


def quantile(values: list[int], share: float) -> int:
    """The value below which this share (0..1) of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def above(picture: Image.Image, limit: int) -> Image.Image:
    """White where a pixel exceeds the limit, black elsewhere."""
    return picture.point([255 * (value > limit) for value in range(256)])

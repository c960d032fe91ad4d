"""Shrinking: averages blocks of pixels before anything else is done with a large picture.

It goes strip by strip, so that converting a picture's mode never needs a second picture of its full size.
"""

from collections.abc import Callable

from PIL import Image

from mirror_realm.adapters.photos.photo import Size

Box = tuple[float, float, float, float]
"""Left, upper, right and lower edge in pixels of the picture it is a part of."""

_ROWS = 64
"""Of the result, in a strip."""


def shrunk(
    picture: Image.Image,
    target: Size,
    converted: Callable[[Image.Image], Image.Image] = lambda strip: strip,
    box: Box | None = None,
) -> Image.Image:
    """Return the picture, or a box of it, at the target size.

    converted: brings a strip of the picture to a mode whose samples can be averaged (La and RGBa where it may be
    transparent); the result has that mode, but LA and RGBA for those two.
    """
    left, upper, right, lower = box or (0, 0, *picture.size)
    block = max(1, int(min((right - left) / target[0], (lower - upper) / target[1]) / 2))
    small: Image.Image | None = None
    for top in range(0, picture.height, _ROWS * block):
        strip = converted(picture.crop((0, top, picture.width, min(picture.height, top + _ROWS * block))))
        averaged = strip.reduce(block)
        if small is None:
            small = Image.new(strip.mode, (averaged.width, -(-picture.height // block)))
        small.paste(averaged, (0, top // block))
    assert small is not None
    result = resized(small, target, (left / block, upper / block, right / block, lower / block))
    return result.convert(result.mode.upper()) if result.mode.endswith("a") else result


def resized(picture: Image.Image, target: Size, box: Box | None = None) -> Image.Image:
    """Return the picture, or a box of it, at the target size."""
    return picture.resize(target, Image.Resampling.LANCZOS, box, reducing_gap=2.0)

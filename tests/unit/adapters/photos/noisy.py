"""Noisy photos: pictures that cost a decoder what a camera's cost it, made in a second or so and the same every time.

A flat colour costs nothing to decode, whatever its size. What costs is grain: each pixel of its own.
"""

import random
from collections.abc import Callable

from PIL import Image, ImageChops

from tests.unit.adapters.photos.phone_heic import alone, grid
from tests.unit.adapters.photos.pictures import encoded

Size = tuple[int, int]

MOST_BYTES = 10 * 1024 * 1024
TWELVE, TWENTY_FOUR, FIFTY = (4032, 3024), (5712, 4284), (8160, 6120)
"""As telephones take them."""

SMALL = (64, 48)

_GRAIN = 1024
_TILE = 512
"""Pixels each way of a tile in a telephone's HEIC."""


def noisy(size: Size, grain: int, mode: str = "RGB") -> Image.Image:
    """Return large shapes of light and colour with detail on them, and on each pixel up to `grain` of 255 of noise."""
    shapes, detail = _coarse(1, size, 64), _coarse(2, size, 8)
    light = ImageChops.add(Image.blend(shapes, detail, 0.3), _grain(3, size, grain), 1, -128)
    if mode in ("L", "I;16"):
        return light
    red = ImageChops.add(light, _grain(4, size, grain), 1, -128)
    blue = ImageChops.add(shapes, _grain(5, size, grain), 1, -128)
    picture = Image.merge("RGB", (red, light, blue))
    if mode == "RGBA":
        picture.putalpha(light.point(lambda value: 255 - value // 8))
        return picture
    return picture if mode == "RGB" else picture.convert(mode)


def _coarse(seed: int, size: Size, pixels: int) -> Image.Image:
    width, height = max(2, size[0] // pixels), max(2, size[1] // pixels)
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height)).resize(
        size, Image.Resampling.BILINEAR
    )


def _grain(seed: int, size: Size, most: int) -> Image.Image:
    """Return noise around 128. One tile of it is repeated: no coder looks as far back as the last one."""
    tile = Image.frombytes("L", (_GRAIN, _GRAIN), random.Random(seed).randbytes(_GRAIN * _GRAIN))
    tile = tile.point([128 + round((value - 128) * most / 128) for value in range(256)])
    whole = Image.new("L", size)
    for top in range(0, size[1], _GRAIN):
        for left in range(0, size[0], _GRAIN):
            whole.paste(tile, (left, top))
    return whole


def _small(picture: Image.Image) -> Image.Image:
    """Return the picture on white, at a size at which the grain is gone."""
    small = picture.resize(SMALL, Image.Resampling.BOX)
    white = Image.new("RGB", SMALL, "white")
    white.paste(small.convert("RGB"), mask=small.getchannel("A") if small.mode == "RGBA" else None)
    return white


def _saved(
    mode: str, kind: str, grain: int, **options: object
) -> Callable[[Size], tuple[bytes, Image.Image]]:
    def make(size: Size) -> tuple[bytes, Image.Image]:
        picture = noisy(size, grain, mode)
        return encoded(picture, kind, **options), _small(picture)

    return make


def _of_few_colours(size: Size) -> tuple[bytes, Image.Image]:
    picture = noisy(size, 6).quantize(12, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return encoded(picture, "PNG", compress_level=1), _small(picture.convert("RGB"))


def _png(mode: str) -> Callable[[Size], tuple[bytes, Image.Image]]:
    def make(size: Size) -> tuple[bytes, Image.Image]:
        light = _of_shades(size, size[0] * size[1] // 1_100_000)
        # Bands that depend on each other, as those of photos do.
        bands = (light, light, ImageChops.invert(light), light.point(lambda value: 255 - value // 4))
        picture = Image.merge(mode, bands[: len(mode)])
        return encoded(picture, "PNG", compress_level=1), _small(picture)

    return make


def _of_shades(size: Size, step: int) -> Image.Image:
    """Return grey of so few shades that a PNG of it fits 10 MB."""
    return noisy(size, 2, "L").point([value // step * step for value in range(256)])


def _grey_png(size: Size, deep: bool = False) -> tuple[bytes, Image.Image]:
    """Return grey of 8 bits a sample, or of 16, the lower eight zero."""
    light = _of_shades(size, size[0] * size[1] // 1_600_000)
    stored = light
    if deep:
        upper = Image.merge("LA", (Image.new("L", size), light)).tobytes()
        stored = Image.frombytes("I;16", size, upper)
    return encoded(stored, "PNG", compress_level=1), _small(light)


def _phones(size: Size, bits: int = 8) -> tuple[bytes, Image.Image]:
    row = noisy((8 * _TILE, _TILE), 11)
    pieces = [row.crop((_TILE * n, 0, _TILE * (n + 1), _TILE)) for n in range(8)]
    columns, rows = -(-size[0] // _TILE), -(-size[1] // _TILE)
    shown = Image.new("RGB", (columns * _TILE, rows * _TILE))
    for number in range(columns * rows):
        shown.paste(pieces[number % 8], (number % columns * _TILE, number // columns * _TILE))
    tiles = [alone(piece, bits=bits, quality=45) for piece in pieces]
    every = [tiles[number % 8] for number in range(columns * rows)]
    return grid(size, columns, rows, every), _small(shown.crop((0, 0, *size)))


def _one_piece(size: Size) -> tuple[bytes, Image.Image]:
    picture = noisy(size, 10)
    return alone(picture, quality=45), _small(picture)


MAKERS: dict[str, Callable[[Size], tuple[bytes, Image.Image]]] = {
    "JPEG": _saved("RGB", "JPEG", 12, quality=70),
    "JPEG of full colours": _saved("RGB", "JPEG", 12, quality=60, subsampling=0),
    "progressive JPEG": _saved("RGB", "JPEG", 12, quality=70, progressive=True),
    "progressive JPEG of full colours": _saved(
        "RGB", "JPEG", 12, quality=60, subsampling=0, progressive=True
    ),
    "grey JPEG": _saved("L", "JPEG", 12, quality=75),
    "CMYK JPEG": _saved("CMYK", "JPEG", 6, quality=50),
    "PNG": _png("RGB"),
    "PNG with alpha": _png("RGBA"),
    "grey PNG": _grey_png,
    "deep grey PNG": lambda size: _grey_png(size, deep=True),
    "PNG of few colours": _of_few_colours,
    "WebP": _saved("RGB", "WEBP", 12, quality=50, method=2),
    "WebP with alpha": _saved("RGBA", "WEBP", 6, quality=40, method=2, alpha_quality=40),
    "HEIC of one piece": _one_piece,
    "telephone's HEIC": _phones,
    "telephone's deep HEIC": lambda size: _phones(size, bits=10),
}
"""Each gives a file of that size, and the picture as it should come out, much smaller."""

"""Canvas: the pixels of one picture and the few ways to lay colour on them."""

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter

from mirror_realm.adapters.painter.colour import Colour, rgb
from mirror_realm.adapters.painter.shape import Pixels, Shape

UNITS = 1024
"""Pictures are composed on a square of this many units, whatever their size in pixels."""


class Canvas:
    """A square RGB picture that is painted from back to front."""

    def __init__(self, size: int, colour: Colour = (0, 0, 0)) -> None:
        self.size = size
        self.unit = size / UNITS
        """Pixels to a unit."""
        self.image = Image.new("RGB", (size, size), rgb(colour))

    @classmethod
    def showing(cls, image: Image.Image) -> "Canvas":
        """Return a canvas that begins with a copy of a square RGB picture."""
        canvas = cls.__new__(cls)
        canvas.size, canvas.unit = image.width, image.width / UNITS
        canvas.image = image.copy()
        return canvas

    @property
    def limit(self) -> tuple[float, float, float, float]:
        """How far off the canvas a shape is still computed, so that forms do not round off at its edge."""
        margin = self.size * 0.14
        return (-margin, -margin, self.size + margin, self.size + margin)

    def lay(self, shape: Shape, colour: Colour) -> None:
        """Cover with a flat colour."""
        self.image.paste(rgb(colour), shape.box, shape.mask)

    def lay_pixels(self, shape: Shape, pixels: Pixels) -> None:
        """Cover with pixels as large as the shape."""
        self.image.paste(pixels, shape.box, shape.mask)

    def darken(self, shape: Shape, colour: Colour) -> None:
        """Multiply by a colour: a shadow or a glaze."""
        self._mixed(shape, ImageChops.multiply(self._under(shape), self._flat(shape, colour)))

    def lighten(self, shape: Shape, colour: Colour) -> None:
        """Screen with a colour: falling light or a glow."""
        self._mixed(shape, ImageChops.screen(self._under(shape), self._flat(shape, colour)))

    def grade(self, *channels: tuple[float, float]) -> None:
        """Bend red, green and blue, each by a lift and a gain."""
        table = [min(255, round(lift + v * gain)) for lift, gain in channels for v in range(256)]
        self.image = self.image.point(table)

    def bloom(self, share: float, threshold: int = 150) -> None:
        """Let the brightest parts glow into their surroundings."""
        reach = max(1, round(8 * self.unit))
        curve = [min(255, int(max(0, v - threshold) * 1.3 * share)) for v in range(256)] * 3
        small = self.image.reduce(reach).point(curve).filter(ImageFilter.GaussianBlur(6))
        self.image = ImageChops.screen(self.image, small.resize(self.image.size, Image.Resampling.BICUBIC))

    def blur(self, radius: float) -> None:
        """Blur the picture for depth of field; `radius` is in units."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius * self.unit))

    def vignette(self, colour: Colour, share: float) -> None:
        """Darken towards the corners."""
        curve = [int(255 * share * max(0.0, (v - 105) / 150) ** 1.4) for v in range(256)]
        mask = (
            Image.radial_gradient("L").resize((self.size, self.size), Image.Resampling.BICUBIC).point(curve)
        )
        self.darken(Shape(0, 0, mask), colour)

    def enlarged(self, size: int) -> "Canvas":
        """Return the same picture at another size."""
        return Canvas.showing(self.image.resize((size, size), Image.Resampling.BICUBIC))

    def _under(self, shape: Shape) -> Pixels:
        return self.image.crop(shape.box)

    def _flat(self, shape: Shape, colour: Colour) -> Pixels:
        return Image.new("RGB", shape.mask.size, rgb(colour))

    def _mixed(self, shape: Shape, pixels: Pixels) -> None:
        self.image.paste(pixels, shape.box, shape.mask)


def relief(shape: Shape, depth: float, towards: tuple[float, float]) -> Pixels:
    """Return the light on a cushion of this outline: 128 on level ground, brighter on the side towards the light.

    The blurred outline serves as height; its slope towards the light is the difference of two shifted copies.
    Computed at a fraction of the size, as nothing in it is sharp.
    """
    shrink = max(1, int(depth / 6))
    pad = math.ceil(depth * 1.3 / shrink) * shrink
    wide = shape.padded(pad)
    low = wide.mask.reduce(shrink)
    radius = max(1.0, depth / shrink)
    height = Image.blend(
        low.filter(ImageFilter.GaussianBlur(radius)), low.filter(ImageFilter.GaussianBlur(radius * 0.4)), 0.35
    )
    across, down = round(towards[0] * radius * 0.62), round(towards[1] * radius * 0.62)
    facing = ImageChops.offset(height, across, down)
    averted = ImageChops.offset(height, -across, -down)
    slope = ImageChops.subtract(facing, averted, 1, 128)
    full = slope.resize((low.width * shrink, low.height * shrink), Image.Resampling.BICUBIC)
    return full.crop((pad, pad, pad + shape.mask.width, pad + shape.mask.height))


@lru_cache(maxsize=16)
def dome(x: float, y: float) -> Pixels:
    """Return the light on a half sphere, 96 pixels across: diffuse with a soft terminator, lit from (x, y)."""
    side, half = 96, 47.5
    length = math.sqrt(x * x + y * y + 0.55)
    lx, ly, lz = x / length, y / length, math.sqrt(0.55) / length
    image = Image.new("L", (side, side))
    values: list[int] = []
    for row in range(side):
        for column in range(side):
            nx, ny = (column - half) / half, (row - half) / half
            reach = nx * nx + ny * ny
            if reach > 0.96:
                nx, ny = nx * math.sqrt(0.96 / reach), ny * math.sqrt(0.96 / reach)
            facing = nx * lx + ny * ly + math.sqrt(1 - min(0.96, reach)) * lz
            values.append(max(0, min(255, int(128 + 108 * (facing - 0.5)))))
    image.putdata(values)
    return image


@lru_cache(maxsize=8)
def dots(size: int, pitch: float) -> Pixels:
    """Return a halftone screen over the whole picture: thresholds rising to the middle of each dot."""
    tile_side = max(4, round(pitch))
    tile = Image.new("L", (tile_side * 2, tile_side * 2))
    values: list[int] = []
    for row in range(tile_side * 2):
        for column in range(tile_side * 2):
            wave = math.cos(math.pi * (column + row) / tile_side) + math.cos(
                math.pi * (column - row) / tile_side
            )
            values.append(int(127.5 + 63.7 * wave))
    tile.putdata(values)
    screen = Image.new("L", (size, size))
    for left in range(0, size, tile_side * 2):
        for top in range(0, size, tile_side * 2):
            screen.paste(tile, (left, top))
    return screen

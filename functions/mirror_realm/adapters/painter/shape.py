"""Shape: a soft-edged coverage mask with its place on the canvas, and what can be done with one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from mirror_realm.adapters.painter.geometry import Point

Pixels = Image.Image


@dataclass(frozen=True, slots=True)
class Shape:
    """Coverage 0-255 (mode L) with its upper left at (left, top), in pixels; it may reach off the canvas."""

    left: int
    top: int
    mask: Pixels

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in pixels."""
        return (self.left, self.top, self.left + self.mask.width, self.top + self.mask.height)

    def crop(self, box: tuple[int, int, int, int]) -> Pixels:
        """Return the coverage inside a box of canvas pixels; it is 0 outside the shape."""
        left, top, right, bottom = box
        return self.mask.crop((left - self.left, top - self.top, right - self.left, bottom - self.top))

    def moved(self, across: float, down: float) -> "Shape":
        return Shape(self.left + round(across), self.top + round(down), self.mask)

    def padded(self, by: int) -> "Shape":
        left, top, right, bottom = self.box
        box = (left - by, top - by, right + by, bottom + by)
        return Shape(box[0], box[1], self.crop(box))

    def softened(self, radius: float) -> "Shape":
        """Return the shape blurred by a Gaussian of this radius in pixels, and enlarged to hold the blur."""
        if radius < 0.4:
            return self
        wide = self.padded(math.ceil(radius * 2.4))
        shrink = int(radius / 4)
        if shrink < 2:
            return Shape(wide.left, wide.top, wide.mask.filter(ImageFilter.GaussianBlur(radius)))
        small = wide.mask.reduce(shrink).filter(ImageFilter.GaussianBlur(radius / shrink))
        size = (small.width * shrink, small.height * shrink)
        return Shape(wide.left, wide.top, small.resize(size, Image.Resampling.BICUBIC))

    def grown(self, by: float) -> "Shape":
        """Return the same outline, `by` pixels further out, corners rounded."""
        soft = self.padded(math.ceil(by) + 2).softened(by * 0.8)
        return Shape(soft.left, soft.top, soft.mask.point(_GROW))

    def within(self, other: "Shape") -> "Shape":
        """Return the intersection of both shapes."""
        return Shape(self.left, self.top, ImageChops.multiply(self.mask, other.crop(self.box)))

    def without(self, other: "Shape") -> "Shape":
        """Return this shape without the other."""
        return Shape(
            self.left, self.top, ImageChops.multiply(self.mask, ImageChops.invert(other.crop(self.box)))
        )

    def joined(self, other: "Shape") -> "Shape":
        """Return the union of both shapes."""
        boxes = (self.box, other.box)
        box = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        return Shape(box[0], box[1], ImageChops.lighter(self.crop(box), other.crop(box)))

    def faded(self, share: float) -> "Shape":
        """Return the shape with its coverage times `share`."""
        if share >= 1:
            return self
        return Shape(self.left, self.top, self.mask.point(_fading(max(0.0, share))))


@lru_cache(maxsize=512)
def _fading(share: float) -> list[int]:
    return [round(v * share) for v in range(256)]


_GROW = [max(0, min(255, (v - 14) * 6)) for v in range(256)]


def rasterised(outlines: Iterable[Sequence[Point]], limit: tuple[float, float, float, float]) -> Shape:
    """Return the union of closed outlines, given in pixels, anti-aliased; parts outside `limit` are left out."""
    drawn = [outline for outline in outlines if len(outline) > 2]
    if not drawn:
        return Shape(0, 0, Image.new("L", (1, 1)))
    left = max(limit[0], min(x for outline in drawn for x, _ in outline) - 1)
    top = max(limit[1], min(y for outline in drawn for _, y in outline) - 1)
    right = min(limit[2], max(x for outline in drawn for x, _ in outline) + 1)
    bottom = min(limit[3], max(y for outline in drawn for _, y in outline) + 1)
    x0, y0 = math.floor(left), math.floor(top)
    width, height = max(1, math.ceil(right) - x0), max(1, math.ceil(bottom) - y0)
    # Small shapes carry the finest lines and cost least: they are sampled most densely.
    dense = 4 if width * height < 60_000 else 3 if width * height < 200_000 else 2
    image = Image.new("L", (width * dense, height * dense))
    draw = ImageDraw.Draw(image)
    for outline in drawn:
        draw.polygon([((x - x0) * dense, (y - y0) * dense) for x, y in outline], fill=255)
    return Shape(x0, y0, image.reduce(dense))

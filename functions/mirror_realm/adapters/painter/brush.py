"""Brush: draws in local units with the light and finish of its scene. All painting goes through one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageChops

from mirror_realm.adapters.painter import geometry
from mirror_realm.adapters.painter.canvas import Canvas, dome, dots, relief
from mirror_realm.adapters.painter.colour import INK, Colour
from mirror_realm.adapters.painter.finish import Finish, Light, Material, Ramp, ink_for, ramp
from mirror_realm.adapters.painter.geometry import ROOT, Frame, Point
from mirror_realm.adapters.painter.shape import Pixels, Shape, rasterised

Outline = Sequence[Point]


@dataclass(frozen=True)
class Brush:
    """A place on a canvas to draw at. Cheap to copy: `at`, `lit` and `within` give another one."""

    canvas: Canvas
    finish: Finish
    light: Light
    frame: Frame = ROOT
    clip: Shape | None = None

    # Where and how

    def at(
        self,
        x: float,
        y: float,
        scale: float = 1.0,
        degrees: float = 0.0,
        *,
        flip: bool = False,
        stretch: float = 1.0,
    ) -> "Brush":
        return replace(self, frame=self.frame.at(x, y, scale, degrees, flip=flip, stretch=stretch))

    def lit(self, light: Light) -> "Brush":
        return replace(self, light=light)

    def finished(self, finish: Finish) -> "Brush":
        return replace(self, finish=finish)

    def within(self, shape: Shape) -> "Brush":
        """Return a brush that paints inside the shape only."""
        return replace(self, clip=shape if self.clip is None else shape.within(self.clip))

    @property
    def pixel(self) -> float:
        """Pixels to a local unit."""
        return self.canvas.unit * self.frame.scale

    # Shapes

    def polygon(self, *outlines: Outline) -> Shape:
        """Return the union of straight-edged outlines."""
        unit = self.canvas.unit
        placed = [[(x * unit, y * unit) for x, y in self.frame.apply(outline)] for outline in outlines]
        return rasterised(placed, self.canvas.limit)

    def blob(self, *outlines: Outline) -> Shape:
        """Return the union of smooth closed curves through the points."""
        return self.polygon(*(geometry.smooth(outline) for outline in outlines))

    def oval(self, x: float, y: float, across: float, down: float, degrees: float = 0.0) -> Shape:
        return self.polygon(geometry.ellipse(x, y, across, down, degrees))

    def rectangle(self, left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Shape:
        return self.polygon(geometry.rounded(left, top, right, bottom, radius))

    def stroke(
        self, points: Outline, width: float, *, start: float = 1.0, end: float = 1.0, swell: float = 0.0
    ) -> Shape:
        return self.polygon(geometry.ribbon(points, width, start=start, end=end, swell=swell))

    def strokes(
        self,
        lines: Iterable[Outline],
        width: float,
        *,
        start: float = 1.0,
        end: float = 1.0,
        swell: float = 0.0,
    ) -> Shape:
        """Return many strokes as one shape."""
        return self.polygon(
            *(geometry.ribbon(line, width, start=start, end=end, swell=swell) for line in lines)
        )

    # Paint

    def fill(self, shape: Shape, colour: Colour, share: float = 1.0, *, accent: bool = False) -> None:
        """Fill a shape with a flat colour."""
        self.canvas.lay(self._cut(shape).faded(share), colour if accent else self.finish.tinted(colour))

    def shade(self, shape: Shape, colour: Colour, share: float = 1.0, *, blur: float = 0.0) -> None:
        """Darken by a colour."""
        soft = shape.softened(blur * self.pixel) if blur else shape
        self.canvas.darken(self._cut(soft).faded(share), self.finish.tinted(colour))

    def brighten(self, shape: Shape, colour: Colour, share: float = 1.0, *, blur: float = 0.0) -> None:
        """Lighten by a colour."""
        soft = shape.softened(blur * self.pixel) if blur else shape
        self.canvas.lighten(self._cut(soft).faded(share), self.finish.tinted(colour))

    def soften(self, shape: Shape, colour: Colour, share: float = 1.0, *, blur: float) -> None:
        """Fill a shape with a flat colour and soft edges: blush, make-up, smudges."""
        self.canvas.lay(self._cut(shape.softened(blur * self.pixel)).faded(share), self.finish.tinted(colour))

    def gradient(self, shape: Shape, table: Ramp, *, sideways: bool = False) -> None:
        """Draw a gradient from the top (or left) of the shape to its bottom (or right)."""
        slope = Image.linear_gradient("L")
        if sideways:
            slope = slope.transpose(Image.Transpose.ROTATE_90)
        level = slope.resize(shape.mask.size, Image.Resampling.BICUBIC)
        self.canvas.lay_pixels(self._cut(shape), Image.merge("RGB", (level,) * 3).point(table))

    def glow(
        self,
        x: float,
        y: float,
        across: float,
        colour: Colour,
        share: float = 1.0,
        *,
        down: float = 0.0,
        power: float = 1.6,
        accent: bool = False,
    ) -> None:
        """Draw light that fades out from a point."""
        centre_x, centre_y = (part * self.canvas.unit for part in self.frame.apply_one((x, y)))
        rx, ry = max(1.0, across * self.pixel), max(1.0, (down or across) * self.pixel)
        curve = [int(255 * share * max(0.0, 1 - v / 181) ** power) for v in range(256)]
        spot = (
            Image.radial_gradient("L")
            .point(curve)
            .resize((round(2 * rx), round(2 * ry)), Image.Resampling.BICUBIC)
        )
        shape = Shape(round(centre_x - rx), round(centre_y - ry), spot)
        self.canvas.lighten(self._cut(shape), colour if accent else self.finish.tinted(colour))

    def cast(
        self,
        shape: Shape,
        across: float = 0.0,
        down: float = 12.0,
        *,
        blur: float = 18.0,
        share: float = 0.45,
        colour: Colour | None = None,
    ) -> None:
        """Draw the shadow of a shape on what is drawn already."""
        radius = blur * self.pixel * self.finish.shadow_blur
        soft = shape.softened(radius).moved(across * self.pixel, down * self.pixel)
        self.canvas.darken(self._cut(soft).faded(share), self.finish.tinted(colour or self.light.shade))

    def model(
        self,
        shape: Shape,
        material: Material,
        *,
        outlined: bool = True,
        round_form: float = 0.0,
        lift: float = 0.0,
    ) -> None:
        """Draw a lit form: a cushion of this outline, or a ball by `round_form`; `lift` adds light (-1 to 1)."""
        if shape.mask.width < 2 or shape.mask.height < 2:
            return
        if outlined:
            self.outline(shape, material.colour)
        light = relief(shape, max(2.0, material.depth * self.pixel), (self.light.x, self.light.y))
        if round_form:
            ball = dome(self.light.x, self.light.y).resize(shape.mask.size, Image.Resampling.BICUBIC)
            light = Image.blend(light, ball, round_form)
        gain = material.gain * self.finish.contrast
        light = light.point(_steepened(gain, lift))
        cut = self._cut(shape)
        self.canvas.lay_pixels(
            cut, Image.merge("RGB", (light,) * 3).point(ramp(material, self.light, self.finish))
        )
        if self.finish.halftone:
            self._halftone(cut, light, material)

    def rim(self, shape: Shape, share: float = 1.0, *, width: float = 8.0) -> None:
        """Draw light from behind along the edge away from the key light."""
        strength = self.light.rim_strength * share
        if strength <= 0 or self.finish.tones:
            return
        shift = width * self.pixel
        inner = shape.softened(shift * 0.6).moved(math.copysign(shift, self.light.x), shift * 0.35)
        edge = shape.without(inner)
        self.canvas.lighten(
            self._cut(edge.softened(shift * 0.25).within(shape)).faded(strength), self.light.rim
        )

    def outline(self, shape: Shape, colour: Colour) -> None:
        """Draw the ink line around a shape, in media that have one."""
        if self.finish.ink:
            width = self.finish.ink * self.canvas.unit
            self.canvas.lay(
                self._cut(shape.grown(width)), ink_for(self.finish.tinted(colour), self.finish, INK)
            )

    def _halftone(self, shape: Shape, light: Pixels, material: Material) -> None:
        screen = dots(self.canvas.size, 9 * self.canvas.unit).crop(shape.box)
        dark = light.point([max(0, min(255, round((124 - v) * 2.6))) for v in range(256)])
        spots = ImageChops.add(dark, screen, 1, -235).point([min(255, v * 5) for v in range(256)])
        covered = Shape(shape.left, shape.top, ImageChops.multiply(spots, shape.mask))
        self.canvas.darken(covered.faded(self.finish.halftone), material.shadow or self.light.shade)

    def _cut(self, shape: Shape) -> Shape:
        return shape if self.clip is None else shape.within(self.clip)


@lru_cache(maxsize=256)
def _steepened(gain: float, lift: float) -> list[int]:
    """Return a table that raises the contrast of light around its middle and adds `lift`."""
    return [max(0, min(255, round(128 + (v - 128) * gain + 128 * lift))) for v in range(256)]

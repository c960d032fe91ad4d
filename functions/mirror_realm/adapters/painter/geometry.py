"""Geometry of outlines: smooth curves, ribbons and the frames that place them. Pure numbers, no pixels."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 8) -> list[Point]:
    """Return a Catmull-Rom spline through the points, `steps` samples to a span."""
    count = len(points)
    spans = count if closed else count - 1
    curve: list[Point] = []
    for span in range(spans):
        if closed:
            before, start, end, after = (points[(span + k - 1) % count] for k in range(4))
        else:
            before, start, end, after = (points[min(max(span + k - 1, 0), count - 1)] for k in range(4))
        for step in range(steps):
            t = step / steps
            curve.append(
                (
                    _blend(before[0], start[0], end[0], after[0], t),
                    _blend(before[1], start[1], end[1], after[1], t),
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


def _blend(before: float, start: float, end: float, after: float, t: float) -> float:
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )


def ellipse(x: float, y: float, across: float, down: float, degrees: float = 0.0) -> list[Point]:
    """Return an ellipse by its centre and half axes, turned clockwise."""
    sides = 56 if max(across, down) > 24 else 28
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    ring = (
        (across * math.cos(k * math.tau / sides), down * math.sin(k * math.tau / sides)) for k in range(sides)
    )
    return [(x + dx * cos - dy * sin, y + dx * sin + dy * cos) for dx, dy in ring]


def rounded(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> list[Point]:
    """Return a rectangle with rounded corners."""
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    if radius <= 0:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    corners = (
        (right - radius, top + radius, -90),
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
    )
    return [
        (
            x + radius * math.cos(math.radians(start + step * 15)),
            y + radius * math.sin(math.radians(start + step * 15)),
        )
        for x, y, start in corners
        for step in range(7)
    ]


def ribbon(
    points: Sequence[Point], width: float, *, start: float = 1.0, end: float = 1.0, swell: float = 0.0
) -> list[Point]:
    """Return the outline of a stroke along a smooth path.

    `start` and `end` are the shares of `width` at the two ends; `swell` widens the middle by that share.
    """
    path = smooth(points, closed=False)
    last = len(path) - 1
    left: list[Point] = []
    right: list[Point] = []
    for index, (x, y) in enumerate(path):
        ahead, behind = path[min(index + 1, last)], path[max(index - 1, 0)]
        dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
        length = math.hypot(dx, dy) or 1.0
        t = index / last
        half = width / 2 * (start + (end - start) * t + swell * math.sin(math.pi * t))
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    tip = _cap(path[-1], path[-2], width / 2 * end)
    tail = _cap(path[0], path[1], width / 2 * start)
    return [*left, *tip, *reversed(right), *tail]


def _cap(end: Point, inner: Point, radius: float) -> list[Point]:
    if radius < 0.8:
        return [end]
    heading = math.atan2(end[1] - inner[1], end[0] - inner[0])
    angles = (heading + math.radians(turn) for turn in (60, 30, 0, -30, -60))
    return [(end[0] + radius * math.cos(angle), end[1] + radius * math.sin(angle)) for angle in angles]


def mirrored(points: Sequence[Point]) -> list[Point]:
    """Return the right half of an outline, from top to bottom, completed by its mirror image."""
    return [*points, *((-x, y) for x, y in reversed(points) if abs(x) > 1e-6)]


@dataclass(frozen=True, slots=True)
class Frame:
    """An affine map from local units to the picture's 1024 units."""

    xx: float = 1.0
    xy: float = 0.0
    yx: float = 0.0
    yy: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def scale(self) -> float:
        """How much longer a length becomes, on average over directions."""
        return math.sqrt(abs(self.xx * self.yy - self.xy * self.yx))

    def at(
        self,
        x: float,
        y: float,
        scale: float = 1.0,
        degrees: float = 0.0,
        *,
        flip: bool = False,
        stretch: float = 1.0,
    ) -> "Frame":
        """Return a frame inside this one: origin at (x, y), turned clockwise; `stretch` widens, `flip` mirrors."""
        cos, sin = math.cos(math.radians(degrees)) * scale, math.sin(math.radians(degrees)) * scale
        across = -stretch if flip else stretch
        xx, xy, yx, yy = cos * across, -sin, sin * across, cos
        origin = self.apply_one((x, y))
        return Frame(
            self.xx * xx + self.xy * yx,
            self.xx * xy + self.xy * yy,
            self.yx * xx + self.yy * yx,
            self.yx * xy + self.yy * yy,
            *origin,
        )

    def apply_one(self, point: Point) -> Point:
        x, y = point
        return (self.xx * x + self.xy * y + self.x, self.yx * x + self.yy * y + self.y)

    def apply(self, points: Iterable[Point]) -> list[Point]:
        return [self.apply_one(point) for point in points]


ROOT = Frame()
"""The picture itself."""

"""Portrait: a picture measured around its face.

Lengths are in half widths of the head, from between the eyes, right and down.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from PIL import Image

from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.likeness.palette import distance

_UNIT = 12
"""Pixels of half a head once a picture is scaled for reading: strands and pores are gone, a fringe is not."""

_SAME = 26.0
"""Distance of two colours within which they are one surface in changing light."""

_COVERED = 0.35
"""Share of the dome of the head that must not look like skin for the person to have hair."""


def _grid(left: float, right: float, top: float, bottom: float, steps: int = 7) -> list[Point]:
    across = [left + (right - left) * i / (steps - 1) for i in range(steps)]
    down = [top + (bottom - top) * i / (steps - 1) for i in range(steps)]
    return [(x, y) for x in across for y in down]


_CHEEKS = _grid(-0.6, -0.3, 0.32, 0.6) + _grid(0.3, 0.6, 0.32, 0.6) + _grid(-0.1, 0.1, 0.2, 0.4)
_CHEST = _grid(-0.7, 0.7, 1.9, 2.6)
_DOME = [
    (reach * math.cos(math.radians(angle)), 1.12 * reach * math.sin(math.radians(angle)))
    for reach in (0.88, 0.96, 1.04, 1.1)
    for angle in range(200, 341, 7)
]
"""The upper half of the skull's edge."""

_COLUMNS = [0.17 * step for step in range(11)]
_ROWS = [-1.9 + 0.2 * step for step in range(22)]


@dataclass(frozen=True, slots=True)
class Face:
    """The place of a face, in widths of the picture."""

    x: float
    y: float
    half_width: float


@dataclass(frozen=True)
class Portrait:
    """A picture and the face in it."""

    picture: Image.Image
    face: Face

    @cached_property
    def skin(self) -> Colour:
        """The middle tone of cheeks and nose."""
        return _middle(self._colours(_CHEEKS))

    @cached_property
    def hair(self) -> Colour | None:
        """The largest surface on the dome of the head that is not skin; None for a bald one."""
        dome = self._colours(_DOME)
        covered = [colour for colour in dome if distance(colour, self.skin) > _SAME]
        return _largest_surface(covered) if len(covered) >= _COVERED * len(dome) else None

    @cached_property
    def outfit(self) -> Colour:
        """The largest surface on the chest."""
        return _largest_surface(self._colours(_CHEST))

    @cached_property
    def outline(self) -> list[float]:
        """How much it looks like hair around the head, both sides taken together: for `agreement`."""
        points = [(x, y) for y in _ROWS for x in _COLUMNS]
        right, left = self._like_hair(points), self._like_hair([(-x, y) for x, y in points])
        return normalised([(one + other) / 2 for one, other in zip(right, left, strict=True)], floor=0.5)

    def _like_hair(self, points: list[Point]) -> list[float]:
        hair = self.hair or (0.0, 0.0, 0.0)
        others = (self.skin, *self._backdrop)
        found = []
        for colour in self._colours(points):
            away = distance(colour, hair)
            nearer = min(distance(colour, other) for other in others) < away
            found.append(math.exp(-((away / 38) ** 2)) * (0.2 if nearer else 1.0))
        return found

    @cached_property
    def _backdrop(self) -> list[Colour]:
        """What lies to both sides, far from the head, at three heights."""
        return [
            _largest_surface(self._colours(_grid(2.3 * side, 2.9 * side, top, top + 0.6)))
            for side in (-1, 1)
            for top in (-1.9, -1.0, -0.1)
        ]

    @cached_property
    def _scaled(self) -> Image.Image:
        width = max(1, round(_UNIT / self.face.half_width))
        height = max(1, round(width * self.picture.height / self.picture.width))
        return self.picture.resize((width, height), Image.Resampling.BOX)

    def _colours(self, points: Iterable[Point]) -> list[Colour]:
        """Return the pixels at these points; outside the picture, the nearest ones."""
        width, height = self._scaled.size
        pixels = self._scaled.load()
        assert pixels is not None
        found = []
        for x, y in points:
            across = min(width - 1, max(0, int(self.face.x * width + x * _UNIT)))
            down = min(height - 1, max(0, int(self.face.y * width + y * _UNIT)))
            colour = pixels[across, down]
            assert isinstance(colour, tuple)
            found.append((float(colour[0]), float(colour[1]), float(colour[2])))
        return found


def normalised(values: list[float], floor: float) -> list[float]:
    """Return the values without their mean, scaled to length 1; `floor` limits the scaling of nearly constant ones."""
    mean = sum(values) / len(values)
    length = math.sqrt(sum((value - mean) ** 2 for value in values)) + floor
    return [(value - mean) / length for value in values]


def agreement(a: list[float], b: list[float]) -> float:
    """Return the correlation of two normalised vectors, -1 to 1."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def _middle(colours: list[Colour]) -> Colour:
    return (
        median(colour[0] for colour in colours),
        median(colour[1] for colour in colours),
        median(colour[2] for colour in colours),
    )


def _largest_surface(colours: list[Colour]) -> Colour:
    core = max(colours, key=lambda one: sum(distance(one, other) < _SAME for other in colours))
    return _middle([colour for colour in colours if distance(colour, core) < _SAME])

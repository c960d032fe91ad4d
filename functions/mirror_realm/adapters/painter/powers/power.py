"""Power: the two layers of an effect. The origin and the units are those of the body, at the base of the neck."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.geometry import Point

Layer = Callable[[Brush], None]


def nothing(_: Brush) -> None:
    """Draw nothing: the layer that a power does not have."""


@dataclass(frozen=True, slots=True)
class Power:
    """An effect behind the figure, and one in front of it that leaves the head free."""

    behind: Layer = nothing
    front: Layer = nothing


def around(x: float, y: float, radius: float, degrees: float) -> Point:
    """Return the point at this distance and angle; 0 degrees is straight up, positive to the right."""
    turn = math.radians(degrees)
    return x + radius * math.sin(turn), y - radius * math.cos(turn)


def arc(y: float, across: float, down: float, tilt: float, *, front: bool) -> list[Point]:
    """Return the half of a ring around the body that lies before or behind it; `tilt` lowers its right end."""
    half = 1 if front else -1
    return [
        (-across * math.cos(t), y + half * down * math.sin(t) - tilt * math.cos(t))
        for t in (math.pi * k / 12 for k in range(13))
    ]

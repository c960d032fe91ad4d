"""Peaks: a ledge high up among snow and rock."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix
from mirror_realm.adapters.painter.finish import gradient
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.places.outdoors.ground import at_hour, outdoors
from mirror_realm.adapters.painter.scene import Scene

_RIDGES: tuple[tuple[Point, ...], ...] = (
    # Tops of each range, far to near; the valleys lie between them.
    ((90, 420), (270, 300), (420, 430), (640, 320), (800, 400), (980, 290)),
    ((-30, 330), (170, 150), (380, 480), (700, 470), (880, 96), (1060, 330)),
    ((40, 640), (240, 560), (460, 760), (620, 740), (820, 540), (1010, 620)),
)


def _backdrop(brush: Brush, scene: Scene) -> None:
    top, low = at_hour(scene, (58, 124, 206), 0.2), at_hour(scene, (210, 232, 248), 0.35)
    brush.gradient(brush.rectangle(-10, -10, 1034, 1034), gradient((0.0, top), (0.6, low), (1.0, low)))
    brush.glow(500 + scene.drift * 40, 220, 340, low, 0.7)
    snow = at_hour(scene, (250, 252, 255), 0.2)
    for depth, tops in enumerate(_RIDGES):
        rock = mix(low, at_hour(scene, (62, 74, 104), 0.06), (0.35, 0.75, 0.95)[depth])
        for x, y in tops:
            _peak(brush, x + scene.drift * 16 * depth, y, (150, 250, 210)[depth], rock, snow, far=depth == 0)
        mist = brush.rectangle(-20, (520, 700, 900)[depth], 1044, 1044)
        brush.soften(mist, low, (0.4, 0.4, 0.3)[depth], blur=60)


def _peak(brush: Brush, x: float, y: float, wide: float, rock: Colour, snow: Colour, *, far: bool) -> None:
    foot = y + wide * 2.4
    mountain = brush.polygon(
        [
            (x, y),
            (x + wide * 0.4, y + wide * 0.7),
            (x + wide * 1.2, foot),
            (x - wide * 1.2, foot),
            (x - wide * 0.5, y + wide * 0.8),
        ]
    )
    brush.fill(mountain, rock)
    lit = brush.polygon(
        [
            (x, y),
            (x + wide * 0.1, y + wide),
            (x - wide * 0.2, foot),
            (x - wide * 1.2, foot),
            (x - wide * 0.5, y + wide * 0.8),
        ]
    )
    brush.within(mountain).brighten(lit, snow, 0.22)
    if far:
        return
    cap = brush.polygon(
        [
            (x, y - 4),
            (x + wide * 0.46, y + wide * 0.78),
            (x + wide * 0.26, y + wide * 0.62),
            (x + wide * 0.16, y + wide * 0.98),
            (x - wide * 0.04, y + wide * 0.66),
            (x - wide * 0.2, y + wide * 1.08),
            (x - wide * 0.34, y + wide * 0.7),
            (x - wide * 0.56, y + wide * 0.9),
        ]
    )
    white = brush.within(mountain)
    white.fill(cap, snow)
    shade = brush.polygon(
        [
            (x, y - 4),
            (x + wide * 0.46, y + wide * 0.78),
            (x + wide * 0.16, y + wide * 0.98),
            (x + wide * 0.04, y + wide * 0.6),
        ]
    )
    brush.within(cap).shade(shade, (176, 196, 226), 0.8)


PEAKS = outdoors(_backdrop, (176, 186, 204), (250, 253, 255))

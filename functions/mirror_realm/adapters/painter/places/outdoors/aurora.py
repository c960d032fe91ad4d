"""Aurora: northern lights over a frozen lake."""

import math
import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix
from mirror_realm.adapters.painter.finish import gradient
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.places.outdoors.ground import outdoors
from mirror_realm.adapters.painter.scene import Scene

GREEN: Colour = (70, 255, 150)
VIOLET: Colour = (176, 92, 255)
_SHORE = 660


def _backdrop(brush: Brush, scene: Scene) -> None:
    dawn = 0.06 * scene.growth
    top, low = (10, 16, 48), mix((28, 62, 98), scene.stage.sky.bottom, 0.1 + dawn)
    brush.gradient(brush.rectangle(-10, -10, 1034, _SHORE + 10), gradient((0.0, top), (1.0, low)))
    dice = random.Random(8)
    stars = [(dice.uniform(0, 1024), dice.uniform(0, 520), dice.uniform(1.5, 3.6)) for _ in range(60)]
    for x, y, size in stars:
        brush.fill(brush.oval(x, y, size, size), (240, 246, 255), 0.85)
    power = 0.75 + 0.05 * scene.growth
    for base, high, phase, colour in (
        (250, 190, 0.4, VIOLET),
        (430, 330, 1.7, GREEN),
        (330, 210, 3.6, GREEN),
    ):
        _curtain(brush.at(scene.drift * 30, 0), base, high, phase, colour, power)
    ice = mix((116, 170, 196), scene.stage.sky.bottom, 0.08 + dawn)
    brush.gradient(
        brush.rectangle(-10, _SHORE, 1034, 1034), gradient((0.0, mix(ice, (40, 84, 110), 0.5)), (1.0, ice))
    )
    brush.brighten(brush.rectangle(180, _SHORE + 10, 860, 900), GREEN, 0.3, blur=50)
    cracks = [
        [(80, 720), (300, 760), (420, 740), (640, 800)],
        [(620, 700), (760, 760), (980, 750)],
        [(120, 880), (340, 850)],
    ]
    brush.fill(brush.strokes(cracks, 6, start=0.4, end=0.2), (226, 244, 250), 0.7)
    hills: list[Point] = [
        (-40, _SHORE + 12),
        (-40, 560),
        (110, 500),
        (240, 590),
        (360, 600),
        (560, 612),
        (700, 590),
        (850, 486),
        (980, 560),
        (1064, 540),
        (1064, _SHORE + 12),
    ]
    ridge = brush.polygon(hills)
    brush.fill(ridge, (20, 30, 58))
    brush.within(ridge).fill(
        brush.polygon(
            [(60, 530), (110, 494), (160, 534), (120, 524)], [(800, 520), (850, 480), (906, 524), (850, 512)]
        ),
        (188, 214, 232),
        0.8,
    )


def _curtain(brush: Brush, base: float, high: float, phase: float, colour: Colour, power: float) -> None:
    """Draw a ribbon of light whose lower edge waves around `base`."""
    lower = [
        (x, base + 54 * math.sin(phase + x / 150) + 24 * math.sin(phase * 2 + x / 61))
        for x in range(-60, 1100, 29)
    ]
    for rise, share in ((1.0, 0.35), (0.6, 0.45), (0.26, 0.6)):
        sheet = brush.polygon([*lower, *((x, y - high * rise) for x, y in reversed(lower))])
        brush.brighten(sheet, colour, share * power, blur=14)
    brush.brighten(brush.stroke(lower, 18), mix(colour, (230, 255, 240), 0.5), 0.8 * power, blur=6)


AURORA = outdoors(_backdrop, (108, 140, 164), (210, 250, 236))

"""Clouds: a rock above a sea of clouds, among floating islands."""

import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix
from mirror_realm.adapters.painter.finish import gradient
from mirror_realm.adapters.painter.geometry import ellipse
from mirror_realm.adapters.painter.places.outdoors.ground import at_hour, outdoors
from mirror_realm.adapters.painter.scene import Scene


def _backdrop(brush: Brush, scene: Scene) -> None:
    top, low = at_hour(scene, (104, 132, 222), 0.2), at_hour(scene, (255, 216, 226), 0.3)
    brush.gradient(brush.rectangle(-10, -10, 1034, 1034), gradient((0.0, top), (0.65, low), (1.0, low)))
    brush.glow(500 + scene.drift * 40, 420, 440, (255, 246, 236), 0.6)
    _island(brush.at(176 + scene.drift * 30, 250, 1.0), scene)
    _island(brush.at(884 + scene.drift * 22, 170, 0.62), scene)
    white, grey = at_hour(scene, (255, 253, 252), 0.16), at_hour(scene, (196, 186, 222), 0.2)
    dice = random.Random(12)
    for depth in range(4):
        base = 500 + depth * 120
        tone = mix(mix(low, white, 0.5), white, depth / 3)
        for k in range(7):
            x = -40 + k * 180 + dice.uniform(-50, 50) + scene.drift * (10 + 14 * depth)
            _cloud(brush, x, base + dice.uniform(-34, 34), dice.uniform(80, 124), tone, grey)
        brush.fill(brush.rectangle(-20, base + 70, 1044, 1050), mix(tone, grey, 0.25))


def _cloud(brush: Brush, x: float, y: float, size: float, tone: Colour, shadow: Colour) -> None:
    puffs = brush.polygon(
        ellipse(x, y, size, size * 0.8),
        ellipse(x - size * 0.9, y + size * 0.3, size * 0.7, size * 0.6),
        ellipse(x + size * 0.95, y + size * 0.26, size * 0.74, size * 0.62),
        ellipse(x + size * 0.3, y - size * 0.4, size * 0.6, size * 0.56),
    )
    brush.fill(puffs, tone)
    low = brush.oval(x + size * 0.2, y + size * 0.8, size * 1.7, size * 0.66)
    brush.within(puffs).soften(low, shadow, 0.75, blur=22)


def _island(brush: Brush, scene: Scene) -> None:
    """Draw an island of rock that hangs in the air, its meadow at the origin."""
    rock, grass = at_hour(scene, (126, 104, 116), 0.12), at_hour(scene, (110, 176, 92), 0.1)
    body = brush.polygon(
        [(-150, 0), (150, 0), (112, 60), (60, 96), (34, 190), (-4, 240), (-30, 150), (-84, 104), (-122, 50)]
    )
    brush.fill(body, rock)
    brush.within(body).shade(brush.polygon([(20, 0), (160, 0), (30, 250)]), (150, 130, 160), 0.8, blur=10)
    brush.fill(
        brush.blob([(-160, 4), (-120, -28), (0, -44), (120, -30), (160, 4), (90, 26), (-20, 20), (-100, 28)]),
        grass,
    )
    brush.fill(
        brush.polygon([(-46, -36), (-34, -36), (-36, -100), (-44, -100)]), at_hour(scene, (96, 70, 56), 0.1)
    )
    brush.fill(brush.oval(-40, -118, 52, 44), at_hour(scene, (72, 146, 84), 0.1))


CLOUDS = outdoors(_backdrop, (150, 132, 140), (255, 252, 250))

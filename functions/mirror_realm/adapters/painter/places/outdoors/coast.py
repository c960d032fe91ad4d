"""Coast: a cliff above the open sea, with a far lighthouse."""

import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import mix, scaled
from mirror_realm.adapters.painter.finish import gradient
from mirror_realm.adapters.painter.places.outdoors.ground import at_hour, outdoors
from mirror_realm.adapters.painter.scene import Scene

_HORIZON = 430


def _backdrop(brush: Brush, scene: Scene) -> None:
    top, low = at_hour(scene, (120, 190, 236), 0.3), at_hour(scene, (238, 244, 236), 0.4)
    brush.gradient(brush.rectangle(-10, -10, 1034, _HORIZON + 10), gradient((0.0, top), (1.0, low)))
    brush.glow(700 + scene.drift * 40, 240, 300, low, 0.8)
    near, far = at_hour(scene, (0, 112, 132), 0.08), at_hour(scene, (58, 172, 190), 0.2)
    brush.gradient(
        brush.rectangle(-10, _HORIZON, 1034, 1034),
        gradient((0.0, far), (0.3, mix(far, near, 0.5)), (1.0, near)),
    )
    foam = at_hour(scene, (246, 252, 252), 0.15)
    dice = random.Random(33)
    for k in range(11):
        y = _HORIZON + 22 + k * k * 4.6
        waves = []
        for _ in range(4):
            x, wide = dice.uniform(-100, 900), dice.uniform(120, 260) * (0.5 + k * 0.08)
            waves.append([(x, y), (x + wide * 0.5, y - 5 - k), (x + wide, y + 2)])
        brush.fill(brush.strokes(waves, 5 + k * 1.8, start=0.1, end=0.1, swell=0.9), foam, 0.85)
    _cliff(brush.at(scene.drift * 24, 0), scene)
    _lighthouse(brush.at(872 + scene.drift * 12, _HORIZON + 24), scene)


def _cliff(brush: Brush, scene: Scene) -> None:
    chalk, grass = at_hour(scene, (232, 222, 200), 0.15), at_hour(scene, (108, 158, 70), 0.1)
    wall = brush.polygon([(-80, 236), (120, 250), (236, 300), (262, 420), (226, 560), (286, 760), (-80, 800)])
    brush.fill(wall, chalk)
    cracks = [[(60, 300), (84, 480), (60, 700)], [(160, 300), (150, 460), (196, 660)], [(-10, 320), (8, 620)]]
    brush.within(wall).shade(brush.strokes(cracks, 26, start=0.3, end=0.6), (166, 148, 140), 0.7, blur=5)
    brush.fill(
        brush.polygon([(-80, 206), (110, 216), (248, 292), (240, 336), (150, 296), (60, 288), (-80, 280)]),
        grass,
    )
    surf = [[(-60, 780), (120, 764), (300, 772), (380, 800)], [(-60, 812), (140, 800), (330, 816)]]
    brush.fill(brush.strokes(surf, 34, start=0.8, end=0.1), (250, 253, 252), 0.95)


def _lighthouse(brush: Brush, scene: Scene) -> None:
    rock = at_hour(scene, (98, 96, 104), 0.1)
    brush.fill(brush.blob([(-130, 16), (-70, -40), (0, -52), (70, -36), (130, 16), (0, 30)]), rock)
    tower = brush.polygon([(-30, -44), (30, -44), (20, -250), (-20, -250)])
    brush.fill(tower, at_hour(scene, (250, 248, 240), 0.1))
    for y in (-100, -190):
        brush.within(tower).fill(brush.rectangle(-40, y, 40, y + 40), at_hour(scene, (206, 66, 56), 0.1))
    brush.fill(brush.rectangle(-26, -262, 26, -250), scaled(rock, 0.7))
    brush.fill(brush.rectangle(-16, -292, 16, -262), (255, 236, 170))
    brush.fill(brush.polygon([(-22, -292), (22, -292), (0, -322)]), at_hour(scene, (206, 66, 56), 0.1))
    brush.glow(0, -277, 60 + 20 * scene.growth, (255, 226, 150), 0.9)


COAST = outdoors(_backdrop, (126, 142, 96), (240, 250, 252))

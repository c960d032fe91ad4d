"""Forest: a clearing between tall trunks, with shafts of light."""

import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import mix
from mirror_realm.adapters.painter.finish import gradient
from mirror_realm.adapters.painter.places.outdoors.ground import at_hour, outdoors
from mirror_realm.adapters.painter.scene import Scene


def _backdrop(brush: Brush, scene: Scene) -> None:
    light, green = at_hour(scene, (236, 248, 150), 0.2), at_hour(scene, (48, 126, 58), 0.08)
    table = gradient(
        (0.0, mix(light, green, 0.55)), (0.4, light), (0.75, mix(light, green, 0.6)), (1.0, green)
    )
    brush.gradient(brush.rectangle(-10, -10, 1034, 1034), table)
    brush.glow(560 + scene.drift * 40, 330, 520, light, 1.0)
    dice = random.Random(21)
    for depth, (share, wide) in enumerate(((0.35, 44), (0.62, 70), (0.92, 112))):
        bark = mix(light, at_hour(scene, (62, 52, 40), 0.08), share)
        count = (9, 6, 4)[depth]
        for k in range(count):
            # The nearest trunks stand at the sides: the figure hides the middle.
            x = (60, 214, 812, 968)[k] if depth == 2 else (k + dice.uniform(0.2, 0.8)) * 1024 / count
            x += scene.drift * (10 + 14 * depth)
            lean = dice.uniform(-18, 18)
            edge = [(-wide / 2 + lean, -20), (wide / 2 + lean, -20), (wide * 0.6, 900), (wide, 1040)]
            trunk = brush.at(x, 0).polygon([*edge, (-wide, 1040), (-wide * 0.6, 900)])
            brush.fill(trunk, bark)
            moss = brush.polygon(
                [
                    (x - wide + lean, -20),
                    (x - wide * 0.2 + lean, -20),
                    (x - wide * 0.3, 1040),
                    (x - wide * 1.3, 1040),
                ]
            )
            brush.within(trunk).soften(moss, mix(bark, green, 0.7), 0.8, blur=8)
    rays = brush.polygon(
        [(520, -40), (640, -40), (330, 1040), (120, 1040)], [(700, -40), (760, -40), (720, 1040), (600, 1040)]
    )
    brush.brighten(rays, light, 0.46, blur=16)
    leaves = [(dice.uniform(-60, 1080), dice.uniform(-50, 120), dice.uniform(70, 130)) for _ in range(18)]
    for x, y, size in leaves:
        brush.fill(brush.oval(x, y, size, size * 0.6), mix(green, light, dice.uniform(0.0, 0.35)))
    for _ in range(20):
        x, y, size = dice.uniform(-40, 1060), dice.uniform(800, 940), dice.uniform(60, 120)
        brush.fill(brush.oval(x, y, size, size * 0.55), mix(green, light, dice.uniform(0.0, 0.3)))


FOREST = outdoors(_backdrop, (92, 98, 58), (232, 246, 150))

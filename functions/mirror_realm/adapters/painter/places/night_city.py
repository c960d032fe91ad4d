"""Night city: rain, black walls and amber windows; the street lamp warms as the stages pass."""

import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix, scaled
from mirror_realm.adapters.painter.finish import gradient, hard
from mirror_realm.adapters.painter.places.belongings import draw_belongings
from mirror_realm.adapters.painter.places.place import Place, Spots, put_near_things
from mirror_realm.adapters.painter.scene import Scene

SPOTS = Spots(
    hint=(222, 992, 1.0),
    traits=((226, 1000, 1.0), (836, 1000, 0.95), (330, 1006, 0.8)),
    shelf=(884, 500, 0.9),
    desk=(862, 1000, 1.15),
    side=(206, 1000, 1.1),
)

WINDOW: Colour = (255, 186, 88)


def _backdrop(brush: Brush, scene: Scene) -> None:
    growth = scene.growth
    dawn = (0.0, 0.08, 0.18, 0.35, 0.65, 1.0)[growth]
    low = mix((70, 72, 92), (232, 150, 88), dawn)
    sky = gradient((0.0, (16, 16, 26)), (0.5, mix((40, 42, 60), (150, 84, 70), dawn)), (1.0, low))
    brush.gradient(brush.rectangle(-10, -10, 1034, 1034), sky)
    x, y = 752 + scene.drift * 40, 190
    brush.glow(x, y, 300, (226, 220, 206), 0.35 + 0.05 * growth)
    brush.fill(brush.oval(x, y, 84, 84), (236, 230, 214))
    brush.shade(
        brush.oval(x - 22, y - 16, 20, 18).joined(brush.oval(x + 24, y + 22, 28, 24)),
        (206, 200, 190),
        0.7,
        blur=4,
    )
    for depth in range(3):
        _row(brush, scene, depth, dawn)
    brush.glow(540, 470, 620, (255, 150, 70), 0.75 * dawn, accent=True)
    _lamp(brush.at(120, 0), growth)


def _row(brush: Brush, scene: Scene, depth: int, dawn: float) -> None:
    dice = random.Random(70 + depth)
    tone = mix(
        ((52, 52, 70), (34, 34, 48), (16, 16, 24))[depth], (150, 92, 70), dawn * (0.55, 0.3, 0.1)[depth]
    )
    x = -40.0 + scene.drift * 18 * depth
    while x < 1050:
        wide, top = dice.uniform(90, 170), dice.uniform(150, 420) + depth * 110
        house = brush.rectangle(x, top, x + wide, 1040)
        brush.fill(house, tone)
        if dice.random() < 0.5:
            brush.fill(
                brush.polygon(
                    [(x + 14, top), (x + 14, top - 46), (x + 44, top - 46), (x + 44, top)],
                    [(x + wide - 24, top), (x + wide - 20, top - 84), (x + wide - 16, top)],
                ),
                tone,
            )
        share = 0.04 + 0.1 * scene.growth
        panes = [
            [(wx, wy), (wx + 14, wy), (wx + 14, wy + 22), (wx, wy + 22)]
            for wx in (x + 14 + k * 28 for k in range(int((wide - 26) / 28)))
            for wy in (top + 24 + k * 44 for k in range(int((980 - top) / 44)))
            if dice.random() < share
        ]
        if panes:
            lit = brush.polygon(*panes)
            brush.brighten(lit.softened(9 * brush.pixel), WINDOW, 0.5)
            brush.fill(lit, scaled(WINDOW, 0.7 + 0.15 * depth), accent=True)
        x += wide + dice.uniform(4, 26)


def _lamp(brush: Brush, growth: int) -> None:
    power = 0.2 + 0.16 * growth
    cone = brush.polygon([(-14, 250), (14, 250), (300, 1040), (-300, 1040)])
    brush.brighten(cone, WINDOW, 0.2 * power, blur=26)
    brush.glow(0, 240, 300, WINDOW, 0.8 * power, accent=True)
    brush.fill(brush.rectangle(-6, 250, 6, 1040), (14, 14, 20))
    brush.fill(brush.polygon([(-34, 236), (34, 236), (22, 196), (-22, 196)]), (14, 14, 20))
    brush.fill(brush.oval(0, 240, 26, 15), (255, 226, 160), accent=True)


def _foreground(brush: Brush, scene: Scene) -> None:
    wall = brush.rectangle(-40, 966, 1064, 1100)
    brush.cast(wall, 0, -8, blur=18, share=0.6)
    brush.model(wall, hard((44, 42, 54), 14))
    wet = [[(x, 974), (x + dx, 974)] for x, dx in ((60, 90), (300, 40), (420, 120), (700, 70), (860, 110))]
    brush.brighten(brush.strokes(wet, 5, start=0.3, end=0.3, swell=0.7), WINDOW, 0.5, blur=2)
    draw_belongings(brush, scene, 984)
    put_near_things(brush, SPOTS, scene)


def _rain(brush: Brush, scene: Scene) -> None:
    dice = scene.dice("rain")
    drops = []
    for _ in range(max(0, 150 - 30 * scene.growth)):
        x, y, length = dice.uniform(-40, 1060), dice.uniform(-40, 1000), dice.uniform(18, 46)
        drops.append([(x, y), (x - length * 0.22, y + length)])
    if drops:
        brush.brighten(brush.strokes(drops, 2.4, start=0.3, end=1), (206, 214, 236), 0.30)
    if scene.growth >= 3:
        for _ in range(10 + 4 * scene.growth):
            brush.glow(
                dice.uniform(0, 1024),
                dice.uniform(100, 1000),
                dice.uniform(4, 9),
                WINDOW,
                dice.uniform(0.3, 0.7),
                power=0.9,
            )


NIGHT_CITY = Place(_backdrop, SPOTS, foreground=_foreground, air=_rain)

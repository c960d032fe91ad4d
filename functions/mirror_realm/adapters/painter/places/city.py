"""City by the hour: a rooftop above it, where heroes stand."""

import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, Colour, mix, scaled
from mirror_realm.adapters.painter.finish import gradient, hard
from mirror_realm.adapters.painter.places.belongings import draw_belongings
from mirror_realm.adapters.painter.places.place import Place, Spots, put_near_things
from mirror_realm.adapters.painter.scene import Scene

SPOTS = Spots(
    hint=(222, 968, 1.0),
    traits=((226, 972, 1.0), (836, 972, 0.95), (330, 984, 0.8)),
    shelf=(884, 950, 1.0),
    desk=(862, 966, 1.1),
    side=(206, 966, 1.05),
)

_SUN_HEIGHT = (690.0, 560.0, 420.0, 430.0, 560.0, 650.0)
"""Where the sun stands at each stage: it rises, then sets."""


def _backdrop(brush: Brush, scene: Scene) -> None:
    sky, growth = scene.stage.sky, scene.growth
    whole = brush.rectangle(-10, -10, 1034, 1034)
    brush.gradient(
        whole,
        gradient((0.0, scaled(sky.top, 0.86)), (0.42, sky.middle), (0.72, sky.bottom), (1.0, sky.bottom)),
    )
    x, y = 690 + scene.drift * 60, _SUN_HEIGHT[growth]
    brush.glow(x, y, 560, mix(sky.bottom, AMBER, 0.5), 0.8)
    brush.fill(brush.oval(x, y, 74, 74), mix(sky.bottom, (255, 252, 236), 0.6), 0.5 + 0.08 * growth)
    if growth >= 5:
        dice = random.Random(3)
        for _ in range(46):
            star = brush.oval(
                dice.uniform(0, 1024), dice.uniform(0, 400), dice.uniform(1.2, 3), dice.uniform(1.2, 3)
            )
            brush.fill(star, (255, 246, 224), 0.9)
    _clouds(brush, sky.bottom, scene)
    for depth in range(3):
        _skyline(brush, scene, depth)


def _clouds(brush: Brush, light: Colour, scene: Scene) -> None:
    dice = random.Random(5)
    for _ in range(5):
        x, y = dice.uniform(-60, 900) + scene.drift * 40, dice.uniform(60, 420)
        bands = [
            [(x, y), (x + 120, y - 16), (x + 260, y + 4)],
            [(x + 60, y + 22), (x + 170, y + 12), (x + 320, y + 26)],
        ]
        brush.soften(
            brush.strokes(bands, 26, start=0.2, end=0.2, swell=0.8),
            mix(light, (255, 244, 226), 0.5),
            0.6,
            blur=6,
        )


def _skyline(brush: Brush, scene: Scene, depth: int) -> None:
    sky = scene.stage.sky
    dice = random.Random(40 + depth)
    haze = mix(mix(sky.middle, sky.bottom, 0.4), (64, 44, 76), (0.30, 0.55, 0.8)[depth])
    x, base = -30.0 + scene.drift * 20 * depth, (560, 640, 740)[depth]
    while x < 1040:
        wide = dice.uniform(56, 116) * (0.8 + depth * 0.22)
        high = dice.uniform(110, 330) * (1.1 - depth * 0.14)
        top = base - high + 130
        if scene.future:
            tower = brush.blob(
                [
                    (x, 1040),
                    (x + 4, top + 60),
                    (x + wide / 2, top - 40),
                    (x + wide - 4, top + 60),
                    (x + wide, 1040),
                ]
            )
        else:
            tower = brush.rectangle(x, top, x + wide, 1040)
        brush.fill(tower, haze)
        brush.within(tower).brighten(brush.rectangle(x + wide * 0.78, top, x + wide, 1040), sky.bottom, 0.22)
        if depth:
            lit = 0.18 + 0.11 * scene.growth
            windows = [
                [(wx, wy), (wx + 8, wy), (wx + 8, wy + 12), (wx, wy + 12)]
                for wx in _steps(x + 10, x + wide - 16, 19)
                for wy in _steps(top + 16, 960, 27)
                if dice.random() < lit
            ]
            if windows:
                brush.fill(brush.polygon(*windows), (255, 214, 130), 0.55 + 0.15 * depth)
        x += wide + dice.uniform(2, 20)


def _steps(start: float, end: float, step: float) -> list[float]:
    return [start + k * step for k in range(max(0, int((end - start) / step) + 1))]


def _roof(brush: Brush, scene: Scene) -> None:
    """Draw the ledge the figure stands behind."""
    stone = mix(mix(scene.stage.wood, (120, 92, 100), 0.6), scene.stage.sky.middle, 0.12)
    ledge = brush.rectangle(-40, 946, 1064, 1100)
    brush.cast(ledge, 0, -8, blur=20, share=0.5)
    brush.model(ledge, hard(scaled(stone, 0.8), 16))
    cap = brush.rectangle(-40, 922, 1064, 962, 6)
    brush.cast(cap, 0, 10, blur=12, share=0.5)
    brush.model(cap, hard(stone, 10))
    brush.brighten(brush.rectangle(-40, 922, 1064, 930), scene.stage.sky.bottom, 0.4, blur=2)
    draw_belongings(brush, scene, 958)
    put_near_things(brush, SPOTS, scene)


def _air(brush: Brush, scene: Scene) -> None:
    dice = scene.dice("embers")
    for _ in range(6 + scene.stage.bokeh):
        brush.glow(
            dice.uniform(0, 1024),
            dice.uniform(200, 960),
            dice.uniform(5, 13),
            AMBER,
            dice.uniform(0.3, 0.7),
            power=0.9,
        )


CITY = Place(_backdrop, SPOTS, foreground=_roof, air=_air)

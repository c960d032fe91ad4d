"""Evening room: a painterly room whose wide window is all sky."""

import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, Colour, mix, saturated, scaled
from mirror_realm.adapters.painter.finish import gradient, hard
from mirror_realm.adapters.painter.geometry import ellipse
from mirror_realm.adapters.painter.places import desk
from mirror_realm.adapters.painter.places.place import (
    Place,
    Spots,
    put_far_symbols,
    put_near_things,
)
from mirror_realm.adapters.painter.places.touches import draw_far_touches
from mirror_realm.adapters.painter.props import furnishings, greenery
from mirror_realm.adapters.painter.scene import Scene

SPOTS = Spots(
    hint=(246, 1008, 1.25),
    traits=((138, 1008, 1.15), (706, 1012, 1.05), (386, 1018, 0.95)),
    shelf=(880, 640, 0.9),
    desk=(806, 1006, 1.25),
    side=(252, 1008, 1.15),
    wall=(842, 120, 0.8),
)


def _backdrop(brush: Brush, scene: Scene) -> None:
    look, growth = scene.stage, scene.growth
    walls = gradient(*((at, saturated(c, 1.1)) for at, c in zip((0.0, 0.5, 1.0), look.wall, strict=True)))
    brush.gradient(brush.rectangle(-10, -10, 1034, 1034), walls)
    pane = brush.rectangle(86, 66, 938, 650, 10)
    brush.gradient(
        pane,
        gradient(
            (0.0, saturated(look.sky.top, 1.3)),
            (0.55, saturated(look.sky.middle, 1.25)),
            (1.0, look.sky.bottom),
        ),
    )
    _sky(brush.within(pane), scene)
    frame = brush.rectangle(62, 42, 962, 674, 14).without(pane)
    bars = brush.strokes([[(360, 60), (360, 660)], [(664, 60), (664, 660)]], 14)
    brush.model(frame, hard(look.wood, 8))
    brush.model(bars, hard(look.wood, 5))
    brush.model(brush.rectangle(30, 650, 994, 690, 6), hard(scaled(look.wood, 1.1), 8))
    if growth >= 1:
        furnishings.books(brush.at(96, 650), min(6, 2 + growth), seed=2)
    if growth >= 2:
        greenery.sprout(brush.at(300, 650, 1.1))
    if growth >= 3:
        greenery.bushy(brush.at(880 if scene.symbols is None else 760, 650), 5)
        greenery.trailing(brush.at(150, 120), 3, 190)
    if growth >= 4:
        greenery.monstera(brush.at(60, 930, 1.0), 2)
    if growth >= 5:
        furnishings.fairy_lights(brush, [(-20, 30), (180, 80), (380, 36), (560, 78), (760, 36), (1044, 70)])
    put_far_symbols(brush, SPOTS, scene.symbols)
    draw_far_touches(brush, scene)
    brush.glow(512, 420, 560, look.sky.bottom, 0.25 * look.sky.beam)


def _sky(brush: Brush, scene: Scene) -> None:
    """Draw sun or moon and towering clouds, lit from below."""
    look = scene.stage
    x = 300 + scene.drift * 60
    brush.glow(x, 470, 360, mix(look.sky.bottom, AMBER, 0.4), 0.9)
    brush.fill(brush.oval(x, 480, 60, 60), (255, 248, 222), 0.9)
    dice = random.Random(12)
    light: Colour = mix(look.sky.bottom, (255, 250, 240), 0.6)
    for cx, cy, size in (
        (190, 330, 1.0),
        (790, 290, 1.35),
        (560, 560, 1.1),
        (900, 560, 0.9),
        (110, 600, 0.9),
    ):
        puffs = [
            (
                cx + dice.uniform(-110, 110) * size,
                cy + dice.uniform(-46, 40) * size,
                dice.uniform(34, 66) * size,
            )
            for _ in range(9)
        ]
        body = brush.polygon(*(ellipse(px, py, r, r * 0.8) for px, py, r in puffs))
        brush.fill(body, mix(light, look.sky.middle, 0.45), 0.85)
        crown = brush.polygon(*(ellipse(px - 8, py - 12, r * 0.86, r * 0.66) for px, py, r in puffs))
        brush.fill(crown.within(body), light, 0.85)
    if scene.growth >= 5:
        for _ in range(34):
            size = dice.uniform(1.4, 3.4)
            brush.fill(brush.oval(dice.uniform(90, 930), dice.uniform(70, 330), size, size), (255, 250, 230))


def _surface(brush: Brush, scene: Scene) -> None:
    desk.draw_surface(brush, scene)


def _foreground(brush: Brush, scene: Scene) -> None:
    desk.draw_things(brush, scene)
    put_near_things(brush, SPOTS, scene)


def _air(brush: Brush, scene: Scene) -> None:
    """Draw bloom of the late sun, and petals where the place has come alive."""
    brush.glow(120, 80, 620, scene.stage.sky.bottom, 0.3 * scene.stage.sky.beam)
    dice = scene.dice("petals")
    for _ in range(max(0, scene.growth - 1) * 5):
        x, y = dice.uniform(0, 1024), dice.uniform(40, 900)
        petal = brush.at(x, y, dice.uniform(0.7, 1.3), dice.uniform(0, 180)).blob(
            [(-11, 0), (0, -6), (11, 0), (0, 6)]
        )
        brush.fill(petal, (255, 214, 196), 0.85)


EVENING_ROOM = Place(_backdrop, SPOTS, _surface, _foreground, _air)

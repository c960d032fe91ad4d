"""Home office: the room of the house style, from a bare morning wall to a glowing place of one's own."""

import random

from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.colour import AMBER, mix, scaled
from mirror_realm.adapters.providers.painter.finish import gradient
from mirror_realm.adapters.providers.painter.looks.stages import StageLook
from mirror_realm.adapters.providers.painter.props import desk_things, furnishings, greenery


def draw_wall(brush: Brush, look: StageLook) -> None:
    """The wall, the light on it, the window and the shelves."""
    wall = brush.rectangle(-20, -20, 1044, 1044)
    brush.gradient(
        wall,
        gradient(
            *(
                (at, brush.finish.tinted(colour))
                for at, colour in zip((0.0, 0.5, 1.0), look.wall, strict=True)
            )
        ),
    )
    brush.glow(200, 270, 640, mix(look.sky.bottom, AMBER, 0.4), 0.8 * look.sky.beam)
    _beams(brush, look)
    _furnish(brush, look)


def _beams(brush: Brush, look: StageLook) -> None:
    """Light of the window falling across the wall."""
    for k in range(2):
        beam = brush.polygon(
            [(330, 120 + k * 170), (330, 240 + k * 170), (820, 640 + k * 150), (820, 430 + k * 150)]
        )
        brush.brighten(beam, look.sky.bottom, 0.16 * look.sky.beam, blur=26)


def _furnish(brush: Brush, look: StageLook) -> None:
    growth, wood = look.growth, look.wood
    furnishings.window(brush.at(56, 84), look.sky, wood, arched=growth >= 5, view=1.0 if growth >= 4 else 0.0)
    if growth >= 3:
        furnishings.curtain(brush.at(10, 56), mix(scaled(wood, 1.2), AMBER, 0.5))
        furnishings.curtain(brush.at(384, 56).at(0, 0, flip=True), mix(scaled(wood, 1.2), AMBER, 0.5))
    for y in (250, 440) if growth >= 1 else (300,):
        furnishings.shelf(brush.at(712, y), 290, wood)
    if growth >= 1:
        furnishings.books(brush.at(728, 250), 3 + min(growth, 4), seed=2)
    if growth == 1:
        greenery.pot(brush.at(940, 440), 60, 52, (214, 180, 150))
    if growth == 2:
        furnishings.pin_board(brush.at(742, 284, 0.9), wood)
    if growth >= 2:
        greenery.sprout(brush.at(956, 440))
    if growth >= 3:
        greenery.bushy(brush.at(790, 440, 0.82), 5)
        greenery.trailing(brush.at(948, 250, 1.0), 3, 170)
        furnishings.picture(brush.at(430, 70), 120, 100, wood, 1)
        furnishings.picture(brush.at(572, 96), 92, 112, wood, 0)
    if growth >= 4:
        greenery.monstera(brush.at(92, 900, 1.1), 2)
        furnishings.books(brush.at(856, 440), 4, seed=9)
    if growth >= 5:
        furnishings.fairy_lights(brush, [(-20, 30), (180, 66), (380, 26), (560, 64), (760, 26), (1044, 60)])
        greenery.trailing(brush.at(640, 60, 1.0), 7, 150)


def draw_bokeh(brush: Brush, look: StageLook, seed: int) -> None:
    """Motes of light floating in the room."""
    dice = random.Random(seed)
    for _ in range(look.bokeh):
        brush.glow(
            dice.uniform(0, 1024),
            dice.uniform(40, 640),
            dice.uniform(14, 44),
            AMBER,
            dice.uniform(0.14, 0.34),
            power=0.5,
        )


def draw_desk_things(brush: Brush, look: StageLook, seed: int) -> None:
    """What stands at the two ends of the desk: it grows with the stage."""
    growth = look.growth
    furnishings.desk_lamp(brush.at(884, 912), look.lamp)
    if growth == 0:
        desk_things.laptop_side(brush.at(190, 960, 0.95), closed=True)
        desk_things.water_glass(brush.at(800, 960))
    if growth >= 1:
        desk_things.pen_cup(brush.at(140, 930, 1.05))
        desk_things.notebook(brush.at(214, 986))
    if growth >= 2:
        desk_things.book_pile(brush.at(812, 984, 0.95), min(1 + growth, 4))
    if growth == 3:
        desk_things.mug(brush.at(270, 972, 0.9), (236, 112, 74), steam=True)
    if growth >= 5:
        desk_things.candle(brush.at(250, 950))
        greenery.bonsai(brush.at(120, 950))

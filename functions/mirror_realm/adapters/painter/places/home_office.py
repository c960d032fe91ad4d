"""Home office: the room of the house style, from a bare morning wall to a glowing personal place."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, mix, scaled
from mirror_realm.adapters.painter.finish import gradient
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
    shelf=(872, 440, 1.12),
    desk=(806, 1006, 1.25),
    side=(252, 1008, 1.15),
    wall=(416, 60, 0.95),
)


def _backdrop(brush: Brush, scene: Scene) -> None:
    look = scene.stage
    wall = brush.rectangle(-20, -20, 1044, 1044)
    stops = zip((0.0, 0.5, 1.0), look.wall, strict=True)
    brush.gradient(wall, gradient(*((at, brush.finish.tinted(colour)) for at, colour in stops)))
    brush.glow(200, 270, 640, mix(look.sky.bottom, AMBER, 0.4), 0.8 * look.sky.beam)
    for k in range(2):
        beam = brush.polygon(
            [(330, 120 + k * 170), (330, 240 + k * 170), (820, 640 + k * 150), (820, 430 + k * 150)]
        )
        brush.brighten(beam, look.sky.bottom, 0.16 * look.sky.beam, blur=26)
    furnish(brush.at(scene.drift * 34, scene.view.rise * 0.8), scene)


def furnish(brush: Brush, scene: Scene) -> None:
    """Draw the window, the shelves and the things on them at this stage."""
    look, growth, wood = scene.stage, scene.growth, scene.stage.wood
    view = 1.0 if growth >= 4 else 0.0
    furnishings.window(brush.at(56, 84), look.sky, wood, arched=growth >= 5, view=view)
    if growth >= 3:
        fabric = mix(scaled(wood, 1.2), AMBER, 0.5)
        furnishings.curtain(brush.at(10, 56), fabric)
        furnishings.curtain(brush.at(384, 56).at(0, 0, flip=True), fabric)
    for y in (250, 440) if growth >= 1 else (300,):
        furnishings.shelf(brush.at(712, y), 290, wood)
    if growth >= 1:
        furnishings.books(brush.at(728, 250), 3 + min(growth, 4), seed=2)
    if growth == 1:
        greenery.pot(brush.at(940, 440), 60, 52, (214, 180, 150))
    if growth == 2:
        furnishings.pin_board(brush.at(742, 284, 0.9), wood)
        greenery.sprout(brush.at(956, 440))
    if growth >= 3:
        greenery.trailing(brush.at(956, 250), 3, 60 if scene.symbols else 170)
    if growth >= 3 and scene.symbols is None:
        greenery.bushy(brush.at(790, 440, 0.82), 5)
    if growth == 3 or (growth > 3 and (scene.symbols is None or scene.symbols.wall is None)):
        furnishings.picture(brush.at(430, 70), 120, 100, wood, 1)
        furnishings.picture(brush.at(572, 96), 92, 112, wood, 0)
    if growth >= 4:
        greenery.monstera(brush.at(92, 900, 1.1), 2)
    if growth >= 5:
        furnishings.fairy_lights(brush, [(-20, 30), (180, 66), (380, 26), (560, 64), (760, 26), (1044, 60)])
        greenery.trailing(brush.at(640, 60), 7, 150)
    put_far_symbols(brush, SPOTS, scene.symbols)
    draw_far_touches(brush, scene)


def _surface(brush: Brush, scene: Scene) -> None:
    desk.draw_surface(brush, scene)


def _foreground(brush: Brush, scene: Scene) -> None:
    desk.draw_things(brush, scene)
    put_near_things(brush, SPOTS, scene)


def _air(brush: Brush, scene: Scene) -> None:
    dice = scene.dice("motes")
    for _ in range(scene.stage.bokeh // 2):
        brush.glow(
            dice.uniform(0, 1024),
            dice.uniform(40, 860),
            dice.uniform(4, 10),
            AMBER,
            dice.uniform(0.3, 0.6),
            power=0.9,
        )


HOME_OFFICE = Place(_backdrop, SPOTS, _surface, _foreground, _air)

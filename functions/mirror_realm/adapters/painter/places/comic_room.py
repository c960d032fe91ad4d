"""Comic room: a sunlit room in simple shapes, seen whole, with a halftone sky of its own."""

from PIL import Image, ImageChops

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.canvas import dots
from mirror_realm.adapters.painter.colour import CREAM, INK, mix, saturated, scaled
from mirror_realm.adapters.painter.finish import cloth, hard
from mirror_realm.adapters.painter.places.place import (
    Place,
    Spots,
    put_far_symbols,
    put_near_things,
)
from mirror_realm.adapters.painter.places.touches import draw_far_touches
from mirror_realm.adapters.painter.props import furnishings, greenery
from mirror_realm.adapters.painter.scene import Scene
from mirror_realm.adapters.painter.shape import Shape

FLOOR = 806.0
SPOTS = Spots(
    hint=(790, 976, 1.0),
    traits=((232, 976, 1.0), (880, 984, 0.9), (120, 988, 0.9)),
    shelf=(846, 470, 0.9),
    desk=(812, 930, 1.2),
    side=(200, 962, 1.1),
    wall=(700, 96, 1.1),
    far=True,
)


def _backdrop(brush: Brush, scene: Scene) -> None:
    look = scene.stage
    wall = saturated(mix(look.wall[0], look.wall[1], 0.4), 1.25)
    brush.fill(brush.rectangle(-10, -10, 1034, 1034), wall)
    _dots(brush, scaled(wall, 0.86))
    floor = brush.rectangle(-20, FLOOR, 1044, 1060)
    brush.model(floor, hard(saturated(look.wood, 1.1), 6))
    planks = [[(-20, y), (1044, y)] for y in (852, 908, 972)]
    brush.fill(brush.strokes(planks, 3), mix(INK, look.wood, 0.4))
    furnishings.window(brush.at(56, 120, 1.08), look.sky, look.wood, view=1.0 if scene.growth >= 4 else 0.0)
    light = brush.polygon([(150, FLOOR + 8), (360, FLOOR + 8), (560, 1040), (240, 1040)])
    brush.brighten(light, look.sky.bottom, 0.35)
    rug = brush.oval(512, 968, 330, 66)
    brush.model(rug, cloth(scaled(saturated(look.wall[2], 1.2), 1.1), 16))
    brush.fill(brush.oval(512, 966, 286, 50).without(brush.oval(512, 965, 270, 44)), CREAM)
    if scene.growth >= 1:
        furnishings.shelf(brush.at(700, 292), 280, look.wood)
        furnishings.books(brush.at(716, 292), 4 + min(4, scene.growth), seed=2)
        furnishings.shelf(brush.at(700, 470), 280, look.wood)
    if scene.growth == 2:
        furnishings.pin_board(brush.at(716, 318, 0.9), look.wood)
    if scene.growth >= 3:
        greenery.bushy(brush.at(760, 470, 0.8), 5)
        greenery.monstera(brush.at(116, 910, 1.05), 2)
    if scene.growth >= 5:
        furnishings.fairy_lights(brush, [(-20, 30), (180, 74), (380, 30), (560, 70), (760, 30), (1044, 66)])
    if scene.growth == 0:
        furnishings.shelf(brush.at(700, 292), 280, look.wood)
    put_far_symbols(brush, SPOTS, scene.symbols)
    draw_far_touches(brush, scene)


def _dots(brush: Brush, colour: tuple[float, float, float]) -> None:
    """Draw halftone that thins out downwards."""
    size = brush.canvas.size
    fade = (
        Image.linear_gradient("L")
        .resize((size, size))
        .point([max(0, 210 - round(v * 1.7)) for v in range(256)])
    )
    screen = dots(size, 15 * brush.canvas.unit)
    spots = ImageChops.add(screen, fade, 1, -255).point([min(255, v * 6) for v in range(256)])
    brush.fill(Shape(0, 0, spots), colour)


def _foreground(brush: Brush, scene: Scene) -> None:
    put_near_things(brush, SPOTS, scene)


def _page(brush: Brush, _: Scene) -> None:
    """Draw the panel's border on the page."""
    panel = brush.rectangle(18, 18, 1006, 1006, 10)
    edge = brush.rectangle(-60, -60, 1084, 1084).without(panel)
    brush.fill(edge, (255, 250, 240))
    brush.fill(panel.grown(2 * brush.pixel).without(brush.rectangle(23, 23, 1001, 1001, 8)), INK)


COMIC_ROOM = Place(_backdrop, SPOTS, foreground=_foreground, air=_page)

"""Desk: the surface before the figure, and where things stand on it."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix, scaled
from mirror_realm.adapters.painter.finish import gradient
from mirror_realm.adapters.painter.looks.acting import Arms
from mirror_realm.adapters.painter.props import desk_things, furnishings, greenery
from mirror_realm.adapters.painter.scene import Scene

TOP = 868.0
"""Where the far edge of the desk lies."""


def draw_surface(brush: Brush, scene: Scene) -> None:
    """Draw the desk from its far edge to below the picture, with the lamp at its back."""
    wood, glow = scene.stage.wood, scene.stage.lamp
    surface = brush.rectangle(-60, TOP, 1084, 1100)
    brush.cast(surface, 0, -10, blur=24, share=0.45)
    brush.outline(surface, wood)
    lit = mix(scaled(wood, 1.22), brush.light.key, 0.25)
    stops = ((0.0, lit), (0.05, scaled(wood, 1.06)), (0.6, scaled(wood, 0.78)), (1.0, scaled(wood, 0.55)))
    brush.gradient(surface, gradient(*((at, brush.finish.tinted(colour)) for at, colour in stops)))
    grain = [
        [
            (-60, TOP + 28 + k * 24),
            (300, TOP + 22 + k * 25),
            (700, TOP + 32 + k * 25),
            (1084, TOP + 24 + k * 26),
        ]
        for k in range(5)
    ]
    brush.within(surface).shade(
        brush.strokes(grain, 4, start=0.3, end=0.3, swell=0.8), (150, 100, 90), 0.28, blur=1.5
    )
    brush.glow(840, TOP + 30, 360, (255, 206, 130), 0.45 * glow, down=80)
    brush.glow(220, TOP + 18, 320, brush.light.key, 0.16, down=50)
    furnishings.desk_lamp(brush.at(904, 914), glow)


def draw_things(brush: Brush, scene: Scene) -> None:
    """Draw the things on the desk: in order from the second week; tools, then plants and personal things."""
    tidiness, growth = scene.tidiness, scene.growth
    if tidiness == 0:
        desk_things.laptop_side(brush.at(190, 966, 0.95), closed=True)
        desk_things.water_glass(brush.at(800, 964))
    if tidiness >= 1:
        desk_things.pen_cup(brush.at(56, 936), scene_accent(scene))
    if tidiness >= 1 and scene.hint is None and scene.symbols is None:
        desk_things.notebook(brush.at(262, 1000), open_pages=growth == 2)
    if tidiness >= 2 and scene.symbols is None:
        desk_things.book_pile(brush.at(820, 990, 0.95), min(1 + growth, 4))
    if tidiness == 3:
        greenery.sprout(brush.at(970, 984, 1.1))
    if tidiness >= 4:
        desk_things.candle(brush.at(974, 986, 0.9))
    if scene.pose.arms is Arms.TYPING:
        desk_things.laptop_back(brush.at(512, 1010, 1.12))


def scene_accent(scene: Scene) -> Colour:
    """Return a small colour that changes with the variation."""
    return scene.dice("accent").choice(((112, 146, 150), (206, 112, 84), (132, 148, 104), (150, 124, 160)))

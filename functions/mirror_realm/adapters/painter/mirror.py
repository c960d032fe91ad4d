"""Mirror: shown in a place until there is a picture, a looking-glass with a figure that has no face yet.

The figure in it is light alone: of no sex, age, complexion or hair, so that it may become any person.
"""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, WHITE, mix, times
from mirror_realm.adapters.painter.finish import gradient, hard
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.scene import Scene

_ACROSS, _DOWN = 262, 366
"""Half the width and height of the glass."""

_HEAD = (0, -98, 92, 112)
_SHOULDERS: list[Point] = [
    (-40, -20),
    (-52, 52),
    (-150, 96),
    (-214, 190),
    (-240, 420),
    (240, 420),
    (214, 190),
    (150, 96),
    (52, 52),
    (40, -20),
]


def draw_mirror(brush: Brush, scene: Scene) -> None:
    """Draw the mirror around the brush's origin. The stage decides its light, and how clearly it shows a figure."""
    look, grown = scene.stage, scene.growth / 5
    wood = mix(look.wood, AMBER, 0.25 + 0.2 * grown)
    brush.glow(0, 0, _DOWN * 1.7, mix(look.light.key, AMBER, 0.3 + 0.5 * grown), 0.25 + 0.35 * grown)
    rim = brush.oval(0, 0, _ACROSS + 34, _DOWN + 34)
    glass = brush.oval(0, 0, _ACROSS, _DOWN)
    brush.cast(rim, 10, 26, blur=30)
    brush.model(rim, hard(wood, 20))
    brush.shade(glass.grown(4 * brush.pixel), look.light.shade, 0.5, blur=5)
    # Darker than the place, as a glass that faces away from the window.
    dusk = mix(WHITE, brush.light.shade, 0.8)
    top, bottom = times(mix(look.sky.top, look.wall[0], 0.35), dusk), times(look.sky.bottom, dusk)
    depths = ((0.0, top), (0.55, mix(top, bottom, 0.5)), (1.0, bottom))
    brush.gradient(glass, gradient(*((at, brush.finish.tinted(colour)) for at, colour in depths)))
    _draw_figure(brush.within(glass), scene, grown)
    _draw_shine(brush.within(glass), scene, grown)
    brush.rim(rim, 0.8, width=7)


def _draw_figure(inside: Brush, scene: Scene, grown: float) -> None:
    """Draw the figure: a misty outline on the first day, a bright one after half a year."""
    light = mix(inside.light.key, WHITE, 0.15)
    mist = 20 - 12 * grown
    figure = inside.at(0, 24, 1.04)
    inside.glow(0, -60, 330, mix(light, AMBER, 0.4), 0.16 + 0.24 * grown)
    for spread, share in ((34.0, 0.16), (0.0, 0.42 + 0.22 * grown)):
        x, y, across, down = _HEAD
        head = figure.oval(x, y, across + spread, down + spread)
        body = figure.blob([(x + (spread if x > 0 else -spread), y - spread) for x, y in _SHOULDERS])
        figure.brighten(head.joined(body), light, share, blur=mist + spread * 0.6)
    # The form: light on one side of the head and shoulders, as on frosted glass.
    side = 1 if inside.light.x > 0 else -1
    figure.soften(figure.oval(side * 22, -126, 46, 58), WHITE, 0.26 + 0.2 * grown, blur=22)
    figure.shade(figure.oval(-side * 8, 40, 62, 26), scene.stage.light.shade, 0.3, blur=18)


def _draw_shine(inside: Brush, scene: Scene, grown: float) -> None:
    """Draw reflections on the glass, and motes of light within it."""
    for left, width, share in ((-250, 92, 0.17), (-120, 34, 0.12)):
        streak = inside.polygon(
            [(left, 380), (left + width, 380), (left + width + 330, -400), (left + 330, -400)]
        )
        inside.brighten(streak, WHITE, share, blur=5)
    dice = scene.dice("mirror")
    for _ in range(6 + 4 * scene.growth):
        x, y = dice.uniform(-230, 230), dice.uniform(-330, 330)
        inside.glow(x, y, dice.uniform(5, 13), mix(AMBER, WHITE, 0.5), dice.uniform(0.35, 0.8), power=1.1)

"""Studio: a dark backdrop with haze, one warm and one cool light."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, Colour, mix, scaled
from mirror_realm.adapters.painter.finish import gradient, hard
from mirror_realm.adapters.painter.places.belongings import draw_belongings
from mirror_realm.adapters.painter.places.place import Place, Spots, put_near_things
from mirror_realm.adapters.painter.scene import Scene

SPOTS = Spots(
    hint=(222, 1000, 1.1),
    traits=((226, 1004, 1.0), (836, 1004, 0.95), (330, 1010, 0.8)),
    shelf=(880, 470, 0.9),
    desk=(862, 1004, 1.2),
    side=(206, 1004, 1.15),
)

_MOODS: tuple[tuple[Colour, Colour, float], ...] = (
    # The backdrop, the light behind the figure and its strength, stage by stage.
    ((42, 58, 84), (130, 164, 206), 0.36),
    ((66, 70, 80), (206, 200, 192), 0.46),
    ((88, 72, 62), (240, 196, 140), 0.58),
    ((112, 72, 44), (255, 186, 104), 0.8),
    ((112, 46, 42), (255, 132, 76), 0.9),
    ((66, 40, 76), (255, 206, 120), 1.0),
)


def _backdrop(brush: Brush, scene: Scene) -> None:
    ground, light, power = _MOODS[scene.growth]
    brush.gradient(
        brush.rectangle(-10, -10, 1034, 1034),
        gradient((0.0, scaled(ground, 0.55)), (0.5, ground), (1.0, scaled(ground, 0.4))),
    )
    brush.glow(512, 400, 520, light, 0.75 * power, power=1.9)
    if scene.growth >= 4:
        _rays(brush, light, scene.growth)
    if scene.growth >= 5:
        ring = brush.oval(512, 390, 330, 330).without(brush.oval(512, 390, 318, 318))
        brush.brighten(ring.softened(14 * brush.pixel), light, 0.9)
        brush.brighten(ring, (255, 240, 206), 0.9)
    brush.glow(60, 200, 420, (255, 186, 110), 0.35 + 0.25 * power)
    brush.glow(990, 300, 380, (110, 160, 214), 0.4)
    dice = scene.dice("haze")
    for _ in range(7):
        x, y = dice.uniform(-100, 900), dice.uniform(420, 900)
        band = brush.stroke([(x, y), (x + 180, y - 30), (x + 420, y + 10)], 90, start=0.3, end=0.3, swell=0.7)
        brush.brighten(band, mix(ground, light, 0.4), 0.16, blur=34)
    if scene.future:
        lines = [[(-20, y), (1044, y - 60)] for y in range(120, 900, 130)]
        brush.brighten(brush.strokes(lines, 4), (140, 226, 240), 0.45)


def _rays(brush: Brush, light: Colour, growth: int) -> None:
    for k in range(8):
        left, right = -160 + k * 190, -70 + k * 190
        ray = brush.polygon(
            [(512, 300), (left, -60), (right, -60)], [(512, 400), (left + 40, 1080), (right + 40, 1080)]
        )
        brush.brighten(ray, light, 0.05 * growth / 4, blur=12)


def _foreground(brush: Brush, scene: Scene) -> None:
    rail = brush.rectangle(-40, 978, 1064, 1100)
    brush.cast(rail, 0, -8, blur=18, share=0.6)
    brush.model(rail, hard((48, 46, 58), 14))
    draw_belongings(brush, scene, 996)
    put_near_things(brush, SPOTS, scene)


def _air(brush: Brush, scene: Scene) -> None:
    dice = scene.dice("dust")
    tone = AMBER if scene.growth >= 2 else (190, 210, 236)
    for _ in range(14 + scene.stage.bokeh):
        brush.glow(
            dice.uniform(0, 1024),
            dice.uniform(0, 1024),
            dice.uniform(3, 9),
            tone,
            dice.uniform(0.25, 0.7),
            power=0.9,
        )


STUDIO = Place(_backdrop, SPOTS, foreground=_foreground, air=_air)

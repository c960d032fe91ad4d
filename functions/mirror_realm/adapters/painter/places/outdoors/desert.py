"""Desert: dunes, and arches of red stone."""

from itertools import pairwise

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix, scaled
from mirror_realm.adapters.painter.finish import gradient
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.places.outdoors.ground import at_hour, outdoors
from mirror_realm.adapters.painter.scene import Scene

_DUNES: tuple[tuple[float, tuple[Point, ...]], ...] = (
    (0.2, ((-40, 640), (200, 590), (430, 650), (700, 600), (1064, 660))),
    (0.55, ((-40, 740), (180, 720), (420, 800), (760, 690), (1064, 730))),
    (0.95, ((-40, 830), (260, 880), (520, 840), (780, 900), (1064, 820))),
)


def _backdrop(brush: Brush, scene: Scene) -> None:
    top, low = at_hour(scene, (64, 176, 190), 0.25), at_hour(scene, (255, 232, 190), 0.2)
    brush.gradient(brush.rectangle(-10, -10, 1034, 1034), gradient((0.0, top), (0.55, low), (1.0, low)))
    brush.fill(brush.oval(770 + scene.drift * 50, 120, 58, 58), (255, 250, 226), 0.9)
    brush.glow(770 + scene.drift * 50, 120, 260, (255, 240, 190), 0.8)
    stone = at_hour(scene, (196, 84, 46), 0.06)
    _arch(brush.at(880 + scene.drift * 10, 690, 0.46), mix(stone, low, 0.45))
    _arch(brush.at(206 + scene.drift * 22, 770, 0.86), stone)
    for share, line in _DUNES:
        sand = mix(at_hour(scene, (250, 206, 128), 0.1), at_hour(scene, (224, 142, 66), 0.06), share)
        crest = [(x + scene.drift * 20 * share, y) for x, y in line]
        dune = brush.polygon([*_curved(crest), (1084, 1050), (-60, 1050)])
        brush.fill(dune, sand)
        brush.within(dune).shade(brush.stroke(_curved(crest), 120), scaled(sand, 0.9), 0.5, blur=34)
        brush.brighten(brush.stroke(_curved(crest), 10), low, 0.7)


def _curved(line: list[Point]) -> list[Point]:
    """Return the points of a soft line through these, from left to right."""
    curve: list[Point] = []
    for (x, y), (next_x, next_y) in pairwise(line):
        for k in range(8):
            t = k / 8
            curve.append((x + (next_x - x) * t, y + (next_y - y) * t * t * (3 - 2 * t)))
    return [*curve, line[-1]]


def _arch(brush: Brush, stone: Colour) -> None:
    """Draw an arch that stands on the origin, 700 wide and 640 high."""
    mass = brush.blob(
        [
            (-360, 60),
            (-372, -220),
            (-330, -470),
            (-190, -600),
            (40, -640),
            (250, -570),
            (340, -400),
            (352, -160),
            (390, 60),
        ]
    )
    hole = brush.blob(
        [(-190, 80), (-214, -150), (-150, -350), (0, -420), (140, -360), (196, -180), (204, 80)]
    )
    arch = mass.without(hole)
    brush.fill(arch, stone)
    inside = brush.within(arch)
    layers = [[(-400, y), (-60, y - 26), (400, y + 8)] for y in range(-560, 40, 84)]
    inside.shade(brush.strokes(layers, 26), (206, 150, 130), 0.8)
    inside.shade(
        brush.polygon([(150, -700), (420, -700), (420, 80), (190, 80)]), (150, 96, 100), 0.7, blur=30
    )
    inside.brighten(
        brush.stroke([(-360, 40), (-366, -220), (-326, -460), (-190, -590), (40, -630)], 40),
        (255, 214, 150),
        0.5,
        blur=8,
    )


DESERT = outdoors(_backdrop, (206, 128, 64), (255, 230, 170))

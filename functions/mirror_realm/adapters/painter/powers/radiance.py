"""Powers that shine: light, lightning, stars."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.powers.power import Power, around
from mirror_realm.adapters.painter.shape import Shape

GOLD: Colour = (255, 206, 84)
WHITE_HOT: Colour = (255, 250, 226)
INDIGO: Colour = (74, 66, 150)
VIOLET: Colour = (150, 120, 255)


def _rays(brush: Brush) -> None:
    brush.glow(0, -150, 560, GOLD, 1.0, power=1.3)
    for ring, (inner, outer, wide) in enumerate(((190, 520, 4.6), (200, 400, 3.0))):
        rays = []
        for k in range(14):
            degrees = -182 + (k + ring / 2) * 28
            left, right = around(0, -150, outer, degrees - wide), around(0, -150, outer, degrees + wide)
            rays.append([around(0, -150, inner, degrees), left, right])
        brush.fill(brush.polygon(*rays).softened(3 * brush.pixel), (GOLD, WHITE_HOT)[ring], 0.7)


def _orb(brush: Brush) -> None:
    brush.glow(-338, 150, 210, GOLD, 1.0)
    brush.fill(brush.oval(-338, 150, 50, 50).softened(3 * brush.pixel), GOLD)
    brush.fill(brush.oval(-338, 150, 34, 34).softened(3 * brush.pixel), WHITE_HOT)


_BOLT: tuple[Point, ...] = (
    (286, 330), (352, 214), (300, 176), (392, 40), (334, 6), (430, -150), (376, -186), (470, -372),
)  # fmt: skip
_BRANCHES: tuple[tuple[Point, ...], ...] = (
    ((300, 176), (248, 130), (262, 92), (214, 52)),
    ((430, -150), (486, -190), (470, -226), (530, -270)),
    ((352, 214), (420, 190), (414, 160), (476, 136)),
)


def _bolts(brush: Brush) -> None:
    for side in (-1, 1):
        lines = [[(side * x, y) for x, y in line] for line in (_BOLT, *_BRANCHES[side == 1 :])]
        wide = brush.polygon(*(_jagged(line, 58) for line in lines))
        brush.shade(wide.softened(26 * brush.pixel), INDIGO, 0.85)
        brush.brighten(wide.softened(12 * brush.pixel), VIOLET, 0.9)
        brush.fill(brush.polygon(*(_jagged(line, 50) for line in lines)), (255, 226, 92))
        brush.fill(brush.polygon(*(_jagged(line, 24) for line in lines)), WHITE_HOT)
        brush.glow(side * 286, 330, 150, VIOLET, 0.9)


def _jagged(line: list[Point], width: float) -> list[Point]:
    """Return the outline of a line with sharp corners that runs out to a point."""
    last = len(line) - 1
    left, right = [], []
    for k, (x, y) in enumerate(line):
        half = width / 2 * (1 - 0.6 * k / last) if k < last else 0.0
        left.append((x - half, y))
        right.append((x + half, y))
    return left + right[::-1]


def _wreath(brush: Brush) -> None:
    band = brush.polygon(
        [around(0, -130, 520, degrees) for degrees in range(-124, 125, 8)]
        + [around(0, -130, 300, degrees) for degrees in range(124, -125, -8)]
    )
    brush.shade(band.softened(44 * brush.pixel), (64, 58, 132), 0.9)
    for k in range(11):
        degrees, large = -110 + k * 22, k % 2 == 0
        x, y = around(0, -130, 418 if large else 360, degrees)
        size = 84 if large else 46
        brush.glow(x, y, size * 1.7, GOLD, 0.7)
        brush.fill(_star(brush, x, y, size), mix(WHITE_HOT, GOLD, 0.1 if large else 0.45))
    for k in range(14):
        x, y = around(0, -130, 320 + 60 * (k * 7 % 4), -118 + k * 18)
        brush.fill(brush.oval(x, y, 7, 7), WHITE_HOT)


def _star(brush: Brush, x: float, y: float, size: float) -> Shape:
    """Return a star with four points."""
    return brush.polygon([around(x, y, size if k % 2 == 0 else size * 0.26, k * 45) for k in range(8)])


LIGHT = Power(_rays, _orb)
LIGHTNING = Power(front=_bolts)
STARS = Power(_wreath)

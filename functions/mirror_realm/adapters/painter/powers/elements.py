"""Powers of nature: wind, water, frost, leaves."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix, scaled
from mirror_realm.adapters.painter.finish import Material, leaf, shiny
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.powers.power import Power, arc, around

AIR: Colour = (240, 248, 252)
SLATE: Colour = (96, 118, 150)
STREAM: Colour = (44, 146, 232)
ICE: Colour = (168, 220, 248)
GREENS: tuple[Colour, Colour, Colour] = ((88, 176, 62), (52, 136, 62), (150, 206, 78))

_BANDS: tuple[tuple[float, float, float, float, float], ...] = (
    # Height, half width, depth, tilt and thickness of a band of wind.
    (110, 372, 74, 46, 52),
    (262, 420, 88, -40, 62),
)
_GUSTS: tuple[tuple[Point, ...], ...] = (
    # Gusts that roll up at their ends, on both sides of the head.
    ((-560, 10), (-400, -60), (-300, -190), (-350, -300), (-440, -280), (-430, -206), (-380, -214)),
    ((560, -30), (410, -80), (318, -210), (366, -330), (462, -310), (452, -232), (400, -240)),
    ((-500, -400), (-400, -440), (-300, -410)),
    ((300, -440), (400, -470), (500, -430)),
)


def _gusts(brush: Brush) -> None:
    _ribbons(brush, [list(line) for line in _GUSTS], 44)
    for y, across, down, tilt, wide in _BANDS:
        _ribbons(brush, [arc(y, across, down, tilt, front=False)], wide * 0.7)


def _bands(brush: Brush) -> None:
    for y, across, down, tilt, wide in _BANDS:
        _ribbons(brush, [arc(y, across, down, tilt, front=True)], wide)


def _ribbons(brush: Brush, lines: list[list[Point]], width: float) -> None:
    ribbon = brush.strokes(lines, width, start=0.05, end=0.05, swell=0.95)
    brush.cast(ribbon, 0, 10, blur=12, share=0.6, colour=SLATE)
    brush.fill(ribbon, AIR, 0.72)
    brush.fill(brush.strokes(lines, width * 0.36, start=0.05, end=0.05, swell=0.95), (255, 255, 255), 0.85)


_RING = (190.0, 390.0, 100.0, 40.0)


def _ring_behind(brush: Brush) -> None:
    _stream(brush, arc(*_RING, front=False), 66)


def _ring_in_front(brush: Brush) -> None:
    _stream(brush, arc(*_RING, front=True), 88)
    for x, y, size in (
        (-420, 60, 24), (-366, -40, 16), (-452, -120, 20), (-390, -220, 13), (418, 120, 20), (380, 20, 26),
        (446, -70, 16), (396, -170, 20), (436, -280, 12), (-120, 330, 15), (160, 334, 17),
    ):  # fmt: skip
        drop = brush.blob(
            [(x, y - size * 1.7), (x + size, y + size * 0.3), (x, y + size), (x - size, y + size * 0.3)]
        )
        brush.cast(drop, 2, 6, blur=6, share=0.4)
        brush.model(drop, shiny(STREAM, 10))
        brush.fill(brush.oval(x - size * 0.3, y, size * 0.24, size * 0.3), (236, 248, 255))


def _stream(brush: Brush, line: list[Point], width: float) -> None:
    tube = brush.stroke(line, width, start=0.7, end=0.7, swell=0.4)
    brush.cast(tube, 2, 14, blur=12, share=0.5)
    brush.model(tube, Material(STREAM, 22, 2.2, 0.9))
    for offset, share in ((-0.22, 0.9), (0.12, 0.5)):
        shine = [(x, y + width * offset) for x, y in line[1:-1]]
        brush.fill(brush.stroke(shine, width * 0.12, start=0.1, end=0.1, swell=0.9), (206, 238, 255), share)


def _crystals(brush: Brush) -> None:
    brush.glow(0, 0, 520, ICE, 0.6)
    for degrees, length, wide in (
        (-30, 500, 70), (30, 480, 66), (-104, 380, 66), (104, 390, 62), (-82, 470, 84), (82, 460, 80),
        (-56, 560, 96), (56, 560, 96),
    ):  # fmt: skip
        root, tip = around(0, 70, 110, degrees), around(0, 70, length, degrees)
        left, right = (around(0, 70, length * 0.68, degrees + side * wide / 9) for side in (-1, 1))
        whole, half = brush.polygon([root, left, tip, right]), brush.polygon([root, left, tip])
        brush.cast(whole, 4, 12, blur=14, share=0.55, colour=SLATE)
        brush.fill(whole, scaled(ICE, 0.82))
        brush.fill(half, mix(ICE, (255, 255, 255), 0.6))
        brush.fill(brush.stroke([root, tip], 4), (255, 255, 255), 0.9)


def _flakes(brush: Brush) -> None:
    for x, y, size in (
        (-400, 200, 42), (-330, 60, 26), (-456, 40, 30), (404, 220, 34), (344, 90, 44), (462, 60, 26),
        (-300, 290, 30), (300, 300, 26),
    ):  # fmt: skip
        arms = [[(x, y), around(x, y, size, 60 * k)] for k in range(6)]
        arms += [
            [around(x, y, size * 0.55, 60 * k), around(x, y, size * 0.85, 60 * k + side * 22)]
            for k in range(6)
            for side in (-1, 1)
        ]
        flake = brush.strokes(arms, 9)
        brush.cast(flake, 0, 5, blur=7, share=0.6, colour=SLATE)
        brush.fill(flake, (248, 253, 255))


def _far_leaves(brush: Brush) -> None:
    _whirl(brush, range(0, 34, 2), 0.9)


def _near_leaves(brush: Brush) -> None:
    _whirl(brush, range(1, 34, 2), 1.1)


def _whirl(brush: Brush, numbers: range, size: float) -> None:
    """Draw leaves on a line that winds up around the body, on its two sides."""
    for k in numbers:
        side, rise = -1 if k % 4 < 2 else 1, k / 33
        x = side * (292 + 70 * rise + 210 * (k * 5 % 7 / 6 - 0.45))
        y = 330 - 780 * rise + 60 * (k * 3 % 5 / 4 - 0.5)
        if y < -40:
            x = side * max(270.0, abs(x))
        blade = brush.at(x, y, size * (0.56 + 0.2 * (k * 11 % 4)), degrees=side * 30 + k * 137)
        shape = blade.blob([(0, -60), (30, -14), (22, 30), (0, 58), (-22, 30), (-30, -14)])
        blade.cast(shape, 2, 8, blur=8, share=0.5)
        colour = GREENS[k * 2 % 3]
        blade.model(shape, leaf(colour, 12))
        blade.fill(blade.stroke([(0, -46), (0, 62)], 5, end=0.4), scaled(colour, 0.6))


WIND = Power(_gusts, _bands)
WATER = Power(_ring_behind, _ring_in_front)
FROST = Power(_crystals, _flakes)
LEAVES = Power(_far_leaves, _near_leaves)

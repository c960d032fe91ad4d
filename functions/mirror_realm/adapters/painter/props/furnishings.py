"""Furnishings: window, shelf, frames, lamps and lights of a room."""

import math
import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour, mix, scaled
from mirror_realm.adapters.painter.finish import Material, cloth, gradient, hard, shiny
from mirror_realm.adapters.painter.geometry import smooth
from mirror_realm.adapters.painter.looks.stages import Sky
from mirror_realm.adapters.painter.shape import Shape


def window(brush: Brush, sky: Sky, wood: Colour, *, arched: bool = False, view: float = 0.0) -> None:
    """Draw a window 280 wide and 420 high from the origin at its upper left; `view` 0-1 shows hills and water."""
    top = (
        [(0, 120), (14, 62), (56, 16), (140, -14), (224, 16), (266, 62), (280, 120)]
        if arched
        else [(0, 0), (280, 0)]
    )
    frame = brush.polygon([*top, (280, 420), (0, 420)])
    brush.cast(frame, 8, 14, blur=24, share=0.4)
    brush.model(frame, hard(scaled(wood, 1.15), 16))
    inner_top = (
        [(20, 122), (34, 72), (70, 34), (140, 8), (210, 34), (246, 72), (260, 122)]
        if arched
        else [(20, 20), (260, 20)]
    )
    pane = brush.polygon([*inner_top, (260, 400), (20, 400)])
    brush.gradient(pane, gradient((0.0, sky.top), (0.6, sky.middle), (1.0, sky.bottom)))
    outside = brush.within(pane)
    if view > 0:
        outside.glow(176, 262, 110, (255, 240, 190), 0.9)
        outside.fill(brush.oval(176, 262, 26, 26), (255, 246, 214))
        for k, (y, height) in enumerate(((300, 54), (322, 40), (346, 34))):
            ridge = [
                (-20, 440),
                (-20, y),
                (60 + k * 30, y - height),
                (120 + k * 24, y - 6),
                (190 - k * 14, y - height * 0.7),
                (300, y + 6),
                (300, 440),
            ]
            outside.fill(
                brush.blob(ridge),
                mix(mix(sky.middle, (96, 70, 104), 0.35 + k * 0.22), (60, 70, 70), 0.12 * k),
                view,
            )
    else:
        cloud = brush.polygon(
            *(
                [(x + r * math.cos(a), y + r * 0.55 * math.sin(a)) for a in (j * 0.4 for j in range(16))]
                for x, y, r in ((96, 110, 40), (140, 98, 46), (186, 114, 36), (206, 250, 34), (168, 244, 40))
            )
        )
        outside.soften(cloud, mix(sky.bottom, (255, 255, 255), 0.6), 0.5, blur=6)
    bars = brush.rectangle(132, 8, 148, 404).joined(brush.rectangle(16, 196, 264, 210))
    brush.model(bars.within(frame), hard(scaled(wood, 1.15), 8))
    sill = brush.rectangle(-22, 412, 302, 440, 8)
    brush.cast(sill, 0, 10, blur=12)
    brush.model(sill, hard(scaled(wood, 1.05), 10))


def curtain(brush: Brush, colour: Colour, *, height: float = 470) -> None:
    """Draw one curtain, 90 wide, hanging from a rod at the origin and tied back at two thirds of its height."""
    shape = brush.polygon(
        [
            *smooth([(-6, 0), (92, 0), (88, height * 0.3), (54, height * 0.66)], closed=False),
            *smooth([(54, height * 0.68), (72, height * 0.85), (76, height)], closed=False),
            *smooth([(76, height), (34, height + 6), (-14, height)], closed=False),
        ]
    )
    brush.cast(shape, 6, 8, blur=16, share=0.35)
    brush.model(shape, cloth(colour, 16))
    for x, bend in ((10, -6), (30, 2), (52, 10), (74, 18)):
        fold = [(x, 0), (x - bend * 0.2, height * 0.35), (x * 0.62, height * 0.67), (x * 0.8, height)]
        brush.within(shape).shade(brush.stroke(fold, 13, start=0.6, end=0.7), brush.light.shade, 0.5, blur=4)
    tie = brush.stroke([(-8, height * 0.66), (24, height * 0.69), (58, height * 0.66)], 15)
    brush.model(tie, cloth(scaled(colour, 0.8), 6))


def shelf(brush: Brush, width: float, wood: Colour) -> None:
    """Draw a board whose top is y = 0, from x = 0 to `width`."""
    board = brush.rectangle(0, 0, width, 20, 6)
    brush.cast(board, 2, 18, blur=16, share=0.45)
    brush.model(board, hard(wood, 10))


BOOKS: tuple[Colour, ...] = (
    (214, 92, 62),
    (240, 176, 88),
    (118, 146, 128),
    (172, 78, 72),
    (92, 116, 140),
    (246, 222, 180),
    (150, 96, 120),
)


def books(brush: Brush, count: int, seed: int = 1) -> float:
    """Draw books standing on y = 0 from x = 0; return their width."""
    dice = random.Random(seed)
    x = 0.0
    for _ in range(count):
        wide, high = dice.uniform(20, 31), dice.uniform(74, 116)
        colour = dice.choice(BOOKS)
        spine = brush.rectangle(x, -high, x + wide, 0, 4)
        brush.model(spine, hard(colour, 10))
        for y in (0.16, 0.80):
            brush.fill(
                brush.rectangle(x + 3, -high * y - 5, x + wide - 3, -high * y), mix(colour, CREAM, 0.5), 0.8
            )
        x += wide + 2
    return x


def picture(brush: Brush, width: float, height: float, wood: Colour, art: int = 0) -> None:
    """Draw a framed picture with its upper left at the origin: hills, friends or a heart."""
    frame = brush.rectangle(0, 0, width, height, 6)
    brush.cast(frame, 5, 10, blur=12, share=0.4)
    brush.model(frame, hard(scaled(wood, 0.8), 8))
    sheet = brush.rectangle(10, 10, width - 10, height - 10, 2)
    brush.gradient(sheet, gradient((0.0, (255, 236, 196)), (1.0, (255, 204, 140))))
    inside = brush.within(sheet)
    if art % 3 == 0:
        inside.fill(brush.oval(width * 0.64, height * 0.4, width * 0.13, width * 0.13), (246, 134, 84))
        inside.fill(
            brush.blob(
                [
                    (-20, height + 20),
                    (-10, height * 0.66),
                    (width * 0.35, height * 0.5),
                    (width * 0.7, height * 0.72),
                    (width + 20, height * 0.6),
                    (width + 20, height + 20),
                ]
            ),
            (186, 108, 84),
        )
    elif art % 3 == 1:
        for k, tone in enumerate(((150, 92, 70), (222, 164, 120), (112, 74, 56))):
            x = width * (0.26 + 0.24 * k)
            inside.fill(
                brush.oval(x, height * 0.86, width * 0.13, height * 0.26),
                ((222, 112, 74), (96, 142, 140), (240, 178, 84))[k],
            )
            inside.fill(brush.oval(x, height * 0.5, width * 0.085, width * 0.095), tone)
    else:
        inside.fill(heart(brush.at(width / 2, height * 0.5), min(width, height) * 0.26), (228, 96, 80))


def heart(brush: Brush, size: float) -> Shape:
    """Return the shape of a heart around the origin."""
    return brush.blob(
        [
            (0, -size * 0.45),
            (size * 0.5, -size * 0.85),
            (size, -size * 0.35),
            (size * 0.62, size * 0.3),
            (0, size * 0.9),
            (-size * 0.62, size * 0.3),
            (-size, -size * 0.35),
            (-size * 0.5, -size * 0.85),
        ]
    )


def desk_lamp(brush: Brush, power: float) -> None:
    """Draw a desk lamp, 250 high, standing on y = 0; `power` 0-1."""
    if power > 0:
        brush.glow(0, -180, 300, (255, 208, 124), 0.75 * power)
    base = brush.oval(0, -6, 50, 13)
    brush.cast(base, 8, 6, blur=10)
    brush.model(brush.rectangle(-7, -160, 7, -4, 5), shiny((150, 96, 62), 5))
    brush.model(base, shiny((150, 96, 62), 9))
    shade = brush.polygon([(-42, -250), (42, -250), (82, -150), (-82, -150)]).softened(2 * brush.pixel)
    lit: Colour = mix((206, 176, 148), (255, 214, 132), power)
    brush.model(shade, Material(lit, 26, 1.3 - 0.5 * power, 0.6), lift=0.25 * power)
    if power > 0:
        brush.within(shade).glow(0, -160, 90, (255, 240, 190), power, down=70)
        brush.glow(0, -140, 150, (255, 222, 150), 0.55 * power)


def fairy_lights(brush: Brush, points: list[tuple[float, float]], seed: int = 1) -> None:
    """Draw a hanging string of small warm lights through the points."""
    dice = random.Random(seed)
    brush.fill(brush.stroke(points, 3), (112, 66, 48), 0.8)
    for x, y in smooth(points, closed=False, steps=4)[1:-1]:
        size = dice.uniform(5.5, 7.5)
        brush.glow(x, y + 8, 34, (255, 206, 122), 0.8)
        brush.fill(brush.oval(x, y + 8, size, size * 1.2), (255, 244, 208))


def pin_board(brush: Brush, wood: Colour) -> None:
    """Draw notes, a chart and ticks without lettering, 190 by 150 from the origin."""
    frame = brush.rectangle(0, 0, 190, 150, 6)
    brush.cast(frame, 5, 10, blur=12, share=0.4)
    brush.model(frame, hard(scaled(wood, 0.85), 8))
    brush.model(brush.rectangle(10, 10, 180, 140, 3), hard((226, 184, 132), 6))
    notes: tuple[tuple[float, float, Colour], ...] = (
        (20, 20, (255, 226, 120)),
        (72, 26, (250, 160, 120)),
        (22, 78, (160, 202, 176)),
    )
    for x, y, colour in notes:
        note = brush.rectangle(x, y, x + 42, y + 42, 2)
        brush.cast(note, 2, 4, blur=4, share=0.3)
        brush.fill(note, colour)
        brush.fill(
            brush.strokes([[(x + 8, y + 14), (x + 34, y + 14)], [(x + 8, y + 26), (x + 28, y + 26)]], 3.5),
            scaled(colour, 0.7),
        )
    chart = brush.rectangle(120, 22, 172, 128, 2)
    brush.cast(chart, 2, 4, blur=4, share=0.3)
    brush.fill(chart, CREAM)
    for k in range(3):
        brush.fill(
            brush.rectangle(128 + k * 14, 112 - k * 24 - 14, 138 + k * 14, 116, 1),
            ((240, 150, 80), (224, 112, 72), (112, 152, 120))[k],
        )
    brush.fill(brush.stroke([(76, 104), (88, 118), (108, 88)], 8), (112, 152, 120))

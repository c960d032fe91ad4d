"""Wellbeing: what health, mindfulness and home show."""

import math

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour, scaled
from mirror_realm.adapters.painter.finish import Material, cloth, hard, shiny
from mirror_realm.adapters.painter.props.greenery import GREEN
from mirror_realm.adapters.painter.props.tones import BRASS, CORAL, TEAL, WOOD


def shoes(brush: Brush) -> None:
    """Draw a pair of running shoes, 70 high."""
    for x, y, tone in ((24, -6, scaled(CORAL, 0.88)), (-16, 0, CORAL)):
        shoe = brush.at(x, y)
        upper = shoe.blob([(-74, -62), (-44, -66), (-30, -46), (20, -34), (64, -26), (76, -10), (-76, -10)])
        shoe.cast(upper, 5, 8, blur=12)
        shoe.model(upper, cloth(tone, 16))
        shoe.model(shoe.rectangle(-80, -16, 80, 2, 8), hard(CREAM, 6))
        laces = [[(-22 + k * 15, -48 + k * 6), (-8 + k * 15, -34 + k * 5)] for k in range(3)]
        shoe.fill(shoe.strokes(laces, 5), CREAM)
        shoe.fill(shoe.stroke([(-60, -26), (-30, -34), (-10, -20)], 8, start=0.3, end=1), CREAM)


def fruit_bowl(brush: Brush) -> None:
    """Draw a bowl of fruit, 120 high."""
    fruits: tuple[tuple[float, float, float, Colour], ...] = (
        (-34, -78, 30, (240, 160, 60)),
        (30, -80, 32, (222, 84, 66)),
        (0, -100, 29, (158, 186, 84)),
    )
    for x, y, size, colour in fruits:
        ball = brush.oval(x, y, size, size * 0.95)
        brush.model(ball, shiny(colour, 16), round_form=0.5)
    brush.fill(brush.stroke([(0, -126), (6, -140)], 5), (110, 76, 52))
    bowl = brush.blob([(-84, -72), (0, -64), (84, -72), (62, -18), (30, 0), (-30, 0), (-62, -18)])
    brush.cast(bowl, 6, 8, blur=12)
    brush.model(bowl, shiny(TEAL, 26))


def medal(brush: Brush) -> None:
    """Draw a medal hanging by its ribbon from the origin, 150 long."""
    for side in (-1, 1):
        ribbon = brush.polygon([(side * 34, 0), (side * 10, 0), (side * -8, 90), (side * 12, 92)])
        brush.model(ribbon, cloth((CORAL, TEAL)[side > 0], 6))
    disc = brush.oval(0, 116, 36, 36)
    brush.cast(disc, 4, 8, blur=10)
    brush.model(disc, shiny(BRASS, 12))
    brush.model(brush.oval(0, 116, 24, 24), shiny(scaled(BRASS, 0.9), 8), outlined=False)


def exercise_mat(brush: Brush) -> None:
    """Draw a rolled exercise mat, standing, 150 high."""
    roll = brush.rectangle(-34, -150, 34, 0, 16)
    brush.cast(roll, 6, 6, blur=12)
    brush.model(roll, cloth((134, 122, 176), 30))
    rings = [
        [(7 * k * 0.32 * math.cos(k * 0.9), -142 + 2.6 * k * 0.32 * math.sin(k * 0.9)) for k in range(14)]
    ]
    brush.model(brush.oval(0, -142, 33, 13), cloth((160, 148, 200), 6))
    brush.shade(brush.strokes(rings, 4), (120, 96, 140), 0.8)
    for y in (-112, -44):
        brush.model(brush.rectangle(-36, y, 36, y + 13, 4), cloth(CREAM, 8))


def pebbles(brush: Brush) -> None:
    """Draw a stack of smooth pebbles, 110 high."""
    for k, (wide, high, x, tone) in enumerate(
        ((56, 19, 0, 128), (44, 17, 4, 150), (33, 14, -3, 138), (22, 11, 2, 166))
    ):
        y = -18 - k * 29
        stone = brush.oval(x, y, wide, high)
        brush.cast(stone, 4, 8, blur=9, share=0.45)
        brush.model(stone, Material((tone, tone - 8, tone - 12), 14, 1.6, 0.4), round_form=0.4)


def singing_bowl(brush: Brush) -> None:
    """Draw a singing bowl on its cushion, 100 high."""
    pillow = brush.blob([(-70, -18), (0, -34), (70, -18), (62, 0), (-62, 0)])
    brush.cast(pillow, 6, 6, blur=10)
    brush.model(pillow, cloth(CORAL, 14))
    bowl = brush.blob([(-58, -80), (0, -74), (58, -80), (46, -36), (20, -24), (-20, -24), (-46, -36)])
    brush.cast(bowl, 3, 8, blur=8)
    brush.model(bowl, shiny(BRASS, 18))
    brush.model(brush.oval(0, -78, 57, 10), shiny(scaled(BRASS, 0.75), 5))
    brush.model(brush.stroke([(20, -84), (84, -112)], 11), hard(WOOD, 5))


def sand_garden(brush: Brush) -> None:
    """Draw a small tray of raked sand with a stone, 46 high."""
    tray = brush.polygon([(-104, -8), (-82, -46), (82, -46), (104, -8), (104, 4), (-104, 4)])
    brush.cast(tray, 5, 6, blur=10)
    brush.model(tray, hard(WOOD, 6))
    sand = brush.polygon([(-92, -10), (-74, -40), (74, -40), (92, -10)])
    brush.model(sand, hard((246, 224, 184), 6))
    waves = [
        [(-80 + k * 4, -14 - k * 6), (-20, -18 - k * 5), (30, -12 - k * 6), (84 - k * 4, -16 - k * 5)]
        for k in range(4)
    ]
    brush.within(sand).shade(brush.strokes(waves, 3), (196, 160, 120), 0.8)
    brush.model(brush.oval(34, -34, 20, 13), Material((134, 126, 124), 8, 1.6, 0.4))


def meditation_cushion(brush: Brush) -> None:
    """Draw a round, buttoned cushion, 90 high."""
    seat = brush.blob([(-92, -54), (0, -86), (92, -54), (98, -24), (60, 0), (-60, 0), (-98, -24)])
    brush.cast(seat, 6, 8, blur=14)
    brush.model(seat, cloth((156, 122, 170), 34))
    pleats = [[(x, -74), (x * 1.5, -40), (x * 1.3, -2)] for x in (-60, -36, -12, 12, 36, 60)]
    brush.within(seat).shade(brush.strokes(pleats, 7), (140, 110, 150), 0.6, blur=2)


def knitted_throw(brush: Brush) -> None:
    """Draw a folded throw with fringes, 76 high."""
    lower = brush.blob([(-92, -34), (92, -34), (98, -6), (80, 2), (-80, 2), (-98, -6)])
    brush.cast(lower, 6, 6, blur=12)
    brush.model(lower, cloth(scaled(CORAL, 0.92), 14))
    upper = brush.blob([(-88, -70), (88, -72), (96, -48), (84, -32), (-84, -32), (-96, -46)])
    brush.cast(upper, 0, 6, blur=7)
    brush.model(upper, cloth((246, 196, 130), 14))
    for shape, y, colour in ((upper, -52, CORAL), (lower, -18, CREAM)):
        stitches = [[(x, y + 10), (x + 9, y - 8), (x + 18, y + 10)] for x in range(-90, 90, 18)]
        brush.within(shape).fill(brush.strokes(stitches, 5), colour, 0.85)
    fringe = [[(x, -2), (x - 2, 14)] for x in range(-76, 80, 14)]
    brush.fill(brush.strokes(fringe, 5), scaled(CORAL, 0.92))


def built_shelf(brush: Brush) -> None:
    """Draw a hand-built shelf like a little house, 190 high, with things in it."""
    house = brush.polygon([(-84, 0), (-84, -120), (0, -186), (84, -120), (84, 0)])
    brush.cast(house, 6, 10, blur=14)
    brush.model(house, hard((196, 128, 80), 9))
    for left, top, right, bottom in ((-70, -56, -6, -10), (6, -56, 70, -10), (-64, -114, 64, -68)):
        brush.fill(brush.rectangle(left, top, right, bottom, 3), (104, 60, 46))
    for x, y, wide, high, colour in (
        (-56, -10, 14, 34, CORAL),
        (-38, -10, 12, 28, BRASS),
        (-46, -68, 26, 26, TEAL),
        (26, -68, 30, 18, CREAM),
        (36, -10, 30, 24, GREEN),
    ):
        brush.model(brush.rectangle(x, y - high, x + wide, y, 4), shiny(colour, 6), outlined=False)


def hearth(brush: Brush) -> None:
    """Draw a small stove with fire behind its glass, 170 high."""
    brush.glow(0, -70, 260, (255, 160, 70), 0.75)
    body = brush.rectangle(-84, -164, 84, -12, 14)
    brush.cast(body, 6, 10, blur=14)
    brush.model(body, hard((92, 76, 78), 12))
    brush.model(brush.strokes([[(-60, -14), (-66, 0)], [(60, -14), (66, 0)]], 12), hard((80, 66, 68), 4))
    pane = brush.rectangle(-60, -138, 60, -40, 10)
    brush.fill(pane, (74, 24, 20))
    inside = brush.within(pane)
    for x, high, colour in (
        (-30, 66, (244, 110, 48)),
        (26, 74, (244, 110, 48)),
        (0, 92, (250, 150, 60)),
        (-14, 50, (255, 206, 110)),
        (14, 44, (255, 224, 140)),
    ):
        inside.fill(
            brush.blob(
                [
                    (x - 22, -38),
                    (x - 16, -38 - high * 0.5),
                    (x, -38 - high),
                    (x + 16, -38 - high * 0.5),
                    (x + 22, -38),
                ]
            ),
            colour,
        )
    inside.glow(0, -60, 80, (255, 200, 110), 0.5)

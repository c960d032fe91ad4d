"""Work: what career, learning and finance show."""

import math
from collections.abc import Sequence

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour, mix, scaled
from mirror_realm.adapters.painter.finish import cloth, hard, leaf, shiny
from mirror_realm.adapters.painter.geometry import Point, ellipse
from mirror_realm.adapters.painter.props.furnishings import heart
from mirror_realm.adapters.painter.props.greenery import GREEN, OLIVE
from mirror_realm.adapters.painter.props.tones import BRASS, CORAL, TEAL, WOOD


def trophy(brush: Brush) -> None:
    """Draw a plain cup, 170 high."""
    brush.glow(0, -110, 110, (255, 220, 140), 0.35)
    handles = brush.oval(0, -122, 66, 34).without(brush.oval(0, -122, 52, 22))
    brush.model(handles, shiny(BRASS, 6))
    cup = brush.blob(
        [(-46, -168), (46, -168), (42, -110), (16, -78), (8, -40), (-8, -40), (-16, -78), (-42, -110)]
    )
    brush.cast(cup, 5, 8, blur=12)
    brush.model(cup, shiny(BRASS, 22))
    base = brush.rectangle(-40, -40, 40, 0, 6)
    brush.cast(base, 5, 6, blur=10)
    brush.model(base, hard((122, 74, 52), 8))


def bell(brush: Brush) -> None:
    """Draw a brass desk bell, 64 high."""
    dish = brush.blob([(-54, -12), (-40, -44), (0, -58), (40, -44), (54, -12), (0, -8)])
    brush.cast(dish, 6, 8, blur=12)
    brush.model(brush.rectangle(-58, -14, 58, 0, 6), hard((110, 66, 48), 6))
    brush.model(dish, shiny(BRASS, 22))
    brush.model(brush.oval(0, -64, 9, 9), shiny(BRASS, 6))


def rocket(brush: Brush) -> None:
    """Draw a launch model on a stand, 210 high."""
    for side in (-1, 1):
        fin = brush.blob([(side * 22, -92), (side * 60, -40), (side * 54, -26), (side * 18, -46)])
        brush.model(fin, shiny(CORAL, 10))
    hull = brush.blob([(0, -214), (26, -176), (36, -116), (26, -44), (-26, -44), (-36, -116), (-26, -176)])
    brush.cast(hull, 5, 8, blur=12)
    brush.model(hull, shiny(CREAM, 24))
    brush.within(hull).model(
        brush.blob([(-40, -166), (0, -158), (40, -166), (20, -230), (-20, -230)]),
        shiny(CORAL, 14),
        outlined=False,
    )
    brush.model(brush.oval(0, -124, 15, 15), shiny(TEAL, 7))
    brush.model(brush.rectangle(-14, -44, 14, -14, 4), hard((120, 96, 92), 6))
    brush.model(brush.oval(0, -8, 46, 10), hard((120, 74, 52), 6))


def badges(brush: Brush) -> None:
    """Draw a row of plain round badges on a stand, 96 high."""
    stand = brush.polygon([(-96, 0), (-84, -84), (84, -84), (96, 0)])
    brush.cast(stand, 5, 8, blur=12)
    brush.model(stand, hard((112, 70, 56), 9))
    for k, colour in enumerate((CORAL, BRASS, TEAL)):
        x = -52 + k * 52
        brush.model(brush.oval(x, -42, 22, 22), shiny(colour, 9))
        brush.model(brush.oval(x, -42, 13, 13), shiny(scaled(colour, 1.12), 6), outlined=False)


def sketch(brush: Brush) -> None:
    """Draw a framed plan, hanging by its upper left corner; 150 by 116."""
    frame = brush.rectangle(0, 0, 150, 116, 6)
    brush.cast(frame, 5, 10, blur=12, share=0.4)
    brush.model(frame, hard(BRASS, 8))
    sheet = brush.rectangle(10, 10, 140, 106, 2)
    brush.fill(sheet, (88, 130, 158))
    plan = [
        [(26, 86), (26, 46), (56, 26), (86, 46), (86, 86)],
        [(26, 86), (124, 86)],
        [(86, 60), (124, 60), (124, 86)],
    ]
    brush.within(sheet).fill(brush.polygon(*(_thin(line) for line in plan)), (236, 244, 246))
    for k in range(3):
        brush.fill(brush.oval(102 + k * 13, 34, 4.5, 4.5), BRASS)


def _thin(line: Sequence[Point]) -> list[Point]:
    return [*line, *((x, y - 4) for x, y in reversed(line))]


def globe(brush: Brush) -> None:
    """Draw a globe on a stand, 170 high."""
    arc = brush.oval(0, -96, 70, 70).without(brush.oval(8, -96, 64, 66))
    brush.model(arc, shiny(BRASS, 5))
    ball = brush.oval(4, -96, 58, 58)
    brush.cast(ball, 5, 10, blur=12)
    brush.model(ball, shiny((96, 160, 182), 30), round_form=0.6)
    land = brush.blob(
        [(-40, -120), (-10, -138), (4, -112), (-14, -84), (-36, -96)],
        [(16, -96), (46, -108), (50, -70), (24, -56)],
        [(10, -146), (34, -136), (20, -128)],
    )
    brush.within(ball).fill(land, (146, 178, 104), 0.92)
    brush.model(brush.rectangle(-8, -36, 12, -10, 4), shiny(BRASS, 5))
    brush.model(brush.oval(2, -8, 48, 11), hard((122, 74, 52), 7))


def graduation(brush: Brush) -> None:
    """Draw a cap with its tassel on two books, 120 high."""
    for k, colour in enumerate((CORAL, (240, 186, 104))):
        brush.model(brush.rectangle(-70 + k * 6, -26 * (k + 1), 70 - k * 6, -26 * k, 5), hard(colour, 9))
    crown = brush.polygon([(-40, -86), (40, -86), (36, -52), (-36, -52)])
    brush.model(crown, cloth((62, 66, 92), 12))
    board = brush.polygon([(0, -120), (84, -92), (0, -64), (-84, -92)])
    brush.cast(board, 0, 8, blur=8)
    brush.model(board, cloth((76, 82, 112), 10))
    brush.model(brush.stroke([(0, -94), (52, -88), (60, -58), (60, -42)], 6), shiny(BRASS, 4))
    brush.model(brush.stroke([(60, -46), (60, -24)], 14, start=0.5, end=1), shiny(BRASS, 5))


def bookcase(brush: Brush) -> None:
    """Draw a row of tall books with a bookend, standing on y = 0, 210 wide."""
    colours: tuple[Colour, ...] = (
        CORAL,
        (240, 186, 104),
        TEAL,
        (150, 92, 112),
        CREAM,
        (120, 142, 96),
        (196, 92, 60),
    )
    x = -100.0
    for k, colour in enumerate(colours):
        wide, high = 26 + (k * 7) % 9, 116 + (k * 29) % 44
        spine = brush.rectangle(x, -high, x + wide, 0, 4)
        brush.model(spine, hard(colour, 10))
        brush.fill(brush.rectangle(x + 4, -high + 16, x + wide - 4, -high + 22), mix(colour, CREAM, 0.6))
        x += wide + 2


def savings_jar(brush: Brush) -> None:
    """Draw a ceramic jar with a slot and a coin above it, 120 high."""
    jar = brush.blob(
        [(-46, -84), (-34, -100), (34, -100), (46, -84), (54, -44), (40, -2), (-40, -2), (-54, -44)]
    )
    brush.cast(jar, 6, 8, blur=12)
    brush.model(jar, shiny((232, 150, 132), 28), round_form=0.3)
    brush.model(brush.oval(0, -100, 36, 10), shiny((214, 126, 110), 5))
    brush.fill(brush.rectangle(-15, -103, 15, -98, 2), (92, 44, 42))
    coin = brush.oval(4, -122, 17, 18)
    brush.model(coin, shiny(BRASS, 6))
    brush.fill(heart(brush.at(0, -50), 15), CREAM, 0.85)


def full_jar(brush: Brush) -> None:
    """Draw a glass jar full of coins, 140 high."""
    coins = [ellipse(-30 + (k * 37) % 62, -12 - (k // 3) * 12, 16, 9, (k * 23) % 40 - 20) for k in range(24)]
    glass = brush.rectangle(-48, -128, 48, 0, 20)
    brush.cast(glass, 6, 8, blur=12, share=0.35)
    brush.fill(glass, (214, 226, 222), 0.4)
    for coin in coins:
        brush.within(glass).model(brush.polygon(coin), shiny(BRASS, 5))
    brush.brighten(brush.stroke([(-34, -112), (-36, -20)], 9), (255, 255, 255), 0.5)
    brush.model(brush.rectangle(-42, -142, 42, -122, 6), hard(WOOD, 6))


def money_plant(brush: Brush) -> None:
    """Draw round leaves like coins, 190 high."""
    for k in range(9):
        angle = -math.pi / 2 + (k - 4) * 0.31
        x, y = math.cos(angle) * (78 + k % 3 * 14), -62 + math.sin(angle) * (92 + k % 3 * 16)
        brush.model(brush.stroke([(0, -50), (x * 0.5, y * 0.6 - 20), (x, y)], 5), leaf((110, 146, 80), 4))
        disc = brush.oval(x, y, 25, 25)
        brush.cast(disc, 2, 5, blur=6, share=0.3)
        brush.model(disc, leaf(mix(GREEN, OLIVE, k % 3 * 0.4), 12))
        brush.fill(brush.oval(x, y, 5, 5), (206, 222, 150), 0.8)
    pot = brush.polygon([(-42, -62), (42, -62), (32, 0), (-32, 0)])
    brush.cast(pot, 5, 6, blur=10)
    brush.model(pot, shiny(BRASS, 18))


def balance(brush: Brush) -> None:
    """Draw a small brass balance scale, 130 high."""
    brush.model(brush.rectangle(-5, -120, 5, -8, 3), shiny(BRASS, 4))
    brush.model(brush.oval(0, -8, 44, 11), shiny(BRASS, 7))
    brush.model(brush.stroke([(-70, -112), (0, -124), (70, -112)], 8), shiny(BRASS, 4))
    for side in (-1, 1):
        x = side * 68
        brush.fill(
            brush.strokes([[(x, -112), (x - 26, -58)], [(x, -112), (x + 26, -58)]], 2.5), scaled(BRASS, 0.8)
        )
        pan = brush.blob([(x - 32, -60), (x, -56), (x + 32, -60), (x + 18, -44), (x - 18, -44)])
        brush.cast(pan, 3, 6, blur=7)
        brush.model(pan, shiny(BRASS, 6))
    brush.model(brush.oval(0, -126, 8, 8), shiny(scaled(BRASS, 1.05), 4))

"""Symbols of success: what the achievement areas put on shelf, desk and wall."""

import math
from collections.abc import Sequence

from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.colour import CREAM, Colour, mix, scaled
from mirror_realm.adapters.providers.painter.finish import Material, cloth, hard, leaf, shiny
from mirror_realm.adapters.providers.painter.geometry import Point, ellipse, smooth
from mirror_realm.adapters.providers.painter.props.furnishings import heart
from mirror_realm.adapters.providers.painter.props.greenery import GREEN, OLIVE

BRASS: Colour = (236, 178, 74)
CORAL: Colour = (232, 104, 80)
TEAL: Colour = (76, 146, 150)
WOOD: Colour = (170, 108, 68)


def trophy(brush: Brush) -> None:
    """A plain cup, 170 high."""
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
    """A brass desk bell, 64 high."""
    dish = brush.blob([(-54, -12), (-40, -44), (0, -58), (40, -44), (54, -12), (0, -8)])
    brush.cast(dish, 6, 8, blur=12)
    brush.model(brush.rectangle(-58, -14, 58, 0, 6), hard((110, 66, 48), 6))
    brush.model(dish, shiny(BRASS, 22))
    brush.model(brush.oval(0, -64, 9, 9), shiny(BRASS, 6))


def rocket(brush: Brush) -> None:
    """A launch model on a stand, 210 high."""
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
    """A row of plain round badges on a stand, 96 high."""
    stand = brush.polygon([(-96, 0), (-84, -84), (84, -84), (96, 0)])
    brush.cast(stand, 5, 8, blur=12)
    brush.model(stand, hard((112, 70, 56), 9))
    for k, colour in enumerate((CORAL, BRASS, TEAL)):
        x = -52 + k * 52
        brush.model(brush.oval(x, -42, 22, 22), shiny(colour, 9))
        brush.model(brush.oval(x, -42, 13, 13), shiny(scaled(colour, 1.12), 6), outlined=False)


def sketch(brush: Brush) -> None:
    """A framed plan, hanging by its upper left corner; 150 by 116."""
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
    """On a stand, 170 high."""
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
    """A cap with its tassel on two books, 120 high."""
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
    """A row of tall books with a bookend, standing on y = 0, 210 wide."""
    colours: tuple[Colour, ...] = (
        CORAL,
        (240, 186, 104),
        TEAL,
        (150, 92, 112),
        CREAM,
        (120, 142, 96), (196, 92, 60),
    )
    x = -100.0
    for k, colour in enumerate(colours):
        wide, high = 26 + (k * 7) % 9, 116 + (k * 29) % 44
        spine = brush.rectangle(x, -high, x + wide, 0, 4)
        brush.model(spine, hard(colour, 10))
        brush.fill(brush.rectangle(x + 4, -high + 16, x + wide - 4, -high + 22), mix(colour, CREAM, 0.6))
        x += wide + 2


def shoes(brush: Brush) -> None:
    """A pair of running shoes, 70 high."""
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
    """120 high."""
    fruits: tuple[tuple[float, float, float, Colour], ...] = (
        (-34, -78, 30, (240, 160, 60)), (30, -80, 32, (222, 84, 66)), (0, -100, 29, (158, 186, 84)),
    )
    for x, y, size, colour in fruits:
        ball = brush.oval(x, y, size, size * 0.95)
        brush.model(ball, shiny(colour, 16), round_form=0.5)
    brush.fill(brush.stroke([(0, -126), (6, -140)], 5), (110, 76, 52))
    bowl = brush.blob([(-84, -72), (0, -64), (84, -72), (62, -18), (30, 0), (-30, 0), (-62, -18)])
    brush.cast(bowl, 6, 8, blur=12)
    brush.model(bowl, shiny(TEAL, 26))


def medal(brush: Brush) -> None:
    """Hanging by its ribbon from the origin, 150 long."""
    for side in (-1, 1):
        ribbon = brush.polygon([(side * 34, 0), (side * 10, 0), (side * -8, 90), (side * 12, 92)])
        brush.model(ribbon, cloth((CORAL, TEAL)[side > 0], 6))
    disc = brush.oval(0, 116, 36, 36)
    brush.cast(disc, 4, 8, blur=10)
    brush.model(disc, shiny(BRASS, 12))
    brush.model(brush.oval(0, 116, 24, 24), shiny(scaled(BRASS, 0.9), 8), outlined=False)


def exercise_mat(brush: Brush) -> None:
    """Rolled and standing, 150 high."""
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


def brush_jar(brush: Brush) -> None:
    """Paint brushes in a jar, 170 high."""
    tips: tuple[Colour, ...] = (CORAL, BRASS, TEAL, (146, 104, 160))
    for k, colour in enumerate(tips):
        x = -27 + k * 18
        brush.model(brush.stroke([(x * 0.5, -40), (x * 1.3, -132)], 7), hard(WOOD, 4))
        brush.model(brush.stroke([(x * 1.3, -130), (x * 1.38, -142)], 10), shiny((196, 190, 186), 4))
        brush.model(
            brush.blob([(x * 1.38 - 8, -142), (x * 1.38 + 8, -142), (x * 1.5, -172)]), cloth(colour, 6)
        )
    jar = brush.rectangle(-36, -78, 36, 0, 12)
    brush.cast(jar, 6, 6, blur=12)
    brush.model(jar, shiny((198, 214, 210), 22))
    smudges = [ellipse(-14, -40, 12, 7, 20), ellipse(14, -22, 10, 6, -20)]
    brush.fill(brush.polygon(*smudges), CORAL, 0.8)


def easel(brush: Brush) -> None:
    """With a warm abstract canvas, 300 high."""
    legs = [[(-16, -300), (-86, 0)], [(16, -300), (86, 0)], [(0, -300), (0, -10)]]
    brush.model(brush.strokes(legs, 12), hard(WOOD, 5))
    canvas = brush.rectangle(-98, -270, 98, -96, 4)
    brush.cast(canvas, 6, 10, blur=14)
    brush.model(canvas, hard(CREAM, 6))
    inside = brush.within(canvas)
    inside.fill(brush.oval(-26, -196, 48, 48), (244, 150, 74))
    inside.fill(
        brush.blob([(-110, -130), (-30, -176), (40, -140), (110, -172), (110, -80), (-110, -80)]), TEAL
    )
    inside.fill(brush.blob([(20, -290), (110, -290), (110, -200), (60, -216)]), CORAL)
    brush.model(brush.rectangle(-106, -98, 106, -84, 4), hard(WOOD, 5))


def palette(brush: Brush) -> None:
    """Colour swatches on a painter's palette, leaning, 110 high."""
    board = brush.blob(
        [(-70, -30), (-50, -90), (10, -112), (66, -84), (76, -40), (46, -24), (30, -2), (-30, 0)]
    )
    brush.cast(board, 5, 8, blur=10)
    brush.model(board, hard((214, 160, 104), 10))
    blobs: tuple[tuple[float, float, Colour], ...] = (
        (-38, -60, CORAL), (-10, -86, BRASS), (28, -84, GREEN), (52, -56, TEAL), (-34, -26, (150, 104, 166)),
    )
    for x, y, colour in blobs:
        brush.model(brush.oval(x, y, 14, 12), shiny(colour, 6), outlined=False)


def two_mugs(brush: Brush) -> None:
    """Two matching mugs, side by side, 90 high."""
    for x, colour, flip in ((44, CORAL, False), (-44, (240, 180, 92), True)):
        cup = brush.at(x, 0, 0.84, flip=flip)
        handle = cup.oval(46, -52, 28, 28).without(cup.oval(46, -52, 16, 16))
        body = cup.rectangle(-42, -98, 42, 0, 16)
        cup.cast(body, 6, 8, blur=12)
        cup.model(handle, shiny(scaled(colour, 0.92), 8))
        cup.model(body, shiny(colour, 30))
        cup.fill(heart(cup.at(0, -48), 20), CREAM, 0.9)


def photo_wall(brush: Brush) -> None:
    """Small framed pictures of friends, their faces only hinted at; 220 by 150 from the upper left."""
    frames: tuple[tuple[float, float, float, float], ...] = (
        (0, 12, 84, 70), (94, 0, 66, 82), (170, 20, 62, 62), (16, 94, 66, 60), (94, 94, 106, 64),
    )
    tones: tuple[Colour, ...] = ((150, 92, 70), (232, 178, 136), (112, 74, 56), (208, 148, 108))
    for k, (x, y, wide, high) in enumerate(frames):
        frame = brush.rectangle(x, y, x + wide, y + high, 5)
        brush.cast(frame, 4, 8, blur=9, share=0.4)
        brush.model(frame, hard((BRASS, WOOD, CREAM)[k % 3], 6))
        sheet = brush.rectangle(x + 7, y + 7, x + wide - 7, y + high - 7, 2)
        brush.fill(sheet, ((255, 224, 176), (206, 226, 220), (255, 208, 170))[k % 3])
        inside = brush.within(sheet)
        for j in range(2):
            px = x + wide * (0.34 + 0.32 * j)
            inside.fill(brush.oval(px, y + high, wide * 0.17, high * 0.36), (CORAL, TEAL, BRASS)[(k + j) % 3])
            inside.fill(brush.oval(px, y + high * 0.52, wide * 0.11, wide * 0.12), tones[(k + j) % 4])


def paper_hearts(brush: Brush) -> None:
    """A string of paper hearts, 1024 wide, hanging from y = 0."""
    path = [(-20.0, -10.0), (200.0, 50.0), (420.0, 16.0), (620.0, 16.0), (830.0, 54.0), (1050.0, -6.0)]
    brush.fill(brush.stroke(path, 3), (150, 92, 70))
    for k, (x, y) in enumerate(smooth(path, closed=False, steps=3)[1:-1]):
        shape = heart(brush.at(x, y + 20, degrees=(-8, 6, 0)[k % 3]), 19)
        brush.cast(shape, 3, 6, blur=6, share=0.35)
        brush.model(shape, hard((CORAL, (246, 190, 120), (250, 226, 196))[k % 3], 5))


def letters(brush: Brush) -> None:
    """A bundle of letters tied with a ribbon, 50 high."""
    for k in range(3):
        envelope = brush.polygon(
            [
                (-78 + k * 4, -8 - k * 11), (-60 + k * 4, -34 - k * 11), (66 + k * 3, -34 - k * 11),
                (80 + k * 3, -8 - k * 11),
            ]
        )
        brush.cast(envelope, 3, 5, blur=6, share=0.3)
        brush.model(envelope, hard(mix(CREAM, BRASS, 0.12 * k), 5))
    brush.fill(heart(brush.at(8, -44), 13), CORAL)


def memory_box(brush: Brush) -> None:
    """A box with a heart and keepsakes looking out, 130 high."""
    for x, lean, colour in ((-30, -10, CREAM), (4, 4, (240, 186, 104)), (34, 12, TEAL)):
        card = brush.at(x, -60, degrees=lean).rectangle(-22, -66, 22, 0, 4)
        brush.cast(card, 3, 4, blur=5, share=0.3)
        brush.model(card, hard(colour, 5))
    box = brush.rectangle(-74, -72, 74, 0, 8)
    brush.cast(box, 5, 6, blur=12)
    brush.model(box, hard((214, 128, 92), 12))
    brush.fill(heart(brush.at(0, -36), 20), CREAM, 0.9)


def savings_jar(brush: Brush) -> None:
    """A ceramic jar with a slot and a coin above it, 120 high."""
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
    """A glass jar full of coins, 140 high."""
    coins = [ellipse(-30 + (k * 37) % 62, -12 - (k // 3) * 12, 16, 9, (k * 23) % 40 - 20) for k in range(24)]
    glass = brush.rectangle(-48, -128, 48, 0, 20)
    brush.cast(glass, 6, 8, blur=12, share=0.35)
    brush.fill(glass, (214, 226, 222), 0.4)
    for coin in coins:
        brush.within(glass).model(brush.polygon(coin), shiny(BRASS, 5))
    brush.brighten(brush.stroke([(-34, -112), (-36, -20)], 9), (255, 255, 255), 0.5)
    brush.model(brush.rectangle(-42, -142, 42, -122, 6), hard(WOOD, 6))


def money_plant(brush: Brush) -> None:
    """Round leaves like coins, 190 high."""
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
    """A small brass balance scale, 130 high."""
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


def pebbles(brush: Brush) -> None:
    """A smooth stack, 110 high."""
    for k, (wide, high, x, tone) in enumerate(
        ((56, 19, 0, 128), (44, 17, 4, 150), (33, 14, -3, 138), (22, 11, 2, 166))
    ):
        y = -18 - k * 29
        stone = brush.oval(x, y, wide, high)
        brush.cast(stone, 4, 8, blur=9, share=0.45)
        brush.model(stone, Material((tone, tone - 8, tone - 12), 14, 1.6, 0.4), round_form=0.4)


def singing_bowl(brush: Brush) -> None:
    """On its cushion, 100 high."""
    pillow = brush.blob([(-70, -18), (0, -34), (70, -18), (62, 0), (-62, 0)])
    brush.cast(pillow, 6, 6, blur=10)
    brush.model(pillow, cloth(CORAL, 14))
    bowl = brush.blob([(-58, -80), (0, -74), (58, -80), (46, -36), (20, -24), (-20, -24), (-46, -36)])
    brush.cast(bowl, 3, 8, blur=8)
    brush.model(bowl, shiny(BRASS, 18))
    brush.model(brush.oval(0, -78, 57, 10), shiny(scaled(BRASS, 0.75), 5))
    brush.model(brush.stroke([(20, -84), (84, -112)], 11), hard(WOOD, 5))


def sand_garden(brush: Brush) -> None:
    """A small tray of raked sand with a stone, 46 high."""
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
    """Round and buttoned, 90 high."""
    seat = brush.blob([(-92, -54), (0, -86), (92, -54), (98, -24), (60, 0), (-60, 0), (-98, -24)])
    brush.cast(seat, 6, 8, blur=14)
    brush.model(seat, cloth((156, 122, 170), 34))
    pleats = [[(x, -74), (x * 1.5, -40), (x * 1.3, -2)] for x in (-60, -36, -12, 12, 36, 60)]
    brush.within(seat).shade(brush.strokes(pleats, 7), (140, 110, 150), 0.6, blur=2)


def backpack(brush: Brush) -> None:
    """Packed for a journey, 210 high."""
    roll = brush.rectangle(-64, -212, 64, -166, 22)
    brush.model(roll, cloth((236, 178, 96), 16))
    pack = brush.blob(
        [(-66, -168), (0, -186), (66, -168), (82, -80), (72, -4), (0, 2), (-72, -4), (-82, -80)]
    )
    brush.cast(pack, 6, 10, blur=16)
    brush.model(pack, cloth((104, 132, 104), 40))
    flap = brush.blob([(-68, -166), (0, -184), (68, -166), (64, -112), (0, -96), (-64, -112)])
    brush.cast(flap, 0, 6, blur=7)
    brush.model(flap, cloth((122, 150, 116), 22))
    pocket = brush.rectangle(-46, -76, 46, -12, 18)
    brush.cast(pocket, 0, 5, blur=6)
    brush.model(pocket, cloth((116, 144, 112), 16))
    for x in (-30, 30):
        brush.model(brush.rectangle(x - 6, -120, x + 6, -78, 4), hard((142, 92, 58), 4))
        brush.fill(brush.rectangle(x - 7, -92, x + 7, -82, 2), BRASS)


def compass(brush: Brush) -> None:
    """An open brass compass leaning, 100 high."""
    lid = brush.oval(22, -72, 42, 40, -20)
    brush.model(lid, shiny(scaled(BRASS, 0.8), 10))
    case = brush.oval(-6, -42, 50, 44)
    brush.cast(case, 5, 8, blur=10)
    brush.model(case, shiny(BRASS, 10))
    brush.model(brush.oval(-6, -42, 39, 34), hard(CREAM, 6), outlined=False)
    brush.fill(brush.polygon([(-6, -72), (2, -42), (-14, -42)]), CORAL)
    brush.fill(brush.polygon([(-6, -12), (2, -42), (-14, -42)]), (96, 104, 120))


def stones(brush: Brush) -> None:
    """Stones from many places in a row, 210 wide."""
    row: tuple[tuple[float, float, float, Colour], ...] = (
        (-82, 26, 24, (176, 120, 96)), (-30, 24, 34, (128, 140, 150)), (20, 22, 20, (214, 186, 140)),
        (66, 27, 30, (150, 112, 136)),
    )
    for x, wide, high, colour in row:
        stone = brush.blob(
            [
                (x - wide, -4), (x - wide * 0.8, -high * 1.2), (x, -high * 1.8), (x + wide * 0.9, -high),
                (x + wide, -4),
            ]
        )
        brush.cast(stone, 4, 5, blur=8)
        brush.model(stone, Material(colour, 12, 1.8, 0.35))


def knitted_throw(brush: Brush) -> None:
    """Folded over itself with fringes, 76 high."""
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
    """A hand-built shelf like a little house, 190 high, with things in it."""
    house = brush.polygon([(-84, 0), (-84, -120), (0, -186), (84, -120), (84, 0)])
    brush.cast(house, 6, 10, blur=14)
    brush.model(house, hard((196, 128, 80), 9))
    for left, top, right, bottom in ((-70, -56, -6, -10), (6, -56, 70, -10), (-64, -114, 64, -68)):
        brush.fill(brush.rectangle(left, top, right, bottom, 3), (104, 60, 46))
    for x, y, wide, high, colour in (
        (-56, -10, 14, 34, CORAL), (-38, -10, 12, 28, BRASS), (-46, -68, 26, 26, TEAL),
        (26, -68, 30, 18, CREAM), (36, -10, 30, 24, GREEN),
    ):
        brush.model(brush.rectangle(x, y - high, x + wide, y, 4), shiny(colour, 6), outlined=False)


def hearth(brush: Brush) -> None:
    """A small stove with fire behind its glass, 170 high."""
    brush.glow(0, -70, 260, (255, 160, 70), 0.75)
    body = brush.rectangle(-84, -164, 84, -12, 14)
    brush.cast(body, 6, 10, blur=14)
    brush.model(body, hard((92, 76, 78), 12))
    brush.model(brush.strokes([[(-60, -14), (-66, 0)], [(60, -14), (66, 0)]], 12), hard((80, 66, 68), 4))
    pane = brush.rectangle(-60, -138, 60, -40, 10)
    brush.fill(pane, (74, 24, 20))
    inside = brush.within(pane)
    for x, high, colour in (
        (-30, 66, (244, 110, 48)), (26, 74, (244, 110, 48)), (0, 92, (250, 150, 60)),
        (-14, 50, (255, 206, 110)), (14, 44, (255, 224, 140)),
    ):
        inside.fill(
            brush.blob(
                [
                    (x - 22, -38), (x - 16, -38 - high * 0.5), (x, -38 - high), (x + 16, -38 - high * 0.5),
                    (x + 22, -38),
                ]
            ),
            colour,
        )
    inside.glow(0, -60, 80, (255, 200, 110), 0.5)


def crane_garland(brush: Brush) -> None:
    """Folded cranes on a string, 1024 wide, hanging from y = 0."""
    path = [(-20.0, -6.0), (200.0, 44.0), (420.0, 10.0), (620.0, 10.0), (830.0, 48.0), (1050.0, -4.0)]
    brush.fill(brush.stroke(path, 3), (150, 92, 70))
    for k, (x, y) in enumerate(smooth(path, closed=False, steps=3)[1:-1]):
        crane(brush.at(x, y + 48, 0.62, flip=k % 2 == 0), ((CORAL, BRASS, CREAM, TEAL)[k % 4]))


def crane(brush: Brush, colour: Colour = CREAM) -> None:
    """A folded paper bird, 80 high, standing on y = 0."""
    body = brush.polygon([(-58, -50), (-6, -18), (52, -58), (22, -6), (-10, 0)])
    wing = brush.polygon([(-14, -14), (6, -84), (30, -14)])
    brush.cast(body.joined(wing), 4, 8, blur=8, share=0.35)
    brush.model(body, hard(scaled(colour, 0.9), 5))
    brush.model(wing, hard(colour, 5))
    brush.model(brush.polygon([(52, -58), (68, -46), (46, -46)]), hard(scaled(colour, 0.8), 4))


def planter(brush: Brush) -> None:
    """A shared planter of herbs, 140 high."""
    for k in range(7):
        x = -78 + k * 26
        for j, lean in enumerate((-12, 0, 12)):
            tip = (x + lean, -104 - (k * 17 + j * 9) % 32)
            blade = brush.blob([(x, -50), (x + lean * 0.6 - 9, -80), tip, (x + lean * 0.6 + 9, -80)])
            brush.model(blade, leaf(mix(GREEN, OLIVE, (k * 3 + j) % 5 / 5), 7))
        if k % 3 == 1:
            brush.model(brush.oval(x, -112, 12, 12), cloth(CORAL, 6))
    box = brush.rectangle(-104, -58, 104, 0, 8)
    brush.cast(box, 6, 6, blur=12)
    brush.model(box, hard((200, 134, 84), 12))
    brush.within(box).shade(brush.stroke([(-104, -30), (104, -30)], 4), (120, 80, 70), 0.7)


def bread_basket(brush: Brush) -> None:
    """Loaves in a basket, 110 high."""
    for x, turn in ((-32, -14), (34, 12)):
        loaf = brush.oval(x, -66, 50, 28, turn)
        brush.model(loaf, Material((220, 150, 84), 18, 1.7, 0.4), round_form=0.3)
        cuts = [[(x - 22 + k * 18, -82), (x - 12 + k * 18, -58)] for k in range(3)]
        brush.within(loaf).fill(brush.strokes(cuts, 6, start=0.3, end=0.3, swell=0.7), (250, 214, 154))
    basket = brush.blob([(-92, -56), (0, -48), (92, -56), (76, -6), (50, 2), (-50, 2), (-76, -6)])
    brush.cast(basket, 6, 6, blur=12)
    brush.model(basket, hard((178, 116, 66), 18))
    weave = [[(x, -50), (x * 0.9, 0)] for x in range(-80, 90, 20)] + [
        [(-88, -34), (0, -26), (88, -34)],
        [(-82, -16), (0, -8), (82, -16)],
    ]
    brush.within(basket).shade(brush.strokes(weave, 5), (140, 96, 72), 0.7)

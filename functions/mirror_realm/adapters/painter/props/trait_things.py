"""Trait things: small objects that stand for a discovered trait."""

import math

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour, scaled
from mirror_realm.adapters.painter.finish import cloth, hard, shiny
from mirror_realm.adapters.painter.geometry import smooth
from mirror_realm.adapters.painter.props.desk_things import mug
from mirror_realm.adapters.painter.props.people import crane
from mirror_realm.adapters.painter.props.tones import BRASS, CORAL, TEAL, WOOD


def sketches(brush: Brush) -> None:
    """Draw bright loose sketches, 60 high."""
    for k, (lean, colour) in enumerate(((-12, CORAL), (8, TEAL), (-3, BRASS))):
        sheet = brush.at(-30 + k * 30, -4, degrees=lean).polygon([(-50, 0), (-36, -52), (46, -52), (52, 0)])
        brush.cast(sheet, 3, 5, blur=6, share=0.35)
        brush.model(sheet, hard(CREAM, 5))
        wave = [(-70 + k * 30, -14), (-44 + k * 30, -40), (-20 + k * 30, -16), (4 + k * 30, -38)]
        brush.within(sheet).fill(brush.stroke(wave, 8, start=0.4, end=0.6, swell=0.5), colour)


def pencils_in_a_row(brush: Brush) -> None:
    """Draw five pens side by side on a tray, 40 high."""
    tray = brush.polygon([(-94, 2), (-78, -42), (78, -42), (94, 2)])
    brush.cast(tray, 4, 6, blur=9)
    brush.model(tray, hard(WOOD, 7))
    colours: tuple[Colour, ...] = (CORAL, BRASS, TEAL, (146, 104, 160), CREAM)
    for k, colour in enumerate(colours):
        x = -58 + k * 29
        brush.model(brush.stroke([(x * 1.06, -5), (x * 0.92, -36)], 12), shiny(colour, 5))


def hand_mirror(brush: Brush) -> None:
    """Draw a leaning hand mirror that reflects the light, 150 high."""
    handle = brush.stroke([(16, -58), (30, -2)], 17, start=0.8, end=1.1)
    brush.cast(handle, 4, 6, blur=8)
    brush.model(handle, shiny(BRASS, 7))
    ring = brush.oval(0, -104, 48, 52, -14)
    brush.cast(ring, 5, 8, blur=10)
    brush.model(ring, shiny(BRASS, 8))
    glass = brush.oval(0, -104, 38, 42, -14)
    brush.fill(glass, (206, 222, 230))
    brush.within(glass).brighten(
        brush.strokes([[(-40, -70), (20, -160)], [(-14, -64), (40, -140)]], 13), (255, 255, 255), 0.6
    )
    brush.glow(-10, -116, 60, (255, 244, 214), 0.6)


def mended_cup(brush: Brush) -> None:
    """Draw a cup that was mended with gold, 84 high."""
    cup = brush.blob([(-50, -82), (0, -78), (50, -82), (42, -24), (18, 0), (-18, 0), (-42, -24)])
    brush.cast(cup, 6, 8, blur=12)
    brush.model(cup, shiny((112, 142, 158), 26))
    seams = [
        [(-34, -82), (-16, -52), (-26, -28), (-8, 0)],
        [(-16, -52), (16, -40), (40, -58)],
        [(16, -40), (22, -6)],
    ]
    brush.within(cup).fill(brush.strokes(seams, 5), (255, 214, 110))
    brush.model(brush.oval(0, -80, 49, 9), shiny((90, 118, 134), 5))


def puzzle(brush: Brush) -> None:
    """Draw a wooden puzzle of interlocking pieces, three by three, turned to a corner; 100 high."""
    colours: tuple[Colour, ...] = ((214, 160, 104), (170, 108, 68), (236, 198, 146), (190, 130, 84))
    cube = brush.polygon([(0, -104), (54, -78), (54, -24), (0, 4), (-54, -24), (-54, -78)])
    brush.cast(cube, 6, 8, blur=12)
    brush.fill(cube, (56, 44, 48))
    for row in range(3):
        for column in range(3):
            tone = colours[(row + column * 3) % 4]
            x, y = -54 + column * 18, -78 + column * 8.8 + row * 18
            brush.model(
                brush.polygon([(x + 2, y + 2), (x + 16, y + 9), (x + 16, y + 24), (x + 2, y + 17)]),
                hard(scaled(tone, 0.95), 4),
                outlined=False,
            )
            x, y = column * 18, -52 - column * 8.8 + row * 18
            brush.model(
                brush.polygon([(x + 2, y + 2), (x + 16, y - 5), (x + 16, y + 10), (x + 2, y + 17)]),
                hard(scaled(colours[(row + column * 2 + 1) % 4], 0.78), 4),
                outlined=False,
            )
            x, y = (column - row) * 18, -104 + (column + row) * 8.8
            brush.model(
                brush.polygon([(x, y + 2), (x + 15, y + 9), (x, y + 16), (x - 15, y + 9)]),
                hard(colours[(row + column) % 4], 4),
                outlined=False,
            )


def feather(brush: Brush) -> None:
    """Draw one feather, lying; 50 high."""
    vane = brush.blob([(-90, -4), (-40, -30), (30, -46), (88, -38), (60, -18), (0, -6), (-50, 0)])
    brush.cast(vane, 4, 7, blur=7)
    brush.model(vane, cloth((112, 160, 176), 9))
    brush.fill(brush.stroke([(-104, 2), (-20, -18), (80, -38)], 4), CREAM)
    barbs = [[(-60 + k * 20, -12 - k * 3), (-46 + k * 20, -26 - k * 2)] for k in range(7)]
    brush.within(vane).shade(brush.strokes(barbs, 3), (110, 130, 150), 0.7)


def gift(brush: Brush) -> None:
    """Draw a small wrapped gift, 96 high."""
    box = brush.rectangle(-46, -74, 46, 0, 7)
    brush.cast(box, 6, 8, blur=12)
    brush.model(box, hard(CORAL, 12))
    brush.model(brush.rectangle(-9, -74, 9, 0), cloth(CREAM, 5), outlined=False)
    brush.model(brush.rectangle(-50, -84, 50, -62, 5), hard(scaled(CORAL, 1.08), 7))
    brush.model(brush.rectangle(-9, -84, 9, -62), cloth(CREAM, 5), outlined=False)
    for side in (-1, 1):
        brush.model(
            brush.blob([(0, -84), (side * 18, -108), (side * 40, -104), (side * 32, -86)]), cloth(CREAM, 7)
        )


def paper_bird(brush: Brush) -> None:
    """Draw a folded paper bird, 80 high."""
    crane(brush, TEAL)


def pennant(brush: Brush) -> None:
    """Draw a small blank pennant, 150 high."""
    brush.model(brush.rectangle(-4, -150, 4, -4, 3), hard(WOOD, 4))
    brush.model(brush.oval(0, -5, 30, 9), hard(WOOD, 6))
    sheet = brush.polygon(
        [
            *smooth([(4, -148), (36, -156), (66, -142), (98, -148)], closed=False),
            *smooth([(98, -92), (66, -86), (36, -100), (4, -92)], closed=False),
        ]
    )
    brush.cast(sheet, 4, 8, blur=8)
    brush.model(sheet, cloth(CORAL, 14))


def bracelet(brush: Brush) -> None:
    """Draw a woven friendship bracelet, lying; 44 high."""
    ring = brush.oval(0, -20, 62, 24).without(brush.oval(0, -22, 47, 15))
    brush.cast(ring, 3, 7, blur=7)
    brush.model(ring, cloth(CORAL, 8))
    beads = [(58 * math.cos(a), -20 + 21 * math.sin(a)) for a in (k * math.tau / 14 for k in range(14))]
    for k, (x, y) in enumerate(beads):
        brush.model(brush.oval(x, y, 7, 6), shiny((BRASS, TEAL, CREAM)[k % 3], 4), outlined=False)


def bare_wood(brush: Brush) -> None:
    """Draw a turned wooden bowl with an apple, 90 high."""
    apple = brush.oval(0, -60, 30, 29)
    brush.model(apple, shiny((206, 86, 62), 16), round_form=0.5)
    bowl = brush.blob([(-70, -52), (0, -46), (70, -52), (50, -8), (22, 0), (-22, 0), (-50, -8)])
    brush.cast(bowl, 5, 8, blur=10)
    brush.model(bowl, hard((190, 134, 88), 20))
    rings = [[(-66, -40), (0, -32), (66, -40)], [(-58, -24), (0, -16), (58, -24)]]
    brush.within(bowl).shade(brush.strokes(rings, 4), (140, 100, 80), 0.6)


def tea(brush: Brush) -> None:
    """Draw a steaming cup."""
    mug(brush, (122, 160, 140), steam=True)


def magnifier(brush: Brush) -> None:
    """Draw a magnifying glass leaning on a book, 100 high."""
    book = brush.rectangle(-78, -30, 62, 0, 6)
    brush.cast(book, 4, 6, blur=9)
    brush.model(book, hard(TEAL, 9))
    handle = brush.stroke([(34, -56), (76, -8)], 17, start=0.7, end=1.0)
    brush.model(handle, hard(WOOD, 7))
    ring = brush.oval(2, -84, 46, 46)
    brush.cast(ring, 4, 7, blur=8)
    brush.model(ring, shiny(BRASS, 7))
    lens = brush.oval(2, -84, 37, 37)
    brush.fill(lens, (222, 236, 236), 0.85)
    brush.within(lens).brighten(brush.stroke([(-34, -60), (22, -120)], 16), (255, 255, 255), 0.7)


def sleeping_cat(brush: Brush) -> None:
    """Draw a cat, curled up and asleep, 84 high."""
    fur: Colour = (226, 148, 84)
    body = brush.oval(8, -36, 92, 38)
    brush.cast(body, 6, 8, blur=14)
    brush.model(body, cloth(fur, 30), round_form=0.35)
    stripes = [[(x, -72), (x + 8, -54), (x + 4, -40)] for x in (0, 26, 52)]
    brush.within(body).shade(brush.strokes(stripes, 9, start=0.9, end=0.3), (196, 128, 96), 0.8, blur=1.5)
    tail = brush.stroke([(92, -26), (80, -2), (20, 0), (-40, -6)], 22, start=0.9, end=0.7)
    brush.cast(tail, 0, 4, blur=6, share=0.35)
    brush.model(tail, cloth(scaled(fur, 1.04), 9))
    ears = brush.polygon([(-96, -62), (-90, -92), (-68, -74)], [(-56, -76), (-36, -92), (-32, -64)])
    brush.model(ears, cloth(fur, 7))
    face = brush.oval(-64, -46, 40, 33)
    brush.cast(face, 2, 5, blur=7, share=0.35)
    brush.model(face, cloth(scaled(fur, 1.06), 18), round_form=0.3)
    closed = [[(-88, -48), (-80, -43), (-72, -48)], [(-56, -48), (-48, -43), (-40, -48)]]
    brush.fill(brush.strokes(closed, 4), (110, 60, 44))
    brush.fill(brush.polygon([(-70, -36), (-58, -36), (-64, -29)]), (224, 116, 104))


def mountain(brush: Brush) -> None:
    """Draw a model of a peak on its stand, 130 high."""
    peak = brush.polygon([(-80, -16), (-34, -84), (-18, -70), (8, -132), (40, -78), (52, -88), (84, -16)])
    brush.cast(peak, 5, 8, blur=12)
    brush.model(peak, hard((128, 138, 152), 20))
    snow = brush.polygon([(-14, -84), (8, -132), (30, -92), (18, -84), (8, -96), (-4, -82)])
    brush.within(peak).fill(snow, (252, 248, 240))
    brush.fill(brush.strokes([[(8, -132), (8, -158)]], 4), WOOD)
    brush.fill(brush.polygon([(8, -160), (34, -152), (8, -143)]), CORAL)
    brush.model(brush.rectangle(-94, -18, 94, 0, 6), hard(WOOD, 7))


def hourglass(brush: Brush) -> None:
    """Draw an hourglass with half its sand run, 130 high."""
    glass = brush.blob(
        [
            (-34, -116),
            (34, -116),
            (30, -84),
            (6, -64),
            (30, -42),
            (34, -12),
            (-34, -12),
            (-30, -42),
            (-6, -64),
            (-30, -84),
        ]
    )
    brush.cast(glass, 5, 6, blur=10, share=0.35)
    brush.fill(glass, (226, 236, 232), 0.6)
    inside = brush.within(glass)
    inside.fill(
        brush.polygon([(-24, -90), (24, -90), (0, -64)], [(-34, -12), (34, -12), (12, -34), (-12, -34)]),
        (240, 184, 96),
    )
    inside.fill(brush.stroke([(0, -66), (0, -30)], 3), (240, 184, 96))
    brush.brighten(brush.stroke([(-24, -108), (-22, -92)], 7), (255, 255, 255), 0.7)
    for y in (-124, -12):
        brush.model(brush.rectangle(-46, y, 46, y + 14, 6), hard(WOOD, 6))
    for x in (-40, 40):
        brush.model(brush.rectangle(x - 4, -114, x + 4, -10, 3), shiny(BRASS, 3))


def owl(brush: Brush) -> None:
    """Draw a small bronze owl, 110 high."""
    bronze: Colour = (176, 120, 64)
    body = brush.blob(
        [
            (-40, -100),
            (-30, -84),
            (0, -88),
            (30, -84),
            (40, -100),
            (44, -60),
            (36, -14),
            (0, 0),
            (-36, -14),
            (-44, -60),
        ]
    )
    brush.cast(body, 5, 8, blur=10)
    brush.model(body, shiny(bronze, 22))
    wings = brush.blob(
        [(-44, -58), (-28, -50), (-24, -14), (-38, -16)], [(44, -58), (28, -50), (24, -14), (38, -16)]
    )
    brush.model(wings, shiny(scaled(bronze, 0.85), 8), outlined=False)
    for x in (-17, 17):
        brush.model(brush.oval(x, -70, 16, 16), shiny(BRASS, 6), outlined=False)
        brush.fill(brush.oval(x, -70, 7, 8), (58, 36, 30))
    brush.fill(brush.polygon([(-5, -62), (5, -62), (0, -50)]), (240, 196, 110))


def two_chairs(brush: Brush) -> None:
    """Draw two small chairs drawn close, 120 high."""
    for side, colour in ((-1, CORAL), (1, TEAL)):
        chair = brush.at(side * 46, 0, flip=side > 0)
        chair.model(chair.strokes([[(-30, -50), (-34, 0)], [(28, -46), (32, 0)]], 9), hard(WOOD, 4))
        back = chair.blob([(-42, -116), (-18, -118), (-20, -50), (-44, -48)])
        chair.cast(back, 3, 6, blur=8)
        chair.model(back, cloth(colour, 10))
        chair.model(chair.rectangle(-44, -60, 36, -38, 9), cloth(scaled(colour, 1.05), 9))

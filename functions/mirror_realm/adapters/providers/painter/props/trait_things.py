"""Trait things: small objects that tell a discovered trait."""

import math

from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.colour import CREAM, Colour, scaled
from mirror_realm.adapters.providers.painter.finish import Material, cloth, hard, shiny
from mirror_realm.adapters.providers.painter.geometry import smooth
from mirror_realm.adapters.providers.painter.props.symbols import BRASS, CORAL, TEAL, WOOD, crane


def sketches(brush: Brush) -> None:
    """Bright loose sketches, 60 high."""
    for k, (lean, colour) in enumerate(((-12, CORAL), (8, TEAL), (-3, BRASS))):
        sheet = brush.at(-30 + k * 30, -4, degrees=lean).polygon([(-50, 0), (-36, -52), (46, -52), (52, 0)])
        brush.cast(sheet, 3, 5, blur=6, share=0.35)
        brush.model(sheet, hard(CREAM, 5))
        wave = [(-70 + k * 30, -14), (-44 + k * 30, -40), (-20 + k * 30, -16), (4 + k * 30, -38)]
        brush.within(sheet).fill(brush.stroke(wave, 8, start=0.4, end=0.6, swell=0.5), colour)


def pens_in_a_row(brush: Brush) -> None:
    """Five pens side by side on a tray, 40 high."""
    tray = brush.polygon([(-94, 2), (-78, -42), (78, -42), (94, 2)])
    brush.cast(tray, 4, 6, blur=9)
    brush.model(tray, hard(WOOD, 7))
    colours: tuple[Colour, ...] = (CORAL, BRASS, TEAL, (146, 104, 160), CREAM)
    for k, colour in enumerate(colours):
        x = -58 + k * 29
        brush.model(brush.stroke([(x * 1.06, -5), (x * 0.92, -36)], 12), shiny(colour, 5))


def calendar(brush: Brush) -> None:
    """A standing calendar of squares, most of them marked off; 120 high."""
    card = brush.rectangle(-58, -118, 58, 0, 6)
    brush.cast(card, 6, 6, blur=10)
    brush.model(card, hard(CREAM, 6))
    brush.model(brush.rectangle(-58, -118, 58, -92, 6), hard(CORAL, 6), outlined=False)
    for k in range(12):
        x, y = -46 + (k % 4) * 25, -84 + (k // 4) * 27
        done = k < 9
        brush.fill(brush.rectangle(x, y, x + 18, y + 18, 4), (128, 168, 116) if done else (232, 214, 186))
        if done:
            brush.fill(brush.stroke([(x + 4, y + 9), (x + 8, y + 13), (x + 15, y + 4)], 3.5), CREAM)


def hand_mirror(brush: Brush) -> None:
    """Leaning, the light caught in it; 150 high."""
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


def reading_lamp(brush: Brush) -> None:
    """A small lamp close by, 130 high."""
    brush.glow(0, -80, 150, (255, 210, 130), 0.7)
    brush.model(brush.rectangle(-5, -70, 5, -4, 3), shiny(BRASS, 4))
    brush.model(brush.oval(0, -6, 34, 10), shiny(BRASS, 6))
    shade = brush.blob([(-30, -120), (0, -130), (30, -120), (48, -70), (0, -62), (-48, -70)])
    brush.model(shade, Material((120, 168, 140), 16, 1.4, 0.6), lift=0.2)
    brush.glow(0, -66, 60, (255, 240, 190), 0.8)


def mended_cup(brush: Brush) -> None:
    """Broken once, its seams filled with gold; 84 high."""
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


def puzzle_cube(brush: Brush) -> None:
    """Three by three, turned to a corner; 100 high."""
    colours: tuple[Colour, ...] = (CORAL, BRASS, TEAL, CREAM, (120, 160, 96), (146, 104, 160))
    cube = brush.polygon([(0, -104), (54, -78), (54, -24), (0, 4), (-54, -24), (-54, -78)])
    brush.cast(cube, 6, 8, blur=12)
    brush.fill(cube, (56, 44, 48))
    for row in range(3):
        for column in range(3):
            tone = colours[(row * 2 + column * 3) % 6]
            x, y = -54 + column * 18, -78 + column * 8.8 + row * 18
            brush.model(
                brush.polygon([(x + 2, y + 2), (x + 16, y + 9), (x + 16, y + 24), (x + 2, y + 17)]),
                hard(scaled(tone, 0.95), 4),
                outlined=False,
            )
            x, y = column * 18, -52 - column * 8.8 + row * 18
            brush.model(
                brush.polygon([(x + 2, y + 2), (x + 16, y - 5), (x + 16, y + 10), (x + 2, y + 17)]),
                hard(scaled(colours[(row + column * 2 + 1) % 6], 0.78), 4),
                outlined=False,
            )
            x, y = (column - row) * 18, -104 + (column + row) * 8.8
            brush.model(
                brush.polygon([(x, y + 2), (x + 15, y + 9), (x, y + 16), (x - 15, y + 9)]),
                hard(colours[(row + column) % 6], 4),
                outlined=False,
            )


def feather(brush: Brush) -> None:
    """One feather, lying; 50 high."""
    vane = brush.blob([(-90, -4), (-40, -30), (30, -46), (88, -38), (60, -18), (0, -6), (-50, 0)])
    brush.cast(vane, 4, 7, blur=7)
    brush.model(vane, cloth((112, 160, 176), 9))
    brush.fill(brush.stroke([(-104, 2), (-20, -18), (80, -38)], 4), CREAM)
    barbs = [[(-60 + k * 20, -12 - k * 3), (-46 + k * 20, -26 - k * 2)] for k in range(7)]
    brush.within(vane).shade(brush.strokes(barbs, 3), (110, 130, 150), 0.7)


def gift(brush: Brush) -> None:
    """Small and wrapped, 96 high."""
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
    """Folded, 80 high."""
    crane(brush, TEAL)


def flag(brush: Brush) -> None:
    """A small flag without an emblem, 150 high."""
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
    """A woven friendship bracelet, lying; 44 high."""
    ring = brush.oval(0, -20, 62, 24).without(brush.oval(0, -22, 47, 15))
    brush.cast(ring, 3, 7, blur=7)
    brush.model(ring, cloth(CORAL, 8))
    beads = [(58 * math.cos(a), -20 + 21 * math.sin(a)) for a in (k * math.tau / 14 for k in range(14))]
    for k, (x, y) in enumerate(beads):
        brush.model(brush.oval(x, y, 7, 6), shiny((BRASS, TEAL, CREAM)[k % 3], 4), outlined=False)


def bare_wood(brush: Brush) -> None:
    """A turned wooden bowl with an apple: nothing more; 90 high."""
    apple = brush.oval(0, -60, 30, 29)
    brush.model(apple, shiny((206, 86, 62), 16), round_form=0.5)
    bowl = brush.blob([(-70, -52), (0, -46), (70, -52), (50, -8), (22, 0), (-22, 0), (-50, -8)])
    brush.cast(bowl, 5, 8, blur=10)
    brush.model(bowl, hard((190, 134, 88), 20))
    rings = [[(-66, -40), (0, -32), (66, -40)], [(-58, -24), (0, -16), (58, -24)]]
    brush.within(bowl).shade(brush.strokes(rings, 4), (140, 100, 80), 0.6)

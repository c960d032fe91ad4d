"""Making and travelling: what creativity and adventure show."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour, scaled
from mirror_realm.adapters.painter.finish import Material, cloth, hard, shiny
from mirror_realm.adapters.painter.geometry import ellipse
from mirror_realm.adapters.painter.props.greenery import GREEN
from mirror_realm.adapters.painter.props.tones import BRASS, CORAL, TEAL, WOOD


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
    """Draw an easel with a warm abstract canvas, 300 high."""
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
    """Draw colour swatches on a painter's palette, leaning, 110 high."""
    board = brush.blob(
        [(-70, -30), (-50, -90), (10, -112), (66, -84), (76, -40), (46, -24), (30, -2), (-30, 0)]
    )
    brush.cast(board, 5, 8, blur=10)
    brush.model(board, hard((214, 160, 104), 10))
    blobs: tuple[tuple[float, float, Colour], ...] = (
        (-38, -60, CORAL),
        (-10, -86, BRASS),
        (28, -84, GREEN),
        (52, -56, TEAL),
        (-34, -26, (150, 104, 166)),
    )
    for x, y, colour in blobs:
        brush.model(brush.oval(x, y, 14, 12), shiny(colour, 6), outlined=False)


def backpack(brush: Brush) -> None:
    """Draw a backpack packed for a journey, 210 high."""
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
    """Draw an open brass compass leaning, 100 high."""
    lid = brush.oval(22, -72, 42, 40, -20)
    brush.model(lid, shiny(scaled(BRASS, 0.8), 10))
    case = brush.oval(-6, -42, 50, 44)
    brush.cast(case, 5, 8, blur=10)
    brush.model(case, shiny(BRASS, 10))
    brush.model(brush.oval(-6, -42, 39, 34), hard(CREAM, 6), outlined=False)
    brush.fill(brush.polygon([(-6, -72), (2, -42), (-14, -42)]), CORAL)
    brush.fill(brush.polygon([(-6, -12), (2, -42), (-14, -42)]), (96, 104, 120))


def stones(brush: Brush) -> None:
    """Draw stones from many places in a row, 210 wide."""
    row: tuple[tuple[float, float, float, Colour], ...] = (
        (-82, 26, 24, (176, 120, 96)),
        (-30, 24, 34, (128, 140, 150)),
        (20, 22, 20, (214, 186, 140)),
        (66, 27, 30, (150, 112, 136)),
    )
    for x, wide, high, colour in row:
        stone = brush.blob(
            [
                (x - wide, -4),
                (x - wide * 0.8, -high * 1.2),
                (x, -high * 1.8),
                (x + wide * 0.9, -high),
                (x + wide, -4),
            ]
        )
        brush.cast(stone, 4, 5, blur=8)
        brush.model(stone, Material(colour, 12, 1.8, 0.35))

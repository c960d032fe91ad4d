"""Desk things: what lies and stands on a desk."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, INK, Colour, mix, scaled
from mirror_realm.adapters.painter.finish import Material, hard, shiny
from mirror_realm.adapters.painter.geometry import smooth


def laptop_back(brush: Brush, width: float = 330, height: float = 168) -> None:
    """Draw an open laptop seen from behind, its hinge at y = 0."""
    half = width / 2
    lid = brush.polygon(
        [
            (-half + 12, -height + 6),
            (-half + 24, -height),
            (half - 24, -height),
            (half - 12, -height + 6),
            (half, -6),
            (half - 8, 0),
            (-half + 8, 0),
            (-half, -6),
        ]
    )
    brush.cast(lid, 6, 14, blur=20, share=0.5)
    brush.model(lid, Material((218, 196, 176), 26, 1.4, 0.7))
    mark = brush.oval(0, -height * 0.52, 17, 17)
    brush.model(mark, Material((255, 226, 176), 8, 1.4, 0.8), outlined=False)
    brush.glow(0, -height * 0.52, 46, (255, 220, 160), 0.4)


def laptop_side(brush: Brush, *, closed: bool = False) -> None:
    """Draw a laptop at the side of the desk, turned to the person; closed it is a slim slab."""
    if closed:
        slab = brush.polygon([(-130, -16), (-96, -34), (116, -34), (140, -14), (140, -4), (-130, -4)])
        brush.cast(slab, 6, 10, blur=14, share=0.45)
        brush.model(slab, Material((206, 198, 198), 10, 1.4, 0.6))
        return
    base = brush.polygon([(-120, -6), (-70, -34), (132, -22), (96, 12)])
    brush.cast(base, 6, 10, blur=14, share=0.45)
    brush.model(base, Material((196, 174, 158), 8, 1.4, 0.5))
    screen = brush.polygon([(-126, -4), (-150, -150), (-128, -162), (-66, -34)])
    brush.model(screen, Material((214, 192, 174), 14, 1.4, 0.6))
    brush.glow(-60, -80, 110, (255, 226, 180), 0.25)


def mug(brush: Brush, colour: Colour, *, steam: bool = False) -> None:
    """Draw a mug, 100 high, standing on y = 0."""
    handle = brush.oval(46, -52, 30, 30).without(brush.oval(46, -52, 17, 17))
    cup = brush.blob([(-42, -98), (0, -100), (42, -98), (42, -30), (34, -4), (0, 0), (-34, -4), (-42, -30)])
    brush.cast(cup, 10, 8, blur=14, share=0.5)
    brush.model(handle, shiny(scaled(colour, 0.92), 8))
    brush.model(cup, shiny(colour, 34))
    brush.model(brush.oval(0, -96, 41, 11), shiny(scaled(colour, 1.1), 6))
    brush.fill(brush.oval(0, -95, 34, 8), (92, 48, 34))
    if steam:
        _steam(brush)


def _steam(brush: Brush) -> None:
    wisps = [
        [(-12, -110), (-24, -140), (-4, -168), (-18, -204)],
        [(12, -112), (2, -138), (20, -166), (8, -196)],
    ]
    brush.brighten(brush.strokes(wisps, 12, start=0.4, end=0.2, swell=0.8), (255, 240, 220), 0.5, blur=6)


def pen_cup(brush: Brush, colour: Colour = (112, 146, 150)) -> None:
    """Draw a cup of pens, 130 high, standing on y = 0."""
    pens: tuple[tuple[float, float, Colour], ...] = (
        (-16, -12, (236, 120, 72)),
        (0, 2, (246, 196, 92)),
        (15, 13, (104, 132, 150)),
    )
    for x, lean, tone in pens:
        pen = brush.stroke([(x * 0.8, -40), (x + lean, -126)], 9)
        brush.model(pen, hard(tone, 5))
        tip = brush.stroke([(x + lean, -126), (x + lean * 1.12, -138)], 8, start=0.8, end=0.1)
        brush.fill(tip, (250, 226, 190))
    cup = brush.rectangle(-31, -74, 31, 0, 9)
    brush.cast(cup, 8, 6, blur=10, share=0.45)
    brush.model(cup, shiny(colour, 22))


def notebook(brush: Brush, colour: Colour = (226, 112, 78), *, open_pages: bool = False) -> None:
    """Draw a notebook lying on the desk around the origin."""
    if open_pages:
        cover = brush.polygon([(-104, 8), (-80, -56), (80, -56), (104, 8)])
        brush.cast(cover, 5, 8, blur=10)
        brush.model(cover, hard(colour, 6))
        for side in (-1, 1):
            page = brush.polygon(
                [
                    *smooth([(0, -2), (side * 40, -8), (side * 95, 1)], closed=False),
                    (side * 74, -52),
                    (0, -50),
                ]
            )
            brush.model(page, hard(CREAM, 8), outlined=False)
            rows = [[(side * (16 - k), -14 - k * 11), (side * (72 - k * 4), -16 - k * 11)] for k in range(3)]
            brush.fill(brush.strokes(rows, 3.5), (206, 160, 120), 0.8)
        brush.fill(brush.stroke([(30, -4), (78, -66)], 7), (236, 150, 70))
        return
    block = brush.polygon([(-80, -10), (-58, -32), (74, -32), (84, -10), (84, 6), (-80, 6)])
    brush.cast(block, 5, 8, blur=10)
    brush.model(brush.polygon([(-80, -10), (84, -10), (84, 6), (-80, 6)]), hard(CREAM, 4))
    brush.model(brush.polygon([(-82, -12), (-60, -33), (76, -33), (86, -12)]), hard(colour, 7))


def book_pile(brush: Brush, count: int) -> None:
    """Draw books lying on each other, standing on y = 0."""
    colours: tuple[Colour, ...] = (
        (214, 92, 66),
        (240, 186, 104),
        (112, 146, 136),
        (250, 228, 192),
        (150, 92, 112),
    )
    for k in range(count):
        shift = (k % 3 - 1) * 7
        spine = brush.rectangle(-78 + shift + k * 3, -26 * (k + 1), 78 + shift - k * 3, -26 * k, 5)
        brush.cast(spine, 3, 5, blur=7, share=0.4)
        brush.model(spine, hard(colours[k % 5], 9))
        brush.fill(
            brush.rectangle(46 + shift - k * 3, -26 * (k + 1) + 5, 54 + shift - k * 3, -26 * k - 5),
            mix(colours[k % 5], CREAM, 0.6),
        )


def candle(brush: Brush) -> None:
    """Draw a candle standing on y = 0."""
    brush.glow(0, -104, 120, (255, 206, 120), 0.7)
    wax = brush.rectangle(-22, -76, 22, 0, 8)
    brush.cast(wax, 6, 6, blur=10)
    brush.model(wax, Material((255, 232, 196), 16, 1.4, 0.4), lift=0.1)
    brush.fill(brush.stroke([(0, -76), (0, -86)], 3), INK)
    brush.fill(brush.blob([(0, -118), (9, -96), (0, -84), (-9, -96)]), (255, 190, 88))
    brush.fill(brush.blob([(0, -106), (5, -95), (0, -87), (-5, -95)]), (255, 248, 214))


def water_glass(brush: Brush) -> None:
    """Draw a glass of water standing on y = 0."""
    glass = brush.polygon([(-30, -92), (30, -92), (25, 0), (-25, 0)])
    brush.cast(glass, 8, 6, blur=12, share=0.3)
    brush.brighten(glass, (255, 255, 255), 0.28)
    water = brush.polygon([(-28, -62), (28, -62), (24, -4), (-24, -4)])
    brush.fill(water, (196, 216, 226), 0.42)
    brush.brighten(brush.stroke([(-18, -84), (-16, -10)], 7), (255, 255, 255), 0.55)

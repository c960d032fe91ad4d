"""People: what relationships and community show."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour, mix, scaled
from mirror_realm.adapters.painter.finish import Material, cloth, hard, leaf, shiny
from mirror_realm.adapters.painter.geometry import smooth
from mirror_realm.adapters.painter.props.furnishings import heart
from mirror_realm.adapters.painter.props.greenery import GREEN, OLIVE
from mirror_realm.adapters.painter.props.tones import BRASS, CORAL, TEAL, WOOD


def two_mugs(brush: Brush) -> None:
    """Draw two matching mugs, side by side, 90 high."""
    for x, colour, flip in ((44, CORAL, False), (-44, (240, 180, 92), True)):
        cup = brush.at(x, 0, 0.84, flip=flip)
        handle = cup.oval(46, -52, 28, 28).without(cup.oval(46, -52, 16, 16))
        body = cup.rectangle(-42, -98, 42, 0, 16)
        cup.cast(body, 6, 8, blur=12)
        cup.model(handle, shiny(scaled(colour, 0.92), 8))
        cup.model(body, shiny(colour, 30))
        cup.fill(heart(cup.at(0, -48), 20), CREAM, 0.9)


def photo_wall(brush: Brush) -> None:
    """Draw small framed pictures of friends, their faces only hinted at; 220 by 150 from the upper left."""
    frames: tuple[tuple[float, float, float, float], ...] = (
        (0, 12, 84, 70),
        (94, 0, 66, 82),
        (170, 20, 62, 62),
        (16, 94, 66, 60),
        (94, 94, 106, 64),
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
    """Draw a string of paper hearts, 1024 wide, hanging from y = 0."""
    path = [(-20.0, -10.0), (200.0, 50.0), (420.0, 16.0), (620.0, 16.0), (830.0, 54.0), (1050.0, -6.0)]
    brush.fill(brush.stroke(path, 3), (150, 92, 70))
    for k, (x, y) in enumerate(smooth(path, closed=False, steps=3)[1:-1]):
        shape = heart(brush.at(x, y + 20, degrees=(-8, 6, 0)[k % 3]), 19)
        brush.cast(shape, 3, 6, blur=6, share=0.35)
        brush.model(shape, hard((CORAL, (246, 190, 120), (250, 226, 196))[k % 3], 5))


def letters(brush: Brush) -> None:
    """Draw a bundle of letters tied with a ribbon, 50 high."""
    for k in range(3):
        envelope = brush.polygon(
            [
                (-78 + k * 4, -8 - k * 11),
                (-60 + k * 4, -34 - k * 11),
                (66 + k * 3, -34 - k * 11),
                (80 + k * 3, -8 - k * 11),
            ]
        )
        brush.cast(envelope, 3, 5, blur=6, share=0.3)
        brush.model(envelope, hard(mix(CREAM, BRASS, 0.12 * k), 5))
    brush.fill(heart(brush.at(8, -44), 13), CORAL)


def memory_box(brush: Brush) -> None:
    """Draw a box with a heart and keepsakes looking out, 130 high."""
    for x, lean, colour in ((-30, -10, CREAM), (4, 4, (240, 186, 104)), (34, 12, TEAL)):
        card = brush.at(x, -60, degrees=lean).rectangle(-22, -66, 22, 0, 4)
        brush.cast(card, 3, 4, blur=5, share=0.3)
        brush.model(card, hard(colour, 5))
    box = brush.rectangle(-74, -72, 74, 0, 8)
    brush.cast(box, 5, 6, blur=12)
    brush.model(box, hard((214, 128, 92), 12))
    brush.fill(heart(brush.at(0, -36), 20), CREAM, 0.9)


def crane_garland(brush: Brush) -> None:
    """Draw folded cranes on a string, 1024 wide, hanging from y = 0."""
    path = [(-20.0, -6.0), (200.0, 44.0), (420.0, 10.0), (620.0, 10.0), (830.0, 48.0), (1050.0, -4.0)]
    brush.fill(brush.stroke(path, 3), (150, 92, 70))
    for k, (x, y) in enumerate(smooth(path, closed=False, steps=3)[1:-1]):
        crane(brush.at(x, y + 48, 0.62, flip=k % 2 == 0), ((CORAL, BRASS, CREAM, TEAL)[k % 4]))


def crane(brush: Brush, colour: Colour = CREAM) -> None:
    """Draw a folded paper bird, 80 high, standing on y = 0."""
    body = brush.polygon([(-58, -50), (-6, -18), (52, -58), (22, -6), (-10, 0)])
    wing = brush.polygon([(-14, -14), (6, -84), (30, -14)])
    brush.cast(body.joined(wing), 4, 8, blur=8, share=0.35)
    brush.model(body, hard(scaled(colour, 0.9), 5))
    brush.model(wing, hard(colour, 5))
    brush.model(brush.polygon([(52, -58), (68, -46), (46, -46)]), hard(scaled(colour, 0.8), 4))


def planter(brush: Brush) -> None:
    """Draw a shared planter of herbs, 140 high."""
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
    """Draw loaves in a basket, 110 high."""
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

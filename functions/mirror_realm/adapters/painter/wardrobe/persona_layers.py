"""Persona layers: the clothes that a persona adds over those of the style."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour, scaled
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.finish import Material, cloth, hard
from mirror_realm.adapters.painter.wardrobe.garment import nothing
from mirror_realm.domain.personas import PersonaId

Layer = Callable[[Body], None]
KHAKI: Colour = (148, 142, 96)


def _scarf(body: Body) -> None:
    """Draw a soft oversized scarf, round the neck and down in front."""
    brush, up = body.brush, body.raised * 0.5
    red, _, blue = body.person.outfit
    colour: Colour = (246, 214, 170) if blue > red - 20 else (150, 124, 176)
    tail = brush.blob([(-78, 70), (-20, 78), (-26, 190), (-40, 300), (-100, 300), (-92, 180)])
    brush.cast(tail, 4, 10, blur=12)
    brush.model(tail, cloth(colour, 24))
    wrap = brush.blob(
        [
            (-124, -38 + up),
            (-60, -6),
            (0, 2),
            (60, -6),
            (124, -38 + up),
            (140, 34 + up),
            (80, 92),
            (0, 110),
            (-80, 92),
            (-140, 34 + up),
        ]
    )
    brush.cast(wrap, 2, 10, blur=14)
    brush.model(wrap, cloth(colour, 30))
    folds = [[(-118, 4 + up), (-30, 46), (60, 40), (122, 0 + up)], [(-104, 46 + up), (-10, 84), (90, 62)]]
    brush.within(wrap).shade(
        brush.strokes(folds, 14, start=0.3, end=0.3, swell=0.7), brush.light.shade, 0.6, blur=5
    )
    brush.fill(
        brush.strokes([[(-96 + k * 11, 298), (-98 + k * 11, 322)] for k in range(6)], 6), scaled(colour, 0.9)
    )


def _open_front(body: Body, colour: Colour, *, material: Material | None = None) -> tuple[Brush, Material]:
    """Draw the two fronts of a jacket, open in the middle; return the brush and material for its details."""
    brush, wide, waist, up = body.brush, body.shoulder, body.waist, body.raised
    stuff = material or cloth(colour, 30)
    for side in (-1, 1):
        front = brush.blob(
            [
                (side * 62, -22 + up * 0.4),
                (side * wide * 0.66, 16 + up),
                (side * wide * 1.04, 66 + up),
                (side * wide * 1.12, 160),
                (side * waist * 1.14, 300),
                (side * waist * 1.1, 540),
                (side * waist * 0.52, 540),
                (side * 96, 300),
                (side * 86, 130),
            ]
        )
        brush.cast(front, 2, 8, blur=14, share=0.4)
        brush.model(front, stuff)
    return brush, stuff


def _field_jacket(body: Body) -> None:
    """Draw a light jacket with a collar and flap pockets."""
    brush, _ = _open_front(body, KHAKI)
    for side in (-1, 1):
        collar = brush.blob(
            [
                (side * 58, -40),
                (side * 132, -14 + body.raised * 0.5),
                (side * 150, 42),
                (side * 92, 96),
                (side * 72, 30),
            ]
        )
        brush.cast(collar, 2, 6, blur=8)
        brush.model(collar, cloth((126, 120, 80), 14))
        pocket = brush.rectangle(
            side * body.shoulder * 0.72 - 40, 176, side * body.shoulder * 0.72 + 40, 210, 8
        )
        brush.cast(pocket, 1, 4, blur=5)
        brush.model(pocket, cloth((132, 126, 84), 10))


def _cardigan_colour(body: Body) -> Colour:
    return (122, 74, 66) if sum(body.person.outfit) > 380 else (222, 190, 146)


def _cardigan(body: Body) -> None:
    """Draw a knitted cardigan with buttons."""
    colour = _cardigan_colour(body)
    brush, _ = _open_front(body, colour)
    for side in (-1, 1):
        border = brush.stroke(
            [(side * 66, -10), (side * 86, 130), (side * 98, 300), (side * body.waist * 0.54, 500)], 24
        )
        brush.model(border, cloth(scaled(colour, 1.14), 9))
    for k in range(3):
        brush.model(brush.oval(96 + k * 2, 190 + k * 62, 9, 9), hard(CREAM, 5))


def _apron(body: Body) -> None:
    """Draw a canvas apron with a pocket of pencils."""
    brush = body.brush
    canvas: Colour = (224, 196, 150) if body.person.outfit[2] < 170 else (112, 124, 138)
    straps = brush.strokes([[(-92, -18), (-84, 100)], [(92, -18), (84, 100)]], 20)
    brush.cast(straps, 2, 5, blur=6)
    brush.model(straps, cloth(scaled(canvas, 0.85), 8))
    bib = brush.blob(
        [
            (-104, 100),
            (0, 94),
            (104, 100),
            (118, 220),
            (150, 320),
            (156, 540),
            (-156, 540),
            (-150, 320),
            (-118, 220),
        ]
    )
    brush.cast(bib, 3, 10, blur=12)
    brush.model(bib, cloth(canvas, 22))
    for x, colour in ((-34, (232, 104, 80)), (-16, (246, 196, 92))):
        brush.model(brush.stroke([(x, 118), (x, 176)], 9), hard(colour, 4))
    pocket = brush.rectangle(-60, 150, 20, 220, 8)
    brush.cast(pocket, 1, 4, blur=5)
    brush.model(pocket, cloth(scaled(canvas, 0.94), 12))


def _sports_colour(body: Body) -> Colour:
    return (70, 92, 128) if body.person.outfit[0] > 150 else (236, 222, 204)


def _sports_jacket(body: Body) -> None:
    """Draw a light sports jacket, zipped half way, with stripes."""
    colour = _sports_colour(body)
    brush, _ = _open_front(body, colour)
    for side in (-1, 1):
        collar = brush.blob(
            [(side * 52, -62), (side * 98, -44), (side * 108, 24), (side * 70, 70), (side * 56, 10)]
        )
        brush.cast(collar, 2, 6, blur=8)
        brush.model(collar, cloth(scaled(colour, 1.12), 14))
        stripe = brush.stroke(
            [
                (side * body.shoulder * 0.5, 14),
                (side * body.shoulder * 0.84, 66),
                (side * body.shoulder * 0.98, 150),
            ],
            11,
        )
        brush.fill(stripe, CREAM if sum(colour) < 400 else (232, 104, 80), 0.95)


@dataclass(frozen=True, slots=True)
class PersonaLayer:
    """Drawn after the collar, before the arms."""

    draw: Layer = nothing
    sleeve: Callable[[Body], Colour] | None = None
    """The colour of its own sleeves, if it has any."""
    rolled: bool = False


PERSONA_LAYERS: dict[PersonaId, PersonaLayer] = {
    PersonaId.COMPANION: PersonaLayer(),
    PersonaId.DREAMER: PersonaLayer(_scarf),
    PersonaId.EXPLORER: PersonaLayer(_field_jacket, lambda body: KHAKI),
    PersonaId.MENTOR: PersonaLayer(_cardigan, _cardigan_colour),
    PersonaId.MAKER: PersonaLayer(_apron, rolled=True),
    PersonaId.ATHLETE: PersonaLayer(_sports_jacket, _sports_colour),
}

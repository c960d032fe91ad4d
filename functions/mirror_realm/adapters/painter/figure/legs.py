"""Legs: trousers or boots below a torso, for figures shown whole."""

from dataclasses import dataclass

from mirror_realm.adapters.painter.colour import CREAM, Colour, scaled
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.figure.head import skin_material
from mirror_realm.adapters.painter.finish import Material, cloth, hard


@dataclass(frozen=True, slots=True)
class Legwear:
    """What covers legs and feet."""

    trousers: Colour
    shoes: Colour
    boots: bool = False
    """Boots to below the knee; else rolled trousers and sneakers."""


HIP = 400.0
GROUND = 860.0
"""Where the feet stand, below the base of the neck."""


def draw_legs(body: Body, wear: Legwear) -> None:
    """Draw both legs, standing a little apart."""
    brush, waist = body.brush, body.waist
    seat = brush.blob(
        [(-waist * 0.8, 380), (waist * 0.8, 380), (waist * 0.86, 470), (0, 520), (-waist * 0.86, 470)]
    )
    brush.model(seat, cloth(wear.trousers, 44))
    for side in (-1, 1):
        hip, knee, ankle = (
            (side * waist * 0.5, HIP),
            (side * waist * 0.62, 620.0),
            (side * waist * 0.66, 800.0),
        )
        if not wear.boots:
            shin = brush.stroke([(ankle[0], 740), (ankle[0], GROUND - 30)], 48)
            brush.model(shin, skin_material(body.person, depth=16, gain=1.5))
        _foot(body, ankle[0], side, wear)
        width = waist * 0.98
        leg = brush.stroke([hip, knee, (ankle[0], 780.0)], width, start=1.06, end=0.66)
        brush.cast(leg, 4, 10, blur=14, share=0.4)
        brush.model(leg, cloth(wear.trousers, 40))
        crease = [
            [(knee[0] - 40, 600), (knee[0], 616), (knee[0] + 36, 604)],
            [(knee[0] - 34, 632), (knee[0] + 10, 640)],
        ]
        brush.within(leg).shade(
            brush.strokes(crease, 11, start=0.3, end=0.2, swell=0.7), brush.light.shade, 0.5, blur=4
        )
        if wear.boots:
            boot = brush.stroke([(knee[0] * 1.02, 690), (ankle[0], 830)], width * 0.84, start=1.0, end=0.8)
            brush.cast(boot, 2, 6, blur=8)
            brush.model(boot, Material(wear.shoes, 26, 1.9, 0.5))
        else:
            cuff = brush.rectangle(ankle[0] - width * 0.36, 756, ankle[0] + width * 0.36, 792, 12)
            brush.cast(cuff, 2, 6, blur=7)
            brush.model(cuff, cloth(scaled(wear.trousers, 1.18), 12))


def _foot(body: Body, x: float, side: int, wear: Legwear) -> None:
    brush = body.brush.at(x, GROUND)
    shoe = brush.blob(
        [
            (-44 * side, -56),
            (24 * side, -62),
            (52 * side, -40),
            (104 * side, -22),
            (112 * side, 4),
            (-48 * side, 4),
        ]
    )
    brush.cast(brush.oval(20 * side, 6, 100, 18), 0, 4, blur=12, share=0.5)
    brush.model(shoe, cloth(wear.shoes, 22))
    if not wear.boots:
        left, right = sorted((-52 * side, 116 * side))
        brush.model(brush.rectangle(left, -14, right, 10, 10), hard(CREAM, 7))
        laces = [[(side * (20 + k * 16), -54 + k * 9), (side * (38 + k * 14), -40 + k * 8)] for k in range(3)]
        brush.fill(brush.strokes(laces, 6), CREAM)

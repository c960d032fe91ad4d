"""Tactical suit: dark, fitted, lined with the outfit's colour."""

from mirror_realm.adapters.painter.colour import Colour, mix, scaled
from mirror_realm.adapters.painter.figure.arms import Sleeve
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.finish import Material
from mirror_realm.adapters.painter.geometry import mirrored
from mirror_realm.adapters.painter.wardrobe.garment import Garment

CHARCOAL: Colour = (58, 58, 68)


def _stuff(body: Body, grey: Colour, share: float) -> Colour:
    """Return a grey of the suit, with a share of the chosen colour if there is one."""
    return grey if body.dyes is None else mix(grey, scaled(body.dyes.main, 0.9), share)


def _accent(body: Body) -> Colour:
    return body.person.outfit if body.dyes is None else body.dyes.second


def _tactical_torso(body: Body) -> None:
    brush, accent = body.brush, _accent(body)
    wide = body.shoulder
    brush.cast(body.torso, 8, 14, blur=26, share=0.5)
    brush.model(body.torso, Material(CHARCOAL, 70, 2.0, 0.4))
    inside = brush.within(body.torso)
    vest = brush.blob(
        mirrored(
            [
                (0, 78),
                (wide * 0.4, 70),
                (wide * 0.56, 110),
                (wide * 0.68, 200),
                (wide * 0.74, 330),
                (wide * 0.6, 430),
                (0, 440),
            ]
        )
    )
    inside.cast(vest, 0, 8, blur=10, share=0.5)
    inside.model(vest, Material(_stuff(body, (44, 44, 54), 0.72), 30, 2.0, 0.45))
    for side in (-1, 1):
        strap = brush.stroke(
            [(side * wide * 0.42, 6), (side * wide * 0.44, 110), (side * wide * 0.42, 210)], 40
        )
        inside.cast(strap, 2, 5, blur=6, share=0.5)
        inside.model(strap, Material(_stuff(body, (70, 70, 82), 0.1), 12, 1.8, 0.4))
        inside.fill(
            brush.stroke([(side * wide * 0.36, 12), (side * wide * 0.38, 110), (side * wide * 0.36, 206)], 6),
            accent,
            accent=True,
        )
        pouch = brush.rectangle(side * wide * 0.4 - 44, 262, side * wide * 0.4 + 44, 350, 12)
        inside.cast(pouch, 2, 8, blur=8, share=0.5)
        inside.model(pouch, Material((62, 62, 74), 14, 1.8, 0.4))
        inside.model(
            brush.rectangle(side * wide * 0.4 - 46, 258, side * wide * 0.4 + 46, 290, 8),
            Material((76, 76, 90), 8, 1.8, 0.45),
        )
    plate = brush.rectangle(-wide * 0.26, 120, wide * 0.26, 212, 16)
    inside.model(plate, Material((66, 66, 80), 16, 1.9, 0.5))
    inside.fill(brush.rectangle(-wide * 0.26, 196, wide * 0.26, 206), accent, accent=True)


def _tactical_collar(body: Body) -> None:
    brush, up = body.brush, body.raised * 0.6
    ring = brush.blob(
        [
            (-84, -50 + up),
            (-64, -34),
            (0, -18),
            (64, -34),
            (84, -50 + up),
            (98, 18 + up),
            (54, 66),
            (0, 84),
            (-54, 66),
            (-98, 18 + up),
        ]
    )
    brush.cast(ring, 0, 10, blur=12, share=0.5)
    brush.model(ring, Material(_stuff(body, (52, 52, 62), 0.5), 20, 2.0, 0.45))
    brush.fill(
        brush.stroke([(-90, 4 + up), (-50, 48), (0, 64), (50, 48), (90, 4 + up)], 6),
        _accent(body),
        accent=True,
    )
    brush.fill(brush.stroke([(0, -18), (0, 80)], 5), (24, 24, 32))


def _tactical_pads(body: Body) -> None:
    brush, up = body.brush, body.raised * 0.8
    for side in (-1, 1):
        x = side * body.shoulder * 0.9
        pad = brush.blob(
            [
                (x - 58, 92 + up),
                (x - 54, 40 + up),
                (x, 20 + up),
                (x + 54, 40 + up),
                (x + 58, 92 + up),
                (x, 112 + up),
            ]
        )
        brush.cast(pad, 2, 10, blur=12, share=0.5)
        brush.model(pad, Material(_stuff(body, (72, 72, 86), 0.9), 22, 2.0, 0.55))
        brush.fill(
            brush.stroke([(x - 50, 86 + up), (x, 100 + up), (x + 50, 86 + up)], 6),
            _accent(body),
            accent=True,
        )


def _tactical_sleeve(body: Body) -> Sleeve:
    return Sleeve(
        Material(CHARCOAL, 30, 2.0, 0.4),
        cuff=mix(CHARCOAL, body.person.outfit, 0.65),
        width=100,
        taper=0.62,
        glove=(46, 46, 56),
    )


TACTICAL = Garment(_tactical_torso, _tactical_sleeve, collar=_tactical_collar, over=_tactical_pads)

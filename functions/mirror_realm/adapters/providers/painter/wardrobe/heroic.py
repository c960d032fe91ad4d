"""Heroic clothes: a plain costume with a cape, a tactical suit, and a night cape with a scarf."""

from mirror_realm.adapters.providers.painter.appearance import Appearance
from mirror_realm.adapters.providers.painter.colour import Colour, mix, saturated, scaled, times
from mirror_realm.adapters.providers.painter.figure.arms import Sleeve
from mirror_realm.adapters.providers.painter.figure.body import Body
from mirror_realm.adapters.providers.painter.figure.legs import Legwear
from mirror_realm.adapters.providers.painter.finish import Material, cloth, shiny
from mirror_realm.adapters.providers.painter.geometry import mirrored
from mirror_realm.adapters.providers.painter.wardrobe.garment import Garment

GOLD: Colour = (244, 190, 84)
CHARCOAL: Colour = (58, 58, 68)
NIGHT: Colour = (34, 34, 44)


def cape_colour(outfit: Colour) -> Colour:
    """What stands out against the costume: deep blue with warm ones, crimson with cool ones."""
    return (52, 74, 122) if outfit[0] > outfit[2] + 30 else (178, 50, 54)


def suit_colour(outfit: Colour) -> Colour:
    """The outfit's colour, rich enough for a costume."""
    return saturated(scaled(outfit, 0.96), 1.2)


def _hero_behind(body: Body) -> None:
    brush, colour = body.brush, cape_colour(body.person.outfit)
    wide = body.shoulder
    cape = brush.blob(
        [
            (-wide * 0.7, 8), (0, -20), (wide * 0.7, 8), (wide * 1.14, 170), (wide * 1.6, 360),
            (wide * 2.5, 520), (wide * 2.2, 640), (wide * 1.2, 690), (0, 730), (-wide * 0.9, 700),
            (-wide * 1.34, 520), (-wide * 1.12, 200),
        ]
    )
    brush.cast(cape, 10, 16, blur=26, share=0.4)
    brush.model(cape, cloth(colour, 60))
    folds = [
        [
            (side * wide * 0.5, 40), (side * wide * (1.0 + k * 0.16), 300),
            (side * wide * (1.1 + k * 0.28), 660),
        ]
        for side in (-1, 1)
        for k in range(3)
    ]
    brush.within(cape).shade(brush.strokes(folds, 26, start=0.3, end=0.8), brush.light.shade, 0.6, blur=10)
    brush.rim(cape, 0.8, width=10)


def _hero_torso(body: Body) -> None:
    brush, colour = body.brush, suit_colour(body.person.outfit)
    wide, waist = body.shoulder, body.waist
    brush.cast(body.torso, 8, 14, blur=26, share=0.45)
    brush.model(body.torso, Material(colour, 70, 1.9, 0.5))
    inside = brush.within(body.torso)
    dark = times(colour, (150, 128, 140))
    for side in (-1, 1):
        panel = brush.blob(
            [
                (side * wide * 0.98, 120), (side * wide * 0.62, 170), (side * waist * 0.6, 270),
                (side * waist * 0.66, 420), (side * waist * 1.3, 430), (side * wide * 1.3, 200),
            ]
        )
        inside.model(panel, Material(dark, 40, 1.6, 0.4), outlined=False)
        seam = brush.stroke(
            [
                (side * wide * 0.8, 104), (side * wide * 0.6, 170), (side * waist * 0.58, 270),
                (side * waist * 0.64, 420),
            ],
            7,
        )
        inside.model(seam, shiny(GOLD, 4), outlined=False)
        chest = brush.blob(
            [
                (side * 10, 84), (side * wide * 0.56, 76), (side * wide * 0.6, 136),
                (side * wide * 0.26, 176), (side * 8, 164),
            ]
        )
        inside.brighten(chest, mix(colour, brush.light.key, 0.5), 0.22, blur=12)
        inside.shade(
            brush.stroke(
                [(side * wide * 0.58, 150), (side * wide * 0.28, 186), (side * 6, 172)],
                12,
                start=0.3,
                end=0.3,
                swell=0.7,
            ),
            brush.light.shade,
            0.6,
            blur=5,
        )
    inside.shade(brush.stroke([(0, 96), (0, 330)], 7), brush.light.shade, 0.5, blur=3)
    belt = brush.rectangle(-waist * 1.04, 352, waist * 1.04, 392, 10)
    inside.model(belt, shiny(GOLD, 12))
    brush.model(brush.oval(0, 372, 30, 28), shiny(scaled(GOLD, 1.05), 12))


def _hero_cape_folds(body: Body) -> None:
    brush, colour = body.brush, cape_colour(body.person.outfit)
    wide, up = body.shoulder, body.raised * 0.6
    for side in (-1, 1):
        fold = brush.blob(
            [
                (side * wide * 0.86, 44 + up), (side * wide * 0.5, 6 + up), (side * 56, -22 + up),
                (side * 40, 20), (side * wide * 0.36, 64), (side * wide * 0.72, 92 + up),
            ]
        )
        brush.cast(fold, 2, 10, blur=12, share=0.45)
        brush.model(fold, cloth(colour, 20))
        clasp = brush.oval(side * wide * 0.4, 66, 16, 16)
        brush.cast(clasp, 2, 4, blur=5)
        brush.model(clasp, shiny(GOLD, 8))


def _hero_neckline(body: Body) -> None:
    brush = body.brush
    neckline = brush.stroke([(-58, -10), (-40, 34), (0, 56), (40, 34), (58, -10)], 13)
    brush.model(neckline, shiny(GOLD, 6))


def hero_legs(person: Appearance) -> Legwear:
    """Dark tights and golden boots."""
    return Legwear(times(suit_colour(person.outfit), (150, 128, 140)), scaled(GOLD, 0.9), boots=True)


def _hero_sleeve(body: Body) -> Sleeve:
    dark = times(suit_colour(body.person.outfit), (150, 128, 140))
    return Sleeve(
        Material(suit_colour(body.person.outfit), 30, 1.9, 0.5), cuff=GOLD, width=98, taper=0.6, glove=dark
    )


HERO_SUIT = Garment(
    _hero_torso, _hero_sleeve, behind=_hero_behind, collar=_hero_neckline, over=_hero_cape_folds
)


def _tactical_torso(body: Body) -> None:
    brush, accent = body.brush, body.person.outfit
    wide = body.shoulder
    brush.cast(body.torso, 8, 14, blur=26, share=0.5)
    brush.model(body.torso, Material(CHARCOAL, 70, 2.0, 0.4))
    inside = brush.within(body.torso)
    vest = brush.blob(
        mirrored(
            [
                (0, 78), (wide * 0.4, 70), (wide * 0.56, 110), (wide * 0.68, 200), (wide * 0.74, 330),
                (wide * 0.6, 430), (0, 440),
            ]
        )
    )
    inside.cast(vest, 0, 8, blur=10, share=0.5)
    inside.model(vest, Material((44, 44, 54), 30, 2.0, 0.45))
    for side in (-1, 1):
        strap = brush.stroke(
            [(side * wide * 0.42, 6), (side * wide * 0.44, 110), (side * wide * 0.42, 210)], 40
        )
        inside.cast(strap, 2, 5, blur=6, share=0.5)
        inside.model(strap, Material((70, 70, 82), 12, 1.8, 0.4))
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
            (-84, -50 + up), (-64, -34), (0, -18), (64, -34), (84, -50 + up), (98, 18 + up), (54, 66),
            (0, 84), (-54, 66), (-98, 18 + up),
        ]
    )
    brush.cast(ring, 0, 10, blur=12, share=0.5)
    brush.model(ring, Material((52, 52, 62), 20, 2.0, 0.45))
    brush.fill(
        brush.stroke([(-90, 4 + up), (-50, 48), (0, 64), (50, 48), (90, 4 + up)], 6),
        body.person.outfit,
        accent=True,
    )
    brush.fill(brush.stroke([(0, -18), (0, 80)], 5), (24, 24, 32))


def _tactical_pads(body: Body) -> None:
    brush, up = body.brush, body.raised * 0.8
    for side in (-1, 1):
        x = side * body.shoulder * 0.9
        pad = brush.blob(
            [
                (x - 58, 92 + up), (x - 54, 40 + up), (x, 20 + up), (x + 54, 40 + up), (x + 58, 92 + up),
                (x, 112 + up),
            ]
        )
        brush.cast(pad, 2, 10, blur=12, share=0.5)
        brush.model(pad, Material((72, 72, 86), 22, 2.0, 0.55))
        brush.fill(
            brush.stroke([(x - 50, 86 + up), (x, 100 + up), (x + 50, 86 + up)], 6),
            body.person.outfit,
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


def _night_behind(body: Body) -> None:
    brush, wide = body.brush, body.shoulder
    cape = brush.blob(
        [
            (-wide * 0.8, -6), (0, -40), (wide * 0.8, -6), (wide * 1.3, 120), (wide * 1.56, 330),
            (wide * 1.7, 560), (-wide * 1.9, 560), (-wide * 1.66, 330), (-wide * 1.3, 120),
        ]
    )
    brush.cast(cape, 8, 16, blur=26, share=0.5)
    brush.model(cape, cloth(NIGHT, 60))
    brush.rim(cape, 0.9, width=9)
    for side in (-1, 1):
        stand = brush.blob(
            [(side * 60, 40), (side * 110, -60), (side * 206, -120), (side * 200, -30), (side * 190, 60)]
        )
        brush.model(stand, cloth(scaled(NIGHT, 1.25), 24))
        brush.rim(stand, 0.8, width=7)


def _night_torso(body: Body) -> None:
    brush = body.brush
    brush.cast(body.torso, 8, 14, blur=26, share=0.5)
    brush.model(body.torso, cloth(scaled(NIGHT, 1.3), 60))
    inside = brush.within(body.torso)
    for side in (-1, 1):
        lapel = brush.blob(
            [(side * 40, 30), (side * 150, 80), (side * 120, 190), (side * 20, 380), (side * 6, 210)]
        )
        inside.cast(lapel, 2, 8, blur=10, share=0.5)
        inside.model(lapel, cloth(scaled(NIGHT, 1.6), 16))


def _night_collar(body: Body) -> None:
    brush, colour, up = body.brush, saturated(body.person.outfit, 1.25), body.raised * 0.5
    tail = brush.blob([(30, 60), (86, 66), (110, 190), (96, 320), (40, 330), (34, 190)])
    brush.cast(tail, 4, 10, blur=12, share=0.5)
    brush.model(tail, Material(colour, 24, 1.9, 0.3, accent=True))
    wrap = brush.blob(
        [
            (-112, -30 + up), (-60, 4), (0, 14), (60, 4), (112, -30 + up), (120, 30 + up), (70, 84), (0, 98),
            (-70, 84), (-120, 30 + up),
        ]
    )
    brush.cast(wrap, 2, 10, blur=12, share=0.5)
    brush.model(wrap, Material(colour, 28, 1.9, 0.3, accent=True))
    folds = [[(-104, 6 + up), (-30, 46), (60, 40), (108, 4 + up)], [(-90, 46 + up), (-10, 78), (80, 60)]]
    brush.within(wrap).shade(
        brush.strokes(folds, 12, start=0.3, end=0.3, swell=0.7), (120, 70, 80), 0.6, blur=4
    )


def _night_sleeve(body: Body) -> Sleeve:
    return Sleeve(
        cloth(scaled(NIGHT, 1.35), 30), cuff=scaled(NIGHT, 1.7), width=106, taper=0.66, glove=(62, 52, 52)
    )


def _night_mantle(body: Body) -> None:
    """The cape's shoulders, over the arms."""
    brush, wide, up = body.brush, body.shoulder, body.raised * 0.8
    for side in (-1, 1):
        fall = brush.blob(
            [
                (side * 66, 0 + up), (side * wide * 0.6, 2 + up), (side * wide * 1.08, 44 + up),
                (side * wide * 1.34, 160), (side * wide * 1.3, 250), (side * wide * 0.86, 196), (side * 92, 96),
            ]
        )  # fmt: skip
        brush.cast(fall, 2, 12, blur=14, share=0.5)
        brush.model(fall, cloth(scaled(NIGHT, 1.15), 30))
        brush.rim(fall, 0.8, width=7)
        folds = [
            [(side * wide * (0.5 + k * 0.2), 30 + up), (side * wide * (0.8 + k * 0.22), 190)]
            for k in range(3)
        ]
        brush.within(fall).shade(brush.strokes(folds, 14, start=0.2, end=0.8), brush.light.shade, 0.7, blur=5)


NIGHT_CAPE = Garment(
    _night_torso, _night_sleeve, behind=_night_behind, collar=_night_collar, over=_night_mantle
)

"""Costume: heroic, plain-chested, with a short cape."""

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.colour import Colour, mix, saturated, scaled, times
from mirror_realm.adapters.painter.figure.arms import Sleeve
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.figure.legs import Legwear
from mirror_realm.adapters.painter.finish import Material, cloth, shiny
from mirror_realm.adapters.painter.wardrobe.garment import Garment

GOLD: Colour = (244, 190, 84)


def cape_colour(outfit: Colour) -> Colour:
    """Return a colour that contrasts with the costume: deep blue for warm ones, crimson for cool ones."""
    return (52, 74, 122) if outfit[0] > outfit[2] + 30 else (178, 50, 54)


def _cape(body: Body) -> Colour:
    return cape_colour(body.person.outfit) if body.dyes is None else body.dyes.second


def _trim(body: Body) -> Colour:
    return GOLD if body.dyes is None else body.dyes.second


def suit_colour(outfit: Colour) -> Colour:
    """Return the outfit's colour, rich enough for a costume."""
    return saturated(scaled(outfit, 0.96), 1.2)


def _hero_behind(body: Body) -> None:
    brush, colour = body.brush, _cape(body)
    wide = body.shoulder
    cape = brush.blob(
        [
            (-wide * 0.7, 8),
            (0, -20),
            (wide * 0.7, 8),
            (wide * 1.14, 170),
            (wide * 1.6, 360),
            (wide * 2.5, 520),
            (wide * 2.2, 640),
            (wide * 1.2, 690),
            (0, 730),
            (-wide * 0.9, 700),
            (-wide * 1.34, 520),
            (-wide * 1.12, 200),
        ]
    )
    brush.cast(cape, 10, 16, blur=26, share=0.4)
    brush.model(cape, cloth(colour, 60))
    folds = [
        [
            (side * wide * 0.5, 40),
            (side * wide * (1.0 + k * 0.16), 300),
            (side * wide * (1.1 + k * 0.28), 660),
        ]
        for side in (-1, 1)
        for k in range(3)
    ]
    brush.within(cape).shade(brush.strokes(folds, 26, start=0.3, end=0.8), brush.light.shade, 0.6, blur=10)
    brush.rim(cape, 0.8, width=10)


def _hero_torso(body: Body) -> None:
    brush, colour, trim = body.brush, suit_colour(body.person.outfit), _trim(body)
    wide, waist = body.shoulder, body.waist
    brush.cast(body.torso, 8, 14, blur=26, share=0.45)
    brush.model(body.torso, Material(colour, 70, 1.9, 0.5))
    inside = brush.within(body.torso)
    dark = times(colour, (150, 128, 140))
    for side in (-1, 1):
        panel = brush.blob(
            [
                (side * wide * 0.98, 120),
                (side * wide * 0.62, 170),
                (side * waist * 0.6, 270),
                (side * waist * 0.66, 420),
                (side * waist * 1.3, 430),
                (side * wide * 1.3, 200),
            ]
        )
        inside.model(panel, Material(dark, 40, 1.6, 0.4), outlined=False)
        seam = brush.stroke(
            [
                (side * wide * 0.8, 104),
                (side * wide * 0.6, 170),
                (side * waist * 0.58, 270),
                (side * waist * 0.64, 420),
            ],
            7,
        )
        inside.model(seam, shiny(trim, 4), outlined=False)
        chest = brush.blob(
            [
                (side * 10, 84),
                (side * wide * 0.56, 76),
                (side * wide * 0.6, 136),
                (side * wide * 0.26, 176),
                (side * 8, 164),
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
    inside.model(belt, shiny(trim, 12))
    brush.model(brush.oval(0, 372, 30, 28), shiny(scaled(trim, 1.05), 12))


def _hero_cape_folds(body: Body) -> None:
    brush, colour = body.brush, _cape(body)
    wide, up = body.shoulder, body.raised * 0.6
    for side in (-1, 1):
        fold = brush.blob(
            [
                (side * wide * 0.86, 44 + up),
                (side * wide * 0.5, 6 + up),
                (side * 56, -22 + up),
                (side * 40, 20),
                (side * wide * 0.36, 64),
                (side * wide * 0.72, 92 + up),
            ]
        )
        brush.cast(fold, 2, 10, blur=12, share=0.45)
        brush.model(fold, cloth(colour, 20))
        clasp = brush.oval(side * wide * 0.4, 66, 16, 16)
        brush.cast(clasp, 2, 4, blur=5)
        brush.model(clasp, shiny(GOLD if body.dyes is None else body.dyes.main, 8))


def _hero_neckline(body: Body) -> None:
    brush = body.brush
    neckline = brush.stroke([(-58, -10), (-40, 34), (0, 56), (40, 34), (58, -10)], 13)
    brush.model(neckline, shiny(_trim(body), 6))


def hero_legs(person: Appearance) -> Legwear:
    """Return dark tights and golden boots."""
    return Legwear(times(suit_colour(person.outfit), (150, 128, 140)), scaled(GOLD, 0.9), boots=True)


def _hero_sleeve(body: Body) -> Sleeve:
    dark = times(suit_colour(body.person.outfit), (150, 128, 140))
    return Sleeve(
        Material(suit_colour(body.person.outfit), 30, 1.9, 0.5),
        cuff=_trim(body),
        width=98,
        taper=0.6,
        glove=dark,
    )


HERO_SUIT = Garment(
    _hero_torso, _hero_sleeve, behind=_hero_behind, collar=_hero_neckline, over=_hero_cape_folds
)

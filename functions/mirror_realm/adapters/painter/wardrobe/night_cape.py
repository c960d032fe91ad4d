"""Night cape: long and dark, over a scarf that keeps its colour."""

from mirror_realm.adapters.painter.colour import Colour, saturated, scaled
from mirror_realm.adapters.painter.figure.arms import Sleeve
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.finish import Material, cloth
from mirror_realm.adapters.painter.wardrobe.garment import Garment

NIGHT: Colour = (34, 34, 44)


def _lined(body: Body, dark: Material) -> Material:
    """Return the material of what shows the cape's lining: dark, or the chosen colour."""
    return dark if body.dyes is None else Material(scaled(body.dyes.main, 0.8), dark.depth, accent=True)


def _night_behind(body: Body) -> None:
    brush, wide = body.brush, body.shoulder
    cape = brush.blob(
        [
            (-wide * 0.8, -6),
            (0, -40),
            (wide * 0.8, -6),
            (wide * 1.3, 120),
            (wide * 1.56, 330),
            (wide * 1.7, 560),
            (-wide * 1.9, 560),
            (-wide * 1.66, 330),
            (-wide * 1.3, 120),
        ]
    )
    brush.cast(cape, 8, 16, blur=26, share=0.5)
    brush.model(cape, cloth(NIGHT, 60))
    brush.rim(cape, 0.9, width=9)
    for side in (-1, 1):
        stand = brush.blob(
            [(side * 60, 40), (side * 110, -60), (side * 206, -120), (side * 200, -30), (side * 190, 60)]
        )
        brush.model(stand, _lined(body, cloth(scaled(NIGHT, 1.25), 24)))
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
        inside.model(lapel, _lined(body, cloth(scaled(NIGHT, 1.6), 16)))


def _night_collar(body: Body) -> None:
    brush, colour, up = body.brush, saturated(body.person.outfit, 1.25), body.raised * 0.5
    tail = brush.blob([(30, 60), (86, 66), (110, 190), (96, 320), (40, 330), (34, 190)])
    brush.cast(tail, 4, 10, blur=12, share=0.5)
    brush.model(tail, Material(colour, 24, 1.9, 0.3, accent=True))
    wrap = brush.blob(
        [
            (-112, -30 + up),
            (-60, 4),
            (0, 14),
            (60, 4),
            (112, -30 + up),
            (120, 30 + up),
            (70, 84),
            (0, 98),
            (-70, 84),
            (-120, 30 + up),
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
    """Draw the cape's shoulders, over the arms."""
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

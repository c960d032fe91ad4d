"""Casual clothes: the hoodie of the house style, and a knit top."""

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.colour import CREAM, mix, scaled, times
from mirror_realm.adapters.painter.figure.arms import Sleeve
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.figure.legs import Legwear
from mirror_realm.adapters.painter.finish import Material, cloth, shiny
from mirror_realm.adapters.painter.wardrobe.garment import Garment


def _hood(body: Body) -> None:
    brush, up = body.brush, body.raised * 0.8
    hood = brush.blob(
        [
            (-142, 30 + up),
            (-168, -26 + up),
            (-128, -82 + up),
            (0, -104 + up),
            (128, -82 + up),
            (168, -26 + up),
            (142, 30 + up),
            (0, 60 + up),
        ]
    )
    brush.cast(hood, 4, 12, blur=22, share=0.4)
    brush.model(hood, cloth(scaled(body.person.outfit, 0.9), 44))
    lining = brush.blob(
        [
            (-112, 26 + up),
            (-128, -22 + up),
            (-92, -62 + up),
            (0, -78 + up),
            (92, -62 + up),
            (128, -22 + up),
            (112, 26 + up),
            (0, 50 + up),
        ]
    )
    brush.model(lining, cloth(times(body.person.outfit, (150, 118, 118)), 30), outlined=False)


def _hoodie(body: Body) -> None:
    brush, colour = body.brush, body.person.outfit
    brush.cast(body.torso, 10, 16, blur=32, share=0.45)
    brush.model(body.torso, cloth(colour, 74), lift=0.02)
    inside = brush.within(body.torso)
    wide = body.shoulder
    for side in (-1, 1):
        seam = [(side * wide * 0.6, 26 + body.raised), (side * wide * 0.74, 110), (side * wide * 0.7, 200)]
        inside.shade(brush.stroke(seam, 7, start=0.6, end=0.2), brush.light.shade, 0.6, blur=3)
        fold = [(side * wide * 0.44, 190), (side * wide * 0.5, 270), (side * wide * 0.36, 350)]
        inside.shade(brush.stroke(fold, 22, start=0.2, end=0.3, swell=0.8), brush.light.shade, 0.45, blur=9)
    pocket = brush.blob([(-96, 322), (-70, 292), (70, 292), (96, 322), (118, 420), (-118, 420)])
    brush.cast(pocket, 0, 4, blur=6, share=0.35)
    brush.model(pocket, cloth(colour, 26))


def _hoodie_collar(body: Body) -> None:
    brush, up, colour = body.brush, body.raised * 0.5, body.person.outfit
    for side in (-1, 1):
        flap = brush.blob(
            [
                (side * 132, -34 + up),
                (side * 150, 0 + up),
                (side * 118, 52 + up),
                (side * 54, 94),
                (side * -8, 112),
                (side * -14, 84),
                (side * 34, 54),
                (side * 78, 8 + up),
                (side * 96, -42 + up),
            ]
        )
        brush.cast(flap, 0, 10, blur=12, share=0.4)
        brush.model(flap, cloth(colour, 26))
    for side in (-1, 1):
        cord = brush.stroke([(side * 34, 88), (side * 44, 136), (side * 38, 186)], 9)
        brush.cast(cord, 3, 6, blur=5, share=0.45)
        brush.model(cord, Material(mix(CREAM, colour, 0.12), 5, 1.6, 0.3))
        tip = brush.rectangle(side * 38 - 6, 182, side * 38 + 6, 206, 5)
        brush.model(tip, shiny((228, 190, 130), 6))


def _hoodie_sleeve(body: Body) -> Sleeve:
    return Sleeve(cloth(body.person.outfit, 34), cuff=scaled(body.person.outfit, 0.9))


def jeans(person: Appearance) -> Legwear:
    """Return rolled jeans and sneakers that go with the outfit."""
    warm = person.outfit[0] > person.outfit[2]
    return Legwear((88, 112, 156) if warm else (150, 118, 92), (236, 104, 76) if not warm else (70, 130, 138))


HOODIE = Garment(torso=_hoodie, sleeve=_hoodie_sleeve, behind=_hood, collar=_hoodie_collar)


def _knit(body: Body) -> None:
    brush, colour = body.brush, body.person.outfit
    brush.cast(body.torso, 10, 16, blur=32, share=0.45)
    brush.model(body.torso, cloth(colour, 80), lift=0.02)
    ribs = [[(x, 30), (x * 1.06, 240), (x * 1.02, 500)] for x in range(-220, 221, 20)]
    brush.within(body.torso).shade(brush.strokes(ribs, 6), brush.light.shade, 0.22, blur=2)


def _knit_collar(body: Body) -> None:
    brush, up, colour = body.brush, body.raised * 0.4, body.person.outfit
    half = [(80, -46 + up), (96, 8 + up), (58, 56), (0, 72)]
    outer = [*half, *((-x, y) for x, y in reversed(half[:-1])), (-56, -34), (0, -20), (56, -34)]
    ring = brush.blob(outer)
    brush.cast(ring, 0, 8, blur=10, share=0.35)
    brush.model(ring, cloth(scaled(colour, 0.97), 18))
    ribs = [[(x * 0.86, -46), (x, 10), (x * 1.04, 70)] for x in range(-84, 85, 14)]
    brush.within(ring).shade(brush.strokes(ribs, 5), brush.light.shade, 0.3, blur=1.5)


KNIT = Garment(torso=_knit, sleeve=_hoodie_sleeve, collar=_knit_collar)

"""Headscarf: a soft wrap that frames the face and falls over the shoulders."""

from collections.abc import Sequence

from mirror_realm.adapters.painter.colour import mix, scaled, times
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.finish import Material
from mirror_realm.adapters.painter.geometry import mirrored
from mirror_realm.adapters.painter.hair.strands import Path, lines
from mirror_realm.adapters.painter.shape import Shape


def _stuff(head: Head, brightness: float = 1.0) -> Material:
    """Return the cloth. In media that drain colours, a scarf keeps its own."""
    return Material(scaled(head.hair_colour, brightness), depth=30, gain=1.8, gloss=0.3, accent=True)


def back(head: Head) -> None:
    brush = head.brush
    hood = brush.blob(
        mirrored(
            [(0, -240), (116, -220), (186, -136), (198, -10), (190, 120), (214, 240), (130, 290), (0, 290)]
        )
    )
    brush.cast(hood, 10, 16, blur=28, share=0.4)
    brush.model(hood, _stuff(head, 0.72), round_form=0.3)


def front(head: Head) -> None:
    brush, turn = head.brush, head.pose.turn * 10
    oval = mirrored(
        [
            (0, -132),
            (72, -126),
            (126, -88),
            (147, -14),
            (143, 62),
            (120, 126),
            (72, 174),
            (0, 188 * head.person.face.length),
        ]
    )
    opening = brush.blob([(x + turn, y) for x, y in oval])
    _drape(head)
    hood = mirrored(
        [(0, -246), (112, -228), (180, -150), (197, -30), (190, 80), (160, 170), (112, 224), (0, 246)]
    )
    wrap = brush.blob([(x + turn * 0.4, y) for x, y in hood]).without(opening)
    brush.within(head.skull).cast(wrap, 3, 9, blur=11, share=0.55, colour=head.person.skin.shadow)
    band = brush.stroke(
        [(-134 + turn, -62), (-84 + turn, -112), (turn, -130), (84 + turn, -112), (134 + turn, -62)],
        22,
        start=0.3,
        end=0.3,
        swell=0.6,
    )
    brush.model(band, Material(times(head.hair_colour, (140, 110, 110)), 10, 1.4, 0.3), outlined=False)
    brush.cast(wrap, 0, 8, blur=12, share=0.3)
    brush.model(wrap, _stuff(head), round_form=0.25)
    folds = [
        [(-128, -190), (-30, -216), (86, -184), (152, -96), (170, -10)],
        [(-158, -140), (-70, -176), (50, -160), (140, -70), (164, 40)],
        [(-172, -50), (-180, 50), (-140, 160), (-60, 214)],
        [(172, 0), (172, 90), (126, 186), (36, 226)],
        [(-180, 0), (-168, 110), (-104, 200), (0, 236)],
    ]
    _fold(head, wrap, folds, 13)
    brush.rim(wrap, 0.5)


def _drape(head: Head) -> None:
    """Draw the end of the scarf: across the chest and over one shoulder."""
    brush = head.brush
    chest = brush.blob(
        [
            (-150, 150),
            (-196, 220),
            (-232, 270),
            (-150, 318),
            (-40, 352),
            (60, 356),
            (170, 312),
            (236, 262),
            (196, 214),
            (150, 150),
            (0, 190),
        ]
    )
    brush.cast(chest, 4, 14, blur=18, share=0.4)
    brush.model(chest, _stuff(head, 0.95))
    sweep = [
        [(-190, 250), (-90, 296), (40, 290), (150, 210)],
        [(-150, 300), (-30, 330), (90, 306), (190, 232)],
        [(-160, 214), (-80, 262), (40, 262), (130, 190)],
    ]
    _fold(head, chest, sweep, 15)
    tail = brush.blob([(96, 200), (170, 216), (206, 300), (190, 420), (130, 436), (96, 420), (104, 300)])
    brush.cast(tail, 4, 12, blur=14, share=0.4)
    brush.model(tail, _stuff(head))
    _fold(head, tail, [[(136, 222), (160, 310), (150, 430)], [(116, 240), (130, 330), (118, 424)]], 12)


def _fold(head: Head, cloth_shape: Shape, paths: Sequence[Path], width: float) -> None:
    brush = head.brush
    lines(brush, cloth_shape, paths, times(head.hair_colour, (170, 110, 110)), width=width, share=0.5)
    lit = [[(x - 4, y - width * 0.7) for x, y in path] for path in paths]
    lines(
        brush,
        cloth_shape,
        lit,
        mix(head.hair_colour, (255, 230, 190), 0.5),
        width=width * 0.6,
        share=0.25,
        light=True,
    )

"""Headscarf: a soft wrap that frames the face and falls over the shoulders."""

from mirror_realm.adapters.providers.painter.colour import mix, scaled, times
from mirror_realm.adapters.providers.painter.figure.head import Head
from mirror_realm.adapters.providers.painter.finish import Material, cloth
from mirror_realm.adapters.providers.painter.geometry import mirrored
from mirror_realm.adapters.providers.painter.hair.strands import lines


def back(head: Head) -> None:
    brush = head.brush
    hood = brush.blob(
        mirrored(
            [(0, -244), (116, -222), (190, -136), (208, -10), (206, 120), (190, 220), (120, 260), (0, 270)]
        )
    )
    brush.cast(hood, 10, 16, blur=28, share=0.4)
    brush.model(hood, cloth(scaled(head.hair_colour, 0.72), 60), round_form=0.3)


def front(head: Head) -> None:
    brush = head.brush
    turn = head.pose.turn * 10
    opening = brush.blob(
        [
            (x + turn, y)
            for x, y in mirrored(
                [
                    (0, -128),
                    (70, -122),
                    (122, -84),
                    (143, -14),
                    (140, 62),
                    (118, 124),
                    (72, 172),
                    (0, 184 * head.person.face.length),
                ]
            )
        ]
    )
    wrap = brush.blob(
        [
            (x + turn * 0.4, y)
            for x, y in mirrored(
                [
                    (0, -246),
                    (112, -226),
                    (186, -142),
                    (206, -20),
                    (204, 100),
                    (186, 190),
                    (190, 262),
                    (120, 300),
                    (0, 312),
                ]
            )
        ]
    ).without(opening)
    inside = brush.within(head.skull)
    inside.cast(wrap, 3, 9, blur=11, share=0.55, colour=head.person.skin.shadow)
    band = brush.stroke(
        [(-128 + turn, -70), (-80 + turn, -112), (turn, -128), (80 + turn, -112), (128 + turn, -70)],
        24,
        start=0.3,
        end=0.3,
        swell=0.6,
    )
    brush.model(band, Material(times(head.hair_colour, (140, 110, 110)), 10, 1.4, 0.3))
    material = cloth(head.hair_colour, 40)
    brush.model(wrap, Material(material.colour, 34, 1.9, 0.38), round_form=0.22)
    folds = [
        [(-120, -180), (-20, -214), (96, -176), (160, -80)],
        [(-156, -130), (-60, -172), (60, -150), (150, -40), (172, 60)],
        [(-168, -60), (-186, 60), (-150, 176), (-60, 232)],
        [(166, 0), (180, 90), (140, 190), (40, 236)],
        [(-176, 20), (-180, 120), (-120, 220), (0, 262), (110, 240)],
        [(176, 60), (150, 190), (60, 262), (-60, 280)],
    ]
    lines(brush, wrap, folds, times(head.hair_colour, (170, 110, 110)), width=15, share=0.5)
    lines(
        brush,
        wrap,
        [[(x - 4, y - 10) for x, y in fold] for fold in folds],
        mix(head.hair_colour, (255, 230, 190), 0.5),
        width=9,
        share=0.25,
        light=True,
    )
    brush.rim(wrap, 0.5)

"""Short hair: crop, quiff, pixie, and none."""

import math

from mirror_realm.adapters.providers.painter.colour import mix, scaled
from mirror_realm.adapters.providers.painter.figure.head import Head
from mirror_realm.adapters.providers.painter.hair.strands import dark, locks, mass, shadow_on_face, sheen


def _shaved_sides(head: Head, share: float) -> None:
    """Hair so short that the skin shows through: temples and around the ears."""
    brush = head.brush.within(head.skull)
    colour = mix(head.person.skin.base, head.hair_colour, share)
    for side in (-1, 1):
        patch = brush.blob(
            [
                (side * 190, -150), (side * 128, -150), (side * 138, -70), (side * 150, -24),
                (side * 148, 36), (side * 160, 46), (side * 190, 10),
            ]
        )
        brush.soften(patch, colour, 0.9, blur=6)


def crop_back(head: Head) -> None:
    cap = head.brush.blob(
        [
            (0, -222), (110, -200), (172, -112), (178, -10), (150, 60), (-150, 60), (-178, -10), (-172, -112),
            (-110, -200),
        ]
    )
    head.brush.cast(cap, 8, 12, blur=22, share=0.35)
    mass(head.brush, cap, dark(head))


def crop_front(head: Head) -> None:
    _shaved_sides(head, 0.72)
    brush = head.brush.at(head.pose.turn * 8, 0)
    top = brush.blob(
        [
            (-172, -62), (-176, -130), (-140, -196), (-70, -232), (10, -240), (90, -226), (148, -188),
            (177, -126), (170, -62), (150, -92), (128, -132), (90, -120), (64, -138), (30, -118), (0, -136),
            (-34, -116), (-66, -136), (-96, -118), (-130, -132), (-152, -92),
        ]
    )
    shadow_on_face(head, top, down=9)
    mass(brush, top, head.hair_colour, round_form=0.3)
    tufts = []
    for row, (count, radius, lift) in enumerate(((7, 150, -96), (8, 128, -124), (6, 96, -150))):
        for index in range(count):
            x = -radius + 2 * radius * (index + 0.5) / count
            y = lift - math.sqrt(max(0.0, 1 - (x / 190) ** 2)) * 62 + 22
            tufts.append([(x * 0.82 - 10, y - 34), (x, y - 6), (x * 1.02 + 16, y + 20 - row * 3)])
    locks(brush, tufts, 42, head.hair_colour, start=0.5, end=0.1, swell=0.5, shadow=0.4, outlined=False)
    sheen(head, top, [(-120, -150), (-50, -196), (50, -204)], 26, 0.4)


def quiff_back(head: Head) -> None:
    crop_back(head)


def quiff_front(head: Head) -> None:
    _shaved_sides(head, 0.8)
    brush = head.brush.at(head.pose.turn * 8, 0)
    body = brush.blob(
        [
            (-166, -88), (-178, -160), (-150, -226), (-86, -270), (0, -294), (96, -290), (160, -250),
            (186, -184), (166, -88), (138, -128), (80, -146), (0, -138), (-80, -136), (-136, -118),
        ]
    )
    shadow_on_face(head, body, down=10)
    mass(brush, body, dark(head, 0.85), round_form=0.3)
    sweep = []
    for index in range(8):
        x = -146 + index * 38
        lean = 34 + index * 3
        sweep.append(
            [
                (x, -104 - 14 * math.sin(math.pi * index / 7)), (x - 14, -176),
                (x + lean * 0.5, -240 - 18 * math.sin(math.pi * index / 7)),
                (x + lean * 1.5, -262 - 10 * math.sin(math.pi * index / 7)),
            ]
        )
    order = [0, 7, 1, 6, 2, 5, 3, 4]
    locks(brush, [sweep[i] for i in order], 58, head.hair_colour, start=0.45, end=0.15, swell=0.6)
    curl = [
        [(-30, -120), (-74, -190), (-20, -262), (72, -284), (128, -258)],
        [(26, -118), (-8, -186), (52, -246), (124, -250), (160, -216)],
    ]
    locks(brush, curl, 52, scaled(head.hair_colour, 1.1), start=0.3, end=0.1, swell=0.7)
    sheen(head, body, [(-130, -196), (-60, -238), (30, -250)], 30, 0.45)


def pixie_back(head: Head) -> None:
    brush = head.brush
    cap = brush.blob(
        [
            (0, -232), (120, -210), (186, -116), (190, 0), (176, 74), (150, 104), (120, 60), (-120, 60),
            (-150, 104), (-176, 74), (-190, 0), (-186, -116), (-120, -210),
        ]
    )
    brush.cast(cap, 8, 12, blur=22, share=0.35)
    mass(brush, cap, dark(head, 0.82))
    wisps = [
        [(side * 164, 10), (side * 182, 60), (side * (196 + k * 6), 96 - k * 16)]
        for side in (-1, 1)
        for k in range(3)
    ]
    locks(brush, wisps, 30, dark(head, 0.9), end=0.05, shadow=0)


def pixie_front(head: Head) -> None:
    brush = head.brush.at(head.pose.turn * 8, 0)
    crown = brush.blob(
        [
            (-176, -30), (-188, -110), (-150, -196), (-76, -240), (16, -250), (104, -232), (164, -180),
            (188, -100), (176, -20), (158, -64), (128, -116), (74, -160), (52, -176), (-10, -130), (-80, -92),
            (-140, -66), (-158, -40),
        ]
    )
    shadow_on_face(head, crown)
    mass(brush, crown, head.hair_colour, round_form=0.3)
    right = [[(70, -214), (134, -176), (164, -104), (170 - k * 8, -30 - k * 26)] for k in range(3)]
    fringe = [
        [
            (66 - k * 8, -216), (-20 - k * 16, -196 + k * 4), (-104 - k * 14, -134 + k * 6),
            (-168 + k * 26, -34 - k * 16),
        ]
        for k in range(5)
    ]
    top = [
        [
            (40 - k * 30, -226), (-40 - k * 26, -238 + k * 8), (-118 - k * 14, -190 + k * 18),
            (-178 + k * 2, -100 + k * 30),
        ]
        for k in range(3)
    ]
    locks(brush, [*right, *top, *fringe], 48, head.hair_colour, start=0.35, end=0.06, swell=0.6)
    tips = [[(64, -218), (86, -244), (124, -250)], [(20, -226), (36, -258), (72, -268)]]
    locks(brush, tips, 30, head.hair_colour, end=0.05, shadow=0.2)
    sheen(head, crown, [(-140, -138), (-70, -196), (30, -214), (110, -190)], 28, 0.5)


def bald_back(head: Head) -> None:
    """Nothing behind a bald head but its shadow."""
    head.brush.cast(head.skull, 8, 12, blur=22, share=0.35)


def bald_front(head: Head) -> None:
    brush, skin = head.brush.within(head.skull), head.person.skin
    brush.glow(-66, -150, 70, mix(skin.base, (255, 244, 226), 0.6), 0.55, down=40, power=1.8)
    brush.glow(-84, -160, 24, (255, 248, 236), 0.5, down=14)
    stubble = head.brush.blob(
        [(-176, -20), (-178, -90), (-150, -80), (-152, -20)], [(176, -20), (178, -90), (150, -80), (152, -20)]
    )
    brush.soften(stubble, mix(skin.base, (96, 88, 90), 0.5), 0.35, blur=9)

"""Short hair: crop, quiff, pixie, and none."""

import math

from mirror_realm.adapters.painter.colour import mix, scaled
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.hair.strands import dark, locks, mass, shadow_on_face, sheen


def _shaved_sides(head: Head, share: float) -> None:
    """Draw hair so short that the skin shows through: temples and around the ears."""
    brush = head.brush.within(head.skull)
    colour = mix(head.person.skin.base, head.hair_colour, share)
    for side in (-1, 1):
        patch = brush.blob(
            [
                (side * 190, -150),
                (side * 128, -150),
                (side * 138, -70),
                (side * 150, -24),
                (side * 148, 36),
                (side * 160, 46),
                (side * 190, 10),
            ]
        )
        brush.soften(patch, colour, 0.9, blur=6)


def crop_back(head: Head) -> None:
    cap = head.brush.blob(
        [
            (0, -222),
            (110, -200),
            (172, -112),
            (177, -20),
            (140, 20),
            (-140, 20),
            (-177, -20),
            (-172, -112),
            (-110, -200),
        ]
    )
    head.brush.cast(cap, 8, 12, blur=22, share=0.35)
    mass(head.brush, cap, dark(head), rim=0.6)


def crop_front(head: Head) -> None:
    _shaved_sides(head, 0.72)
    brush = head.brush.at(head.pose.turn * 8, 0)
    top = brush.blob(
        [
            (-172, -62),
            (-176, -130),
            (-140, -196),
            (-70, -232),
            (10, -240),
            (90, -226),
            (148, -188),
            (177, -126),
            (170, -62),
            (150, -92),
            (128, -132),
            (90, -120),
            (64, -138),
            (30, -118),
            (0, -136),
            (-34, -116),
            (-66, -136),
            (-96, -118),
            (-130, -132),
            (-152, -92),
        ]
    )
    shadow_on_face(head, top, down=9)
    mass(brush, top, head.hair_colour, round_form=0.3)
    tufts = []
    for row, (count, reach, base) in enumerate(((6, 156, -120), (6, 140, -150), (5, 108, -176))):
        for index in range(count):
            x = -reach + 2 * reach * (index + 0.5 + 0.18 * (row % 2)) / count
            y = base + (x / reach) ** 2 * (34 - row * 8)
            tufts.append([(x - 34, y - 44), (x - 12, y - 34), (x + 14, y - 8), (x + 16, y + 26 - row * 4)])
    locks(brush, tufts, 52, head.hair_colour, start=0.4, end=0.14, swell=0.55, shadow=0.4, outlined=False)
    sheen(head, top, [(-120, -150), (-50, -196), (50, -204)], 26, 0.4)


def quiff_back(head: Head) -> None:
    crop_back(head)


def quiff_front(head: Head) -> None:
    _shaved_sides(head, 0.8)
    brush = head.brush.at(head.pose.turn * 8, 0)
    body = brush.blob(
        [
            (-166, -88),
            (-178, -160),
            (-150, -226),
            (-86, -270),
            (0, -294),
            (96, -290),
            (160, -250),
            (186, -184),
            (166, -88),
            (138, -128),
            (80, -146),
            (0, -138),
            (-80, -136),
            (-136, -118),
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
                (x, -104 - 14 * math.sin(math.pi * index / 7)),
                (x - 14, -176),
                (x + lean * 0.5, -240 - 18 * math.sin(math.pi * index / 7)),
                (x + lean * 1.5, -262 - 10 * math.sin(math.pi * index / 7)),
            ]
        )
    order = [0, 7, 1, 6, 2, 5, 3, 4]
    locks(brush, [sweep[i] for i in order], 60, head.hair_colour, start=0.08, end=0.2, swell=0.85)
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
            (0, -232),
            (120, -210),
            (186, -116),
            (190, 0),
            (176, 74),
            (150, 104),
            (120, 60),
            (-120, 60),
            (-150, 104),
            (-176, 74),
            (-190, 0),
            (-186, -116),
            (-120, -210),
        ]
    )
    brush.cast(cap, 8, 12, blur=22, share=0.35)
    mass(brush, cap, dark(head, 0.82), rim=0.6)


def pixie_front(head: Head) -> None:
    brush = head.brush.at(head.pose.turn * 8, 0)
    crown = brush.blob(
        [
            (-176, -30),
            (-188, -110),
            (-150, -196),
            (-76, -240),
            (16, -250),
            (104, -232),
            (164, -180),
            (188, -100),
            (176, -20),
            (158, -64),
            (128, -116),
            (74, -160),
            (52, -176),
            (-10, -130),
            (-80, -92),
            (-140, -66),
            (-158, -40),
        ]
    )
    shadow_on_face(head, crown)
    mass(brush, crown, head.hair_colour, round_form=0.3)
    right = [[(70, -214), (134, -176), (164, -104), (170 - k * 8, -30 - k * 26)] for k in range(3)]
    fringe = [
        [
            (66 - k * 6, -216),
            (-20 - k * 12, -198 + k * 5),
            (-96 - k * 9, -142 + k * 5),
            (-150 + k * 5 - 22 * (k % 2), -64 - k * 12),
        ]
        for k in range(5)
    ]
    top = [
        [
            (50 - k * 26, -228),
            (-40 - k * 26, -242 + k * 8),
            (-124 - k * 14, -190 + k * 18),
            (-182, -92 + k * 32),
        ]
        for k in range(3)
    ]
    side = [
        [(-176, -110), (-190, -50), (-176, 6), (-168, 44)],
        [(174, -90), (188, -40), (176, 10), (166, 40)],
    ]
    locks(brush, [*side, *right, *top, *fringe], 46, head.hair_colour, start=0.35, end=0.1, swell=0.6)
    crest = [
        [(60, -222), (10, -252), (-70, -246), (-140, -196)],
        [(58, -220), (112, -236), (156, -196), (182, -130)],
    ]
    locks(brush, crest, 40, head.hair_colour, start=0.3, end=0.08, swell=0.6, shadow=0.25)
    sheen(head, crown, [(-140, -138), (-70, -196), (30, -214), (110, -190)], 28, 0.5)


def bald_back(head: Head) -> None:
    """Draw the shadow behind a bald head."""
    head.brush.cast(head.skull, 8, 12, blur=22, share=0.35)


def bald_front(head: Head) -> None:
    brush, skin = head.brush.within(head.skull), head.person.skin
    brush.glow(-66, -150, 70, mix(skin.base, (255, 244, 226), 0.6), 0.55, down=40, power=1.8)
    brush.glow(-84, -160, 24, (255, 248, 236), 0.5, down=14)
    stubble = head.brush.blob(
        [(-176, -20), (-178, -90), (-150, -80), (-152, -20)], [(176, -20), (178, -90), (150, -80), (152, -20)]
    )
    brush.soften(stubble, mix(skin.base, (96, 88, 90), 0.5), 0.35, blur=9)

"""Long hair: bob and waves."""

from mirror_realm.adapters.painter.colour import AMBER
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.geometry import mirrored
from mirror_realm.adapters.painter.hair.strands import (
    Path,
    dark,
    lines,
    locks,
    mass,
    shadow_on_face,
    sheen,
)


def bob_back(head: Head) -> None:
    brush = head.brush
    back = brush.blob(
        mirrored(
            [
                (0, -236),
                (112, -218),
                (184, -140),
                (206, -20),
                (212, 90),
                (204, 172),
                (168, 196),
                (110, 190),
                (0, 186),
            ]
        )
    )
    brush.cast(back, 10, 16, blur=26, share=0.4)
    mass(brush, back, dark(head, 0.7), rim=0.6)


def bob_front(head: Head) -> None:
    brush = head.brush.at(head.pose.turn * 7, 0)
    for side in (-1, 1):
        panel = brush.blob(
            [
                (side * 96, -206),
                (side * 160, -168),
                (side * 198, -70),
                (side * 210, 60),
                (side * 206, 150),
                (side * 188, 192),
                (side * 154, 190),
                (side * 142, 150),
                (side * 154, 70),
                (side * 150, -20),
                (side * 136, -90),
            ]
        )
        shadow_on_face(head, panel, down=6, share=0.4)
        mass(brush, panel, head.hair_colour, round_form=0.1)
        lines(
            brush,
            panel,
            [
                [
                    (side * (140 + k * 14), -150 + k * 14),
                    (side * (160 + k * 12), 20),
                    (side * (152 + k * 13), 180),
                ]
                for k in range(5)
            ],
            dark(head, 0.55),
            share=0.5,
        )
    fringe = brush.blob(
        [
            (-168, -52),
            (-190, -120),
            (-152, -196),
            (-70, -236),
            (10, -243),
            (88, -232),
            (156, -192),
            (190, -118),
            (168, -52),
            (120, -70),
            (56, -78),
            (0, -80),
            (-56, -78),
            (-120, -70),
        ]
    )
    shadow_on_face(head, fringe, down=11, share=0.55)
    mass(brush, fringe, head.hair_colour, round_form=0.45)
    strands = [[(x * 0.3, -236), (x * 0.86, -168), (x, -66)] for x in range(-154, 160, 22)]
    lines(brush, fringe, strands, dark(head, 0.5), share=0.55)
    lines(
        brush,
        fringe,
        [[(x * 0.3 + 8, -230), (x * 0.86 + 10, -160), (x + 10, -90)] for x in range(-140, 150, 40)],
        AMBER,
        width=4,
        share=0.12,
        light=True,
    )
    sheen(head, fringe, [(-156, -122), (-80, -166), (0, -178), (80, -168), (150, -128)], 36, 0.5)


def waves_back(head: Head) -> None:
    brush = head.brush
    back = brush.blob(
        [
            (0, -240),
            (120, -216),
            (196, -130),
            (216, 0),
            (238, 110),
            (222, 210),
            (246, 300),
            (200, 372),
            (110, 360),
            (0, 350),
            (-110, 360),
            (-200, 372),
            (-246, 300),
            (-222, 210),
            (-238, 110),
            (-216, 0),
            (-196, -130),
            (-120, -216),
        ]
    )
    brush.cast(back, 10, 16, blur=28, share=0.4)
    mass(brush, back, dark(head, 0.72), rim=0.6)
    for side in (-1, 1):
        lines(
            brush,
            back,
            [
                [
                    (side * (150 + k * 18), -60),
                    (side * (196 + k * 12), 100),
                    (side * (176 + k * 14), 220),
                    (side * (206 + k * 12), 350),
                ]
                for k in range(4)
            ],
            dark(head, 0.5),
            width=8,
            share=0.5,
        )


def waves_front(head: Head) -> None:
    brush = head.brush.at(head.pose.turn * 7, 0)
    for side in (-1, 1):
        fall: list[Path] = [
            [
                (side * 150, -120),
                (side * 200, -10),
                (side * 190, 90),
                (side * 232, 190),
                (side * 204, 300),
                (side * 226, 372),
            ],
            [
                (side * 140, -130),
                (side * 184, 0),
                (side * 168, 110),
                (side * 202, 210),
                (side * 164, 310),
                (side * 180, 384),
            ],
            [
                (side * 150, -80),
                (side * 172, 30),
                (side * 154, 130),
                (side * 176, 220),
                (side * 134, 300),
                (side * 148, 356),
            ],
        ]
        for lock in locks(brush, fall, 58, head.hair_colour, start=0.5, end=0.12, swell=0.55):
            lines(
                brush,
                lock,
                [[(x - side * 6, y) for x, y in path] for path in fall],
                dark(head, 0.6),
                share=0.3,
            )
    right = brush.blob(
        [
            (40, -228),
            (116, -212),
            (174, -156),
            (200, -50),
            (204, 70),
            (180, 96),
            (168, 20),
            (158, -60),
            (126, -120),
            (82, -160),
            (50, -190),
        ]
    )
    left = brush.blob(
        [
            (60, -232),
            (-40, -240),
            (-130, -204),
            (-190, -110),
            (-206, 20),
            (-196, 96),
            (-172, 60),
            (-166, -20),
            (-140, -84),
            (-86, -130),
            (-10, -164),
            (54, -196),
        ]
    )
    for shape in (right, left):
        shadow_on_face(head, shape, down=9)
        mass(brush, shape, head.hair_colour, round_form=0.3)
    lines(
        brush,
        left,
        [
            [
                (50 - k * 4, -214 + k * 4),
                (-60 - k * 14, -214 + k * 18),
                (-140 - k * 8, -130 + k * 22),
                (-188 + k * 6, 40),
            ]
            for k in range(4)
        ],
        dark(head, 0.55),
        share=0.5,
    )
    lines(
        brush,
        right,
        [[(56 + k * 8, -212 + k * 6), (136 + k * 8, -156 + k * 18), (178 + k * 4, -20)] for k in range(3)],
        dark(head, 0.55),
        share=0.5,
    )
    sheen(head, left, [(-180, -60), (-120, -160), (-40, -204), (40, -214)], 34, 0.45)
    sheen(head, right, [(90, -190), (150, -130), (184, -40)], 26, 0.35)
    crest = [
        [(62, -222), (20, -252), (-60, -250), (-130, -206), (-172, -140)],
        [(56, -222), (104, -238), (150, -206), (180, -150)],
    ]
    locks(brush, crest, 40, head.hair_colour, start=0.3, end=0.08, swell=0.6, shadow=0.25)

"""Plaited hair: braids and locs."""

import math
from itertools import pairwise

from mirror_realm.adapters.painter.colour import AMBER, Colour, mix, scaled
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.geometry import Point, mirrored
from mirror_realm.adapters.painter.hair.strands import (
    dark,
    hair_material,
    lines,
    locks,
    mass,
    shadow_on_face,
)


def braids_back(head: Head) -> None:
    brush = head.brush
    back = brush.blob(
        mirrored([(0, -226), (110, -208), (178, -120), (186, 0), (176, 90), (130, 130), (0, 130)])
    )
    brush.cast(back, 8, 14, blur=24, share=0.4)
    mass(brush, back, dark(head, 0.7), rim=0.6)


def braids_front(head: Head) -> None:
    brush = head.brush.at(head.pose.turn * 7, 0)
    for side in (-1, 1):
        half = brush.blob(
            [
                (side * -1, -229),
                (side * 70, -222),
                (side * 140, -180),
                (side * 180, -100),
                (side * 186, 10),
                (side * 180, 70),
                (side * 160, 60),
                (side * 158, -20),
                (side * 138, -88),
                (side * 90, -136),
                (side * 30, -168),
                (0, -184),
            ]
        )
        shadow_on_face(head, half, down=8, share=0.45)
        mass(brush, half, head.hair_colour, round_form=0.25, depth=30)
        rows = [
            [
                (side * 3, -200 - k * 8),
                (side * (60 + k * 12), -196 + k * 5),
                (side * (140 + k * 9), -120 + k * 8),
                (side * (168 + k * 5), 40),
            ]
            for k in range(-1, 4)
        ]
        lines(brush, half, rows, dark(head, 0.4), width=6, share=0.7)
        lines(
            brush,
            half,
            [[(x + side * 7, y - 5) for x, y in row] for row in rows],
            AMBER,
            width=4,
            share=0.16,
            light=True,
        )
        _braid(head, side)
    parting = brush.stroke([(0, -228), (0, -206), (0, -182)], 7, start=0.4, end=0.8)
    brush.fill(parting, scaled(head.person.skin.base, 0.86), 0.8)


def _braid(head: Head, side: int) -> None:
    brush = head.brush.at(head.pose.turn * 7, 0)
    spine = [(side * (172 + 22 * math.sin(k * 0.42)), 56 + k * 27.0) for k in range(12)]
    for index, (x, y) in enumerate(spine):
        size = 33 - index * 0.9
        lean = 34 if index % 2 else -34
        lobe = brush.oval(x + (7 if index % 2 else -7), y, size * 0.74, size, lean)
        brush.cast(lobe, 2, 5, blur=6, share=0.4)
        brush.model(lobe, hair_material(head.hair_colour, depth=15))
    x, y = spine[-1]
    band = brush.at(x, y + 26).rectangle(-17, -9, 17, 9, 7)
    brush.model(band, hair_material(mix(head.person.outfit, (255, 206, 120), 0.3), depth=8))
    locks(
        brush,
        [[(x, y + 34), (x - side * 4, y + 60), (x + side * 6, y + 88)]],
        32,
        head.hair_colour,
        start=0.7,
        end=0.05,
    )


def locs_back(head: Head) -> None:
    brush = head.brush
    back = brush.blob(
        mirrored([(0, -236), (116, -216), (186, -130), (200, 0), (204, 130), (160, 200), (0, 190)])
    )
    brush.cast(back, 10, 16, blur=26, share=0.4)
    mass(brush, back, dark(head, 0.6), rim=0.6)
    for side in (-1, 1):
        for k in range(4):
            x = side * (216 - k * 26)
            _loc(
                head,
                [(side * 130, -120), (x * 0.98, -10), (x, 120), (x * 1.04, 250 + k * 22)],
                dark(head, 0.85),
            )


def locs_front(head: Head) -> None:
    brush = head.brush.at(head.pose.turn * 7, 0)
    crown = brush.blob(
        mirrored(
            [
                (0, -236),
                (80, -228),
                (150, -180),
                (186, -96),
                (180, -30),
                (150, -84),
                (100, -132),
                (50, -150),
                (0, -146),
            ]
        )
    )
    shadow_on_face(head, crown, down=9)
    mass(brush, crown, dark(head, 0.9), round_form=0.3)
    for k in range(9):
        x = -128 + k * 32
        _loc(
            head,
            [
                (x * 0.98, -138 + abs(x) * 0.22),
                (x * 0.86, -196 + abs(x) * 0.16),
                (x * 0.56 + 12, -240 + abs(x) * 0.12),
            ],
            head.hair_colour,
            ends=False,
        )
    knot = brush.oval(14, -262, 66, 48)
    brush.cast(knot, 0, 8, blur=10, share=0.4)
    mass(brush, knot, head.hair_colour, round_form=0.5, depth=22)
    for k in range(4):
        _loc(
            head,
            [(-44 + k * 14, -250 + k * 4), (-20 + k * 22, -306 + k * 6), (60 + k * 6, -278 + k * 16)],
            head.hair_colour,
            ends=k % 2 == 0,
        )
    for side in (-1, 1):
        for k in range(2):
            x = side * (184 - k * 20)
            _loc(
                head,
                [
                    (side * (150 - k * 8), -110),
                    (side * (186 - k * 12), 0),
                    (x, 110),
                    (x + side * 6, 196 + k * 46),
                ],
                head.hair_colour,
            )


def _loc(head: Head, path: list[Point], colour: Colour, *, ends: bool = True) -> None:
    """Draw one rope of hair with its twist, the tip in the colour of the ends."""
    brush = head.brush.at(head.pose.turn * 7, 0)
    lock = brush.stroke(path, 31, start=0.85, end=0.55, swell=0.25)
    brush.cast(lock, 3, 5, blur=6, share=0.42)
    brush.model(lock, hair_material(colour, depth=11))
    if ends and head.person.hair_ends != head.person.hair:
        x, y = path[-1]
        brush.within(lock).soften(brush.oval(x, y, 30, 56), head.person.hair_ends, 0.85, blur=14)
    twists = []
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(2, int(math.dist((x0, y0), (x1, y1)) / 17))
        for step in range(steps):
            t = step / steps
            x, y = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
            twists.append([(x - 17, y + 5), (x, y), (x + 17, y - 7)])
    lines(brush, lock, twists, dark(head, 0.45), width=4.5, share=0.55)

"""Hair with volume: curls, afro and a bun."""

import math
import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, mix, scaled
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.geometry import ellipse, mirrored
from mirror_realm.adapters.painter.hair.strands import (
    Path,
    dark,
    hair_material,
    lines,
    locks,
    mass,
    shadow_on_face,
    sheen,
)
from mirror_realm.adapters.painter.shape import Shape


def curls_back(head: Head) -> None:
    brush = head.brush
    dice = random.Random(11)
    rings = [
        ellipse(
            226 * math.sin(a),
            -30 - 206 * math.cos(a) * (1 if math.cos(a) > 0 else 0.9),
            62 + dice.uniform(-8, 8),
            58,
        )
        for a in (k * math.tau / 18 for k in range(18))
    ]
    core = ellipse(0, -20, 224, 206)
    back = brush.polygon(core, *rings)
    brush.cast(back, 10, 16, blur=28, share=0.4)
    mass(brush, back, dark(head, 0.68), round_form=0.4, rim=0.6)
    for k in range(14):
        angle = math.radians(-150 + k * 300 / 13)
        _curl(
            head,
            232 * math.sin(angle),
            -34 - 200 * math.cos(angle),
            50 + dice.uniform(-6, 6),
            dice.uniform(-40, 40),
            0.86,
        )


def curls_front(head: Head) -> None:
    dice = random.Random(5)
    shadow = head.brush.polygon(
        *(ellipse(x, y, 46, 40) for x, y in ((-120, -120), (-60, -140), (0, -146), (60, -142), (124, -118)))
    )
    shadow_on_face(head, shadow, down=14, share=0.55)
    ring = [
        (-186, 84, 40),
        (188, 84, 40),
        (-198, 20, 44),
        (198, 20, 44),
        (-190, -46, 46),
        (190, -46, 46),
        (-166, -106, 48),
        (168, -106, 48),
    ]
    crown = [(-132, -190, 52), (134, -190, 52), (-72, -226, 54), (74, -228, 54), (0, -240, 56)]
    fringe = [
        (-118, -140, 42),
        (122, -142, 42),
        (-62, -160, 44),
        (66, -164, 42),
        (4, -172, 44),
        (-30, -206, 46),
        (40, -208, 46),
    ]
    for x, y, size in (*ring, *crown, *fringe):
        _curl(
            head,
            x + head.pose.turn * 8 + dice.uniform(-4, 4),
            y,
            size,
            dice.uniform(-50, 50),
            1.0 + dice.uniform(-0.06, 0.1),
        )


def _curl(head: Head, x: float, y: float, size: float, degrees: float, brightness: float) -> None:
    """Draw a ringlet seen from its end: a ball with a spiral in it."""
    brush = head.brush.at(x, y, degrees=degrees)
    ball = brush.oval(0, 0, size, size * 0.86)
    brush.cast(ball, 2, 6, blur=8, share=0.36)
    brush.model(ball, hair_material(scaled(head.hair_colour, brightness), depth=size * 0.42), round_form=0.35)
    spiral = [
        (
            size * (0.16 + 0.62 * t) * math.cos(t * 8.4 + 2),
            size * 0.84 * (0.16 + 0.62 * t) * math.sin(t * 8.4 + 2),
        )
        for t in (k / 12 for k in range(13))
    ]
    lines(brush, ball, [spiral], dark(head, 0.5), width=7, share=0.6)
    gleam = [(px - 3, py - 5) for px, py in spiral[7:]]
    lines(brush, ball, [gleam], AMBER, width=5, share=0.3, light=True)


def afro_back(head: Head) -> None:
    cloud = _cloud(head)
    head.brush.cast(cloud, 10, 18, blur=30, share=0.4)
    _draw_cloud(head, head.brush, cloud)
    head.brush.rim(cloud, 0.3, width=9)


def afro_front(head: Head) -> None:
    """Draw the same cloud again, above the hairline only: it continues over the forehead without a seam."""
    brush = head.brush.at(head.pose.turn * 7, 0)
    dice = random.Random(8)
    hairline = [
        ellipse(160 * math.sin(a), -60 - 98 * math.cos(a), 34 + dice.uniform(-3, 5), 30)
        for a in (math.radians(-104 + k * 13) for k in range(17))
    ]
    scalp = [
        (-170, -50), (-196, -120), (-120, -226), (0, -250), (120, -226), (196, -120), (170, -50),
        (120, -128), (0, -160), (-120, -128),
    ]  # fmt: skip
    cap = brush.polygon(*hairline, scalp)
    shadow_on_face(head, cap, down=10, share=0.5)
    _draw_cloud(head, head.brush.within(cap), _cloud(head), outlined=False)


def _cloud(head: Head) -> Shape:
    dice = random.Random(21)
    puffs = []
    for k in range(30):
        angle, size = k * math.tau / 30, 44 + dice.uniform(-8, 10)
        puffs.append(ellipse(250 * math.sin(angle), -86 - 238 * math.cos(angle), size, 44))
    return head.brush.polygon(ellipse(0, -86, 256, 244), *puffs)


def _draw_cloud(head: Head, brush: Brush, cloud: Shape, *, outlined: bool = True) -> None:
    brush.model(cloud, hair_material(head.hair_colour, depth=60, gain=1.6), round_form=0.6, outlined=outlined)
    dice = random.Random(21)
    dark_coils: list[Path] = []
    light_coils: list[Path] = []
    for _ in range(190):
        angle, reach = dice.uniform(0, math.tau), math.sqrt(dice.random()) * 262
        x, y = reach * math.cos(angle), -86 + reach * 0.95 * math.sin(angle)
        size, start = dice.uniform(8, 15), dice.uniform(0, 6)
        arc = [(x + size * math.cos(start + k), y + size * math.sin(start + k)) for k in (0, 1.2, 2.4, 3.6)]
        (light_coils if x + y * 1.2 < -120 else dark_coils).append(arc)
    lines(brush, cloud, dark_coils, dark(head, 0.45), width=7, share=0.55)
    lines(brush, cloud, light_coils, mix(head.hair_colour, AMBER, 0.4), width=6, share=0.4, light=True)


def bun_back(head: Head) -> None:
    brush = head.brush
    cap = brush.blob(mirrored([(0, -232), (112, -210), (176, -118), (182, -10), (160, 70), (0, 80)]))
    knot = brush.oval(8, -268, 84, 70)
    brush.cast(knot.joined(cap), 8, 14, blur=24, share=0.4)
    mass(brush, knot, head.hair_colour, round_form=0.6, depth=30)
    swirl = [
        [
            (8 + (78 - k * 17) * math.cos(t), -268 + (64 - k * 14) * math.sin(t))
            for t in (0.4 + k, 1.4 + k, 2.4 + k, 3.4 + k, 4.4 + k)
        ]
        for k in range(4)
    ]
    lines(brush, knot, swirl, dark(head, 0.6), width=6, share=0.6)
    lines(
        brush,
        knot,
        [[(x - 3, y - 6) for x, y in ring] for ring in swirl],
        AMBER,
        width=5,
        share=0.25,
        light=True,
    )
    mass(brush, cap, dark(head, 0.8), rim=0.6)


def bun_front(head: Head) -> None:
    brush = head.brush.at(head.pose.turn * 7, 0)
    cap = brush.blob(
        mirrored(
            [
                (0, -228),
                (78, -222),
                (144, -178),
                (178, -100),
                (180, -14),
                (164, 34),
                (154, -40),
                (132, -100),
                (84, -140),
                (0, -154),
            ]
        )
    )
    shadow_on_face(head, cap, down=8, share=0.42)
    mass(brush, cap, head.hair_colour, round_form=0.3)
    pulled = [
        [(side * x, y), (side * x * 0.82, y - 52), (side * 16, -228)]
        for side in (-1, 1)
        for x, y in ((160, -2), (150, -52), (132, -96), (104, -126), (68, -144), (30, -152))
    ]
    lines(brush, cap, pulled, dark(head, 0.62), width=5, share=0.55)
    sheen(head, cap, [(-150, -104), (-90, -172), (0, -196), (90, -172), (150, -104)], 28, 0.45)
    tie = brush.stroke([(-44, -222), (8, -212), (56, -222)], 20)
    brush.model(tie, hair_material(mix(head.person.outfit, (255, 206, 120), 0.2), depth=8))
    wisps = [[(side * 158, -30), (side * 172, 30), (side * 164, 84)] for side in (-1, 1)]
    locks(
        brush, [*wisps, [(-90, -140), (-120, -100), (-128, -60)]], 15, head.hair_colour, end=0.05, shadow=0.3
    )

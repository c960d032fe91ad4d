"""Plants: potted, trailing, flowering, small trees."""

import math
import random

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix, scaled
from mirror_realm.adapters.painter.finish import cloth, hard, leaf, shiny
from mirror_realm.adapters.painter.geometry import Point

GREEN: Colour = (92, 146, 82)
OLIVE: Colour = (150, 168, 84)
TERRACOTTA: Colour = (214, 112, 70)


def pot(brush: Brush, width: float = 76, height: float = 66, colour: Colour = TERRACOTTA) -> None:
    """Draw a plant pot standing on y = 0."""
    half = width / 2
    body = brush.polygon([(-half, -height), (half, -height), (half * 0.74, 0), (-half * 0.74, 0)])
    brush.cast(body, 6, 6, blur=12, share=0.4)
    brush.model(body, shiny(colour, 20))
    brush.model(
        brush.rectangle(-half - 5, -height - 6, half + 5, -height + 12, 6), shiny(scaled(colour, 1.06), 8)
    )


def _leaf(root: Point, tip: Point, width: float) -> list[Point]:
    dx, dy = tip[0] - root[0], tip[1] - root[1]
    length = math.hypot(dx, dy) or 1
    nx, ny = -dy / length * width, dx / length * width
    middle = (root[0] + dx * 0.45, root[1] + dy * 0.45)
    return [root, (middle[0] + nx, middle[1] + ny), tip, (middle[0] - nx, middle[1] - ny)]


def bushy(brush: Brush, seed: int = 1, colour: Colour = TERRACOTTA) -> None:
    """Draw a potted plant with a fan of leaves, 200 high."""
    dice = random.Random(seed)
    fan = sorted(range(11), key=lambda k: -abs(k - 5))
    for k in fan:
        angle = -math.pi / 2 + (k - 5) * 0.27 + dice.uniform(-0.08, 0.08)
        reach = dice.uniform(92, 140)
        tip = (math.cos(angle) * reach * 1.05, -60 + math.sin(angle) * reach)
        shape = brush.blob(_leaf((0, -60), tip, dice.uniform(17, 23)))
        brush.cast(shape, 2, 6, blur=7, share=0.3)
        brush.model(shape, leaf(mix(GREEN, OLIVE, dice.random())))
    pot(brush, colour=colour)


def monstera(brush: Brush, seed: int = 2) -> None:
    """Draw a tall plant with broad leaves on stems, 330 high."""
    dice = random.Random(seed)
    for k, (x, y, size) in enumerate(
        ((-92, -210, 62), (84, -240, 66), (-30, -300, 60), (100, -140, 54), (-104, -120, 50), (14, -190, 64))
    ):
        stem = brush.stroke([(0, -60), (x * 0.4, y * 0.6), (x, y + 20)], 8)
        brush.model(stem, leaf((86, 122, 66), 5))
        turn = x * 0.35
        blade = brush.at(x, y, degrees=turn)
        shape = blade.blob(
            [
                (0, size * 0.7),
                (-size * 0.8, size * 0.35),
                (-size * 0.85, -size * 0.3),
                (0, -size),
                (size * 0.85, -size * 0.3),
                (size * 0.8, size * 0.35),
            ]
        )
        brush.cast(shape, 3, 8, blur=10, share=0.3)
        brush.model(shape, leaf(mix(GREEN, OLIVE, 0.15 + 0.4 * dice.random()), 20))
        veins: list[list[Point]] = [
            [(0, size * 0.6), (0, -size * 0.8)],
            *([(0, size * 0.2 - j * 18), (s * size * 0.6, -j * 20)] for j in range(3) for s in (-1, 1)),
        ]
        blade.within(shape).shade(blade.strokes(veins, 3.5), (120, 150, 100), 0.55, blur=1)
        if k == 2:
            continue
    pot(brush, 110, 84, (236, 206, 166))


def trailing(brush: Brush, seed: int = 3, length: float = 150) -> None:
    """Draw a small pot whose vines hang down past y = 0."""
    dice = random.Random(seed)
    for k in range(5):
        x = -30 + k * 15
        drop = length * dice.uniform(0.55, 1.0)
        sway = dice.uniform(-16, 16)
        vine = [(x * 0.6, -44), (x * 1.3, -20), (x * 1.4 + sway, drop * 0.5), (x * 1.3 + sway * 1.5, drop)]
        brush.model(brush.stroke(vine, 4), leaf((90, 128, 70), 4))
        for j in range(1, 7):
            y = -20 + (drop + 16) * j / 6
            size = 15 - j * 0.8
            lean = 1 if j % 2 else -1
            shape = brush.blob(
                _leaf(
                    (x * 1.35 + sway * j / 5, y),
                    (x * 1.35 + sway * j / 5 + lean * size * 1.7, y + size),
                    size * 0.6,
                )
            )
            brush.model(shape, leaf(mix(GREEN, OLIVE, dice.random()), 8))
    pot(brush, 62, 50, (240, 214, 176))


def sprout(brush: Brush) -> None:
    """Draw a sprout: two leaves in a small pot."""
    brush.model(brush.stroke([(0, -44), (2, -84)], 6), leaf((104, 146, 76), 4))
    for tip in ((-38, -112), (42, -118)):
        brush.model(brush.blob(_leaf((2, -80), tip, 13)), leaf((126, 172, 84), 9))
    pot(brush, 58, 48, (236, 150, 92))


def bonsai(brush: Brush) -> None:
    """Draw a bonsai, the sign of patience, 150 high."""
    trunk = brush.stroke([(4, -30), (-18, -62), (14, -92), (2, -120)], 22, start=1.0, end=0.5)
    brush.model(trunk, hard((122, 78, 54), 8))
    for x, y, rx, ry in ((-46, -96, 42, 22), (44, -106, 44, 24), (0, -140, 50, 28)):
        crown = brush.oval(x, y, rx, ry)
        brush.cast(crown, 2, 7, blur=8, share=0.35)
        brush.model(crown, leaf((84, 138, 78), 16), round_form=0.4)
    tray = brush.polygon([(-62, -34), (62, -34), (48, 0), (-48, 0)])
    brush.cast(tray, 4, 6, blur=10)
    brush.model(tray, shiny((92, 116, 138), 12))


def flowers(brush: Brush) -> None:
    """Draw a vase of field flowers, 190 high."""
    dice = random.Random(4)
    for k in range(8):
        x = -62 + k * 18
        y = -132 - 34 * math.sin(math.pi * k / 7) + dice.uniform(-10, 10)
        brush.model(brush.stroke([(0, -60), (x * 0.4, -100), (x, y)], 5), leaf((110, 146, 78), 4))
        colour = ((250, 214, 92), (244, 140, 96), (252, 240, 214), (214, 130, 170))[k % 4]
        petals = brush.polygon(
            *(
                [(x + 14 * math.cos(a + t), y + 14 * math.sin(a + t)) for a in (-0.5, -0.2, 0.2, 0.5)]
                + [(x, y)]
                for t in (j * math.tau / 6 for j in range(6))
            )
        )
        brush.model(petals.softened(1 * brush.pixel), cloth(colour, 6))
        brush.model(brush.oval(x, y, 6, 6), cloth((214, 136, 50), 4))
    vase = brush.blob(
        [(-22, -84), (22, -84), (18, -64), (36, -30), (26, 0), (-26, 0), (-36, -30), (-18, -64)]
    )
    brush.cast(vase, 5, 6, blur=10)
    brush.model(vase, shiny((132, 172, 176), 16))

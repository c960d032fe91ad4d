"""Face: its features in the order they lie on each other, and the marks and glasses a person keeps."""

import random

from mirror_realm.adapters.painter.colour import mix, scaled, times
from mirror_realm.adapters.painter.figure.eyes import SPACING, draw_brows, draw_eyes
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.figure.mouth import draw_mouth, draw_nose
from mirror_realm.adapters.painter.finish import Material
from mirror_realm.adapters.painter.geometry import Point


def draw_face(head: Head) -> None:
    """Draw everything between hairline and chin."""
    marks = head.person.marks
    if marks.freckles:
        _freckles(head, marks.freckles)
    if marks.beard:
        _beard(head)
    if marks.goatee:
        _goatee(head)
    draw_mouth(head)
    draw_nose(head)
    draw_eyes(head)
    draw_brows(head)
    if marks.beauty_spot:
        head.brush.fill(head.brush.oval(*head.on_face(62, 108), 4, 4), (84, 44, 40))
    if head.person.glasses:
        _glasses(head)


def _freckles(head: Head, amount: float) -> None:
    dice = random.Random(7)
    dots = []
    for _ in range(int(34 * amount)):
        x, y = dice.gauss(0, 62), dice.gauss(70, 17)
        if abs(x) < 136:
            dots.append((*head.on_face(x, y), dice.uniform(2.2, 4.2)))
    spots = [[(x - r, y), (x, y - r), (x + r, y), (x, y + r)] for x, y, r in dots]
    colour = times(head.person.skin.blush, (206, 150, 120))
    head.brush.within(head.skull).shade(
        head.brush.blob(*spots), mix(colour, (255, 255, 255), 0.15), 0.75, blur=0.8
    )


def _beard_colour(head: Head) -> tuple[float, float, float]:
    return (176, 166, 164) if head.person.marks.grizzled else scaled(head.person.hair, 0.84)


def _beard(head: Head) -> None:
    brush, chin = head.brush, head.chin
    inside = brush.within(head.skull)
    edge = [
        (-176, 34),
        (-148, 60),
        (-128, 104),
        (-84, 108),
        (-44, 100),
        (0, 98),
        (44, 100),
        (84, 108),
        (128, 104),
        (148, 60),
        (176, 34),
        (186, 120),
        (110, chin + 26),
        (0, chin + 30),
        (-110, chin + 26),
        (-186, 120),
    ]
    beard = brush.blob([head.on_face(x, y) if abs(x) < 150 else (x, y) for x, y in edge])
    mouth = brush.oval(*head.on_face(0, 136), 46, 22)
    hair = beard.softened(3 * brush.pixel).without(mouth.softened(3 * brush.pixel))
    inside.model(hair, Material(_beard_colour(head), 34, 1.3, 0.12), outlined=False)
    dice = random.Random(3)
    hairs = []
    for _ in range(90):
        x, y = dice.uniform(-150, 150), dice.uniform(96, chin + 2)
        start = head.on_face(x, y)
        hairs.append([start, (start[0] - x * 0.02 + dice.uniform(-4, 4), start[1] + dice.uniform(9, 15))])
    texture = brush.strokes(hairs, 3.4, start=1, end=0.3).within(hair)
    inside.brighten(texture, scaled(_beard_colour(head), 0.8), 0.3)


def _goatee(head: Head) -> None:
    """Draw moustache and chin beard, joined past the corners of the mouth."""
    brush, chin = head.brush, head.chin
    inside = brush.within(head.skull)
    colour = (148, 140, 140) if head.person.marks.grizzled else _beard_colour(head)

    def on(*points: Point) -> list[Point]:
        return [head.on_face(x, y) for x, y in points]

    moustache = [on((side * 60, 132), (side * 34, 108), (side * 3, 103)) for side in (-1, 1)]
    joined = [on((side * 58, 128), (side * 62, 152), (side * 42, chin - 8)) for side in (-1, 1)]
    beard = brush.blob(
        on((-40, 166), (-14, 154), (0, 158), (14, 154), (40, 166), (44, chin), (0, chin + 18), (-44, chin))
    )
    patch = beard.joined(brush.strokes(moustache, 19, start=0.7, end=0.9, swell=0.2))
    patch = patch.joined(brush.strokes(joined, 15, start=0.8, end=1.0)).softened(2.5 * brush.pixel)
    inside.model(patch, Material(colour, 16, 1.2, 0.15), outlined=False)
    dice = random.Random(5)
    hairs = []
    for _ in range(70):
        x, y = dice.uniform(-64, 64), dice.uniform(100, chin)
        start = head.on_face(x, y)
        hairs.append([start, (start[0] - x * 0.05, start[1] + dice.uniform(8, 14))])
    inside.shade(brush.strokes(hairs[:40], 3.6, start=1, end=0.3).within(patch), (104, 90, 92), 0.7)
    inside.brighten(brush.strokes(hairs[40:], 3, start=1, end=0.3).within(patch), (150, 144, 142), 0.8)


def _glasses(head: Head) -> None:
    brush = head.brush
    frame = mix(times(head.person.outfit, (120, 100, 110)), (60, 34, 36), 0.55)
    rings = []
    lenses = []
    for side in (-1, 1):
        x, y = head.on_face(side * (SPACING + 2), 18)
        squeeze = head.narrowing(side * SPACING)
        lenses.append(brush.at(x, y, stretch=squeeze).oval(0, 0, 62, 58))
        rings.append(brush.at(x, y, stretch=squeeze).oval(0, 0, 69, 65).without(lenses[-1]))
    inner = [head.on_face(side * 12, 6) for side in (-1, 1)]
    bridge = brush.stroke([inner[0], head.on_face(0, -2), inner[1]], 9)
    arms = brush.strokes([[head.on_face(side * 136, 8), (side * 172, -2)] for side in (-1, 1)], 9)
    whole = rings[0].joined(rings[1]).joined(bridge).joined(arms)
    brush.cast(whole, 2, 9, blur=5, share=0.4)
    for lens in lenses:
        brush.brighten(lens, (255, 246, 230), 0.07)
        streak = brush.stroke([(-200, 60), (200, -300)], 22).within(lens)
        brush.brighten(streak, (255, 250, 240), 0.22)
    brush.model(whole, Material(frame, 5, 2.0, 0.7), outlined=False)

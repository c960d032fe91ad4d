"""Nose and mouth."""

from mirror_realm.adapters.painter.colour import Colour, mix, scaled, times
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.finish import Material, gradient


def draw_nose(head: Head) -> None:
    """Draw the nose: a soft bulb with a lit tip; the bridge is only a shadow on one side."""
    brush, skin = head.brush, head.person.skin
    size = head.person.face.nose * head.proportions.nose * (1 - 0.08 * head.young)
    x, y = head.on_face(0, 76)
    x += head.pose.turn * 9
    side = -1 if head.brush.light.x > 0 else 1
    bridge = brush.stroke(
        [(x * 0.4 + side * 17, -8), (x * 0.7 + side * 11, 30), (x + side * 18 * size, y - 8)],
        15,
        start=0.2,
        end=0.9,
    )
    brush.shade(bridge, skin.shadow, 0.24, blur=8)
    brush.glow(x * 0.7 - side * 2, y - 34, 13, scaled(skin.base, 0.55), 0.32, down=38)
    brush.shade(brush.oval(x + side * 4, y + 15 * size, 29 * size, 12 * size), skin.shadow, 0.62, blur=8)
    bulb = brush.blob(
        [
            (x - 25 * size, y + 4),
            (x - 17 * size, y - 11),
            (x, y - 20 * size),
            (x + 17 * size, y - 11),
            (x + 25 * size, y + 4),
            (x + 15 * size, y + 14 * size),
            (x, y + 18 * size),
            (x - 15 * size, y + 14 * size),
        ]
    )
    material = Material(mix(skin.base, skin.blush, 0.26), 22, 1.25, 0.4, skin.shadow)
    brush.model(bulb.softened(3.5 * brush.pixel), material, outlined=False)
    nostrils = [[(x + s * 17 * size, y + 11 * size), (x + s * 9 * size, y + 14 * size)] for s in (-1, 1)]
    brush.shade(
        brush.strokes(nostrils, 6 * size, start=0.7, end=0.7), scaled(skin.shadow, 0.75), 0.75, blur=1.5
    )
    brush.glow(x - side * 7, y - 8, 12 * size, (255, 246, 232), 0.55)


def draw_mouth(head: Head) -> None:
    """Draw the mouth, closed or laughing by the expression."""
    if head.expression.open > 0.3:
        _laughing(head)
    else:
        _closed(head)
    _folds(head)


def _corner(head: Head, side: int) -> tuple[float, float]:
    mood = head.expression
    width = 50 * mood.mouth_width * head.proportions.mouth
    skew = mood.mouth_skew * 9 * side
    return (side * width, 130 - mood.smile * 18 - skew)


def _lip_colour(head: Head) -> Colour:
    return mix(head.person.skin.base, head.person.skin.lip, 0.55 + 0.25 * head.person.face.lash)


def _closed(head: Head) -> None:
    brush, skin, mood = head.brush, head.person.skin, head.expression
    left, right = _corner(head, -1), _corner(head, 1)
    full = head.person.face.lips * head.proportions.mouth
    sag = 129 + mood.smile * 8
    width = right[0]

    def on(x: float, y: float) -> tuple[float, float]:
        return head.on_face(x, y * head.person.face.length)

    line = [
        on(*left),
        on(-width * 0.5, (left[1] + sag) / 2 + 3.5),
        on(0, sag),
        on(width * 0.5, (right[1] + sag) / 2 + 3.5),
        on(*right),
    ]
    lower = [
        *line[1:4],
        on(width * 0.46, sag + 5 * full),
        on(width * 0.2, sag + 12 * full),
        on(0, sag + 13 * full),
        on(-width * 0.2, sag + 12 * full),
        on(-width * 0.46, sag + 5 * full),
    ]
    upper = [
        *line[1:4],
        on(width * 0.36, sag - 6 * full),
        on(8, sag - 10 * full),
        on(0, sag - 7 * full),
        on(-8, sag - 10 * full),
        on(-width * 0.36, sag - 6 * full),
    ]
    colour = _lip_colour(head)
    brush.shade(brush.oval(*on(0, sag + 24 * full), 28, 7), skin.shadow, 0.5, blur=6)
    brush.model(
        brush.blob(upper), Material(times(colour, (236, 214, 214)), 8, 1.2, 0.3, skin.shadow), outlined=False
    )
    brush.model(brush.blob(lower), Material(colour, 9, 1.3, 0.45, skin.shadow), outlined=False)
    brush.fill(
        brush.stroke(line, 6, start=0.5, end=0.55, swell=0.4),
        mix(times(skin.lip, skin.shadow), (70, 26, 30), 0.45),
    )
    for point, side in ((line[0], -1), (line[-1], 1)):
        dimple = brush.stroke(
            [
                (point[0] + side * 1, point[1] - 6),
                (point[0] + side * 5, point[1] + 1),
                (point[0] + side * 2, point[1] + 8),
            ],
            5,
            start=0.3,
            end=0.3,
            swell=0.6,
        )
        brush.shade(dimple, skin.shadow, 0.4 + 0.5 * mood.smile, blur=1.5)


def _laughing(head: Head) -> None:
    brush, skin, mood = head.brush, head.person.skin, head.expression
    left, right = _corner(head, -1), _corner(head, 1)
    width, drop = right[0], 122 + 44 * mood.open

    def on(x: float, y: float) -> tuple[float, float]:
        return head.on_face(x, (y - 4) * head.person.face.length)

    top = [
        on(*left),
        on(-width * 0.5, left[1] + 9),
        on(0, left[1] + 12),
        on(width * 0.5, right[1] + 9),
        on(*right),
    ]
    mouth = brush.blob(
        [
            *top,
            on(width * 0.8, drop - 20),
            on(width * 0.38, drop),
            on(0, drop + 4),
            on(-width * 0.38, drop),
            on(-width * 0.8, drop - 20),
        ]
    )
    lips = _lip_colour(head)
    brush.shade(brush.oval(*on(0, drop + 22), 34, 8), skin.shadow, 0.5, blur=7)
    brush.model(mouth.grown(4.5 * brush.pixel), Material(lips, 10, 1.6, 0.5, skin.shadow), outlined=False)
    brush.gradient(mouth, gradient((0.0, (84, 26, 34)), (1.0, (138, 46, 50))))
    inside = brush.within(mouth)
    tongue = brush.oval(*on(0, drop + 6), width * 0.52, 20)
    inside.model(tongue, Material((226, 106, 100), 14, 1.5, 0.5), outlined=False)
    teeth = brush.blob(
        [
            *(on(x, y) for x, y in ((-width, left[1] - 8), (0, left[1] + 2), (width, right[1] - 8))),
            on(width * 0.72, right[1] + 20),
            on(0, left[1] + 27),
            on(-width * 0.72, left[1] + 20),
        ]
    )
    inside.fill(teeth, (255, 250, 242))
    inside.shade(brush.stroke(top, 9), (190, 140, 140), 0.45, blur=4)


def _folds(head: Head) -> None:
    """Draw the smile lines: faint in young faces, always visible in old ones."""
    strength = 0.28 * head.expression.smile * (1 if head.expression.open else 0.7) + 0.4 * head.age
    for side in (-1, 1):
        corner = _corner(head, side)
        path = [
            head.on_face(side * 42, 84),
            head.on_face(corner[0] + side * 17, corner[1] - 16),
            head.on_face(corner[0] + side * 20, corner[1] + 6),
        ]
        head.brush.shade(
            head.brush.stroke(path, 7, start=0.2, end=0.2, swell=0.7),
            head.person.skin.shadow,
            min(0.7, strength),
            blur=3,
        )
    if head.age > 0.3:
        lines = [
            [head.on_face(-60, -122), head.on_face(0, -128), head.on_face(60, -122)],
            [head.on_face(-44, -104), head.on_face(0, -108), head.on_face(44, -104)],
        ]
        head.brush.shade(
            head.brush.strokes(lines, 5, start=0.2, end=0.2, swell=0.6),
            head.person.skin.shadow,
            0.4 * min(1.0, head.age),
            blur=2,
        )

"""Arms and hands: sleeves that follow the pose, and the hands at their ends."""

import math
from dataclasses import dataclass

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import CREAM, Colour
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.figure.head import skin_material
from mirror_realm.adapters.painter.finish import Material, cloth, hard
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.looks.acting import Arms
from mirror_realm.adapters.painter.shape import Shape


@dataclass(frozen=True, slots=True)
class Sleeve:
    """What covers the arms."""

    material: Material
    cuff: Colour | None = None
    width: float = 104.0
    """At the shoulder; narrower at the wrist."""
    taper: float = 0.66
    rolled: bool = False
    """Ends below the elbow."""
    glove: Colour | None = None


@dataclass(frozen=True)
class Arm:
    """One arm of a body. Arms held before the head are drawn in two goes, others in one."""

    body: Body
    sleeve: Sleeve
    side: int

    @property
    def raised(self) -> bool:
        """Whether the forearm comes before the head and hair."""
        return self.body.arm(self.side)[2][1] < 90

    def draw_lower_layer(self) -> None:
        """Draw the part under the hair: the upper arm, and the rest of an arm that is not raised."""
        if self.raised:
            self._cover(self._upper())
        else:
            self._draw_forearm(self._upper())

    def draw_upper_layer(self) -> None:
        """Draw the part in front of the head: a raised forearm and its hand."""
        if self.raised:
            self._draw_forearm(None)

    @property
    def _full(self) -> float:
        return self.sleeve.width * math.pow(self.body.shoulder / 192, 0.7)

    def _upper(self) -> Shape:
        shoulder, elbow, _ = self.body.arm(self.side)
        path = [shoulder, *_segment(shoulder, elbow, 0.5), elbow]
        upper = self.body.brush.stroke(path, self._full, start=0.9, end=0.84)
        if self.body.brush.finish.tones or self.body.heroic:
            return upper
        return upper.without(_seam(self.body, shoulder, self._full))

    def _draw_forearm(self, upper: Shape | None) -> None:
        body, sleeve, brush = self.body, self.sleeve, self.body.brush
        shoulder, elbow, wrist = body.arm(self.side)
        joint = self._full * 0.84
        if sleeve.rolled:
            _bare_forearm(body, elbow, wrist, joint)
            end = _segment(elbow, wrist, 0.3)[0]
            fore = brush.stroke([elbow, end], joint, start=1.0, end=0.94)
        else:
            end = wrist
            path = [elbow, *_segment(elbow, wrist, 0.5), wrist]
            fore = brush.stroke(path, joint, start=1.0, end=sleeve.taper / 0.84)
            _wrist(body, sleeve, elbow, wrist)
        fore = fore.joined(brush.oval(*elbow, joint / 2, joint / 2))
        if upper is not None and _sharply_bent(shoulder, elbow, wrist):
            self._cover(upper)
            upper = None
        self._cover(fore if upper is None else upper.joined(fore))
        if sleeve.cuff is not None:
            heading = math.degrees(math.atan2(end[1] - elbow[1], end[0] - elbow[0]))
            across = joint * 0.98 if sleeve.rolled else self._full * sleeve.taper * 1.02
            cuff = brush.at(*end, degrees=heading).rectangle(-20, -across / 2, 15, across / 2, 13)
            brush.cast(cuff, 2, 5, blur=6, share=0.35)
            brush.model(cuff, cloth(sleeve.cuff, 20))
        if body.pose.arms is not Arms.TYPING:
            draw_hand(body, sleeve, self.side, elbow, wrist)

    def _cover(self, part: Shape) -> None:
        brush = self.body.brush
        brush.cast(part, 3, 10, blur=15, share=0.36)
        brush.model(part, self.sleeve.material)
        _creases(brush, part, self.body.arm(self.side)[1])


def _seam(body: Body, shoulder: Point, full: float) -> Shape:
    """Return the area where the sleeve blends into the shoulder: sleeve and torso are one piece of cloth."""
    brush = body.brush
    inner = body.torso.softened(10 * brush.pixel)
    cap = brush.oval(shoulder[0] * 0.77, shoulder[1] - 6, full * 0.44, full * 0.56)
    return cap.softened(full * 0.2 * brush.pixel).within(inner)


def _sharply_bent(shoulder: Point, elbow: Point, wrist: Point) -> bool:
    """Return whether the forearm lies over the upper arm, so that both need an edge of their own."""
    ax, ay = shoulder[0] - elbow[0], shoulder[1] - elbow[1]
    bx, by = wrist[0] - elbow[0], wrist[1] - elbow[1]
    return (ax * bx + ay * by) > 0.5 * math.hypot(ax, ay) * math.hypot(bx, by)


def _bare_forearm(body: Body, elbow: Point, wrist: Point, width: float) -> None:
    brush = body.brush
    bare = brush.stroke([elbow, *_segment(elbow, wrist, 0.5), wrist], width * 0.72, start=0.95, end=0.72)
    brush.cast(bare, 2, 10, blur=12, share=0.4)
    brush.model(bare, skin_material(body.person, depth=24, gain=1.5))


def _wrist(body: Body, sleeve: Sleeve, elbow: Point, wrist: Point) -> None:
    """Draw the wrist under the cuff."""
    if body.pose.arms is Arms.TYPING:
        return
    dx, dy = wrist[0] - elbow[0], wrist[1] - elbow[1]
    length = math.hypot(dx, dy) or 1.0
    tip = (wrist[0] + dx / length * 34, wrist[1] + dy / length * 34)
    body.brush.model(body.brush.stroke([wrist, tip], 44), _hand_material(body, sleeve))


def _segment(a: Point, b: Point, *shares: float) -> list[Point]:
    return [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for share in shares]


def _creases(brush: Brush, arm: Shape, elbow: Point) -> None:
    inside = brush.within(arm)
    x, y = elbow
    sign = 1 if x > 0 else -1
    folds = [
        [(x - sign * 64, y - 26), (x - sign * 22, y - 20), (x + sign * 8, y - 32)],
        [(x - sign * 58, y - 2), (x - sign * 18, y + 4), (x + sign * 12, y - 4)],
    ]
    inside.shade(brush.strokes(folds, 10, start=0.2, end=0.1, swell=0.8), brush.light.shade, 0.55, blur=4)


def _hand_material(body: Body, sleeve: Sleeve) -> Material:
    if sleeve.glove is not None:
        return Material(sleeve.glove, 14, 1.8, 0.45)
    return skin_material(body.person, depth=16, gain=1.5)


def draw_hand(body: Body, sleeve: Sleeve, side: int, elbow: Point, wrist: Point) -> None:
    """Draw the hand of the pose, beyond the wrist."""
    heading = math.degrees(math.atan2(wrist[1] - elbow[1], wrist[0] - elbow[0]))
    leading = (side == -1) == body.pose.flip
    # The hand is drawn with its thumb on one side: it belongs towards the head, or up for a waving one.
    mirror = body.brush.at(*wrist, degrees=heading)
    waving = body.pose.arms is Arms.PALMS or (body.pose.arms is Arms.WAVE and leading)
    if (side < 0) == waving:
        mirror = mirror.at(0, 0, degrees=180, flip=True)
    material = _hand_material(body, sleeve)
    match body.pose.arms:
        case Arms.WAVE if leading:
            _open_hand(mirror, material)
        case Arms.PALMS:
            _open_hand(mirror, material)
        case Arms.CHIN | Arms.COLLAR if leading:
            _fist(mirror, material)
        case Arms.NOTEBOOK if leading:
            _notebook(body, wrist)
            _grip(mirror, material)
        case Arms.MUG:
            _grip(mirror, material)
        case Arms.HIPS:
            _fist(mirror, material)
        case _:
            _resting(mirror, material)


def _notebook(body: Body, wrist: Point) -> None:
    """Draw a closed, plain notebook, held against the chest."""
    brush = body.brush.at(wrist[0] * 0.4, wrist[1] - 24, degrees=-6)
    cover = brush.rectangle(-66, -82, 66, 82, 8)
    brush.cast(cover, 4, 12, blur=14, share=0.45)
    brush.model(brush.rectangle(-60, -76, 74, 78, 6), hard(CREAM, 5))
    brush.model(cover, hard((196, 92, 66) if body.person.outfit[2] > 90 else (70, 124, 130), 9))
    brush.fill(brush.rectangle(38, -82, 46, 82), CREAM, 0.85)


def _lay(
    brush: Brush, shape: Shape, material: Material, gaps: list[list[Point]], *, gap_width: float = 4.5
) -> None:
    """Draw a hand as one form, its fingers parted by lines."""
    brush.cast(shape, 2, 7, blur=8, share=0.4)
    brush.model(shape, material)
    shadow = material.shadow or brush.light.shade
    brush.within(shape).shade(brush.strokes(gaps, gap_width, start=0.9, end=0.4), shadow, 1.0, blur=0.8)
    brush.within(shape).shade(brush.strokes(gaps, gap_width * 2.2, start=0.9, end=0.4), shadow, 0.35, blur=3)


def _resting(brush: Brush, material: Material) -> None:
    """Draw a hand that lies flat, fingers together, seen from above."""
    palm = [(8, -26), (44, -33), (88, -29), (112, -16), (116, 0), (108, 16), (84, 26), (44, 27), (8, 24)]
    thumb = [(22, -22), (46, -40), (70, -48), (80, -40), (70, -30), (48, -20)]
    _lay(
        brush,
        brush.blob(palm, thumb),
        material,
        [[(66, -13), (110, -9)], [(66, 1), (112, 2)], [(66, 14), (104, 13)]],
    )


def _open_hand(brush: Brush, material: Material) -> None:
    """Draw a waving hand: palm to the viewer, fingers spread."""
    fingers = []
    for index, (angle, length) in enumerate(((-25, 66), (-8, 76), (9, 72), (26, 56))):
        base = (60.0, -27.0 + index * 18)
        reach = math.radians(angle)
        fingers.append((base, (base[0] + length * math.cos(reach), base[1] + length * math.sin(reach))))
    thumb = ((26.0, -24.0), (58.0, -66.0))
    palm = brush.blob([(2, -24), (34, -37), (72, -35), (80, 0), (70, 36), (34, 34), (2, 24)])
    parts = brush.strokes([[a, b] for a, b in fingers], 23, start=1.0, end=0.86)
    whole = palm.joined(parts).joined(brush.stroke(thumb, 24, start=1.1, end=0.85))
    _lay(
        brush,
        whole,
        material,
        [[(46, -16), (76, -20)], [(48, 2), (80, 1)], [(46, 20), (74, 22)]],
        gap_width=3,
    )
    crease = brush.stroke([(30, -20), (38, 4), (24, 24)], 5, start=0.3, end=0.3, swell=0.6)
    brush.within(whole).shade(crease, material.shadow or brush.light.shade, 0.5, blur=1.5)


def _fist(brush: Brush, material: Material) -> None:
    """Draw a loosely curled hand, knuckles outwards."""
    curled = brush.blob([(0, -24), (28, -36), (64, -36), (84, -18), (86, 10), (72, 32), (38, 36), (0, 24)])
    thumb = brush.stroke([(16, -22), (44, -12), (58, 8)], 22, start=1.0, end=0.8)
    _lay(brush, curled, material, [[(58, -20), (86, -18)], [(60, 0), (88, 0)], [(56, 18), (82, 20)]])
    _lay(brush, thumb, material, [])


def _grip(brush: Brush, material: Material) -> None:
    """Draw a hand around a mug: fingers one above the other."""
    fingers = brush.strokes(
        [[(16, -30 + k * 19), (60 - abs(k - 1.4) * 5, -32 + k * 20)] for k in range(4)], 21
    )
    palm = brush.blob([(0, -24), (18, -38), (36, -36), (38, 38), (16, 40), (0, 24)])
    _lay(
        brush, palm.joined(fingers), material, [[(28, -21 + k * 19.5), (66, -22 + k * 20)] for k in range(3)]
    )

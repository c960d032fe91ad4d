"""Eyes and brows: the features that viewers notice first."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import INK, Colour, mix, scaled, times
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.finish import Material, gradient
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.shape import Shape

SPACING = 74.0
"""From the middle of the face to the middle of an eye."""


def draw_eyes(head: Head) -> None:
    """Draw both eyes with lids and lashes."""
    for side in (-1, 1):
        _Eye(head, side).draw()


def draw_brows(head: Head) -> None:
    """Draw both eyebrows, thick as the person's are."""
    face, mood = head.person.face, head.expression
    for side in (-1, 1):
        lift = mood.brow_lift + (mood.brow_skew if side > 0 else -mood.brow_skew * 0.4)
        inner = head.on_face(side * 32, -68 - lift - mood.brow_worry)
        middle = head.on_face(side * 76, -82 - lift + mood.brow_worry * 0.1)
        outer = head.on_face(side * 120, -62 - lift + mood.brow_worry * 0.7)
        brow = head.brush.stroke([inner, middle, outer], 17 * face.brow, start=0.75, end=0.25, swell=0.3)
        head.brush.cast(brow, 0, 3, blur=5, share=0.3)
        head.brush.model(brow, Material(head.brow_colour, 8, 1.5, 0.3), outlined=False)


class _Eye:
    """One eye, in a frame whose x grows towards the temple."""

    def __init__(self, head: Head, side: int) -> None:
        self.head, self.side = head, side
        face, style = head.person.face, head.proportions
        x, y = head.on_face(side * SPACING, 14)
        self.brush: Brush = head.brush.at(
            x, y, degrees=-side * face.eye_slant, flip=side < 0, stretch=head.narrowing(side * SPACING)
        )
        self.upright: Brush = head.brush.at(x, y)
        age = 1 - 0.06 * head.age + 0.05 * head.young
        self.width = 50 * face.eye * style.eye * age
        self.height = 50 * face.eye * style.eye * style.eye_height * age
        self.lid = head.expression.lid + 0.06 * head.age
        self.squint = head.expression.squint

    def upper(self, lid: float, spread: float = 1.0) -> list[Point]:
        """Return the upper lid's edge, from the inner to the outer corner, at a given closure."""
        w, h = self.width * spread, self.height * spread
        rise = 1 - lid * 1.05
        return [
            (-w, h * 0.22),
            (-w * 0.72, -h * 0.46 * rise + h * 0.08 * lid),
            (-w * 0.12, -h * 0.96 * rise + h * 0.12 * lid),
            (w * 0.52, -h * 0.78 * rise + h * 0.14 * lid),
            (w * 1.0, -h * 0.04 + h * 0.1 * lid),
        ]

    def lower(self, spread: float = 1.0) -> list[Point]:
        """Return the lower lid's edge, from the outer to the inner corner, without the corners."""
        w, h = self.width * spread, self.height * spread
        drop = 1 - 0.55 * self.squint
        return [(w * 0.72, h * 0.52 * drop), (w * 0.1, h * 0.86 * drop), (-w * 0.6, h * 0.66 * drop)]

    def draw(self) -> None:
        brush = self.brush
        skin = self.head.person.skin
        socket = brush.oval(0, -2, self.width * 1.18, self.height * 1.12)
        brush.shade(socket, skin.shadow, 0.42, blur=9)
        wide = brush.blob([*self.upper(0.0, 1.06), *self.lower(1.06)])
        ball = brush.blob([*self.upper(self.lid), *self.lower()])
        lid = Material(mix(skin.base, skin.blush, 0.12), 22, 0.9, 0.3, skin.shadow)
        if brush.finish.tones:
            brush.fill(wide.softened(2 * brush.pixel), mix(skin.base, skin.blush, 0.3))
        else:
            brush.model(wide.softened(2.5 * brush.pixel), lid, outlined=False)
        self._ball(ball)
        self._lids(ball)

    def _ball(self, ball: Shape) -> None:
        brush = self.brush
        brush.model(ball, Material((250, 246, 240), 22, 1.0, 0.2, (206, 186, 190)), outlined=False)
        within = self.upright.within(ball)
        self._iris(within)
        above = ball.without(ball.moved(0, 11 * brush.pixel)).softened(5 * brush.pixel)
        brush.within(ball).shade(above, (116, 72, 76), 0.62)
        corner = brush.oval(-self.width * 0.93, self.height * 0.2, 7, 8)
        brush.within(ball).soften(corner, self.head.person.skin.blush, 0.6, blur=3)

    def _iris(self, brush: Brush) -> None:
        mood, style = self.head.expression, self.head.proportions
        radius = 38 * style.iris * (self.width / 50) ** 0.8
        tall = radius * (1 + 0.06 * (style.eye_height > 1.1))
        x = mood.gaze_x - self.side * 2.5 + self.head.pose.turn * 3
        y = mood.gaze_y + 1
        iris: Colour = self.head.person.eyes
        brush.fill(brush.oval(x, y, radius, tall), mix(times(iris, iris), INK, 0.55))
        disc = brush.oval(x, y, radius * 0.91, tall * 0.91)
        table = gradient(
            (0.0, mix(times(iris, (120, 96, 96)), INK, 0.25)),
            (0.5, iris),
            (1.0, mix(scaled(iris, 1.25), (255, 222, 160), 0.5)),
        )
        brush.gradient(disc, table)
        brush.glow(
            x, y + radius * 0.5, radius * 0.75, mix(scaled(iris, 1.2), (255, 220, 150), 0.5), 0.8, power=1.2
        )
        pupil = 0.52 / max(1.0, style.iris)
        brush.fill(brush.oval(x, y - 1, radius * pupil, tall * pupil * 1.05), (24, 14, 18))
        spark: Colour = (255, 254, 248)
        brush.fill(brush.oval(x - radius * 0.36, y - radius * 0.42, radius * 0.30, radius * 0.32), spark)
        brush.fill(
            brush.oval(x + radius * 0.40, y + radius * 0.38, radius * 0.13, radius * 0.13), spark, 0.85
        )

    def _lids(self, ball: Shape) -> None:
        brush, skin = self.brush, self.head.person.skin
        edge = self.upper(self.lid)
        lash = self.head.person.face.lash
        tip = (edge[-1][0] + 1 + 10 * lash, edge[-1][1] - 1 - 9 * lash)
        dark = mix((58, 30, 28), INK, 0.5)
        line = brush.stroke([*edge, tip], 7.5 + 5 * lash, start=0.35, end=0.12, swell=0.55)
        brush.fill(line, dark)
        if lash > 0.45:
            flicks = [
                [
                    (edge[-1][0] - 1, edge[-1][1] - 2),
                    (edge[-1][0] + 11, edge[-1][1] - 10),
                    (edge[-1][0] + 16, edge[-1][1] - 19),
                ],
                [
                    (edge[3][0] + 9, edge[3][1] + 3),
                    (edge[3][0] + 20, edge[3][1] - 7),
                    (edge[3][0] + 25, edge[3][1] - 15),
                ],
            ]
            brush.fill(brush.strokes(flicks, 8 * lash, start=1, end=0.1), dark)
        fold = [(x * 1.02, y - 11 + 5 * self.lid) for x, y in self.upper(self.lid * 0.5, 1.08)[1:]]
        brush.shade(brush.stroke(fold, 5, start=0.3, end=0.3, swell=0.6), skin.shadow, 0.85, blur=1.2)
        bottom = [*self.lower()]
        brush.shade(
            brush.stroke([(self.width * 0.96, 2), *bottom], 4.5, start=0.8, end=0.2), skin.shadow, 0.8, blur=1
        )
        if self.head.age > 0.3:
            self._age_lines()

    def _age_lines(self) -> None:
        brush, skin = self.brush, self.head.person.skin
        w, h = self.width, self.height
        fan = [
            [(w * 1.2, -h * 0.05), (w * 1.42, -h * 0.2)],
            [(w * 1.22, h * 0.16), (w * 1.46, h * 0.14)],
            [(w * 1.18, h * 0.36), (w * 1.38, h * 0.48)],
        ]
        brush.shade(
            brush.strokes(fan, 4, start=1, end=0.2), skin.shadow, 0.7 * min(1.0, self.head.age), blur=1
        )
        bag = [(w * 0.8, h * 0.95), (0.0, h * 1.22), (-w * 0.7, h * 0.98)]
        brush.shade(
            brush.stroke(bag, 5, start=0.2, end=0.2, swell=0.7),
            skin.shadow,
            0.5 * min(1.0, self.head.age),
            blur=1.5,
        )

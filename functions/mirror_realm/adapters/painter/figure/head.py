"""Head: skull, ears and the skin under the face; where things on it lie when it turns."""

import math
from dataclasses import dataclass
from functools import cached_property

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix, times
from mirror_realm.adapters.painter.finish import Material
from mirror_realm.adapters.painter.geometry import Point, mirrored
from mirror_realm.adapters.painter.looks.acting import Expression, Pose
from mirror_realm.adapters.painter.shape import Shape


@dataclass(frozen=True, slots=True)
class Proportions:
    """How a style stylises heads; the person's own face comes on top."""

    eye: float = 1.0
    eye_height: float = 1.0
    iris: float = 1.0
    nose: float = 1.0
    mouth: float = 1.0
    length: float = 1.0
    jaw: float = 1.0


AVERAGE = Proportions()
"""The house style's own."""


def skin_material(person: Appearance, *, depth: float = 60, gain: float = 1.2) -> Material:
    """Return the material of skin: soft forms and warm shadows."""
    return Material(person.skin.base, depth=depth, gain=gain, gloss=0.34, shadow=person.skin.shadow)


@dataclass(frozen=True)
class Head:
    """A head about to be drawn: origin between the eyes, a little above; the chin near y = 190."""

    brush: Brush
    person: Appearance
    expression: Expression
    pose: Pose
    proportions: Proportions = AVERAGE
    young: float = 0.0
    """0-1: softer and rounder, for the past."""

    @property
    def age(self) -> float:
        return self.person.age * (1 - self.young)

    @property
    def hair_colour(self) -> Colour:
        return self.person.hair

    @property
    def brow_colour(self) -> Colour:
        if self.person.marks.grizzled:
            return mix(self.person.hair, (60, 48, 48), 0.5)
        covered = self.person.hair_kind.value == "headscarf"
        return (64, 42, 38) if covered else mix(times(self.person.hair, (210, 196, 196)), (70, 42, 36), 0.35)

    def on_face(self, x: float, y: float) -> Point:
        """Return the place of a point of the face after turn and nod, on an ellipsoid seen from the front."""
        across = max(-1.0, min(1.0, x / 186))
        turned = math.asin(across) + self.pose.turn * 0.30
        return (186 * math.sin(turned), y + self.pose.nod * 26 * (1 - abs(y) / 420))

    def narrowing(self, x: float) -> float:
        """Return the factor by which the turn narrows things at `x`."""
        across = max(-0.98, min(0.98, x / 186))
        return math.cos(math.asin(across) + self.pose.turn * 0.30) / math.cos(math.asin(across))

    @cached_property
    def outline(self) -> list[Point]:
        """The edge of the face and skull."""
        face, length = self.person.face, self.person.face.length * self.proportions.length
        jaw = face.jaw * self.proportions.jaw
        soft = 1 + 0.03 * self.young
        half = [
            (0.0, -198.0),
            (72.0, -190.0),
            (130.0, -154.0),
            (163.0, -90.0),
            (169.0, -18.0),
            (163.0 * face.cheek * soft, 46.0),
            (147.0 * (face.cheek + jaw) / 2 * soft, 100.0 * length),
            (110.0 * jaw, 150.0 * length),
            (56.0 * face.chin, 184.0 * length),
            (0.0, 193.0 * length),
        ]
        turn = self.pose.turn
        return [(x + turn * max(-4.0, (y + 40) * 0.085), y + self.pose.nod * 6) for x, y in mirrored(half)]

    @cached_property
    def skull(self) -> Shape:
        return self.brush.blob(self.outline)

    @property
    def chin(self) -> float:
        return 193.0 * self.person.face.length * self.proportions.length

    def draw_ears(self) -> None:
        for side in (-1, 1):
            hidden = max(0.0, self.pose.turn * side)
            x = side * (172 - hidden * 34) + self.pose.turn * -4
            ear = self.brush.at(x, 26 + self.pose.nod * -8, degrees=side * 8)
            lobe = ear.blob(
                [
                    (0, -46),
                    (side * 22, -40),
                    (side * 32, -8),
                    (side * 20, 28),
                    (side * 2, 46),
                    (-side * 14, 20),
                    (-side * 14, -24),
                ]
            )
            ear.model(
                lobe,
                Material(
                    mix(self.person.skin.base, self.person.skin.blush, 0.25),
                    20,
                    1.6,
                    0.3,
                    self.person.skin.shadow,
                ),
            )
            hollow = ear.stroke(
                [(side * 6, -28), (side * 18, -16), (side * 12, 8), (side * 2, 16)],
                11,
                start=0.4,
                end=0.5,
                swell=0.4,
            )
            ear.within(lobe).shade(hollow, self.person.skin.shadow, 0.75, blur=3)
            if self.person.marks.earrings:
                ring = ear.oval(side * 10, 58, 12, 14)
                ear.cast(ring, 2, 4, blur=4, share=0.5)
                ear.model(ring, Material((244, 190, 84), 8, 2.2, 0.9))

    def draw_skull(self) -> None:
        self.brush.cast(self.skull, 0, 18, blur=20, share=0.4)
        # Flat tones need a narrower shadow on a face than continuous ones.
        lift = 0.12 if self.brush.finish.tones else 0.02
        self.brush.model(
            self.skull, skin_material(self.person, depth=64, gain=1.0), round_form=0.62, lift=lift
        )
        inside = self.brush.within(self.skull)
        glow = self.expression.blush
        for side in (-1, 1):
            x, y = self.on_face(side * 100, 78)
            inside.soften(inside.oval(x, y, 44, 30), self.person.skin.blush, 0.42 * (0.4 + glow), blur=20)
        inside.shade(
            inside.oval(*self.on_face(0, self.chin + 6), 150, 34), self.person.skin.shadow, 0.35, blur=16
        )

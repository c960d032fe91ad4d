"""Person: a whole figure, dressed, in the layers that a place may come between."""

from dataclasses import dataclass
from functools import cached_property

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.adapters.painter.figure.arms import Arm, Sleeve
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.figure.face import draw_face
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.figure.legs import Legwear, draw_legs
from mirror_realm.adapters.painter.hair import HAIR_DRAWINGS
from mirror_realm.adapters.painter.looks.acting import Arms
from mirror_realm.adapters.painter.props.desk_things import mug
from mirror_realm.adapters.painter.wardrobe.garment import Garment
from mirror_realm.adapters.painter.wardrobe.persona_layers import PersonaLayer


@dataclass(frozen=True)
class Person:
    """Head, body and clothes of one figure."""

    head: Head
    body: Body
    garment: Garment
    persona: PersonaLayer
    sleeve: Sleeve
    legs: Legwear | None = None
    paint: Colour | None = None
    """A smudge of paint on one sleeve."""

    @property
    def brush(self) -> Brush:
        return self.body.brush

    @cached_property
    def arms(self) -> tuple[Arm, Arm]:
        # The acting arm comes last: it may lie over the other.
        first = 1 if self.body.pose.flip else -1
        return Arm(self.body, self.sleeve, first), Arm(self.body, self.sleeve, -first)

    def draw_body(self) -> None:
        """Draw everything a desk may hide: from the hair's back layer to the collar."""
        self.garment.behind(self.body)
        HAIR_DRAWINGS[self.head.person.hair_kind].back(self.head)
        if self.legs is not None:
            draw_legs(self.body, self.legs)
        self.garment.torso(self.body)
        self.brush.rim(self.body.torso, 0.7)
        self.body.draw_neck()
        self.garment.collar(self.body)
        self.persona.draw(self.body)

    def draw_head(self) -> None:
        """Draw low arms, then the head in front of them, then a raised arm in front of the head."""
        for arm in self.arms:
            arm.draw_lower_layer()
        self.garment.over(self.body)
        if self.paint is not None:
            self._smudge(self.paint)
        self.head.draw_ears()
        self.head.draw_skull()
        self.head.brush.rim(self.head.skull, 0.6)
        draw_face(self.head)
        HAIR_DRAWINGS[self.head.person.hair_kind].front(self.head)
        for arm in self.arms:
            arm.draw_upper_layer()
        if self.body.pose.arms is Arms.MUG:
            mug(self.brush.at(0, 290, 1.12), (236, 112, 74), steam=True)

    def _smudge(self, colour: Colour) -> None:
        _, elbow, wrist = self.arms[0].body.arm(self.arms[0].side)
        x, y = elbow[0] + (wrist[0] - elbow[0]) * 0.36, elbow[1] + (wrist[1] - elbow[1]) * 0.36
        for dx, dy, across, down, turn in ((0, 0, 22, 11, -20), (26, 12, 13, 7, 10), (-22, 14, 9, 6, 0)):
            self.brush.fill(self.brush.oval(x + dx, y + dy, across, down, turn), colour, 0.92)

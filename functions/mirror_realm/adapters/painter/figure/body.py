"""Body: torso, neck and where arms go. Origin at the base of the neck, shoulders about 60 below it."""

from dataclasses import dataclass
from functools import cached_property

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.figure.head import skin_material
from mirror_realm.adapters.painter.geometry import Point, mirrored
from mirror_realm.adapters.painter.looks.acting import Arms, Pose
from mirror_realm.adapters.painter.looks.dyes import Dyes
from mirror_realm.adapters.painter.shape import Shape
from mirror_realm.domain.characters import Build

BUILDS: dict[Build, tuple[float, float]] = {
    # Half width of the shoulders, and of the waist as a share of it.
    Build.SLIGHT: (176, 0.93),
    Build.AVERAGE: (192, 0.97),
    Build.ATHLETIC: (214, 0.88),
    Build.STURDY: (216, 1.06),
}


@dataclass(frozen=True)
class Body:
    """A body about to be drawn."""

    brush: Brush
    person: Appearance
    pose: Pose
    heroic: float = 0.0
    """0-1: broader shoulders and a narrower waist."""
    whole: bool = False
    """Whether legs follow: the torso then ends at the hips."""
    dyes: Dyes | None = None
    """The chosen colours of a costume, of which the person's outfit has the main one; None for the person's own."""

    @property
    def shoulder(self) -> float:
        """Half the width of the shoulders."""
        return BUILDS[self.person.build][0] * (1 + 0.13 * self.heroic)

    @property
    def waist(self) -> float:
        """Half the width of the waist."""
        width, share = BUILDS[self.person.build]
        return width * share * (1 - 0.16 * self.heroic)

    @property
    def raised(self) -> float:
        """How far the shoulders are drawn up."""
        return -self.pose.shoulders

    @cached_property
    def torso(self) -> Shape:
        """From the shoulders to below the hips."""
        wide, waist, up = self.shoulder, self.waist, self.raised
        half = [
            (64.0, -14.0 + up * 0.3),
            (wide * 0.62, 22 + up * 0.8),
            (wide * 0.95, 62 + up),
            (wide * 1.06, 140 + up * 0.6),
            (waist * 1.08, 260.0),
            (waist * 1.0, 380.0),
            (waist * 1.02, 520.0),
        ]
        if self.whole:
            half[-2:] = [(waist * 1.0, 360.0), (waist * 0.94, 428.0), (waist * 0.5, 448.0), (0.0, 450.0)]
        return self.brush.blob(mirrored(half))

    def draw_neck(self) -> None:
        brush = self.brush
        width = 54 * (0.5 + 0.5 * self.shoulder / 192)
        neck = brush.blob(
            [
                (-width, -130),
                (width, -130),
                (width * 0.98, -40),
                (width * 1.3, 10),
                (0, 62),
                (-width * 1.3, 10),
                (-width * 0.98, -40),
            ]
        )
        brush.model(neck, skin_material(self.person, depth=34, gain=1.2))
        under = brush.oval(self.pose.turn * 12, -74, 108, 62)
        brush.within(neck).shade(under, self.person.skin.shadow, 0.75, blur=10)

    def arm(self, side: int) -> tuple[Point, Point, Point]:
        """Return shoulder, elbow and wrist of the arm on this side of the picture."""
        wide, up = self.shoulder, self.raised
        shoulder = (side * wide * 0.86, 74 + up)
        acting = -1 if self.pose.flip else 1
        elbow, wrist = _reach(self.pose.arms, leading=side == acting, seated=self.pose.seated)
        stretch = wide / 192
        return (
            shoulder,
            (side * elbow[0] * stretch, elbow[1]),
            (side * wrist[0] * (stretch if wrist[0] > 60 else 1), wrist[1]),
        )


_HANGING: tuple[Point, Point] = ((232, 236), (226, 400))
_ONE_ARMED = (Arms.WAVE, Arms.HEART, Arms.CHIN, Arms.NOTEBOOK, Arms.COLLAR)


def _reach(arms: Arms, *, leading: bool, seated: bool) -> tuple[Point, Point]:
    """Return elbow and wrist as seen from the arm's own side: positive x is outwards."""
    if not seated and not leading and arms in _ONE_ARMED:
        return _HANGING
    match arms:
        case Arms.TUCKED:
            return (226, 240), (58, 292)
        case Arms.TYPING:
            return (246, 230), (128, 300)
        case Arms.CHIN:
            return ((196, 292), (112, 42)) if leading else ((246, 250), (-6, 300))
        case Arms.WAVE:
            return ((300, 200), (292, 10)) if leading else ((244, 246), (60, 298))
        case Arms.CROSSED:
            return ((226, 228), (-92, 176)) if leading else ((226, 216), (-104, 214))
        case Arms.MUG:
            return (236, 252), (76, 196)
        case Arms.HEART:
            return ((236, 236), (40, 130)) if leading else ((244, 246), (60, 298))
        case Arms.PALMS:
            return (222, 250), (262, 176)
        case Arms.NOTEBOOK:
            return ((240, 244), (72, 214)) if leading else ((246, 250), (40, 300))
        case Arms.COLLAR:
            return ((262, 206), (102, 84)) if leading else ((246, 250), (60, 298))
        case Arms.RESTING:
            return (246, 244), (96, 298)
        case Arms.HIPS:
            return (336, 210), (182, 372)
        case Arms.SIDES:
            return _HANGING

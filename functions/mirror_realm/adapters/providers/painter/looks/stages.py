"""The six stages as a painter sees them: face, posture, light and how much the place has grown."""

from dataclasses import dataclass

from mirror_realm.adapters.providers.painter.colour import Colour
from mirror_realm.adapters.providers.painter.finish import Light
from mirror_realm.adapters.providers.painter.looks.acting import Arms, Expression, Pose
from mirror_realm.domain.progress import EvolutionStage


@dataclass(frozen=True, slots=True)
class Sky:
    """What the window shows, from top to bottom, and the light it lets in."""

    top: Colour
    middle: Colour
    bottom: Colour
    beam: float
    """Strength of the light on the wall."""


@dataclass(frozen=True, slots=True)
class StageLook:
    """A stage of growth. Every entry must be told from its neighbours at thumbnail size."""

    expression: Expression
    pose: Pose
    light: Light
    wall: tuple[Colour, Colour, Colour]
    """From top to bottom."""
    wood: Colour
    sky: Sky
    lamp: float
    """0 off, 1 bright."""
    bokeh: int
    closeness: float
    """Size of the figure: the person comes nearer with confidence."""
    growth: int
    """0-5: how lived-in the place is."""


_MORNING = Light(-0.7, -0.7, (226, 234, 246), (138, 128, 158), 0.95, (214, 224, 244), 0.18)
_BREAKFAST = Light(-0.66, -0.74, (255, 238, 206), (160, 122, 128), 1.0, (255, 232, 196), 0.3)
_NOON = Light(-0.62, -0.78, (255, 236, 190), (172, 114, 108), 1.0, (255, 224, 160), 0.4)
_GOLD = Light(-0.62, -0.76, (255, 226, 160), (176, 104, 92), 1.0, (255, 208, 122), 0.6)
_SUNSET = Light(-0.7, -0.6, (255, 210, 140), (158, 86, 96), 1.05, (255, 178, 96), 0.75)
_EVENING = Light(-0.6, -0.74, (255, 220, 150), (150, 84, 96), 1.0, (255, 202, 110), 1.0)

STAGE_LOOKS: dict[EvolutionStage, StageLook] = {
    EvolutionStage.NEW_REFLECTION: StageLook(
        Expression(
            brow_lift=12,
            brow_worry=13,
            brow_skew=3,
            lid=0.0,
            gaze_x=4,
            gaze_y=-3,
            smile=0.16,
            mouth_width=0.62,
            mouth_skew=0.3,
            blush=0.4,
        ),
        Pose(tilt=-8, turn=0.22, nod=0.1, shoulders=26, arms=Arms.TUCKED),
        _MORNING,
        ((196, 190, 190), (188, 174, 166), (150, 128, 118)), (176, 138, 112),
        Sky((158, 184, 214), (198, 212, 226), (240, 226, 212), 0.28),
        0.0,
        0,
        0.9,
        0,
    ),
    EvolutionStage.FIRST_WEEK: StageLook(
        Expression(
            brow_lift=-8,
            brow_worry=-10,
            lid=0.12,
            squint=0.12,
            smile=0.3,
            mouth_width=0.72,
            mouth_skew=0.2,
            blush=0.4,
        ),
        Pose(tilt=-2, turn=-0.12, nod=0.22, shoulders=10, arms=Arms.TYPING),
        _BREAKFAST,
        ((226, 206, 176), (216, 184, 144), (168, 128, 96)), (184, 130, 88),
        Sky((176, 208, 232), (222, 230, 228), (255, 238, 208), 0.45),
        0.35,
        2,
        0.97,
        1,
    ),
    EvolutionStage.TWO_WEEKS: StageLook(
        Expression(
            brow_lift=3,
            brow_worry=0,
            brow_skew=7,
            lid=0.16,
            squint=0.25,
            smile=0.78,
            mouth_width=0.98,
            mouth_skew=0.55,
        ),
        Pose(tilt=7, turn=0.16, nod=0.02, shoulders=2, arms=Arms.CHIN),
        _NOON,
        ((252, 214, 150), (244, 184, 112), (196, 122, 74)), (192, 122, 74),
        Sky((150, 206, 236), (206, 232, 236), (255, 246, 216), 0.62),
        0.5,
        4,
        1.0,
        2,
    ),
    EvolutionStage.MONTH: StageLook(
        Expression(brow_lift=10, lid=0.06, squint=0.42, smile=1.0, open=0.85, mouth_width=1.12, blush=0.75),
        Pose(tilt=5, turn=-0.12, nod=-0.1, shoulders=-4, arms=Arms.WAVE),
        _GOLD,
        ((255, 196, 112), (250, 158, 76), (194, 98, 54)), (186, 106, 62),
        Sky((255, 214, 132), (255, 228, 160), (255, 244, 206), 0.9),
        0.8,
        9,
        1.02,
        3,
    ),
    EvolutionStage.QUARTER: StageLook(
        Expression(brow_lift=2, brow_worry=-2, lid=0.2, squint=0.2, smile=0.74, open=0.0, mouth_width=1.08),
        Pose(tilt=-2, turn=0.18, nod=-0.1, shoulders=-8, arms=Arms.CROSSED),
        _SUNSET,
        ((224, 118, 74), (236, 132, 66), (148, 66, 50)), (156, 82, 54),
        Sky((250, 138, 96), (255, 176, 96), (255, 218, 132), 0.85),
        0.9,
        12,
        1.05,
        4,
    ),
    EvolutionStage.HALF_YEAR: StageLook(
        Expression(
            brow_lift=4, brow_worry=5, lid=0.4, squint=0.3, smile=0.72, open=0.0, mouth_width=0.95, blush=0.65
        ),
        Pose(tilt=5, turn=-0.08, nod=0.02, shoulders=-12, arms=Arms.MUG),
        _EVENING,
        ((128, 62, 70), (196, 96, 62), (124, 54, 48)), (138, 72, 52),
        Sky((92, 72, 128), (232, 128, 112), (255, 204, 130), 0.6),
        1.0,
        18,
        1.03,
        5,
    ),
}

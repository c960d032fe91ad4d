"""The six stages as a painter sees them: face, posture, light and how much the place has grown."""

from dataclasses import dataclass

from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.adapters.painter.finish import Light
from mirror_realm.adapters.painter.looks.acting import Arms, Expression, Pose
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
    """A stage of growth. Every entry must look different from its neighbours at thumbnail size."""

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
        expression=Expression(
            brow_lift=12,
            brow_worry=13,
            brow_skew=3,
            lid=0.0,
            gaze_x=4,
            gaze_y=-3,
            smile=0.22,
            mouth_width=0.72,
            mouth_skew=0.3,
            blush=0.4,
        ),
        pose=Pose(tilt=-8, turn=0.22, nod=0.1, shoulders=26, arms=Arms.TUCKED),
        light=_MORNING,
        wall=((196, 190, 190), (188, 174, 166), (150, 128, 118)),
        wood=(176, 138, 112),
        sky=Sky((158, 184, 214), (198, 212, 226), (240, 226, 212), beam=0.28),
        lamp=0.0,
        bokeh=0,
        closeness=0.9,
        growth=0,
    ),
    EvolutionStage.FIRST_WEEK: StageLook(
        expression=Expression(
            brow_lift=-5,
            brow_worry=-7,
            lid=0.12,
            squint=0.12,
            smile=0.42,
            mouth_width=0.8,
            mouth_skew=0.2,
            blush=0.4,
        ),
        pose=Pose(tilt=-2, turn=-0.12, nod=0.2, shoulders=10, arms=Arms.TYPING),
        light=_BREAKFAST,
        wall=((226, 206, 176), (216, 184, 144), (168, 128, 96)),
        wood=(184, 130, 88),
        sky=Sky((176, 208, 232), (222, 230, 228), (255, 238, 208), beam=0.45),
        lamp=0.35,
        bokeh=2,
        closeness=0.97,
        growth=1,
    ),
    EvolutionStage.TWO_WEEKS: StageLook(
        expression=Expression(
            brow_lift=5, brow_skew=6, lid=0.14, squint=0.25, smile=0.85, mouth_width=1.0, mouth_skew=0.5
        ),
        pose=Pose(tilt=7, turn=0.16, nod=0.02, shoulders=2, arms=Arms.CHIN),
        light=_NOON,
        wall=((252, 214, 150), (244, 184, 112), (196, 122, 74)),
        wood=(192, 122, 74),
        sky=Sky((150, 206, 236), (206, 232, 236), (255, 246, 216), beam=0.62),
        lamp=0.5,
        bokeh=4,
        closeness=1.0,
        growth=2,
    ),
    EvolutionStage.MONTH: StageLook(
        expression=Expression(
            brow_lift=10, lid=0.06, squint=0.42, smile=1.0, open=0.85, mouth_width=1.12, blush=0.75
        ),
        pose=Pose(tilt=5, turn=-0.12, nod=-0.1, shoulders=-4, arms=Arms.WAVE),
        light=_GOLD,
        wall=((255, 196, 112), (250, 158, 76), (194, 98, 54)),
        wood=(186, 106, 62),
        sky=Sky((255, 214, 132), (255, 228, 160), (255, 244, 206), beam=0.9),
        lamp=0.8,
        bokeh=9,
        closeness=1.02,
        growth=3,
    ),
    EvolutionStage.QUARTER: StageLook(
        expression=Expression(brow_lift=4, brow_worry=1, lid=0.18, squint=0.22, smile=0.82, mouth_width=1.08),
        pose=Pose(tilt=-2, turn=0.18, nod=-0.1, shoulders=-8, arms=Arms.CROSSED),
        light=_SUNSET,
        wall=((224, 118, 74), (236, 132, 66), (148, 66, 50)),
        wood=(156, 82, 54),
        sky=Sky((250, 138, 96), (255, 176, 96), (255, 218, 132), beam=0.85),
        lamp=0.9,
        bokeh=12,
        closeness=1.05,
        growth=4,
    ),
    EvolutionStage.HALF_YEAR: StageLook(
        expression=Expression(
            brow_lift=6, brow_worry=5, lid=0.33, squint=0.32, smile=0.8, mouth_width=0.98, blush=0.65
        ),
        pose=Pose(tilt=5, turn=-0.08, nod=0.02, shoulders=-12, arms=Arms.MUG),
        light=_EVENING,
        wall=((128, 62, 70), (196, 96, 62), (124, 54, 48)),
        wood=(138, 72, 52),
        sky=Sky((92, 72, 128), (232, 128, 112), (255, 204, 130), beam=0.6),
        lamp=1.0,
        bokeh=18,
        closeness=1.03,
        growth=5,
    ),
}

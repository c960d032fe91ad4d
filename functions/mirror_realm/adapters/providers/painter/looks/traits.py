"""Trait cues: what each group of the vocabulary changes in face and posture, and the thing it puts on the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.looks.acting import Arms, Expression, Pose
from mirror_realm.adapters.providers.painter.props import desk_things, greenery, trait_things

Drawing = Callable[[Brush], None]


@dataclass(frozen=True, slots=True)
class TraitLook:
    """A subtle change: amounts are added to the stage's own, so that the stage stays readable."""

    thing: Drawing | None = None
    face: Mapping[str, float] = field(default_factory=dict)
    body: Mapping[str, float] = field(default_factory=dict)
    arms: Arms | None = None
    rolled: bool = False
    """Sleeves rolled up."""
    paint: bool = False
    """A smudge of paint on the sleeve."""
    sunbeam: bool = False
    wind: bool = False
    """Moving air: loose leaves and a lifted chin."""


TRAIT_LOOKS: dict[str, TraitLook] = {
    "creative": TraitLook(trait_things.sketches, paint=True),
    "confident": TraitLook(
        face={"lid": 0.05, "mouth_skew": 0.15},
        body={"shoulders": -6, "nod": -0.12, "tilt": 0},
        arms=Arms.CROSSED,
    ),
    "curious": TraitLook(
        lambda brush: desk_things.notebook(brush, open_pages=True),
        face={"brow_lift": 5, "brow_skew": 5},
        body={"tilt": 5},
    ),
    "calm": TraitLook(
        lambda brush: desk_things.mug(brush, (122, 160, 140), steam=True),
        face={"lid": 0.08},
        body={"shoulders": -6},
    ),
    "joyful": TraitLook(face={"open": 0.75, "smile": 0.25, "squint": 0.2, "blush": 0.3, "brow_lift": 4}),
    "kind": TraitLook(face={"brow_worry": 4, "smile": 0.1, "lid": 0.05}, arms=Arms.HEART),
    "brave": TraitLook(face={"brow_worry": -4}, body={"nod": -0.3, "shoulders": -6}, wind=True),
    "determined": TraitLook(desk_things.checklist, face={"brow_worry": -5, "brow_lift": -3}),
    "organised": TraitLook(trait_things.pens_in_a_row),
    "disciplined": TraitLook(trait_things.calendar, body={"shoulders": -4}),
    "thoughtful": TraitLook(trait_things.hand_mirror, face={"gaze_x": 5, "gaze_y": -4, "lid": 0.05}),
    "wise": TraitLook(trait_things.reading_lamp, face={"lid": 0.1, "mouth_skew": 0.35}),
    "empathetic": TraitLook(face={"brow_worry": 6, "brow_lift": 3}, body={"nod": 0.14, "tilt": 4, "lean": 2}),
    "honest": TraitLook(
        face={"lid": -0.05, "brow_lift": 3, "squint": -0.1}, body={"turn": 0.0}, sunbeam=True
    ),
    "resilient": TraitLook(trait_things.mended_cup),
    "patient": TraitLook(greenery.bonsai),
    "optimistic": TraitLook(face={"gaze_y": -3, "smile": 0.12}, body={"nod": -0.1}, sunbeam=True),
    "energetic": TraitLook(face={"brow_lift": 4}, body={"lean": 4, "tilt": 3}, rolled=True),
    "analytical": TraitLook(trait_things.puzzle_cube),
    "focused": TraitLook(desk_things.candle, face={"brow_lift": -2}),
    "adaptable": TraitLook(trait_things.paper_bird, rolled=True),
    "independent": TraitLook(trait_things.feather),
    "generous": TraitLook(trait_things.gift),
    "grateful": TraitLook(greenery.flowers),
    "humorous": TraitLook(face={"brow_skew": 13, "mouth_skew": 0.8, "smile": 0.15}),
    "loyal": TraitLook(trait_things.bracelet),
    "humble": TraitLook(trait_things.bare_wood),
    "leader": TraitLook(trait_things.flag, body={"shoulders": -5, "nod": -0.08}),
}


def acted(traits: tuple[str, ...], expression: Expression, pose: Pose) -> tuple[Expression, Pose]:
    """Face and posture with the cues of these traits added."""
    for trait in traits:
        look = TRAIT_LOOKS[trait]
        expression = replace(
            expression, **{name: getattr(expression, name) + more for name, more in look.face.items()}
        )
        pose = replace(pose, **{name: getattr(pose, name) + more for name, more in look.body.items()})
        if look.arms is not None:
            pose = replace(pose, arms=look.arms)
    return replace(expression, lid=max(0.0, min(0.55, expression.lid)), open=min(1.0, expression.open)), pose

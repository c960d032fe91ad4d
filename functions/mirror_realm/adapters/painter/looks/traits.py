"""Trait cues: what each group of the vocabulary changes in face and posture, and the thing it puts on the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.looks.acting import Expression, Pose
from mirror_realm.adapters.painter.props import desk_things, greenery, trait_things

Drawing = Callable[[Brush], None]


@dataclass(frozen=True, slots=True)
class TraitLook:
    """A subtle change: amounts are added to the stage's own, so that the stage stays readable."""

    thing: Drawing | None = None
    face: Mapping[str, float] = field(default_factory=dict)
    body: Mapping[str, float] = field(default_factory=dict)
    rolled: bool = False
    """Sleeves rolled up."""
    paint: bool = False
    """A smudge of paint on the sleeve."""
    sunbeam: bool = False


TRAIT_LOOKS: dict[str, TraitLook] = {
    "creative": TraitLook(trait_things.sketches, paint=True),
    "confident": TraitLook(
        face={"lid": 0.08, "brow_lift": -2, "mouth_skew": 0.3, "smile": 0.1}, body={"nod": -0.12}
    ),
    "curious": TraitLook(trait_things.magnifier, face={"lid": -0.06, "brow_lift": 5, "brow_skew": 4}),
    "calm": TraitLook(trait_things.tea, face={"lid": 0.08, "brow_worry": 2}),
    "joyful": TraitLook(face={"open": 0.75, "smile": 0.25, "squint": 0.2, "blush": 0.3, "brow_lift": 4}),
    "kind": TraitLook(trait_things.sleeping_cat, face={"brow_worry": 4, "smile": 0.08, "lid": 0.04}),
    "brave": TraitLook(face={"brow_worry": -4}, body={"nod": -0.32, "lean": -3}),
    "determined": TraitLook(trait_things.mountain, face={"brow_worry": -5, "brow_lift": -3}),
    "organised": TraitLook(trait_things.pencils_in_a_row),
    "disciplined": TraitLook(trait_things.hourglass),
    "thoughtful": TraitLook(trait_things.hand_mirror, face={"gaze_x": 5, "gaze_y": 4, "lid": 0.06}),
    "wise": TraitLook(trait_things.owl, face={"lid": 0.1, "mouth_skew": 0.35}),
    "empathetic": TraitLook(
        trait_things.two_chairs, face={"brow_worry": 6, "brow_lift": 3}, body={"tilt": 4}
    ),
    "honest": TraitLook(face={"lid": -0.05, "brow_lift": 3, "squint": -0.1}, sunbeam=True),
    "resilient": TraitLook(trait_things.mended_cup),
    "patient": TraitLook(greenery.bonsai),
    "optimistic": TraitLook(face={"gaze_y": -3, "smile": 0.15, "brow_lift": 3}, sunbeam=True),
    "energetic": TraitLook(face={"brow_lift": 4, "lid": -0.04}, body={"lean": 4, "tilt": 3}, rolled=True),
    "analytical": TraitLook(trait_things.puzzle),
    "focused": TraitLook(desk_things.candle, face={"brow_lift": -2}),
    "adaptable": TraitLook(trait_things.paper_bird, rolled=True),
    "independent": TraitLook(trait_things.feather),
    "generous": TraitLook(trait_things.gift),
    "grateful": TraitLook(greenery.flowers),
    "humorous": TraitLook(face={"brow_skew": 13, "mouth_skew": 0.8, "smile": 0.15}),
    "loyal": TraitLook(trait_things.bracelet),
    "humble": TraitLook(trait_things.bare_wood),
    "leader": TraitLook(trait_things.pennant, body={"nod": -0.1}),
}


def acted(traits: tuple[str, ...], expression: Expression, pose: Pose) -> tuple[Expression, Pose]:
    """Return face and posture with the cues of these traits added."""
    for trait in traits:
        look = TRAIT_LOOKS[trait]
        expression = replace(
            expression, **{name: getattr(expression, name) + more for name, more in look.face.items()}
        )
        pose = replace(pose, **{name: getattr(pose, name) + more for name, more in look.body.items()})
    return replace(expression, lid=max(0.0, min(0.55, expression.lid)), open=min(1.0, expression.open)), pose

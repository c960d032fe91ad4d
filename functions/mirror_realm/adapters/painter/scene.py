"""Scene: the plan of one picture, computed from its recipe before anything is drawn."""

import hashlib
import random
from dataclasses import dataclass, replace

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.looks.acting import Expression, Pose
from mirror_realm.adapters.painter.looks.stages import STAGE_LOOKS, StageLook
from mirror_realm.adapters.painter.looks.traits import TRAIT_LOOKS, TraitLook, acted
from mirror_realm.adapters.painter.looks.variations import POSE_ARMS, VIEW_LOOKS, ViewLook
from mirror_realm.adapters.painter.props.areas import AREA_PROPS, GENERAL, AreaProps
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import RANGES, STAGES, EvolutionStage
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.variations import pose_and_view

_FURNISHED = (StyleId.DAYMI, StyleId.COMIC, StyleId.ANIME, StyleId.REALISTIC_PORTRAIT)
"""Styles whose places show success even where no area is known."""


@dataclass(frozen=True)
class Scene:
    """The person, the mood and the place of one picture."""

    recipe: Recipe
    person: Appearance
    stage: StageLook
    expression: Expression
    pose: Pose
    traits: tuple[TraitLook, ...]
    tidiness: int
    """0-4, from the progress range: how much the desk holds."""
    hint: AreaProps | None
    """Shown by a single thing."""
    symbols: AreaProps | None
    """Shown in full."""
    own_pose: bool
    """Whether the pose is the stage's, not a variation's."""
    view: ViewLook

    @property
    def drift(self) -> float:
        """-1 to 1: how the view shifts what lies behind."""
        return self.view.shift

    @property
    def persona(self) -> PersonaId:
        return self.recipe.persona

    @property
    def future(self) -> bool:
        return self.recipe.timeline is Timeline.FUTURE_2048

    @property
    def past(self) -> bool:
        return self.recipe.timeline is Timeline.ORIGINAL

    @property
    def growth(self) -> int:
        return self.stage.growth

    def dice(self, what: str) -> random.Random:
        """Return the random numbers of one detail: fixed by person and variation, independent of every other detail."""
        who = self.recipe.character or "\n".join(self.recipe.references)
        return random.Random(hashlib.sha256(f"{what}:{who}:{self.recipe.variation}".encode()).digest())


def scene_for(recipe: Recipe, person: Appearance) -> Scene:
    """Return the scene of a recipe. Every field that decides the picture is used here or by the style."""
    stage = STAGE_LOOKS[recipe.stage]
    pose_name, view_name = pose_and_view(recipe.variation)
    arms, view = POSE_ARMS[pose_name], VIEW_LOOKS[view_name]
    pose = replace(stage.pose, turn=stage.pose.turn + view.turn, nod=stage.pose.nod + view.nod)
    if arms is not None:
        # A variation that happens to be the stage's own pose takes the other side.
        pose = replace(pose, arms=arms, flip=arms is pose.arms)
    expression, pose = acted(recipe.traits, stage.expression, pose)
    shown = AREA_PROPS[recipe.area] if recipe.area is not None else None
    ripe = STAGES.index(recipe.stage) >= STAGES.index(EvolutionStage.QUARTER)
    return Scene(
        recipe=recipe,
        person=person,
        stage=stage,
        expression=expression,
        pose=pose,
        traits=tuple(TRAIT_LOOKS[trait] for trait in recipe.traits),
        tidiness=RANGES.index(recipe.range),
        hint=(shown or GENERAL) if recipe.goals_met and not ripe else None,
        symbols=(shown or (GENERAL if recipe.style in _FURNISHED else None)) if ripe else None,
        own_pose=arms is None,
        view=view,
    )

"""Scene: what a recipe means for one painting, before a pixel is laid."""

import hashlib
import random
from dataclasses import dataclass, replace

from mirror_realm.adapters.providers.painter.appearance import Appearance
from mirror_realm.adapters.providers.painter.looks.acting import Expression, Pose
from mirror_realm.adapters.providers.painter.looks.stages import STAGE_LOOKS, StageLook
from mirror_realm.adapters.providers.painter.looks.traits import TRAIT_LOOKS, TraitLook, acted
from mirror_realm.adapters.providers.painter.props.areas import AREA_PROPS, GENERAL, AreaProps
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import RANGES, STAGES, EvolutionStage
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.styles import StyleId

_FURNISHED = (StyleId.DAYMI, StyleId.COMIC, StyleId.ANIME, StyleId.REALISTIC_PORTRAIT)
"""Styles whose places show success even where no area is known."""


@dataclass(frozen=True)
class Scene:
    """Who, in which mood, in how grown a place."""

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
    mirrored: bool
    """Whether this variation has its window on the other side."""
    drift: float
    """-1 to 1: how this variation shifts the view."""

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
        """Chance for one detail: fixed by person and variation, independent of every other detail."""
        who = self.recipe.character or "\n".join(self.recipe.references)
        return random.Random(hashlib.sha256(f"{what}:{who}:{self.recipe.variation}".encode()).digest())


def scene_for(recipe: Recipe, person: Appearance) -> Scene:
    """Reads the recipe: every field that decides a look is used here or by the style."""
    stage = STAGE_LOOKS[recipe.stage]
    pose = stage.poses[recipe.variation % len(stage.poses)]
    dice = random.Random(hashlib.sha256(f"pose:{recipe.variation}".encode()).digest())
    drift, mirrored = 0.0, False
    if recipe.variation:
        drift, mirrored = dice.uniform(-1, 1), dice.random() < 0.5
        pose = replace(
            pose, tilt=pose.tilt + dice.uniform(-2.5, 2.5), turn=pose.turn + dice.uniform(-0.08, 0.08)
        )
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
        mirrored=mirrored,
        drift=drift,
    )

"""Recipe: everything that decides how a picture looks, and nothing else. Its digest is the cache key."""

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from mirror_realm.domain.areas import Area
from mirror_realm.domain.codec import ClosedDocument, Defaulted, Stored
from mirror_realm.domain.costumes import COSTUMED, Costume, stored_costume
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import STAGES, EvolutionStage, Progress, ProgressRange, range_for
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import canonical_groups

TEMPLATE_VERSION = 1
"""Increase it whenever prompts or the painter change the picture of a recipe. Old pictures expire."""


VARIATIONS = 100
"""The number of variations of one recipe."""


class Timeline(StrEnum):
    """The three times of life that can be pictured."""

    ORIGINAL = "original"
    CURRENT = "current"
    FUTURE_2048 = "future_2048"


class RecipeDetail(StrEnum):
    """How much of a user's progress enters a recipe: more detail means fewer shared pictures."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class _Detail:
    traits: int
    area_and_goals: bool


_DETAILS = {
    RecipeDetail.LOW: _Detail(traits=0, area_and_goals=False),
    RecipeDetail.MEDIUM: _Detail(traits=1, area_and_goals=True),
    RecipeDetail.HIGH: _Detail(traits=3, area_and_goals=True),
}
"""Chosen by simulated populations (`make bench`): medium is the finest with 80 % true hits at 10 000 users."""


@dataclass(frozen=True, slots=True)
class Recipe(ClosedDocument):
    """Everything that decides a picture. Equal recipes share a picture; any different field gives another cache key.

    A shared recipe names a `character`. A personal one has the user's `uid` and the digests of their `references`
    (base64 MD5 as Storage reports it) instead, so that it never equals the recipe of another user.

    A field that is added later is `OmittedAtDefault`: recipes without it keep their keys.
    """

    style: StyleId
    stage: EvolutionStage
    range: ProgressRange
    character: str | None
    renderer: str
    """The model, or `painter-N`."""
    quality: str
    traits: tuple[str, ...] = ()
    """Canonical group ids, in the vocabulary's order."""
    area: Annotated[Area | None, Stored(strict=True)] = None
    goals_met: Defaulted[bool] = False
    persona: PersonaId = PersonaId.COMPANION
    timeline: Timeline = Timeline.CURRENT
    variation: Defaulted[int] = 0
    """The number of the variation, 0-99."""
    size: Defaulted[int] = 1024
    """Pixels a side."""
    uid: Defaulted[str | None] = None
    references: tuple[str, ...] = ()
    template: Defaulted[int] = TEMPLATE_VERSION
    costume: Annotated[
        Costume | None,
        Stored(defaulted=True, omitted=True, encode=Costume.to_document, decode=stored_costume),
    ] = None
    """What the user chose of a hero's looks; None in other styles, and if nothing was chosen."""

    def __post_init__(self) -> None:
        if (self.character is None) == (self.uid is None):
            raise ValueError("a recipe is either shared (character) or personal (uid and references)")
        if bool(self.references) != (self.uid is not None):
            raise ValueError("references and uid come together")
        if self.costume is not None and self.style not in COSTUMED:
            raise ValueError(f"{self.style} has no costume")

    @property
    def personal(self) -> bool:
        """Whether the picture is made from a photo; it then never enters the shared cache."""
        return self.uid is not None

    def canonical_json(self) -> str:
        """Return the recipe as JSON with sorted keys, without spaces, in ASCII: equal recipes have equal text."""
        return json.dumps(self.to_document(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)

    @property
    def cache_key(self) -> str:
        """The SHA-256 of the canonical JSON, in hex."""
        return _cache_key(self)


@lru_cache(maxsize=256)
def _cache_key(recipe: Recipe) -> str:
    """Return the cache key, memoized: from admission to settling it is needed many times."""
    return hashlib.sha256(recipe.canonical_json().encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Renderer:
    """The model or painter that makes the picture, and the quality."""

    name: str
    quality: str
    size: int = 1024


def shared_recipe(
    *,
    progress: Progress,
    stage: EvolutionStage,
    style: StyleId,
    character: str,
    renderer: Renderer,
    detail: RecipeDetail,
    persona: PersonaId = PersonaId.COMPANION,
    timeline: Timeline = Timeline.CURRENT,
    variation: int = 0,
    costume: Costume | None = None,
) -> Recipe:
    """Return the recipe of a wish without a photo.

    Only visible values enter, so that equal pictures have equal keys: the area is left out until a goal is met or the
    stage is `quarter`.
    """
    depth = _DETAILS[detail]
    goals_met = depth.area_and_goals and progress.goals_completed > 0
    area_shows = depth.area_and_goals and (
        goals_met or STAGES.index(stage) >= STAGES.index(EvolutionStage.QUARTER)
    )
    area = progress.achievement_area if area_shows else None
    return Recipe(
        style=style,
        stage=stage,
        range=range_for(progress.active_days),
        character=character,
        renderer=renderer.name,
        quality=renderer.quality,
        size=renderer.size,
        traits=canonical_groups(progress.discovered_traits, depth.traits),
        area=area,
        goals_met=goals_met and area is not None,
        persona=persona,
        timeline=timeline,
        variation=variation,
        costume=costume,
    )


def personal_recipe(shared: Recipe, uid: str, references: tuple[str, ...]) -> Recipe:
    """Return the recipe of the same wish made from the user's photo or earlier pictures."""
    return replace(shared, character=None, uid=uid, references=references)

"""Wish: a user's request for an avatar, after validation. Only the uid in it is verified."""

from dataclasses import dataclass

from mirror_realm.domain.character_ids import character_for
from mirror_realm.domain.costumes import Costume
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.plans import GUEST, Plan
from mirror_realm.domain.progress import FIRST_DAY, EvolutionStage, Progress, has_earned, stage_for
from mirror_realm.domain.recipe import (
    Recipe,
    RecipeDetail,
    Renderer,
    Timeline,
    personal_recipe,
    shared_recipe,
)
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import StageNotEarned

MOST_WAIT_SECONDS = 50
"""The app's callable times out after 60 s."""


@dataclass(frozen=True, slots=True)
class User:
    """The user, as their token says."""

    uid: str
    plan: Plan

    @property
    def guest(self) -> bool:
        """Whether the account has no sign-in method of its own."""
        return self.plan == GUEST


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for one avatar."""

    user: User
    progress: Progress
    stage: EvolutionStage | None = None
    """The stage; None for the latest that the days have earned."""
    style: StyleId = StyleId.DAYMI
    persona: PersonaId = PersonaId.COMPANION
    timeline: Timeline = Timeline.CURRENT
    photo: str | None = None
    """The path of the user's upload, for a personal picture; None for one of the character."""
    character: str | None = None
    """The character; None for the one derived from the uid."""
    variation: int = 0
    preset: str | None = None
    """The preset that filled in what the user left out, which is no part of the recipe; None without one."""
    costume: Costume | None = None
    """What the user chose of a hero's looks; None for the style's own."""
    variations: int = 1
    """The number of variations that are made together, as a set of which the user keeps one; 1: just the picture."""
    locale: str | None = None
    """The language tag of I-There's message, which is no part of the recipe; None for English."""
    allow_fallback: bool = True
    wait_seconds: float = 0.0
    project: str | None = None
    """The id of the user's project that the avatar gets into; None leaves it where it is."""

    def recipe(self, renderer: Renderer, detail: RecipeDetail, digest: str | None = None) -> Recipe:
        """Return the recipe of this wish; with a photo's digest, a personal one. Raises StageNotEarned."""
        days = self.progress.active_days
        stage = self.stage or stage_for(days)
        if not has_earned(stage, days):
            raise StageNotEarned(stage, FIRST_DAY[stage], days)
        shared = shared_recipe(
            progress=self.progress,
            stage=stage,
            style=self.style,
            character=self.character or character_for(self.user.uid),
            renderer=renderer,
            detail=detail,
            persona=self.persona,
            timeline=self.timeline,
            variation=self.variation,
            costume=self.costume,
        )
        return shared if digest is None else personal_recipe(shared, self.user.uid, (digest,))

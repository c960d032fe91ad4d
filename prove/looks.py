"""Looks: the pictures that a proof asks for. What is most worth knowing comes first, because the budget may end."""

from collections.abc import Iterator
from dataclasses import dataclass

from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.progress import FIRST_DAY, STAGE_TITLES, STAGES, EvolutionStage, Progress
from mirror_realm.domain.recipe import Recipe, RecipeDetail, Renderer, personal_recipe, shared_recipe
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.styles import StyleId

LEAD = "amara"
"""The character whose stages and styles are pictured."""

OTHERS = ("kai", "noor", "marlow")
"""Characters pictured beside, which look as different from the lead and from each other as the twelve do."""

PERSON = "the person in the photo"
"""Who has to be recognised in personal pictures; it stands for the uid in their recipes, and is no user's."""

_NAME = LEAD.capitalize()
_TRAITS = ("curious", "brave")
_GOALS = 3


@dataclass(frozen=True, slots=True)
class Look:
    """One picture of the proof."""

    id: str
    """A file name without its ending."""
    group: str
    title: str
    person: str
    """The character, or `PERSON`: who has to be recognised in it."""
    recipe: Recipe
    follows: tuple[str, ...] = ()
    """The looks whose pictures it is edited from, the first and the latest; of a personal look alone."""
    from_photo: bool = False
    """Whether it is edited from the photo itself."""


def looks(renderer: str, personal_renderer: str | None, quality: str, photo_digest: str | None) -> list[Look]:
    """Return all looks in the order in which they are made.

    personal_renderer: the renderer of pictures from a photo; None if the provider makes none.
    photo_digest: names the photo in its recipes; None without one.
    """
    found = [*_stages(Renderer(renderer, quality)), *_styles(Renderer(renderer, quality))]
    if personal_renderer is not None and photo_digest is not None:
        found += _chain(Renderer(personal_renderer, quality), photo_digest)
    return [*found, *_characters(Renderer(renderer, quality))]


def _stages(renderer: Renderer) -> Iterator[Look]:
    """Yield the six stages of one character in the house style."""
    for number, stage in enumerate(STAGES, 1):
        recipe = _recipe(renderer, stage, StyleId.DAYMI, LEAD)
        yield Look(f"stage-{number}-{stage}", f"Six stages of {_NAME}", STAGE_TITLES[stage], LEAD, recipe)


def _styles(renderer: Renderer) -> Iterator[Look]:
    """Yield one stage of the same character in every other style."""
    for style in StyleId:
        if style is not StyleId.DAYMI:
            recipe = _recipe(renderer, EvolutionStage.MONTH, style, LEAD)
            yield Look(f"style-{style}", f"{_NAME} in every style", STYLES[style].title, LEAD, recipe)


def _characters(renderer: Renderer) -> Iterator[Look]:
    """Yield the same stage of others, from whom the character has to be told apart."""
    for name in OTHERS:
        recipe = _recipe(renderer, EvolutionStage.MONTH, StyleId.DAYMI, name)
        yield Look(f"character-{name}", "Others at the same stage", name.capitalize(), name, recipe)


def _chain(renderer: Renderer, digest: str) -> Iterator[Look]:
    """Yield the stages of the person in the photo: the first from the photo, later ones from what was made."""
    made: list[str] = []
    for number, stage in enumerate(STAGES, 1):
        shared = _recipe(renderer, stage, StyleId.DAYMI, LEAD)
        look = Look(
            f"photo-{number}-{stage}",
            "From a photo, stage by stage",
            STAGE_TITLES[stage],
            PERSON,
            personal_recipe(shared, PERSON, (digest,)),
            tuple(dict.fromkeys((*made[:1], *made[-1:]))),
            from_photo=not made,
        )
        made.append(look.id)
        yield look


def _recipe(renderer: Renderer, stage: EvolutionStage, style: StyleId, character: str) -> Recipe:
    assert character in CHARACTERS
    progress = Progress(
        active_days=FIRST_DAY[stage],
        major_achievement="",
        achievement_area=None,
        discovered_traits=_TRAITS,
        goals_completed=_GOALS if stage in STAGES[3:] else 0,
    )
    return shared_recipe(
        progress=progress,
        stage=stage,
        style=style,
        character=character,
        renderer=renderer,
        detail=RecipeDetail.MEDIUM,
    )

"""The cost of the demo in real money."""

from collections.abc import Iterator
from dataclasses import dataclass

from demo import life
from demo.people import DemoPerson
from mirror_realm.adapters.providers.openai_images.pricing import (
    Usage,
    cost_micros,
    price_of,
    worst_case_micros,
)
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.recipe import Recipe, Renderer, Timeline
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import Person, Wish
from mirror_realm.settings import Settings

_BYTES_PER_TOKEN = 4
"""Characters per token of English prose, roughly; the text costs a hundredth of a picture."""

_PHOTO = "the demo's photo"
"""A placeholder for the photo's digest, which does not affect the price."""

_INPUTS = (InputKind.PHOTO, InputKind.LATEST)
"""The most pictures that one edit accepts."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of the demo's pictures at the provider, in USD."""

    models: str
    quality: str
    pictures: int
    about: float
    at_most: float
    """The cost with every call at its worst case; the day's budget may stop it earlier."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture to be paid for."""

    model: str
    quality: str
    prompt: str
    references: int

    @classmethod
    def of(cls, recipe: Recipe) -> "_Picture":
        inputs = _INPUTS if recipe.personal else ()
        return cls(recipe.renderer, recipe.quality, build_prompt(recipe, inputs=inputs), len(inputs))

    @property
    def about_micros(self) -> int:
        price = price_of(self.model)
        text = len(self.prompt) // _BYTES_PER_TOKEN
        images = price.reference_tokens * self.references
        return cost_micros(self.model, Usage(text, images, price.output_tokens[self.quality]))

    @property
    def worst_micros(self) -> int:
        return worst_case_micros(
            self.model, quality=self.quality, size=1024, prompt=self.prompt, references=self.references
        )


def estimate(person: DemoPerson, settings: Settings, *, photo: bool) -> Estimate | None:
    """Return the cost of this person's half year with these settings; with `photo`, also of the second act.

    Returns None if the painter makes the pictures, at no cost.
    """
    if settings.image_provider == "painter" or not settings.openai_api_key:
        return None
    recipes = {*_of_half_a_year(person, settings), *(_of_the_photo(person, settings) if photo else ())}
    pictures = [_Picture.of(recipe) for recipe in recipes]
    worst = sum(picture.worst_micros for picture in pictures)
    return Estimate(
        models=" and ".join(sorted({picture.model for picture in pictures})),
        quality=settings.image_quality,
        pictures=len(pictures),
        about=usd_from_micros(sum(picture.about_micros for picture in pictures)),
        at_most=min(settings.daily_budget_usd, usd_from_micros(worst) * settings.max_provider_calls),
    )


def _of_half_a_year(person: DemoPerson, settings: Settings) -> Iterator[Recipe]:
    renderer = Renderer(settings.image_model, settings.image_quality)
    for stage in person.chapters:
        yield _wish(person, stage, person.style).recipe(renderer, settings.recipe_detail)


def _of_the_photo(person: DemoPerson, settings: Settings) -> Iterator[Recipe]:
    """Yield the recipes of the second act: three timelines, then the stages. One picture is in both, and paid once."""
    renderer = Renderer(settings.image_edit_model, settings.image_quality)
    today = tuple(person.chapters)[-1]
    wishes = [_wish(person, today, person.style, timeline) for timeline in Timeline]
    wishes += [_wish(person, stage, style) for style, stages in life.PHOTO_STAGES.items() for stage in stages]
    for wish in wishes:
        yield wish.recipe(renderer, settings.recipe_detail, _PHOTO)


def _wish(
    person: DemoPerson, stage: EvolutionStage, style: StyleId, timeline: Timeline = Timeline.CURRENT
) -> Wish:
    return Wish(
        Person("demo", FREE),
        person.chapters[stage],
        stage=stage,
        style=style,
        persona=person.persona,
        timeline=timeline,
        character=person.character,
    )

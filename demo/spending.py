"""The cost of the demo in real money."""

from collections.abc import Iterator
from dataclasses import dataclass

from demo import life
from demo.people import DemoPerson
from mirror_realm.adapters.providers.openai_images.pricing import Usage, cost_micros, price_of
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.recipe import Recipe, Renderer, Timeline
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import Misconfigured
from mirror_realm.providers import OPENAI, PAINTER, PROVIDERS, provider_of
from mirror_realm.services.ports.providers import AnyProvider, ImageRequest, ReferenceImage
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

    provider: str
    models: str
    quality: str
    pictures: int
    about: float
    at_most: float
    """The cost with every call at its worst case; the day's budget may stop it earlier."""
    photos: bool
    """Whether the provider makes pictures from a photo that something has judged."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture to be paid for."""

    request: ImageRequest
    worst_micros: int

    @classmethod
    def of(cls, recipe: Recipe, provider: AnyProvider) -> "_Picture":
        inputs = _INPUTS if recipe.personal else ()
        prompt = build_prompt(recipe, inputs=inputs)
        references = tuple(ReferenceImage(kind, b"") for kind in inputs)
        request = ImageRequest(
            recipe, prompt, safety_identifier="", timeout_seconds=1.0, references=references
        )
        return cls(request, provider.worst_case_micros(request))

    @property
    def about_micros(self) -> int:
        """The usual cost, where OpenAI's table of tokens tells it; else the worst case."""
        recipe = self.request.recipe
        if provider_of(recipe.renderer) != OPENAI.name:
            return self.worst_micros
        price = price_of(recipe.renderer)
        text = len(self.request.prompt) // _BYTES_PER_TOKEN
        images = price.reference_tokens * len(self.request.references)
        return cost_micros(recipe.renderer, Usage(text, images, price.output_tokens[recipe.quality]))


def estimate(person: DemoPerson, settings: Settings, *, photo: bool) -> Estimate | None:
    """Return the cost of this person's half year with these settings; with `photo`, also of the second act.

    Returns None if the painter makes all of them, at no cost.
    """
    parts = [(settings.chosen_provider, False)]
    photos = settings.photos_judged and _edits(settings)
    if photo and photos:
        parts.append((settings.provider_of_photos, True))
    pictures: list[_Picture] = []
    for name, personal in parts:
        if name in ("", PAINTER.name):
            continue
        provider: AnyProvider = PROVIDERS[name].builder()(settings)
        renderer = Renderer(provider.renderer(personal=personal), settings.image_quality)
        recipes = (_of_the_photo if personal else _of_half_a_year)(person, renderer, settings)
        pictures += [_Picture.of(recipe, provider) for recipe in dict.fromkeys(recipes)]
    if not pictures:
        return None
    models = sorted({picture.request.recipe.renderer for picture in pictures})
    worst = sum(picture.worst_micros for picture in pictures)
    return Estimate(
        provider=" and ".join(dict.fromkeys(name for name, _ in parts if name not in ("", PAINTER.name))),
        models=" and ".join(models),
        quality=settings.image_quality,
        pictures=len(pictures),
        about=usd_from_micros(sum(picture.about_micros for picture in pictures)),
        at_most=min(settings.daily_budget_usd, usd_from_micros(worst) * settings.max_provider_calls),
        photos=photos,
    )


def _edits(settings: Settings) -> bool:
    """Return whether the provider of photos makes pictures from them, and has its key."""
    try:
        return PROVIDERS[settings.provider_of_photos].edits_photos
    except Misconfigured:
        return False


def _of_half_a_year(person: DemoPerson, renderer: Renderer, settings: Settings) -> Iterator[Recipe]:
    for stage in person.chapters:
        yield _wish(person, stage, person.style).recipe(renderer, settings.recipe_detail)


def _of_the_photo(person: DemoPerson, renderer: Renderer, settings: Settings) -> Iterator[Recipe]:
    """Yield the recipes of the second act: three timelines, then the stages. One picture is in both, and paid once."""
    today = tuple(person.chapters)[-1]
    wishes = [_wish(person, today, person.style, timeline) for timeline in Timeline]
    wishes += [_wish(person, stage, style) for style, stages in life.PHOTO_STAGES.items() for stage in stages]
    for wish in wishes:
        yield wish.recipe(renderer, settings.recipe_detail, _PHOTO)


def _wish(
    person: DemoPerson, stage: EvolutionStage, style: StyleId, timeline: Timeline = Timeline.CURRENT
) -> Wish:
    return Wish(
        User("demo", FREE),
        person.chapters[stage],
        stage=stage,
        style=style,
        persona=person.persona,
        timeline=timeline,
        character=person.character,
    )

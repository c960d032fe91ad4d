"""Real money: whether the demo would spend it, how much, and asking first."""

from dataclasses import dataclass

from emulator.demo.people import DemoPerson
from mirror_realm.adapters.providers.openai_images.pricing import (
    Usage,
    cost_micros,
    price_of,
    worst_case_micros,
)
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.recipe import Renderer
from mirror_realm.domain.wish import Person, Wish
from mirror_realm.settings import Settings

_BYTES_PER_TOKEN = 4
"""English prose, roughly; the text is a hundredth of a picture's price."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the demo's pictures would cost at the provider, in USD."""

    model: str
    quality: str
    pictures: int
    about: float
    at_most: float
    """With every call at its worst case; the day's budget may stop it earlier."""


def estimate(person: DemoPerson, settings: Settings) -> Estimate | None:
    """What this person's half year would cost with these settings. None where the painter makes it, for nothing."""
    if settings.image_provider == "painter" or not settings.openai_api_key:
        return None
    model, quality = settings.image_model, settings.image_quality
    prompts = [_prompt(person, stage, settings) for stage in person.chapters]
    drawn = price_of(model).output_tokens[quality]
    about = sum(cost_micros(model, Usage(len(prompt) // _BYTES_PER_TOKEN, 0, drawn)) for prompt in prompts)
    worst = sum(
        worst_case_micros(model, quality=quality, size=1024, prompt=prompt, references=0)
        for prompt in prompts
    )
    return Estimate(
        model,
        quality,
        pictures=len(prompts),
        about=usd_from_micros(about),
        at_most=min(settings.daily_budget_usd, usd_from_micros(worst) * settings.max_provider_calls),
    )


def _prompt(person: DemoPerson, stage: EvolutionStage, settings: Settings) -> str:
    wish = Wish(
        Person("demo", anonymous=False),
        person.chapters[stage],
        stage=stage,
        style=person.style,
        persona=person.persona,
        character=person.character,
    )
    renderer = Renderer(settings.image_model, settings.image_quality)
    return build_prompt(wish.recipe(renderer, settings.recipe_detail))

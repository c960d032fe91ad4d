"""The corpora pictures are measured on: painted ones, and the same with the grain that photographs have."""

import random

from PIL import Image, ImageChops

from mirror_realm.adapters.painter import PAINTER_VERSION, paint
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.progress import FIRST_DAY, STAGES, range_for
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId

GRAIN = 6.0
"""Standard deviation of the grain, of 255: that of a fast film."""
_UNIFORM_DEVIATION = 256 / 12**0.5


def recipes() -> tuple[Recipe, ...]:
    """Every style and every character, over the stages in turn."""
    styles, characters = tuple(StyleId), tuple(CHARACTERS)
    return tuple(
        Recipe(
            style=styles[number % len(styles)],
            stage=(stage := STAGES[number % len(STAGES)]),
            range=range_for(FIRST_DAY[stage]),
            character=character,
            renderer=f"painter-{PAINTER_VERSION}",
            quality="medium",
        )
        for number, character in enumerate(characters)
    )


def painted(quick: bool) -> list[Image.Image]:
    """RGB pictures as the painter hands them over."""
    return [paint(recipe) for recipe in (recipes()[:3] if quick else recipes())]


def grainy(picture: Image.Image, seed: int = 1) -> Image.Image:
    """Return the picture with grain on its luminance: three uniform deviates a pixel, which is nearly normal."""
    chance = random.Random(seed)
    grain = Image.new("L", picture.size, 128)
    # Each layer has a third of the variance.
    share = GRAIN / _UNIFORM_DEVIATION / 3**0.5
    for _ in range(3):
        layer = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
        scaled = layer.point([round(128 + (value - 127.5) * share) for value in range(256)])
        grain = ImageChops.add(grain, scaled, offset=-128)
    return ImageChops.add(picture, Image.merge("RGB", (grain, grain, grain)), offset=-128)

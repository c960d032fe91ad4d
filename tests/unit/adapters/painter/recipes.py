"""Recipes to paint in tests, small, and how pictures are compared."""

from functools import cache
from itertools import pairwise
from typing import Any

from PIL import Image, ImageChops, ImageStat

from mirror_realm.adapters.painter import paint
from mirror_realm.domain.progress import FIRST_DAY, EvolutionStage, range_for
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId


def a_recipe(
    character: str | None = "wren",
    stage: EvolutionStage = EvolutionStage.MONTH,
    style: StyleId = StyleId.DAYMI,
    size: int = 128,
    **fields: Any,
) -> Recipe:
    """Return a shared look with the stage's own range; any field can be given."""
    return Recipe(
        style=style,
        stage=stage,
        range=fields.pop("range", range_for(FIRST_DAY[stage])),
        character=character,
        renderer="painter-1",
        quality="medium",
        size=size,
        **fields,
    )


@cache
def painted(recipe: Recipe) -> Image.Image:
    """Return the picture of a recipe, painted once a run: tests compare, they never draw on it."""
    return paint(recipe)


def difference(a: Image.Image, b: Image.Image) -> float:
    """Root mean square distance of two pictures, in levels of 0-255."""
    means = ImageStat.Stat(ImageChops.difference(a, b)).rms
    return float(sum(means)) / len(means)


def perceptual_hash(picture: Image.Image) -> int:
    """Return the difference hash (dHash) of 16 x 16 bits: whether each cell is darker than its right neighbour."""
    small = picture.convert("L").resize((17, 16), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(16):
        for left, right in pairwise(small[row * 17 : row * 17 + 17]):
            bits = bits << 1 | (left < right)
    return bits


def bits_apart(a: int, b: int) -> int:
    """How many of the 256 cells two hashes disagree on."""
    return (a ^ b).bit_count()

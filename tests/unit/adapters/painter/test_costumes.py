"""Costumes are painted: every choice shows, no two look alike at 64 pixels, and a power leaves the face free."""

from itertools import combinations
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.painter.recipes import a_recipe, difference, painted

APART = 8
"""RMS levels between two pictures of 64 pixels, the style's own among them; the two most alike have 11."""
COLOURS_APART = 4
"""The same of palettes, which change a part of a picture; the two most alike have 6."""

FACES: dict[StyleId, tuple[float, float, float, float]] = {
    StyleId.SUPERHERO: (0.40, 0.19, 0.60, 0.40),
    StyleId.CINEMATIC_HERO: (0.38, 0.22, 0.62, 0.50),
    StyleId.NOIR_HERO: (0.38, 0.22, 0.62, 0.52),
}
"""Left, top, right and bottom of the face, as shares of the picture."""


def look(style: StyleId, **fields: Any) -> Image.Image:
    return painted(a_recipe("kai", style=style, size=64, **fields))


def looks(style: StyleId, costumes: list[Costume]) -> list[Image.Image]:
    return [look(style), *(look(style, costume=costume) for costume in costumes)]


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("style", COSTUMED)
def test_palettes_are_told_apart_at_64_pixels(style: StyleId) -> None:
    pictures = looks(style, [Costume(palette=palette) for palette in PaletteId])
    assert min(difference(*pair) for pair in combinations(pictures, 2)) > COLOURS_APART


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("style", COSTUMED)
def test_powers_are_told_apart_at_64_pixels(style: StyleId) -> None:
    pictures = looks(style, [Costume(power=power) for power in PowerId])
    assert min(difference(*pair) for pair in combinations(pictures, 2)) > APART


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("style", COSTUMED)
def test_places_are_told_apart_at_64_pixels(style: StyleId) -> None:
    pictures = looks(style, [Costume(place=place) for place in PlaceId])
    assert min(difference(*pair) for pair in combinations(pictures, 2)) > APART


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("power", PowerId)
@pytest.mark.parametrize("style", COSTUMED)
def test_a_power_leaves_the_face_free(style: StyleId, power: PowerId) -> None:
    plain, powerful = look(style), look(style, costume=Costume(power=power))
    left, top, right, bottom = (round(share * 64) for share in FACES[style])
    face = (left, top, right, bottom)
    changed = ImageChops.difference(plain.crop(face), powerful.crop(face))
    # What is behind the head shines onto its edges, by the bloom.
    assert max(ImageStat.Stat(changed).median) <= 8


@pytest.mark.drawn(one_in=6)
@pytest.mark.parametrize("place", PlaceId)
def test_a_place_shows_stage_and_time_too(place: PlaceId) -> None:
    chosen = Costume(place=place)
    month = look(StyleId.SUPERHERO, costume=chosen)
    evening = look(StyleId.SUPERHERO, costume=chosen, stage=EvolutionStage.HALF_YEAR)
    future = look(StyleId.SUPERHERO, costume=chosen, timeline=Timeline.FUTURE_2048)
    assert difference(month, evening) > 8
    assert difference(month, future) > 2


def test_the_same_costume_is_the_same_picture() -> None:
    chosen = Costume(PaletteId.AZURE, PowerId.LEAVES, PlaceId.FOREST)
    recipe = a_recipe("kai", style=StyleId.NOIR_HERO, size=64, costume=chosen)
    again = painted.__wrapped__(recipe)
    assert again.tobytes() == painted(recipe).tobytes()

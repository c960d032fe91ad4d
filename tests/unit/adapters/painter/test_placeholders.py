"""The static placeholders are the painter's own, small, and complete."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from mirror_realm.adapters.painter import paint
from mirror_realm.adapters.painter.placeholders import SIDE, placeholder, recipe_for
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.painter.recipes import difference

FOLDER = Path(__file__).parents[4] / "hosting" / "placeholders"


def test_there_is_one_for_each_style_and_stage() -> None:
    found = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.jpg")}
    assert found == {f"{style}/{stage}.jpg" for style in StyleId for stage in EvolutionStage}


def test_together_they_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*.jpg")) < 1_500_000


@pytest.mark.parametrize("style", StyleId)
def test_what_is_committed_is_what_the_painter_paints(style: StyleId) -> None:
    stage = EvolutionStage.MONTH
    with Image.open(FOLDER / style / f"{stage}.jpg") as stored:
        assert stored.size == (SIDE, SIDE)
        assert difference(stored.convert("RGB"), placeholder(style, stage)) < 6


@pytest.mark.parametrize("style", StyleId)
def test_no_character_is_shown(style: StyleId) -> None:
    recipe = recipe_for(style, EvolutionStage.MONTH)
    shown = placeholder(style, EvolutionStage.MONTH)

    assert all(difference(shown, paint(replace(recipe, character=who))) > 8 for who in list(CHARACTERS)[::4])


@pytest.mark.parametrize("style", StyleId)
def test_stages_are_told_apart_by_their_light(style: StyleId) -> None:
    small = []
    for stage in EvolutionStage:
        with Image.open(FOLDER / style / f"{stage}.jpg") as stored:
            small.append(stored.convert("RGB").resize((48, 48)))

    assert all(difference(one, other) > 5 for one, other in pairwise(small))

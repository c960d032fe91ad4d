"""The same recipe is the same picture, to the pixel, in any process; and the pictures stay what they are."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mirror_realm.adapters.painter import paint
from mirror_realm.domain.areas import Area
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.painter.pinned import PINNED, pinned_recipes
from tests.unit.adapters.painter.recipes import a_recipe, bits_apart, painted, perceptual_hash

FUNCTIONS = Path(__file__).parents[4] / "functions"

IN_ANOTHER_PROCESS = """
import hashlib, json, sys
from mirror_realm.adapters.painter import paint
from mirror_realm.domain.recipe import Recipe
for line in sys.stdin:
    print(hashlib.sha256(paint(Recipe.from_document(json.loads(line))).tobytes()).hexdigest())
"""

NEAR = 6
"""Of 256 bits: what another build of the imaging library may turn."""


def _digest(recipe: Recipe) -> str:
    return hashlib.sha256(paint(recipe).tobytes()).hexdigest()


@pytest.mark.drawn(one_in=2)
@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_paints_the_same_pixels(seed: str) -> None:
    recipes = [
        a_recipe("juniper", EvolutionStage.HALF_YEAR, style, area=Area.HOME, variation=37)
        for style in StyleId
    ]
    there = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        input="\n".join(json.dumps(recipe.to_document()) for recipe in recipes),
        env={"PYTHONPATH": str(FUNCTIONS), "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert there.stdout.split() == [_digest(recipe) for recipe in recipes]


def test_painting_others_in_between_changes_nothing() -> None:
    before = _digest(a_recipe("amara"))
    paint(a_recipe("kai", style=StyleId.NOIR_HERO))
    assert _digest(a_recipe("amara")) == before


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("name", pinned_recipes())
def test_a_pinned_picture_still_looks_as_it_did(name: str) -> None:
    """If the change is meant, raise PAINTER_VERSION, look at the sheets, run `tests.unit.adapters.painter.pinned`."""
    pins = json.loads(PINNED.read_text())
    assert bits_apart(int(pins[name], 16), perceptual_hash(painted(pinned_recipes()[name]))) <= NEAR


def test_the_pins_are_those_of_the_pinned_recipes() -> None:
    assert set(json.loads(PINNED.read_text())) == set(pinned_recipes())

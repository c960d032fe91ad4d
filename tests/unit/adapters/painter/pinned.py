"""The pinned pictures: every character and every style at every stage, by perceptual hash.

PYTHONPATH=.:functions python -m tests.unit.adapters.painter.pinned     writes them anew
"""

import json
from pathlib import Path

from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.painter.recipes import a_recipe, painted, perceptual_hash

PINNED = Path(__file__).with_name("pinned.json")


def pinned_recipes() -> dict[str, Recipe]:
    """By name, `style/stage/character`."""
    month = EvolutionStage.MONTH
    cast = {f"{StyleId.DAYMI}/{month}/{who}": a_recipe(who, month) for who in CHARACTERS}
    styles = {
        f"{style}/{stage}/wren": a_recipe("wren", stage, style)
        for style in StyleId
        for stage in EvolutionStage
    }
    return cast | styles


def write() -> None:
    pins = {name: f"{perceptual_hash(painted(recipe)):064x}" for name, recipe in pinned_recipes().items()}
    PINNED.write_text(json.dumps(pins, indent=1) + "\n")


if __name__ == "__main__":
    write()

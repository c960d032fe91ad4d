"""The static previews are the painter's own, small, and there for everything that can be chosen."""

import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image

from mirror_realm.adapters.painter.previews import SIDE, encoded, preview, recipes
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costumes import PaletteId, PlaceId, PowerId
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.persona_examples import EXAMPLES
from mirror_realm.domain.presets import PRESETS
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.painter.recipes import difference

FOLDER = Path(__file__).parents[4] / "hosting" / "previews"
ALL = list(recipes())


def test_there_is_one_for_everything_that_can_be_chosen() -> None:
    found = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()}
    kinds: dict[str, Iterable[str]] = {
        "personas": PERSONAS,
        "characters": CHARACTERS,
        "styles": StyleId,
        "stages": EvolutionStage,
        "presets": PRESETS,
        "examples": EXAMPLES,
        "palettes": PaletteId,
        "powers": PowerId,
        "places": PlaceId,
    }
    assert found == {f"{kind}/{name}.jpg" for kind, names in kinds.items() for name in names}


def test_together_they_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*.jpg")) < 1_500_000


@pytest.mark.drawn(one_in=5)
@pytest.mark.parametrize(("name", "recipe"), ALL, ids=[name for name, _ in ALL])
def test_what_is_committed_is_what_the_painter_paints(name: str, recipe: Recipe) -> None:
    painted = io.BytesIO(encoded(preview(recipe)))
    with Image.open(FOLDER / f"{name}.jpg") as stored, Image.open(painted) as anew:
        assert stored.size == (SIDE, SIDE)
        assert difference(stored.convert("RGB"), anew.convert("RGB")) < 2


def test_no_two_of_a_kind_look_alike() -> None:
    shown = []
    for file in sorted(FOLDER.rglob("*.jpg")):
        with Image.open(file) as stored:
            shown.append((file.parent.name, stored.convert("RGB")))

    for number, (kind, picture) in enumerate(shown):
        assert all(difference(picture, other) > 1 for also, other in shown[number + 1 :] if also == kind)

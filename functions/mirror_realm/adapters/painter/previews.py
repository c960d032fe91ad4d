"""Previews: a picture of each persona, character, style, costume and preset that users choose from, and of each stage.

python -m mirror_realm.adapters.painter.previews hosting/previews
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from mirror_realm.adapters.painter.composition import composed
from mirror_realm.adapters.painter.placeholders import recipe_for
from mirror_realm.adapters.painter.provider import PAINTER_VERSION
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costumes import Costume, PaletteId, PlaceId, PowerId
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.persona_examples import EXAMPLES
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.presets import PRESETS
from mirror_realm.domain.progress import EvolutionStage, Progress, stage_for
from mirror_realm.domain.recipe import Recipe, RecipeDetail, Renderer, shared_recipe
from mirror_realm.domain.styles import StyleId

SIDE = 320
"""Pixels: a tile of a list, at three pixels to the point."""
QUALITY = 80
OVERSIZE = 2
"""Painted larger and scaled down: finer edges than the painter's own at this size."""
WEARER = "kai"
"""Of every persona, so that clothes and place are all that differs; short hair leaves the wall to be seen."""
GROWING = "zuri"
"""The character of the stages: one life, from first to last."""
DRAWN_AS = dict(zip(StyleId, ("kai", "zuri", "indra", "sol", "noor", "mei", "amara"), strict=True))
"""The character of each style: another one each, so that none looks like the user who chooses."""
HANDS_FOLDED = 2
"""A variation whose arms hide no clothes."""


PAINTER = Renderer(f"painter-{PAINTER_VERSION}", "medium", SIDE * OVERSIZE)


def recipes() -> Iterator[tuple[str, Recipe]]:
    """Return the path of each preview below the folder, without suffix, and its recipe."""
    for persona in PERSONAS:
        # A half-empty room: what a persona brings to it stands out.
        look = recipe_for(StyleId.DAYMI, EvolutionStage.TWO_WEEKS)
        yield (
            f"personas/{persona}",
            replace(look, persona=persona, character=WEARER, variation=HANDS_FOLDED, size=SIDE * OVERSIZE),
        )
    for character in CHARACTERS:
        look = recipe_for(StyleId.DAYMI, EvolutionStage.MONTH)
        yield f"characters/{character}", replace(look, character=character, size=SIDE * OVERSIZE)
    for style, character in DRAWN_AS.items():
        look = recipe_for(style, EvolutionStage.MONTH)
        yield f"styles/{style}", replace(look, character=character, size=SIDE * OVERSIZE)
    for kind, style, costumes in (
        ("palettes", StyleId.SUPERHERO, [Costume(palette=palette) for palette in PaletteId]),
        # Before a dark background, so that a power is seen at the size of a button.
        ("powers", StyleId.CINEMATIC_HERO, [Costume(power=power) for power in PowerId]),
        ("places", StyleId.SUPERHERO, [Costume(place=place) for place in PlaceId]),
    ):
        look = recipe_for(style, EvolutionStage.TWO_WEEKS)
        for costume in costumes:
            yield (
                f"{kind}/{costume.palette or costume.power or costume.place}",
                replace(
                    look, character=WEARER, variation=HANDS_FOLDED, costume=costume, size=SIDE * OVERSIZE
                ),
            )
    for stage in EvolutionStage:
        look = recipe_for(StyleId.DAYMI, stage)
        yield f"stages/{stage}", replace(look, character=GROWING, size=SIDE * OVERSIZE)
    for preset in PRESETS.values():
        look = _recipe(preset.preview_progress, preset.character, preset.style, preset.persona)
        yield f"presets/{preset.id}", look
    for example in EXAMPLES.values():
        look = _recipe(example.progress, example.character, StyleId.DAYMI, example.persona)
        yield f"examples/{example.persona}", look


def _recipe(progress: Progress, character: str, style: StyleId, persona: PersonaId) -> Recipe:
    """Return the recipe that the wish of a user with this progress has."""
    return shared_recipe(
        progress=progress,
        stage=stage_for(progress.active_days),
        style=style,
        character=character,
        renderer=PAINTER,
        detail=RecipeDetail.MEDIUM,
        persona=persona,
    )


def preview(recipe: Recipe) -> Image.Image:
    return composed(recipe).resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def encoded(picture: Image.Image) -> bytes:
    """Return the JPEG of a preview."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def write(folder: Path) -> int:
    """Write `{kind}/{id}.jpg` of all that can be chosen; return the number of bytes."""
    total = 0
    for name, recipe in recipes():
        file = folder / f"{name}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(encoded(preview(recipe)))
        total += file.stat().st_size
    return total


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: previews <folder>\n")
        return 2
    sys.stdout.write(f"{write(Path(arguments[0])) / 1000:.0f} kB in {arguments[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Placeholders: the static picture for each style and stage, shown until the user has a picture.

python -m mirror_realm.adapters.painter.placeholders hosting/placeholders
"""

import sys
from pathlib import Path

from PIL import Image

from mirror_realm.adapters.painter.composition import furnished
from mirror_realm.adapters.painter.mirror import draw_mirror
from mirror_realm.adapters.painter.provider import PAINTER_VERSION
from mirror_realm.domain.progress import FIRST_DAY, EvolutionStage, range_for
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId

SIDE = 512
"""Pixels: a phone shows it for seconds, behind a progress ring."""
QUALITY = 83
CHARACTER = "wren"
"""Of the recipe, which needs one; a placeholder shows no character."""


def recipe_for(style: StyleId, stage: EvolutionStage) -> Recipe:
    """Return the recipe of a placeholder: no progress beyond that of the stage."""
    return Recipe(
        style=style,
        stage=stage,
        range=range_for(FIRST_DAY[stage]),
        character=CHARACTER,
        renderer=f"painter-{PAINTER_VERSION}",
        quality="medium",
        size=SIDE,
    )


def placeholder(style: StyleId, stage: EvolutionStage) -> Image.Image:
    """Return the placeholder of a style and stage: the place, with a mirror instead of a person."""
    return furnished(recipe_for(style, stage), draw_mirror)


def write(folder: Path) -> int:
    """Write `{style}/{stage}.jpg` for all styles and stages; return the number of bytes."""
    total = 0
    for style in StyleId:
        for stage in EvolutionStage:
            file = folder / style / f"{stage}.jpg"
            file.parent.mkdir(parents=True, exist_ok=True)
            placeholder(style, stage).save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
            total += file.stat().st_size
    return total


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: placeholders <folder>\n")
        return 2
    sys.stdout.write(f"{write(Path(arguments[0])) / 1000:.0f} kB in {arguments[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

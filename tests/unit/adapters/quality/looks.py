"""Looks of the good pictures: every style at every stage, painted; pairs of them show the same person.

`python -m tests.unit.adapters.quality.looks` paints the committed files anew: only when the painter has changed so
much that they no longer stand for it, and then the limits are calibrated anew too.
"""

import io
from pathlib import Path

from PIL import Image

from mirror_realm.adapters.painter import PAINTER_VERSION, paint
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import FIRST_DAY, STAGES, range_for
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.styles import StyleId

GOOD = Path(__file__).with_name("good")
SIDE = 384


def looks(shift: int = 0) -> dict[str, Recipe]:
    """Names and recipes: 42, two stages in a row of each style showing one person. `shift` casts other people."""
    characters, personas = tuple(CHARACTERS), tuple(PersonaId)
    return {
        f"{style}-{stage}-{character}": Recipe(
            style=style,
            stage=stage,
            range=range_for(FIRST_DAY[stage]),
            character=character,
            renderer=f"painter-{PAINTER_VERSION}",
            quality="medium",
            persona=personas[(row + column + shift) % len(personas)],
            timeline=Timeline.FUTURE_2048 if (row + 2 * column + shift) % 7 == 0 else Timeline.CURRENT,
            goals_met=False,
            variation=shift,
        )
        for row, style in enumerate(StyleId)
        for column, stage in enumerate(STAGES)
        for character in [characters[(column // 2 + 3 * (row % 4) + shift) % len(characters)]]
    }


def painted(recipe: Recipe) -> Image.Image:
    return paint(recipe).resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def encoded(picture: Image.Image, quality: int = 88) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    for name, recipe in looks().items():
        (GOOD / f"{name}.jpg").write_bytes(encoded(painted(recipe)))

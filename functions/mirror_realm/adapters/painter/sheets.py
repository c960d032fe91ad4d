"""Sheets: contact sheets of everything the painter can show, to judge it by eye.

python -m mirror_realm.adapters.painter.sheets <folder> [stages styles areas traits ...]
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image

from mirror_realm.adapters.painter.composition import composed
from mirror_realm.adapters.painter.placeholders import recipe_for
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import GROUPS
from mirror_realm.domain.variations import COUNT

CELL = 288
"""Pixels a picture: a thumbnail on a phone."""

Rows = list[list[Recipe]]


def _look(
    style: StyleId = StyleId.DAYMI, stage: EvolutionStage = EvolutionStage.MONTH, who: str = "wren"
) -> Recipe:
    return replace(recipe_for(style, stage), character=who, size=CELL * 2)


def _in_rows(recipes: list[Recipe], length: int) -> Rows:
    return [recipes[start : start + length] for start in range(0, len(recipes), length)]


def _cast(index: int) -> str:
    return tuple(CHARACTERS)[index % len(CHARACTERS)]


def stages() -> Rows:
    """Return every character at every stage."""
    return [[_look(stage=stage, who=who) for stage in STAGES] for who in CHARACTERS]


def styles() -> Rows:
    """Return every style at every stage, with a changing cast."""
    return [[_look(style, stage, _cast(row * 5)) for row, style in enumerate(StyleId)] for stage in STAGES]


def characters() -> Rows:
    """Return every character in every style."""
    return [[_look(style, EvolutionStage.QUARTER, who) for style in StyleId] for who in CHARACTERS]


def areas() -> Rows:
    """Return every area: as a hint, at a quarter, at half a year."""
    hints = [replace(_look(who=_cast(k)), area=area, goals_met=True) for k, area in enumerate(Area)]
    ripe = (EvolutionStage.QUARTER, EvolutionStage.HALF_YEAR)
    full = [
        [replace(_look(stage=stage, who=_cast(k)), area=area) for k, area in enumerate(Area)]
        for stage in ripe
    ]
    return [hints, *full]


def traits() -> Rows:
    """Return every trait group, one to a picture."""
    looks = [
        replace(_look(stage=EvolutionStage.TWO_WEEKS, who=_cast(k)), traits=(g.id,))
        for k, g in enumerate(GROUPS)
    ]
    return _in_rows(looks, 7)


def personas() -> Rows:
    """Return every persona and every timeline."""
    dressed = [replace(_look(who=_cast(k)), persona=persona) for k, persona in enumerate(PersonaId)]
    times = [replace(_look(who=_cast(k * 4 + s)), timeline=t) for s in (0, 1) for k, t in enumerate(Timeline)]
    return [dressed, times]


def variations() -> Rows:
    """Return every pose seen straight, and every view."""
    poses = [replace(_look(), variation=number) for number in range(10)]
    views = [replace(_look(who="sol"), variation=number) for number in range(0, COUNT, 10)]
    return [poses, views]


def palettes() -> Rows:
    """Return every palette in every style with a costume, and the style's own colours first."""
    return _costumes([None, *(Costume(palette=palette) for palette in PaletteId)])


def powers() -> Rows:
    """Return every power in every style with a costume."""
    return _costumes([None, *(Costume(power=power) for power in PowerId)])


def places() -> Rows:
    """Return every place in every style with a costume, and every place at every stage."""
    chosen: list[Costume | None] = [None, *(Costume(place=place) for place in PlaceId)]
    grown = [
        [replace(_look(StyleId.SUPERHERO, stage, _cast(k)), costume=costume) for stage in STAGES]
        for k, costume in enumerate(chosen[1:])
    ]
    return [*_costumes(chosen), *grown]


def _costumes(costumes: list[Costume | None]) -> Rows:
    return [
        [replace(_look(style, who=_cast(row * 5)), costume=costume) for costume in costumes]
        for row, style in enumerate(COSTUMED)
    ]


SHEETS: dict[str, Callable[[], Rows]] = {
    "stages": stages,
    "styles": styles,
    "characters": characters,
    "areas": areas,
    "traits": traits,
    "personas": personas,
    "variations": variations,
    "palettes": palettes,
    "powers": powers,
    "places": places,
}


def sheet(rows: Rows, cell: int = CELL) -> Image.Image:
    """Return the pictures of these recipes, side by side."""
    page = Image.new("RGB", (cell * max(len(row) for row in rows), cell * len(rows)), (250, 240, 226))
    for top, row in enumerate(rows):
        for left, recipe in enumerate(row):
            small = composed(recipe).resize((cell, cell), Image.Resampling.LANCZOS)
            page.paste(small, (left * cell, top * cell))
    return page


def main(arguments: list[str]) -> int:
    names = arguments[1:] or list(SHEETS)
    if not arguments or not set(names) <= set(SHEETS):
        sys.stderr.write(f"usage: sheets <folder> [{' '.join(SHEETS)}]\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        started = time.perf_counter()
        rows = SHEETS[name]()
        sheet(rows).save(folder / f"{name}.png")
        each = (time.perf_counter() - started) / sum(map(len, rows))
        sys.stdout.write(f"{folder / name}.png  {each:.2f} s a picture\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

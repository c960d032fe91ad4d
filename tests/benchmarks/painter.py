"""The painter: seconds a picture in every style, and seconds to a likeness."""

import time
from collections.abc import Iterable
from dataclasses import replace
from statistics import median

from demo.snapshot import PHOTO
from mirror_realm.adapters.painter import Painter, paint
from mirror_realm.adapters.painter.likeness import likeness, measure
from mirror_realm.domain.progress import EvolutionStage, ProgressRange
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.providers import ImageRequest, ReferenceImage
from tests.benchmarks.corpus import recipes
from tests.benchmarks.rows import Row, at_most

LIKENESS_SECONDS = 1.0


def rows(quick: bool) -> Iterable[Row]:
    """Yield the styles in turns over characters and stages, so that each meets the same ones."""
    sample = recipes()[: 2 if quick else 6]
    seconds: dict[StyleId, list[float]] = {style: [] for style in StyleId}
    paint(sample[0])  # imports and tables
    for recipe in sample:
        for style in StyleId:
            begun = time.perf_counter()
            paint(replace(recipe, style=style))
            seconds[style].append(time.perf_counter() - begun)
    for style, taken in seconds.items():
        yield Row(f"{style}: median of {len(taken)}", f"{median(taken):.2f} s")
    every = [each for taken in seconds.values() for each in taken]
    yield Row("all styles: median, longest", f"{median(every):.2f} s, {max(every):.2f} s")
    yield from _likenesses()


def _likenesses() -> Iterable[Row]:
    """Yield the seconds to the first likeness of the demo's photo, and of a painting with and without its looks."""
    recipe = Recipe(
        style=StyleId.DAYMI,
        stage=EvolutionStage.HALF_YEAR,
        range=ProgressRange.QUARTER_PLUS,
        character=None,
        uid="sitter",
        references=("the photo's digest",),
        renderer="painter",
        quality="high",
        size=1024,
    )
    photo = ReferenceImage(InputKind.PHOTO, PHOTO.read_bytes())
    made = Painter().render(ImageRequest(recipe, "", "", 1.0, (photo,)))
    first = ReferenceImage(InputKind.FIRST, made.data)
    for what, given in (
        ("the demo's photo", photo),
        ("a painting, with its looks", replace(first, looks=made.looks)),
        ("a painting, without them", first),
    ):
        measure.forget()
        begun = time.perf_counter()
        likeness(recipe, (given,))
        yield at_most(f"likeness of {what}", time.perf_counter() - begun, LIKENESS_SECONDS, " s")

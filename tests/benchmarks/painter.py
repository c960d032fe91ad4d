"""The painter: seconds a picture in every style."""

import time
from collections.abc import Iterable
from dataclasses import replace
from statistics import median

from mirror_realm.adapters.painter import paint
from mirror_realm.domain.styles import StyleId
from tests.benchmarks.corpus import recipes
from tests.benchmarks.rows import Row


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

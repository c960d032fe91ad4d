"""Quality: precision and recall of the judge's reasons, where its limits were set and where they were not; its time."""

import io
import time
from collections.abc import Iterable, Iterator, Mapping
from statistics import median

from PIL import Image

from mirror_realm.adapters.jpegs import JpegCodec
from mirror_realm.adapters.painter import paint
from mirror_realm.adapters.quality import PictureJudge
from mirror_realm.domain.grading import LIMITS, PALETTES
from mirror_realm.domain.quality import Fault
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.pictures import EncodedPicture
from tests.benchmarks.corpus import grainy
from tests.benchmarks.rows import Row, at_least, at_most
from tests.unit.adapters.quality.calibration import SEED, drawn, good_jpegs, listed, style_of
from tests.unit.adapters.quality.figures import Figures, Verdict, by_fault, overall
from tests.unit.adapters.quality.judging import verdicts_from_earlier, verdicts_from_photos, verdicts_on
from tests.unit.adapters.quality.looks import SIDE, encoded, looks

PRECISION_BUDGET = 0.95
RECALL_BUDGET = 0.95
"""Of calling a picture poor, on the calibration set."""
MILLISECONDS_BUDGET = 40.0
EVERY_LIMIT = (*LIMITS, *PALETTES.values())
OTHER_PEOPLE = 7
"""Casts the held-out pictures: other people, personas and variations than in the calibration set."""


def rows(quick: bool) -> Iterable[Row]:
    """Held out are pictures that no limit was set on: painted now, with other people, spoiled by another draw."""
    good, spoiled = good_jpegs(), listed()
    yield from _figures(
        f"calibration, {len(good)} good and {len(spoiled)} spoiled",
        list(verdicts_on(good, spoiled)),
        budget=True,
    )
    yield _unlike("unlike an earlier picture", "likeness", list(verdicts_from_earlier(good)))
    yield _unlike("unlike a photo", "photo_likeness", list(verdicts_from_photos(good)))

    full = {name: paint(look) for name, look in list(looks(OTHER_PEOPLE).items())[:: 5 if quick else 1]}
    small = {
        name: encoded(picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS))
        for name, picture in full.items()
    }
    again = list(drawn(small, SEED + 2))
    yield from _figures(
        f"held out, {len(small)} good and {len(again)} spoiled", list(verdicts_on(small, again))
    )
    rendered = {name: _rendered(picture) for name, picture in full.items()}
    yield _good("held out, good, the whole way from 1024 pixels", rendered)
    yield _good(
        "held out, good, with a film's grain",
        {name: _rendered(grainy(picture)) for name, picture in full.items()},
    )
    yield at_most(
        f"a judgement, processor time, median of {len(rendered)}",
        median(_milliseconds(rendered)),
        MILLISECONDS_BUDGET,
        " ms",
        digits=0,
    )


def _figures(what: str, verdicts: list[Verdict], *, budget: bool = False) -> Iterator[Row]:
    together = overall(verdicts)
    if budget:
        yield at_least(f"{what}: precision", together.precision, PRECISION_BUDGET, digits=3)
        yield at_least("  recall", together.recall, RECALL_BUDGET, digits=3)
    else:
        yield Row(what, _told(together))
    for fault, figures in by_fault(verdicts).items():
        (measure,) = {limit.measure for limit in EVERY_LIMIT if limit.fault is fault}
        yield Row(f"  {fault}: {_past(measure)}", _told(figures))


def _unlike(what: str, measure: str, verdicts: list[Verdict]) -> Row:
    """With how often the same person is called unlike, which pays for a picture in vain."""
    same = [verdict for verdict in verdicts if verdict.fault is None]
    in_vain = sum(bool(verdict.reasons) for verdict in same)
    figures = by_fault(verdicts)[Fault.UNLIKE]
    return Row(f"  {what}: {_past(measure)}", f"{_told(figures)}; {in_vain} of {len(same)} in vain")


def _told(figures: Figures) -> str:
    there = figures.found + figures.missed
    return f"precision {figures.precision:.3f}, recall {figures.recall:.3f} of {there}"


def _past(measure: str) -> str:
    """Where the fault begins: one limit, or the least and the greatest of the styles'."""
    limits = sorted((limit for limit in EVERY_LIMIT if limit.measure == measure), key=lambda limit: limit.at)
    first, last = limits[0], limits[-1]
    ends = f"{first.at:g}" if first.at == last.at else f"{first.at:g} to {last.at:g}"
    return f"{measure} {'below' if first.ideal > first.at else 'above'} {ends}"


def _rendered(picture: Image.Image) -> EncodedPicture:
    """As it is judged: from what a provider sends to what is stored."""
    sent = io.BytesIO()
    picture.save(sent, "JPEG", quality=95)
    return JpegCodec().encode(sent.getvalue(), picture.width)


def _good(what: str, pictures: Mapping[str, EncodedPicture]) -> Row:
    """How many good pictures would be made again for nothing."""
    judge = PictureJudge()
    poor = {
        name: quality.reasons
        for name, picture in pictures.items()
        if (quality := judge.judge(picture, style_of(name))).poor
    }
    reasons = ", ".join(sorted({reason for each in poor.values() for reason in each}))
    return Row(what, f"{len(poor)} of {len(pictures)} called poor{f': {reasons}' if reasons else ''}")


def _milliseconds(pictures: Mapping[str, EncodedPicture]) -> Iterator[float]:
    judge = PictureJudge()
    for picture in pictures.values():
        begun = time.thread_time()
        judge.judge(picture, StyleId.DAYMI)
        yield 1000 * (time.thread_time() - begun)

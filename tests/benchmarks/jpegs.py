"""JPEG bytes: as the product encodes, against Pillow at quality 85 with optimize, how like the original both are."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from PIL import Image

from mirror_realm.adapters.jpegs import QUALITY, SIDES, JpegCodec
from tests.benchmarks.corpus import grainy, painted
from tests.benchmarks.rows import Row, at_least, at_most
from tests.benchmarks.ssim import ssim

BYTES_BUDGET = 0.90
"""Of the baseline's bytes, on the painted corpus."""
SSIM_BUDGET = -0.002
"""Below the baseline's SSIM, on the painted corpus."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One picture at one side."""

    ours: int
    baseline: int
    """Bytes."""
    ours_ssim: float
    baseline_ssim: float


def rows(quick: bool) -> Iterable[Row]:
    pictures = painted(quick)
    for side, compared in by_side(pictures).items():
        likeness = fmean(each.ours_ssim for each in compared)
        name = f"painted, {side} pixels, quality of luminance and chrominance {QUALITY[side]}"
        yield Row(name, f"{_kilobytes(compared)}; SSIM {likeness:.4f}")
        yield at_most("  bytes / the baseline's", _ratio(compared), BYTES_BUDGET, digits=3)
        yield at_least("  SSIM - the baseline's", _difference(compared), SSIM_BUDGET, digits=4)
    noisy = [grainy(picture, seed) for seed, picture in enumerate(pictures)]
    for side, compared in by_side(noisy).items():
        yield Row(
            f"grainy, {side} pixels: bytes / and SSIM - the baseline's",
            f"{_kilobytes(compared)}; {_ratio(compared):.3f}, {_difference(compared):+.4f}",
        )


def by_side(pictures: Iterable[Image.Image]) -> dict[int, list[Compared]]:
    compared: dict[int, list[Compared]] = {side: [] for side in SIDES}
    for picture in pictures:
        lossless = io.BytesIO()
        picture.save(lossless, "PNG", compress_level=1)
        for side, ours in JpegCodec().encode(lossless.getvalue(), picture.width).jpegs.items():
            compared[side].append(_compare(picture, side, ours))
    return compared


def _compare(picture: Image.Image, side: int, ours: bytes) -> Compared:
    """Hold one of our JPEGs against the baseline of the same pixels, scaled as the codec scales them."""
    scaled = (
        picture
        if picture.width == side
        else picture.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    )
    baseline = io.BytesIO()
    scaled.save(baseline, "JPEG", quality=85, optimize=True)
    return Compared(
        len(ours),
        len(baseline.getvalue()),
        ssim(scaled, Image.open(io.BytesIO(ours))),
        ssim(scaled, Image.open(baseline)),
    )


def _ratio(compared: Sequence[Compared]) -> float:
    return sum(each.ours for each in compared) / sum(each.baseline for each in compared)


def _difference(compared: Sequence[Compared]) -> float:
    return fmean(each.ours_ssim - each.baseline_ssim for each in compared)


def _kilobytes(compared: Sequence[Compared]) -> str:
    ours, baseline = fmean(each.ours for each in compared), fmean(each.baseline for each in compared)
    return f"{ours / 1000:.1f} kB instead of {baseline / 1000:.1f}"

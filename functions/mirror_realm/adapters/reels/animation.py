"""The animation: each stage stands still, then fades into the next; the last fades into the first."""

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image

SIDE = 512
HOLD = 1_200
"""Milliseconds that a stage stands still."""
LAST_HOLD = 2_000
"""The last stage stays longer, because it is the current one."""
FADE_FRAMES = 7
FADE_FRAME = 50
"""Milliseconds of a frame; the fade takes 350 ms, too long to look like a cut and too short to be tiring."""
MOST_BYTES = 1_500_000

TRIES = ((SIDE, 76), (SIDE, 55), (384, 55), (256, 40))
"""Side and WebP quality. Painted pictures have 0.8 MB at the first; a larger result is encoded again at the next."""


def animation(pictures: Sequence[bytes]) -> bytes:
    """Return at least two pictures of any size as an endless animated WebP below `MOST_BYTES`."""
    encoded = b""
    for side, quality in TRIES:
        encoded = _encoded([_opened(picture, side) for picture in pictures], quality)
        if len(encoded) < MOST_BYTES:
            break
    return encoded


def _encoded(stages: Sequence[Image.Image], quality: int) -> bytes:
    frames, durations = zip(*_film(stages), strict=True)
    out = io.BytesIO()
    frames[0].save(
        out,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=0,
        quality=quality,
        method=4,
        # Whole frames only: partial ones would leave traces of the previous stage. They cost 15 % more bytes.
        kmin=0,
        kmax=1,
    )
    return out.getvalue()


def _film(stages: Sequence[Image.Image]) -> Iterator[tuple[Image.Image, int]]:
    """Yield the frames, each with its duration in milliseconds."""
    for here, there in pairwise((*stages, stages[0])):
        yield here, LAST_HOLD if here is stages[-1] else HOLD
        for number in range(1, FADE_FRAMES + 1):
            yield Image.blend(here, there, _eased(number / (FADE_FRAMES + 1))), FADE_FRAME


def _eased(share: float) -> float:
    """Return the smoothstep of a share, so that the fade begins and ends softly."""
    return share * share * (3 - 2 * share)


def _opened(picture: bytes, side: int) -> Image.Image:
    with Image.open(io.BytesIO(picture)) as opened:
        whole = opened.convert("RGB")
    return whole if whole.size == (side, side) else whole.resize((side, side), Image.Resampling.LANCZOS)

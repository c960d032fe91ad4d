"""Photos as cameras take them are read in every format: up to 50 megapixels, noisy, within 300 MB and the CPU bound."""

import io
import resource

import pytest
from PIL import Image, ImageChops, ImageStat

from mirror_realm.adapters.photos.decoding import SIDE
from mirror_realm.adapters.photos.reader import MOST_BYTES, SandboxedReader
from mirror_realm.adapters.photos.sandbox import ADDRESS_SPACE, CPU_SECONDS
from tests.unit.adapters.photos.noisy import FIFTY, MAKERS, SMALL, TWELVE, TWENTY_FOUR, made

SPARE = 2
"""How many times slower than the machine of these tests an instance may be."""

DEAR = "WebP with alpha"
"""To make one takes three times as long as any other."""

EVERY = [
    pytest.param(
        name,
        size,
        id=f"{name} of {megapixels}",
        marks=[] if size is TWELVE and name != DEAR else [pytest.mark.large],
    )
    for name in MAKERS
    for megapixels, size in ((12, TWELVE), (24, TWENTY_FOUR), (50, FIFTY))
]


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_a_noisy_photo_comes_out_as_it_is_with_time_to_spare(name: str, size: tuple[int, int]) -> None:
    data, shown = made(name, size)
    assert len(data) <= MOST_BYTES

    started = _processor_seconds()
    jpeg = Image.open(io.BytesIO(SandboxedReader().prepare(data)))

    assert _processor_seconds() - started < CPU_SECONDS / SPARE
    assert jpeg.size == (SIDE, 768)
    assert _difference(jpeg, shown) < 4


def test_the_memory_they_are_read_in_is_300_mb() -> None:
    assert ADDRESS_SPACE == 300 * 1024 * 1024


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Return by how much of 255 two pictures differ on average, whatever the grain."""
    return max(ImageStat.Stat(ImageChops.difference(one.resize(SMALL, Image.Resampling.BOX), other)).mean)

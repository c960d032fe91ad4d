"""Photos as cameras take them are read in every format: up to 50 megapixels, noisy, within 300 MB and the CPU bound."""

import io
import resource

import pytest
from PIL import Image, ImageChops, ImageStat

from mirror_realm.adapters.photos.decoding import SIDE
from mirror_realm.adapters.photos.reader import MOST_BYTES, SandboxedReader
from mirror_realm.adapters.photos.sandbox import ADDRESS_SPACE, CPU_SECONDS
from tests.unit.adapters.photos.noisy import FIFTY, MAKERS, SMALL, TWELVE, TWENTY_FOUR

SPARE = 1.4
"""How many times slower than the machine of these tests an instance may be."""


@pytest.mark.drawn(one_in=12)
@pytest.mark.parametrize("name", MAKERS)
def test_a_noisy_photo_of_12_megapixels_comes_out_as_it_is_with_time_to_spare(name: str) -> None:
    _comes_out_as_it_is(name, TWELVE)


@pytest.mark.drawn(one_in=64)
@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("size", [TWENTY_FOUR, FIFTY], ids=["24", "50"])
def test_a_noisy_photo_of_up_to_50_megapixels_does_so_too(name: str, size: tuple[int, int]) -> None:
    _comes_out_as_it_is(name, size)


def _comes_out_as_it_is(name: str, size: tuple[int, int]) -> None:
    data, shown = MAKERS[name](size)
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

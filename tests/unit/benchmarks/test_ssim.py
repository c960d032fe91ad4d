"""SSIM: what the definition says, window by window."""

import random
from statistics import fmean

import pytest
from PIL import Image

from tests.benchmarks.ssim import ssim

C1, C2 = 6.5025, 58.5225
"""(0.01 * 255)² and (0.03 * 255)²."""


def noise(seed: int, width: int = 20, height: int = 16, span: int = 256) -> Image.Image:
    chance = random.Random(seed)
    return Image.frombytes("L", (width, height), bytes(chance.randrange(span) for _ in range(width * height)))


def by_definition(first: Image.Image, second: Image.Image) -> float:
    """Equation 13 on every 8x8 window whose corner is a multiple of 4, straight from the pixels."""
    indices = []
    for top in range(0, first.height - 7, 4):
        for left in range(0, first.width - 7, 4):
            box = (left, top, left + 8, top + 8)
            x, y = (list(picture.crop(box).tobytes()) for picture in (first, second))
            mx, my = fmean(x), fmean(y)
            vx, vy = fmean((a - mx) ** 2 for a in x), fmean((b - my) ** 2 for b in y)
            cov = fmean((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
            indices.append((2 * mx * my + C1) * (2 * cov + C2) / ((mx * mx + my * my + C1) * (vx + vy + C2)))
    return fmean(indices)


def test_a_picture_is_entirely_like_itself() -> None:
    assert ssim(noise(1), noise(1)) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("size", [(8, 8), (20, 16), (33, 21)])
def test_it_is_the_mean_of_the_index_over_all_windows(size: tuple[int, int]) -> None:
    first, second = noise(1, *size), noise(2, *size, span=100)
    assert ssim(first, second) == pytest.approx(by_definition(first, second), abs=1e-5)


def test_flat_pictures_differ_by_their_luminance_alone() -> None:
    dark, light = Image.new("L", (16, 16), 50), Image.new("L", (16, 16), 100)
    assert ssim(dark, light) == pytest.approx((2 * 50 * 100 + C1) / (50**2 + 100**2 + C1), abs=1e-5)


def test_the_negative_of_a_picture_is_less_like_it_than_noise_is() -> None:
    picture = noise(1)
    assert ssim(picture, picture.point(lambda value: 255 - value)) < ssim(picture, noise(2)) < 0.2


def test_pictures_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot compare"):
        ssim(noise(1, 16, 16), noise(1, 16, 8))
    with pytest.raises(ValueError, match="cannot compare"):
        ssim(noise(1, 7, 7), noise(1, 7, 7))

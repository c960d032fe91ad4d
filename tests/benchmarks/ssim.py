"""SSIM: how alike two pictures look, by the structural similarity index.

Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity", IEEE
Transactions on Image Processing 13(4), 2004: equation 13 with K1 = 0.01, K2 = 0.03, on the luminance. Windows are plain
8x8 squares, as in the authors' earlier index (the paper's section III.C), four pixels apart instead of one.
"""

from collections.abc import Iterator
from typing import cast

from PIL import Image, ImageMath

WINDOW = 8
STEP = 4
_C1 = (0.01 * 255) ** 2
_C2 = (0.03 * 255) ** 2


def ssim(first: Image.Image, second: Image.Image) -> float:
    """Return the mean over all windows: 1 for equal pictures, less the more they differ.

    Raises ValueError for pictures of different sizes or smaller than a window.
    """
    if first.size != second.size or min(first.size) < WINDOW:
        raise ValueError(f"cannot compare {first.size} with {second.size}")
    x, y = first.convert("L").convert("F"), second.convert("L").convert("F")
    moments = (x, y, _product(x, x), _product(y, y), _product(x, y))
    total, windows = 0.0, 0
    for of_window in zip(*map(_window_means, moments), strict=True):
        total += _index(*of_window)
        windows += 1
    return total / windows


def _index(mean_x: float, mean_y: float, mean_xx: float, mean_yy: float, mean_xy: float) -> float:
    """Return the index of one window, from the means of the two luminances, of their squares and of their product."""
    variances = mean_xx - mean_x**2 + mean_yy - mean_y**2
    covariance = mean_xy - mean_x * mean_y
    return ((2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)) / (
        (mean_x**2 + mean_y**2 + _C1) * (variances + _C2)
    )


def _product(first: Image.Image, second: Image.Image) -> Image.Image:
    product: Image.Image = ImageMath.lambda_eval(lambda of: of["a"] * of["b"], a=first, b=second)
    return product


def _window_means(values: Image.Image) -> Iterator[float]:
    """Yield the mean of each window that fits into the picture."""
    for top in range(0, WINDOW, STEP):
        for left in range(0, WINDOW, STEP):
            right = left + (values.width - left) // WINDOW * WINDOW
            bottom = top + (values.height - top) // WINDOW * WINDOW
            if right > left and bottom > top:
                reduced = values.reduce(WINDOW, (left, top, right, bottom))
                # One band of 32-bit floats: the stub allows for pictures of several.
                yield from cast("tuple[float, ...]", reduced.get_flattened_data())

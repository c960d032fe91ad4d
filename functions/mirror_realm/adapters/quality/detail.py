"""Detail: sharpness, resolution, noise and blocks, measured by the loss when a picture is scaled or smoothed."""

from PIL import Image, ImageChops, ImageFilter

from mirror_realm.adapters.quality.working import SIDE, WorkingCopy, quantile, steps_across, tiles

_GAIN = 4
"""Differences are small: amplified before they are rounded to bytes."""
_DETAILED = 0.9
"""The quantile of tiles that represents a picture: a background may be out of focus."""
_CALM = 0.05
"""The quantile of tiles in which noise is measured: noise is everywhere, detail is not."""
_LEAST_BAND = 8
"""The least detail, amplified, of the coarser band with which finer detail can be compared."""
_GRIDS = range(16, 129)
"""The numbers of blocks across that are searched for, including JPEG's own blocks in scaled-up small pictures."""


def sharpness_and_resolution(working: WorkingCopy) -> tuple[float, float]:
    """Return the detail of 4 and of 2 pixels' size at 256 a side, each as a ratio to detail of 8 pixels' size.

    Natural edges have detail at every scale (ratios of 0.5 to 1); blur removes it from the finest scale up. This is a
    Laplacian pyramid (Burt and Adelson, "The Laplacian pyramid as a compact image code", IEEE Transactions on
    Communications 31(4), 1983) with a box for its kernel, once across and once down: the poorer direction counts,
    since a shaken camera leaves the other one sharp.
    """
    across, down = (
        [_band(working.luminance, side, halves) for side in (SIDE, SIDE // 2, SIDE // 4)]
        for halves in ((2, 1), (1, 2))
    )
    return _ratio(across[1], across[2], down[1], down[2]), _ratio(across[0], across[2], down[0], down[2])


def _ratio(across: int, coarse_across: int, down: int, coarse_down: int) -> float:
    pairs = ((across, coarse_across), (down, coarse_down))
    return min([1.0, *(fine / coarse for fine, coarse in pairs if coarse >= _LEAST_BAND)])


def _band(luminance: Image.Image, side: int, halves: tuple[int, int]) -> int:
    """Return the amplified detail that half of the columns or rows could not show, of a tile with much detail."""
    scaled = luminance if luminance.width == side else luminance.resize((side, side), Image.Resampling.BOX)
    halved = scaled.reduce(halves).resize((side, side), Image.Resampling.BICUBIC)
    lost = _amplified(ImageChops.difference(scaled, halved), _GAIN)
    return quantile(tiles(lost, side // 16), _DETAILED)


def noise(working: WorkingCopy) -> float:
    """Return the difference that a median of 3x3 pixels makes in the calmest tiles, in steps of luminance (0..255)."""
    luminance = working.luminance
    grain = ImageChops.difference(luminance, luminance.filter(ImageFilter.MedianFilter(3)))
    return quantile(tiles(_amplified(grain, 2 * _GAIN)), _CALM) / (2 * _GAIN)


def blockiness(working: WorkingCopy) -> float:
    """Return how much steeper steps are on a regular grid than elsewhere, for the clearest grid; 1 without one."""
    steps = _amplified(steps_across(working.full), _GAIN)
    profile = list(steps.resize((steps.width, 1), Image.Resampling.BOX).tobytes())
    usual = quantile(profile, 0.5) + _GAIN / 2
    return max(_on_grid(profile, blocks) for blocks in _GRIDS) / usual


def _on_grid(profile: list[int], blocks: int) -> int:
    """Return the step that three quarters of this grid's lines exceed."""
    width = len(profile) + 1
    lines = [round(line * width / blocks) - 1 for line in range(1, blocks)]
    return quantile([profile[line] for line in lines], 0.25)


def _amplified(picture: Image.Image, gain: int) -> Image.Image:
    return picture.point([min(255, gain * value) for value in range(256)])

"""Light and colour: exposure and palette, from histograms."""

from PIL import Image

from mirror_realm.adapters.quality.working import WorkingCopy

_BURNT = 250
"""Luminance from which a pixel shows nothing any more."""
_BRIGHT_SHARE = 0.05
"""The brightest share of pixels that says how much light there is: a night street has a lamp."""
_WARM = (242, 46)
"""Hues (0..255) from crimson over orange to yellow, both ends in: 340 to 65 degrees."""


def burnt_share(working: WorkingCopy) -> float:
    """The share of pixels that are as good as white."""
    histogram = working.luminance.histogram()
    return sum(histogram[_BURNT:]) / sum(histogram)


def brightness(working: WorkingCopy) -> float:
    """The luminance (0..1) that the brightest twentieth of the pixels exceeds."""
    histogram = working.luminance.histogram()
    left = _BRIGHT_SHARE * sum(histogram)
    for value in range(255, -1, -1):
        left -= histogram[value]
        if left <= 0:
            return value / 255
    return 0.0


def warmth_and_chroma(working: WorkingCopy) -> tuple[float, float]:
    """The share of all colour that is warm, and how much colour there is in the mean pixel (0..1)."""
    small = working.colour.resize((64, 64), Image.Resampling.BOX).convert("HSV")
    hues, saturations, values = (band.tobytes() for band in small.split())
    warm = total = 0
    for hue, saturation, value in zip(hues, saturations, values, strict=True):
        chroma = saturation * value
        total += chroma
        if hue >= _WARM[0] or hue <= _WARM[1]:
            warm += chroma
    return (warm / total if total else 1.0), total / len(hues) / 255**2

"""Light and colour: exposure and palette, from histograms."""

from PIL import Image

from mirror_realm.adapters.quality.working import WorkingCopy

_BURNT = 250
"""The luminance from which on a pixel counts as white."""
_BRIGHT_SHARE = 0.05
"""The share of the brightest pixels that gives a picture's light: even a night street has a lamp."""
_WARM = (242, 46)
"""Hues (0..255) from crimson over orange to yellow, both ends in: 340 to 65 degrees."""


def burnt_share(working: WorkingCopy) -> float:
    """Return the share of nearly white pixels."""
    histogram = working.luminance.histogram()
    return sum(histogram[_BURNT:]) / sum(histogram)


def brightness(working: WorkingCopy) -> float:
    """Return the luminance (0..1) that the brightest twentieth of the pixels exceeds."""
    histogram = working.luminance.histogram()
    left = _BRIGHT_SHARE * sum(histogram)
    for value in range(255, -1, -1):
        left -= histogram[value]
        if left <= 0:
            return value / 255
    return 0.0


def warmth_and_chroma(working: WorkingCopy) -> tuple[float, float]:
    """Return the share of all colour that is warm, and the colourfulness of the mean pixel (0..1)."""
    small = working.colour.resize((64, 64), Image.Resampling.BOX).convert("HSV")
    hues, saturations, values = (band.tobytes() for band in small.split())
    warm = total = 0
    for hue, saturation, value in zip(hues, saturations, values, strict=True):
        chroma = saturation * value
        total += chroma
        if hue >= _WARM[0] or hue <= _WARM[1]:
            warm += chroma
    return (warm / total if total else 1.0), total / len(hues) / 255**2

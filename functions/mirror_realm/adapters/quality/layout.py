"""Layout: emptiness, seams of collages, and writing, from where the steps in luminance are."""

from collections.abc import Callable

from PIL import Image, ImageChops, ImageFilter

from mirror_realm.adapters.quality.working import SIDE, WorkingCopy, above, quantile, steps_across, tiles

_LEAST_RANGE = 60
"""Luminance: a picture of less contrast is stretched no further, else its grain would count as things."""
_SOMETHING = 40
"""Range of the stretched luminance within a tile that shows something."""
_SEAM_STEP = 12
_MARGIN = 0.2
"""Seams are looked for away from the frame: some styles draw one."""
_PARTS = 4
"""A seam is seen in each of so many parts of its length."""
_STROKE_WIDTH = 4
"""Pixels from which on it is no stroke any more."""
_STROKE_CONTRAST = 50
"""By how much it is brighter or darker than what is left and right of it."""
_WRITTEN = 64
"""Mean of a tile of black and white (0..255) of which a quarter is strokes."""


def filled_share(working: WorkingCopy) -> float:
    """The share of tiles that show something, whatever the light."""
    small = working.luminance.resize((64, 64), Image.Resampling.BOX)
    values = list(small.tobytes())
    dark, bright = quantile(values, 0.05), quantile(values, 0.95)
    gain = 255 / max(_LEAST_RANGE, bright - dark)
    stretched = small.point([max(0, min(255, round((value - dark) * gain))) for value in range(256)])
    spread = ImageChops.subtract(
        stretched.filter(ImageFilter.MaxFilter(3)), stretched.filter(ImageFilter.MinFilter(3))
    )
    found = tiles(spread, 4)
    return sum(value > _SOMETHING for value in found) / len(found)


def seam(working: WorkingCopy) -> float:
    """How far one straight line stands out from top to bottom (0..1): the joint of a collage.

    Of lines from side to side scenes have their own: a desk, a horizon. Those alone prove nothing.
    """
    edges = above(steps_across(working.luminance), _SEAM_STEP)
    parts = edges.resize((edges.width, _PARTS), Image.Resampling.BOX).tobytes()
    weakest = [min(parts[column :: edges.width]) for column in range(edges.width)]
    inner = weakest[int(_MARGIN * SIDE) : int((1 - _MARGIN) * SIDE)]
    return (max(inner) - quantile(inner, 0.8)) / 255


def written_share(working: WorkingCopy) -> float:
    """The share of tiles dense with narrow strokes, bright or dark: lines of writing."""
    luminance = working.luminance
    opening = _extreme(_extreme(luminance, ImageChops.darker, 1), ImageChops.lighter, -1)
    closing = _extreme(_extreme(luminance, ImageChops.lighter, 1), ImageChops.darker, -1)
    strokes = ImageChops.lighter(
        above(ImageChops.subtract(luminance, opening), _STROKE_CONTRAST),
        above(ImageChops.subtract(closing, luminance), _STROKE_CONTRAST),
    )
    found = tiles(strokes)
    return sum(value > _WRITTEN for value in found) / len(found)


def _extreme(
    picture: Image.Image, choose: Callable[[Image.Image, Image.Image], Image.Image], direction: int
) -> Image.Image:
    """The least or greatest of each pixel and the next ones in its row: a rank filter of one line, at once quicker."""
    found = picture
    for distance in range(1, _STROKE_WIDTH):
        found = choose(found, ImageChops.offset(picture, direction * distance, 0))
    return found

"""Layout: emptiness, seams of collages, and writing, measured by the steps in luminance."""

from collections.abc import Callable

from PIL import Image, ImageChops, ImageFilter

from mirror_realm.adapters.quality.working import SIDE, WorkingCopy, above, quantile, steps_across, tiles

_LEAST_RANGE = 60
"""The least range of luminance that is stretched: in a picture of less contrast, grain would count as content."""
_SOMETHING = 40
"""Range of the stretched luminance within a tile that shows something."""
_SEAM_STEP = 12
_MARGIN = 0.2
"""The margin without a search for seams: some styles draw a frame."""
_PARTS = 4
"""The number of parts of a line, in each of which a seam must be visible."""
_STROKE_WIDTH = 4
"""The width in pixels from which on a line is not a stroke."""
_STROKE_CONTRAST = 50
"""The least difference in luminance between a stroke and both of its sides."""
_WRITTEN = 64
"""Mean of a tile of black and white (0..255) of which a quarter is strokes."""


def filled_share(working: WorkingCopy) -> float:
    """Return the share of tiles with content, at any light."""
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
    """Return how clearly one straight line runs from top to bottom (0..1), as the joint of a collage does.

    Lines from side to side are not counted: a desk or a horizon is one.
    """
    edges = above(steps_across(working.luminance), _SEAM_STEP)
    parts = edges.resize((edges.width, _PARTS), Image.Resampling.BOX).tobytes()
    weakest = [min(parts[column :: edges.width]) for column in range(edges.width)]
    inner = weakest[int(_MARGIN * SIDE) : int((1 - _MARGIN) * SIDE)]
    return (max(inner) - quantile(inner, 0.8)) / 255


def written_share(working: WorkingCopy) -> float:
    """Return the share of tiles dense with narrow strokes, bright or dark: lines of writing."""
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
    """Return the least or greatest of each pixel and the next ones in its row, faster than a rank filter."""
    found = picture
    for distance in range(1, _STROKE_WIDTH):
        found = choose(found, ImageChops.offset(picture, direction * distance, 0))
    return found

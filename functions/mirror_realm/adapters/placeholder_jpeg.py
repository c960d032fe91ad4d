"""The picture that replaces the files of a taken-down picture until they are deleted."""

import io
from functools import cache

COLOUR = (226, 224, 232)


@cache
def placeholder_jpeg(side: int) -> bytes:
    """Return a plain JPEG of this many pixels a side, the same bytes every time."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (side, side), COLOUR).save(out, "JPEG", quality=60, optimize=True)
    return out.getvalue()

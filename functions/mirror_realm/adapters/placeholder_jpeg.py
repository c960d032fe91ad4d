"""The picture that a taken-down picture's address serves until its files go."""

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

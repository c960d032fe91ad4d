"""Pictures for answers: real ones, made once."""

import io
from functools import cache

from PIL import Image


@cache
def picture(width: int = 1024, height: int = 1024, encoding: str = "JPEG") -> bytes:
    """A smooth gradient, encoded; every size and encoding has its own bytes."""
    ramp = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (ramp, ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM), ramp))
    buffer = io.BytesIO()
    image.save(buffer, encoding)
    return buffer.getvalue()

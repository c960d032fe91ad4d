"""Pictures for answers: real ones, made once."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageOps


@cache
def picture(width: int = 1024, height: int = 1024, encoding: str = "JPEG") -> bytes:
    """Things in warm colours, with no fault to find, encoded; every size and encoding has its own bytes."""
    image = Image.linear_gradient("L").resize((width, height))
    image = ImageOps.colorize(image, (250, 214, 160), (150, 70, 30))
    draw, chance = ImageDraw.Draw(image), Random(1)
    for _ in range(150):
        left, top = chance.randrange(width), chance.randrange(height)
        right, bottom = left + 1 + width // 16, top + 1 + height // chance.randint(8, 24)
        draw.ellipse((left, top, right, bottom), fill=(chance.randint(90, 250), chance.randint(60, 130), 40))
    buffer = io.BytesIO()
    image.save(buffer, encoding)
    return buffer.getvalue()

"""Pictures as data URLs, which is how photos are sent: no file is created at the provider.

Replicate takes a data URL of at most 256 KB. A larger picture is made smaller, so that a face loses as little as
possible: first its quality, then its size.
"""

import base64
import io

from mirror_realm.errors import ContentRejected

MOST_BYTES = 256 * 1024
"""The most bytes of a data URL, base64 included."""

_PREFIX = "data:image/jpeg;base64,"
_STEPS = ((1024, 88), (1024, 78), (896, 78), (768, 78), (640, 75), (512, 70))
"""The longest side in pixels, and the JPEG quality."""


def data_url(jpeg: bytes) -> str:
    """Return a JPEG as a data URL of at most MOST_BYTES. Raises ContentRejected if it can not be made small enough."""
    if _length(jpeg) <= MOST_BYTES:
        return _url(jpeg)
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    for side, quality in _STEPS:
        smaller, buffer = picture.copy(), io.BytesIO()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        smaller.save(buffer, "JPEG", quality=quality, optimize=True)
        if _length(buffer.getvalue()) <= MOST_BYTES:
            return _url(buffer.getvalue())
    raise ContentRejected("the photo can not be made small enough to be sent")


def _length(jpeg: bytes) -> int:
    return len(_PREFIX) + (len(jpeg) + 2) // 3 * 4


def _url(jpeg: bytes) -> str:
    return _PREFIX + base64.b64encode(jpeg).decode()

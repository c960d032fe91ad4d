"""Pictures as providers send them: base64 or bytes, checked for size and signature, not decoded as pictures."""

import base64
import binascii

from mirror_realm.errors import BadOutput

MIN_PICTURE_BYTES = 1024
"""A 1024x1024 JPEG of a single colour is 16 KB: less than this is a stub."""

MAX_PICTURE_BYTES = 16 * 1024 * 1024

MAX_ANSWER_BYTES = 24 * 1024 * 1024
"""A 1024x1024 JPEG has under 2 MB, a PNG under 5, and base64 adds a third: a larger answer is not read."""


def picture_of(encoded: str | None, *, cost_micros: int | None) -> bytes:
    """Return the bytes of a picture in base64.

    Raises `BadOutput` with `cost_micros` as `checked` does, or if there is none, or if it is not base64.
    """
    if not encoded:
        raise BadOutput("the answer has no picture", cost_micros=cost_micros)
    if len(encoded) > MAX_PICTURE_BYTES * 4 // 3:
        raise BadOutput("the picture is too large", cost_micros=cost_micros)
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BadOutput("the picture is not base64", cost_micros=cost_micros) from None
    return checked(data, cost_micros=cost_micros)


def checked(data: bytes, *, cost_micros: int | None) -> bytes:
    """Return the bytes, after checking their size and signature (JPEG, PNG or WebP).

    Raises `BadOutput` with `cost_micros`: a call without a usable picture may cost the same.
    """
    if len(data) < MIN_PICTURE_BYTES:
        raise BadOutput(f"{len(data)} bytes are no picture", cost_micros=cost_micros)
    if len(data) > MAX_PICTURE_BYTES:
        raise BadOutput("the picture is too large", cost_micros=cost_micros)
    if not _has_signature(data):
        raise BadOutput("the picture is neither JPEG, PNG nor WebP", cost_micros=cost_micros)
    return data


def _has_signature(data: bytes) -> bool:
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return is_webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))

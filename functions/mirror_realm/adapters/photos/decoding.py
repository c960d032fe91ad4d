"""Decoding: from a file that may be anything to a plain JPEG. Runs in the sandbox's child process only.

A reader for each format takes the file's container apart and lets the decoder see what pixels depend on, at the
smallest size that will do. From there on all formats go one way: turned upright, colours as sRGB, white where they are
transparent. No metadata survives: the pixels are copied to a picture that never had any.
"""

import io
import struct
from collections.abc import Callable

from PIL import Image

from mirror_realm.adapters.photos.colours import in_srgb
from mirror_realm.adapters.photos.formats import MOST_PIXELS, PhotoFormat, Shape, format_of
from mirror_realm.adapters.photos.photo import Photo, Size
from mirror_realm.adapters.photos.refusals import Refusal, Refused

SIDE = 1024
"""Pixels of the longer side, at most: the image models look at 1536 patches of 32 x 32, which is no more."""

LEAST = 200
"""Pixels of the shorter side once it is scaled: with less a face is a handful of pixels."""

MOST_COVERING = 25_000_000
"""Pixels of a photo whose shorter side is scaled to SIDE. More would not fit the sandbox's memory then (measured)."""

QUALITY = 90

_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    LookupError,
    TypeError,
    struct.error,
)
"""What Pillow and its decoders raise on files that are not what they should be."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What puts a picture upright, by its orientation."""


def prepared(data: bytes, shape: Shape = Shape.WHOLE) -> bytes:
    """Return the JPEG of a photo. Raises Refused; MemoryError where the process's limit is met."""
    # Pixels are counted below, before the decoder is asked for any.
    Image.MAX_IMAGE_PIXELS = None
    try:
        photo = _reader(format_of(data))(data)
        _check(photo.size)
        whole = shape is Shape.WHOLE
        picture = photo.decode(_fitted(photo.size) if whole else _covering(photo.size))
        if photo.orientation in _TURNS:
            picture = picture.transpose(_TURNS[photo.orientation])
        picture = in_srgb(picture, photo.profile)
        return _jpeg(picture if whole else _middle(picture))
    except _BROKEN:
        raise Refused(Refusal.DAMAGED) from None


def _reader(kind: PhotoFormat) -> Callable[[bytes], Photo]:
    # Each brings a library of its own.
    match kind:
        case PhotoFormat.JPEG:
            from mirror_realm.adapters.photos import jpeg

            return jpeg.read
        case PhotoFormat.PNG:
            from mirror_realm.adapters.photos import png

            return png.read
        case PhotoFormat.WEBP:
            from mirror_realm.adapters.photos import webp

            return webp.read
        case PhotoFormat.HEIC:
            from mirror_realm.adapters.photos import heic

            return heic.read


def _check(size: Size) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    if min(size) < LEAST:
        raise Refused(Refusal.TOO_SMALL)
    if min(_fitted(size)) < LEAST:
        raise Refused(Refusal.TOO_NARROW)


def _fitted(size: Size) -> Size:
    """Return the size with its longer side at most SIDE."""
    scale = min(1.0, SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _covering(size: Size) -> Size:
    """Return the size with its shorter side at most SIDE; for the largest photos, with its longer one."""
    if size[0] * size[1] > MOST_COVERING:
        return _fitted(size)
    scale = min(1.0, SIDE / min(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _middle(picture: Image.Image) -> Image.Image:
    """Return the square in the middle of a picture, SIDE pixels a side."""
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.crop((left, top, left + side, top + side))
    return square if side == SIDE else square.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _jpeg(picture: Image.Image) -> bytes:
    # The copy has pixels alone: whatever else the picture carries stays behind.
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    encoded = io.BytesIO()
    plain.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue()

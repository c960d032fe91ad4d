"""Decoding: from a file that may be anything to a plain JPEG. Runs in the sandbox's child process only.

Colours become sRGB where the file has a profile that says how; what is transparent becomes white; orientation is
applied. No metadata survives: the pixels are copied to a picture that never had any.
"""

import io
import struct

from PIL import Image, ImageCms, ImageOps

from mirror_realm.adapters.photos.formats import (
    MOST_PIXELS,
    PROGRESSIVE_PIXELS,
    PhotoFormat,
    format_of,
    webp_size,
)
from mirror_realm.adapters.photos.refusals import Refusal, Refused

SIDE = 1024
"""Pixels of the longer side, at most: the image models look at 1536 patches of 32 x 32, which is no more."""

LEAST = 200
"""Pixels of the shorter side once it is scaled: with less a face is a handful of pixels."""

QUALITY = 90
_LARGEST_PROFILE = 1024 * 1024

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


def prepared(data: bytes) -> bytes:
    """The JPEG of a photo. Raises Refused; MemoryError where the process's limit is met."""
    kind = format_of(data)
    # Pixels are counted below, by format, and before the decoder is asked for any.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with _opened(data, kind) as picture:
            _check(picture, kind)
            small = _upright(_scaled(picture))
            return _jpeg(_in_srgb(small))
    except _BROKEN:
        raise Refused(Refusal.DAMAGED) from None


def _opened(data: bytes, kind: PhotoFormat) -> Image.Image:
    """The picture with its header read and no pixel decoded."""
    if kind is PhotoFormat.WEBP:
        from PIL import WebPImagePlugin  # noqa: F401 - registers itself; Pillow would load every plugin instead

        _check_pixels(webp_size(data), MOST_PIXELS[kind])
    if kind is PhotoFormat.HEIC:
        import pillow_heif

        # One thread: each would reserve a stack and an arena of the address space.
        pillow_heif.register_heif_opener(
            thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
        )
    return Image.open(io.BytesIO(data), formats=(kind,))


def _check(picture: Image.Image, kind: PhotoFormat) -> None:
    progressive = kind is PhotoFormat.JPEG and "progressive" in picture.info
    _check_pixels(picture.size, PROGRESSIVE_PIXELS if progressive else MOST_PIXELS[kind])
    if min(picture.size) * min(1.0, SIDE / max(picture.size)) < LEAST:
        raise Refused(Refusal.TOO_SMALL)
    # Telephones put a second picture behind a JPEG (light, depth) and several into a HEIC: the first is the photo.
    if kind in (PhotoFormat.PNG, PhotoFormat.WEBP) and getattr(picture, "is_animated", False):
        raise Refused(Refusal.ANIMATED)


def _check_pixels(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise Refused(Refusal.TOO_MANY_PIXELS)


def _scaled(picture: Image.Image) -> Image.Image:
    """At most SIDE a side, in a mode whose samples can be averaged."""
    if picture.mode.startswith("I;16"):
        # Pillow's own conversion clips at 255 instead of keeping the upper byte.
        picture = Image.frombytes("L", picture.size, picture.tobytes(), "raw", "L;16")
    elif picture.mode in ("L", "RGB") and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        # Metadata that cannot be read is dropped like any other; the photo itself may be fine.
        return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The colours as the file's profile means them; as they stand where it has none or one that is broken."""
    profile = picture.info.get("icc_profile", b"")
    if not profile or len(profile) > _LARGEST_PROFILE or picture.mode not in ("L", "RGB", "CMYK"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        return ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, *_BROKEN):
        return picture


def _jpeg(picture: Image.Image) -> bytes:
    plain = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        plain.paste(seen, mask=seen.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    encoded = io.BytesIO()
    plain.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue()

"""HEIC as pillow-heif reads it: all at once, in colours of the full size. Used where libheif itself cannot be called.

It takes twice the time and far more memory, so that fewer pixels fit the sandbox. libheif crops and turns the photo.
"""

import pillow_heif
from PIL import Image

from mirror_realm.adapters.photos.photo import Photo, Size
from mirror_realm.adapters.photos.profiles import profile_of
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.shrinking import shrunk

MOST_PIXELS = 25_000_000
"""That decode within the sandbox's memory (measured)."""


def read(data: bytes) -> Photo:
    """Return the photo in a HEIC file. Raises Refused; what pillow-heif raises if the file is damaged."""
    # Each thread would reserve a stack and an arena of the address space.
    pillow_heif.options.DECODE_THREADS = 0
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    file = pillow_heif.open_heif(data)
    if file.size[0] * file.size[1] > MOST_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    numbers = file.info.get("nclx_profile", {})
    return Photo(
        size=file.size,
        decode=lambda target: _decoded(file, target),
        profile=file.info.get("icc_profile", b"")
        or profile_of(numbers.get("color_primaries", 2), numbers.get("transfer_characteristics", 2)),
    )


def _decoded(file: pillow_heif.HeifFile, target: Size) -> Image.Image:
    return shrunk(file.to_pillow(), target, _averageable)


def _averageable(strip: Image.Image) -> Image.Image:
    # Transparency weighs its colours beforehand.
    return strip.convert({"LA": "La", "RGBA": "RGBa"}.get(strip.mode, strip.mode))

"""Formats: the format of a file by its first bytes, the most pixels it may have, and what is wanted of it.

Names and types are ignored.
"""

from enum import StrEnum

from mirror_realm.adapters.photos.refusals import Refusal, Refused

_STILL_HEIC = {b"heic", b"heix", b"heim", b"heis"}
_MOVING_HEIC = {b"msf1", b"hevc", b"hevx", b"hevm", b"hevs"}


class PhotoFormat(StrEnum):
    """By Pillow's names."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"


class Shape(StrEnum):
    """The part of a photo that is wanted."""

    WHOLE = "whole"
    SQUARE = "square"
    """The middle, as wide as it is high."""


MOST_PIXELS = 8192 * 6144
"""What cameras of "50 megapixels" take: in every format as much as decodes within the sandbox's memory (measured)."""


def format_of(data: bytes) -> PhotoFormat:
    """Return the format of a file. Raises Refused for all but the four formats, and for HEIC image sequences."""
    if data.startswith(b"\xff\xd8\xff"):
        return PhotoFormat.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PhotoFormat.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return PhotoFormat.WEBP
    if data[4:8] == b"ftyp":
        return _iso_media(data)
    raise Refused(Refusal.NOT_A_PHOTO)


def _iso_media(data: bytes) -> PhotoFormat:
    """Return the format by the brands in the `ftyp` box.

    The box is that of ISO/IEC 14496-12: length, "ftyp", major brand, version, compatible brands.
    """
    box = data[: min(int.from_bytes(data[:4], "big"), 256)]
    major = box[8:12]
    compatible = {box[at : at + 4] for at in range(16, len(box), 4)}
    if major in _MOVING_HEIC:
        raise Refused(Refusal.ANIMATED)
    if major in _STILL_HEIC or (major in (b"mif1", b"mif2") and compatible & _STILL_HEIC):
        return PhotoFormat.HEIC
    raise Refused(Refusal.NOT_A_PHOTO)

"""JPEG: reads the segments of a file, and decodes the picture at a half, a quarter or an eighth of its size.

The decoder gets the segments that pixels depend on and no others: whatever is wrong with a comment, a preview or a
profile cannot keep it from the pixels. The format is that of ITU-T T.81, annex B.
"""

import io
import re
import struct
from dataclasses import dataclass, field

from PIL import Image

from mirror_realm.adapters.photos import jpeg_means
from mirror_realm.adapters.photos.exif import orientation_of
from mirror_realm.adapters.photos.photo import LARGEST_PROFILE, Photo, Size
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.shrinking import Box, resized

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = {0x00, 0x01, _START, *range(0xD0, 0xD8)}
"""What follows an 0xFF without being the marker of a segment: a stuffed byte and markers that have no body."""

_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_TABLES = {0xC4, 0xCC, 0xDB, 0xDC, 0xDD}
"""Huffman, arithmetic and quantisation tables, number of lines, restart interval."""

_JFIF, _EXIF, _PROFILE, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_JFIF_NAME, _EXIF_NAME, _PROFILE_NAME, _ADOBE_NAME = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"
_JFIF_LENGTH, _ADOBE_LENGTH = 14, 12

_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")

MOST_SCANS = 100
"""Cameras and editors send one, or up to about 15 of a progressive JPEG. Each costs a pass over all pixels."""

MOST_COEFFICIENTS = 200 * 1024 * 1024
"""Bytes. A JPEG of several scans keeps all its coefficients in memory until the last one has been read: two bytes each,
which at 50 megapixels are 150 MB with halved colours (4:2:0) and 300 MB with full ones. Above it the means alone are
read where that can be done."""

_REDUCED = 1.5
"""The decoder's picture has at least this many times the pixels of the result each way: the rest is averaged."""

_FILLER = bytes(range(1, 255)) * 64
"""What no picture goes on with."""

_NO_DATA = {127, 128}
"""The middle of the scale, in any band."""


@dataclass(slots=True)
class _Segments:
    """What a file consists of."""

    kept: list[bytes | memoryview] = field(default_factory=lambda: [b"\xff\xd8"])
    """What the decoder gets: tables, frame, and all from the first scan on; no end marker."""
    frame: bytes = b""
    kind: int = 0
    """The marker of the frame."""
    scans: int = 0
    first_scan: int = 0
    """How many components the first scan has."""
    exif: bytes = b""
    profile: dict[int, bytes] = field(default_factory=dict)
    """The parts of the profile by their numbers."""
    parts: int = 0
    """How many parts of the profile there should be."""
    complete: bool = False
    """Whether the end marker is there."""


def read(data: bytes) -> Photo:
    """Return the photo in a JPEG file. Raises Refused."""
    segments = _segments(data)
    frame = segments.frame
    if len(frame) < 9 or not segments.scans:
        raise Refused(Refusal.DAMAGED)
    height, width = struct.unpack_from(">HH", frame, 1)
    if segments.scans > MOST_SCANS:
        raise Refused(Refusal.TOO_COSTLY)
    several = segments.kind in _PROGRESSIVE or segments.first_scan < frame[5]
    decoded = _decoded
    if several and _coefficients(frame) > MOST_COEFFICIENTS:
        if segments.kind != jpeg_means.PROGRESSIVE or not jpeg_means.readable(frame):
            raise Refused(Refusal.TOO_MANY_PIXELS)
        decoded = _decoded_means
    return Photo(
        size=(width, height),
        decode=lambda target: decoded(segments, target),
        profile=_profile(segments),
        orientation=orientation_of(segments.exif),
    )


def _segments(data: bytes) -> _Segments:
    found, scans_from, at = _Segments(), 0, 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        marker = data[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == _END:
            found.complete = True
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            break
        _add(found, marker, data[at + 4 : at + 2 + length])
        if marker == _SCAN:
            scans_from = scans_from or at
            followers = _NEXT_MARKER.search(data, at + 2 + length)
            if followers is None:
                break
            at = followers.start()
        else:
            at += 2 + length
    found.kept.append(memoryview(data)[scans_from : at if found.complete else len(data)])
    return found


def _add(found: _Segments, marker: int, body: bytes) -> None:
    if marker == _SCAN:
        found.scans += 1
        found.first_scan = found.first_scan or (body[0] if body else 0)
    elif found.scans:
        return  # it is kept with the scans
    elif marker == _EXIF and body.startswith(_EXIF_NAME):
        found.exif = found.exif or body
    elif marker == _PROFILE and body.startswith(_PROFILE_NAME) and len(body) > len(_PROFILE_NAME) + 2:
        number, found.parts = body[len(_PROFILE_NAME) : len(_PROFILE_NAME) + 2]
        found.profile[number] = body[len(_PROFILE_NAME) + 2 :]
    elif _matters(marker, body):
        found.kept.append(struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body)
        if marker in _FRAMES and not found.frame:
            found.frame, found.kind = body, marker


def _matters(marker: int, body: bytes) -> bool:
    """Return whether pixels depend on a segment: on JFIF's and Adobe's, because they say what the components are."""
    if marker == _JFIF:
        return body.startswith(_JFIF_NAME) and len(body) >= _JFIF_LENGTH
    if marker == _ADOBE:
        return body.startswith(_ADOBE_NAME) and len(body) >= _ADOBE_LENGTH
    return marker in _TABLES or marker in _FRAMES


def _coefficients(frame: bytes) -> int:
    """Return the bytes that all coefficients of a frame take (T.81, A.1.1 and A.2.4)."""
    height, width, components = struct.unpack_from(">HHB", frame, 1)
    factors = [divmod(factor, 16) for factor in frame[7 : 6 + 3 * components : 3]]
    if not all(across and down for across, down in factors):
        raise Refused(Refusal.DAMAGED)
    most_across, most_down = max(across for across, _ in factors), max(down for _, down in factors)
    units: int = -(-width // (8 * most_across)) * -(-height // (8 * most_down))
    return units * sum(across * down for across, down in factors) * 64 * 2


def _profile(segments: _Segments) -> bytes:
    """Return the profile if all its parts are there (ICC.1:2010, B.4)."""
    parts = [segments.profile.get(number) for number in range(1, segments.parts + 1)]
    whole = b"".join(part for part in parts if part is not None)
    return whole if None not in parts and len(whole) <= LARGEST_PROFILE else b""


def _decoded(segments: _Segments, target: Size) -> Image.Image:
    picture, box = _drafted(segments, target)
    # The decoder looks at nothing behind the last pixel: if what is there makes a difference, pixels are missing.
    if not segments.complete or _ends_in_grey(picture):
        other, _ = _drafted(segments, target, _FILLER)
        if picture.tobytes() != other.tobytes():
            raise Refused(Refusal.DAMAGED)
    return resized(picture, target, box)


def _decoded_means(segments: _Segments, target: Size) -> Image.Image:
    height, width = struct.unpack_from(">HH", segments.frame, 1)
    return resized(jpeg_means.picture_of(b"".join(segments.kept)), target, (0, 0, width / 8, height / 8))


def _drafted(segments: _Segments, target: Size, filler: bytes = b"") -> tuple[Image.Image, Box | None]:
    """Return the picture at the smallest size that the decoder can give and that is large enough, and its box in it.

    filler: follows the data of the picture.
    """
    file = io.BytesIO(b"".join([*segments.kept, filler, b"\xff\xd9"]))
    picture = Image.open(file, formats=("JPEG",))
    drafted = picture.draft(None, (round(target[0] * _REDUCED), round(target[1] * _REDUCED)))
    picture.load()
    return picture, drafted[1] if drafted else None


def _ends_in_grey(picture: Image.Image) -> bool:
    """Return whether the last pixel is of the grey that the decoder puts where there is no data."""
    last = picture.getpixel((picture.width - 1, picture.height - 1))
    return {last} <= _NO_DATA if isinstance(last, (int, float)) else set(last or ()) <= _NO_DATA

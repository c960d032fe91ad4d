"""PNG: reads the chunks of a file, and decodes the picture strip by strip into a smaller one.

The decoder gets the chunks that pixels depend on and no others: whatever is wrong with a text, a profile or a date
cannot keep it from the pixels. The format is that of the PNG specification, third edition.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce

from PIL import Image

from mirror_realm.adapters.photos.exif import orientation_of
from mirror_realm.adapters.photos.photo import LARGEST_PROFILE, Photo, Size
from mirror_realm.adapters.photos.profiles import profile_of
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.shrinking import shrunk

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB, _PALETTE, _GREY_ALPHA = 0, 2, 3, 4
"""Colour types (11.2.1). A sixth, RGB with alpha, needs nothing special."""

MOST_CHUNKS = 50_000
"""Photos have a few, or a thousand where the pixels come in chunks of 8 KB."""

MOST_INFLATED = 32 * 1024 * 1024
"""Bytes that all compressed texts and profiles of a file may inflate to. They are left aside whatever they say, but a
file with more was made to exhaust whatever reads them, and is refused."""


@dataclass(slots=True)
class _Chunks:
    """What a file consists of."""

    header: bytes = b""
    palette: bytes = b""
    transparency: bytes = b""
    pixels: list[memoryview] = field(default_factory=list)
    profile: bytes = b""
    numbers: bytes = bytes(2)
    """What the file says of its colours with numbers, its primaries and its tone curve first (11.3.2.6)."""
    exif: bytes = b""
    frames: int = 1
    inflated: int = 0


def read(data: bytes) -> Photo:
    """Return the photo in a PNG file. Raises Refused."""
    chunks = _chunks(data)
    if len(chunks.header) != 13 or not chunks.pixels:
        raise Refused(Refusal.DAMAGED)
    if chunks.frames > 1:
        raise Refused(Refusal.ANIMATED)
    width, height, depth, colours = struct.unpack_from(">IIBB", chunks.header)
    return Photo(
        size=(width, height),
        decode=lambda target: _decoded(chunks, target, depth, colours),
        # Numbers take precedence over a profile.
        profile=profile_of(*chunks.numbers[:2]) or chunks.profile,
        orientation=orientation_of(chunks.exif),
    )


def _chunks(data: bytes) -> _Chunks:
    """Return what there is up to the end of the file, or to where it stops being a PNG."""
    found = _Chunks()
    for count, (name, body, sum_) in enumerate(_each(data), 1):
        if count > MOST_CHUNKS:
            raise Refused(Refusal.TOO_COSTLY)
        if name == b"IDAT":
            # The compressed data has a checksum of its own, and says where it ends.
            found.pixels.append(body)
        elif sum_ == zlib.crc32(body, zlib.crc32(name)):
            _add(found, name, bytes(body))
        elif name in (b"IHDR", b"PLTE"):
            raise Refused(Refusal.DAMAGED)
    return found


def _each(data: bytes) -> Iterator[tuple[bytes, memoryview, int]]:
    """Yield each chunk's name, body and checksum (5.3)."""
    at, view = len(_SIGNATURE), memoryview(data)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        after = at + 8 + length
        yield name, view[at + 8 : after], int.from_bytes(view[after : after + 4], "big")
        at = after + 4


def _add(found: _Chunks, name: bytes, body: bytes) -> None:
    """Take what is needed from a chunk whose checksum is right. Of two alike the first one counts."""
    match name:
        case b"IHDR":
            found.header = found.header or body
        case b"PLTE":
            found.palette = found.palette or body
        case b"tRNS":
            found.transparency = found.transparency or body
        case b"eXIf":
            found.exif = found.exif or body
        case b"acTL" if not found.pixels and len(body) >= 4:
            found.frames = int.from_bytes(body[:4], "big")
        case b"iCCP":
            profile = _inflated(found, body.partition(b"\0")[2])
            if not found.pixels and len(profile) <= LARGEST_PROFILE:
                found.profile = found.profile or profile
        case b"cICP" if not found.pixels and len(body) == 4:
            found.numbers = body
        case b"zTXt":
            _inflated(found, body.partition(b"\0")[2])
        case b"iTXt":
            # Its language and its translated keyword stand before the text.
            compressed, rest = body.partition(b"\0")[2][:1], body.partition(b"\0")[2][1:]
            if compressed == b"\1":
                _inflated(found, rest[:1] + b"".join(rest[1:].split(b"\0", 2)[2:]))


def _inflated(found: _Chunks, method_and_data: bytes) -> bytes:
    """Return what the compressed part of a chunk holds; nothing where it is broken. Raises Refused for a bomb."""
    if method_and_data[:1] != b"\0":
        return b""
    try:
        left = MOST_INFLATED - found.inflated
        inflated = zlib.decompressobj().decompress(method_and_data[1:], left + 1)
    except zlib.error:
        return b""
    found.inflated += len(inflated)
    if found.inflated > MOST_INFLATED:
        raise Refused(Refusal.TOO_COSTLY)
    return inflated


def _decoded(chunks: _Chunks, target: Size, depth: int, colours: int) -> Image.Image:
    pieces = [_SIGNATURE, *_written(b"IHDR", chunks.header)]
    if chunks.palette:
        pieces += _written(b"PLTE", chunks.palette)
    if transparency := _transparency(chunks.transparency, depth, colours):
        pieces += _written(b"tRNS", transparency)
    pieces += _written(b"IDAT", *chunks.pixels)
    pieces += _written(b"IEND")
    picture = Image.open(io.BytesIO(b"".join(pieces)), formats=("PNG",))
    grey = colours in (_GREY, _GREY_ALPHA)
    return shrunk(picture, target, lambda strip: _averageable(strip, grey))


def _written(name: bytes, *body: bytes | memoryview) -> list[bytes | memoryview]:
    """Return the pieces of a chunk with a right checksum."""
    checksum = reduce(lambda sum_, piece: zlib.crc32(piece, sum_), body, zlib.crc32(name))
    return [struct.pack(">I", sum(map(len, body))), name, *body, struct.pack(">I", checksum)]


def _transparency(body: bytes, depth: int, colours: int) -> bytes:
    """Return the transparency as the decoder needs it (11.3.1.1).

    A single colour can be transparent, too. With 16 bits a sample the decoder keeps the upper 8 only, by which that
    colour is not found again: it stays as it is. With 2 or 4 bits it widens grey samples to 8, but not that colour.
    """
    if colours == _PALETTE:
        return body
    if depth == 16 or len(body) != {_GREY: 2, _RGB: 6}.get(colours):
        return b""
    if colours == _GREY and depth in (2, 4):
        return struct.pack(">H", (body[1] & 2**depth - 1) * 255 // (2**depth - 1))
    return body


def _averageable(strip: Image.Image, grey: bool) -> Image.Image:
    """Return a strip in a mode whose samples can be averaged: transparency weighs its colours beforehand."""
    if strip.mode == "I;16":
        # Pillow's own conversion clips at 255 instead of keeping the upper byte.
        return Image.frombytes("L", strip.size, strip.tobytes(), "raw", "L;16")
    if strip.has_transparency_data:
        return strip.convert("LA").convert("La") if grey else strip.convert("RGBA").convert("RGBa")
    return strip if strip.mode in ("L", "RGB") else strip.convert("L" if grey else "RGB")

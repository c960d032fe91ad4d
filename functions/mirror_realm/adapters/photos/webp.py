"""WebP: reads the chunks of a file, and lets libwebp scale the picture down while it decodes it.

libwebp gets the chunks that pixels depend on and no others. The format is that of RFC 9649.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from mirror_realm.adapters.photos import libwebp
from mirror_realm.adapters.photos.exif import orientation_of
from mirror_realm.adapters.photos.native import InterfaceMissing
from mirror_realm.adapters.photos.photo import LARGEST_PROFILE, Photo, Size
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.shrinking import resized

_LOSSY, _LOSSLESS = b"VP8 ", b"VP8L"
_ALPHA = 0x10
"""The flag of an extended header (2.7) that announces a chunk of alpha."""

MOST_PIXELS_OF_PILLOW = 12_500_000
"""That Pillow's own reader, which keeps four copies of them, decodes within the sandbox's memory (measured)."""

_FRAME_HEADER = 16
"""Bytes before the chunks of an animation's frame (2.7.1.1)."""


@dataclass(slots=True)
class _Chunks:
    """What a file consists of."""

    canvas: Size | None = None
    kind: bytes = b""
    """The name of the chunk that holds the pixels."""
    pixels: bytes | memoryview = b""
    alpha: bytes | memoryview = b""
    frames: int = 0
    """Of an animation."""
    profile: bytes = b""
    exif: bytes = b""


def read(data: bytes) -> Photo:
    """Return the photo in a WebP file. Raises Refused."""
    chunks = _Chunks()
    _take(chunks, memoryview(data)[12:])
    own = _size(chunks)
    # Some tools write a single picture as an animation of one frame.
    if chunks.frames > 1 or (chunks.frames and own != chunks.canvas):
        raise Refused(Refusal.ANIMATED)
    return Photo(
        size=chunks.canvas or own,
        decode=lambda target: _decoded(chunks, own, target),
        profile=chunks.profile,
        orientation=orientation_of(chunks.exif),
    )


def _take(chunks: _Chunks, data: memoryview) -> None:
    """Take what is needed from a row of chunks. Of two alike the first one counts."""
    for name, body, whole in _each(data):
        if name in (_LOSSY, _LOSSLESS) and not chunks.kind:
            if not whole:
                raise Refused(Refusal.DAMAGED)
            chunks.kind, chunks.pixels = name, body
        elif name == b"ALPH" and not chunks.kind and whole:
            chunks.alpha = chunks.alpha or body
        elif name == b"VP8X" and chunks.canvas is None and len(body) >= 10:
            chunks.canvas = (
                int.from_bytes(body[4:7], "little") + 1,
                int.from_bytes(body[7:10], "little") + 1,
            )
        elif name == b"ANMF":
            chunks.frames += 1
            _take(chunks, body[_FRAME_HEADER:])
        elif name == b"ICCP" and whole and len(body) <= LARGEST_PROFILE:
            chunks.profile = chunks.profile or bytes(body)
        elif name == b"EXIF":
            chunks.exif = chunks.exif or bytes(body)


def _each(data: memoryview) -> Iterator[tuple[bytes, memoryview, bool]]:
    """Yield each chunk's name and body, and whether the body is there to its end (2.3)."""
    at = 0
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        yield name, body, len(body) == length
        at += 8 + length + length % 2


def _size(chunks: _Chunks) -> Size:
    """Return the size that the pixels' own header declares (RFC 6386, 9.1; RFC 9649, 3.4). Raises Refused."""
    head = bytes(chunks.pixels[:10])
    if chunks.kind == _LOSSY and len(head) == 10:
        width, height = struct.unpack_from("<HH", head, 6)
        return width & 0x3FFF, height & 0x3FFF
    if chunks.kind == _LOSSLESS and len(head) >= 5:
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise Refused(Refusal.DAMAGED)


def _decoded(chunks: _Chunks, own: Size, target: Size) -> Image.Image:
    if chunks.canvas not in (None, own):
        raise Refused(Refusal.DAMAGED)
    still = _still(chunks, own)
    # What is scaled here is averaged; the last halving is left to a better filter.
    between = (min(own[0], 2 * target[0]), min(own[1], 2 * target[1]))
    try:
        picture = libwebp.decoded(still, between)
    except InterfaceMissing:
        if own[0] * own[1] > MOST_PIXELS_OF_PILLOW:
            raise Refused(Refusal.TOO_MANY_PIXELS) from None
        picture = Image.open(io.BytesIO(still), formats=("WEBP",))
    return resized(picture, target)


def _still(chunks: _Chunks, own: Size) -> bytes:
    """Return a file that holds the pixels, and their alpha if it stands apart from them."""
    pieces: list[bytes | memoryview] = []
    if chunks.alpha and chunks.kind == _LOSSY:
        canvas = (own[0] - 1).to_bytes(3, "little") + (own[1] - 1).to_bytes(3, "little")
        pieces += _written(b"VP8X", struct.pack("<I", _ALPHA) + canvas)
        pieces += _written(b"ALPH", chunks.alpha)
    pieces += _written(chunks.kind, chunks.pixels)
    return b"".join([b"RIFF", struct.pack("<I", 4 + sum(map(len, pieces))), b"WEBP", *pieces])


def _written(name: bytes, body: bytes | memoryview) -> list[bytes | memoryview]:
    return [name, struct.pack("<I", len(body)), body, bytes(len(body) % 2)]

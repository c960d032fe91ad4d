"""A telephone's HEIC: tiles that are coded one by one, and a grid that puts them together (ISO/IEC 23008-12, 6.6.2.3).

pillow-heif writes pictures of one piece only. To code some tiles and to put boxes around them takes a second where one
piece of 50 megapixels takes a minute, and it is what telephones write.
"""

import io
import struct
from collections.abc import Sequence

import pillow_heif
from PIL import Image

_GRID = 1
_ESSENTIAL, _HIDDEN = 0x80, 1


def alone(picture: Image.Image, bits: int = 8, **options: object) -> bytes:
    """Return a HEIC of one piece, with 8 or 10 bits a sample."""
    if bits == 8:
        file = pillow_heif.from_pillow(picture)
    else:
        samples = bytearray(6 * picture.width * picture.height)
        for number, band in enumerate(picture.split()):
            # The upper byte of each sample, which is the second.
            samples[2 * number + 1 :: 6] = band.tobytes()
        file = pillow_heif.from_bytes("RGB;16", picture.size, bytes(samples))
    out = io.BytesIO()
    file.save(out, enc_params={"preset": "ultrafast"}, **options)
    return out.getvalue()


def grid(size: tuple[int, int], columns: int, rows: int, tiles: Sequence[bytes], *effort: bytes) -> bytes:
    """Return a HEIC of that size.

    tiles: HEICs of one piece, coded alike, row by row.
    turns: transformative properties, boxes, applied in this order.
    """
    pieces = [inside(tile, b"mdat") for tile in tiles]
    configuration, side = (inside(tiles[0], b"meta", b"iprp", b"ipco", name) for name in (b"hvcC", b"ispe"))
    numbers = range(_GRID + 1, _GRID + 1 + columns * rows)
    properties = box(
        b"ipco",
        box(b"hvcC", configuration),
        box(b"ispe", side),
        _full(b"ispe", struct.pack(">II", *size)),
        *effort,
    )
    of_grid = bytes([3, *(_ESSENTIAL | 4 + turn for turn in range(len(effort)))])
    associations = struct.pack(">IHB", 1 + len(numbers), _GRID, len(of_grid)) + of_grid
    associations += b"".join(struct.pack(">HBBB", number, 2, _ESSENTIAL | 1, 2) for number in numbers)
    rest = (
        _full(b"hdlr", bytes(4), b"pict", bytes(13)),
        _full(b"pitm", struct.pack(">H", _GRID)),
        _full(
            b"iinf",
            struct.pack(">H", 1 + len(numbers)),
            _item(_GRID, b"grid"),
            *(_item(number, b"hvc1", _HIDDEN) for number in numbers),
        ),
        _full(b"iref", box(b"dimg", struct.pack(f">HH{len(numbers)}H", _GRID, len(numbers), *numbers))),
        box(b"iprp", properties, _full(b"ipma", associations)),
        box(b"idat", struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *size)),
    )
    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    # Where the pieces lie depends on how long the list of where they lie is.
    start = len(head) + len(_full(b"meta", *rest, _locations(numbers, pieces, 0))) + 8
    return head + _full(b"meta", *rest, _locations(numbers, pieces, start)) + box(b"mdat", *pieces)


def box(name: bytes, *bodies: bytes) -> bytes:
    """Return a box of ISO/IEC 14496-12."""
    body = b"".join(bodies)
    return struct.pack(">I4s", 8 + len(body), name) + body


def inside(data: bytes, *names: bytes) -> bytes:
    """Return the body of the first box of the last name, found through the boxes of the others."""
    for name in names:
        at = 0
        while data[at + 4 : at + 8] != name:
            at += int.from_bytes(data[at : at + 4], "big")
        end = at + int.from_bytes(data[at : at + 4], "big")
        data = data[at + (12 if name == b"meta" else 8) : end]
    return data


def _full(name: bytes, *bodies: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(name, struct.pack(">I", version << 24 | flags), *bodies)


def _item(number: int, kind: bytes, flags: int = 0) -> bytes:
    return _full(b"infe", struct.pack(">HH4sx", number, 0, kind), version=2, flags=flags)


def _locations(numbers: Sequence[int], pieces: Sequence[bytes], start: int) -> bytes:
    items = struct.pack(">HHHHII", _GRID, 1, 0, 1, 0, 8)  # 1: in the idat box
    for number, piece in zip(numbers, pieces, strict=True):
        items += struct.pack(">HHHHII", number, 0, 0, 1, start, len(piece))
        start += len(piece)
    return _full(b"iloc", b"\x44\0", struct.pack(">H", 1 + len(numbers)), items, version=1)

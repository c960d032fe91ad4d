"""JPEG at an eighth of its size, read from the means of its blocks alone.

A progressive JPEG with full colours has 300 MB of coefficients at 50 megapixels, and its decoder keeps them all. The
first coefficient of a block is the mean of its 8 x 8 pixels, and a progressive JPEG sends these apart from the others:
a pass over that part of the file gives a picture of an eighth each way, in a few megabytes. The format is that of
ITU-T T.81: tables of annex B, means of annexes F.2.2.1 and G.1.2.1.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PIL import Image

from mirror_realm.adapters.photos.refusals import Refusal, Refused

PROGRESSIVE = 0xC2
"""The marker of the one kind of frame that is read here: progressive, with Huffman's codes."""

_HUFFMAN, _SCAN, _QUANTISATION, _RESTART, _ADOBE = 0xC4, 0xDA, 0xDB, 0xDD, 0xEE
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_NEXT_RESTART = re.compile(rb"\xff+[\xd0-\xd7]")
_RGB_IDS = b"RGB"
_PEEK = 16
"""Bits of the longest code."""


@dataclass(slots=True)
class _Table:
    """What the next 16 bits begin with: a code for how many bits follow it, and these, which are a difference."""

    lengths: bytearray = field(default_factory=lambda: bytearray(1 << _PEEK))
    """Bits of the code; 0 if there is no such code."""
    sizes: bytearray = field(default_factory=lambda: bytearray(1 << _PEEK))
    """Bits that follow it."""


@dataclass(slots=True)
class _State:
    """What the segments have said so far."""

    blocks: int = 0
    ids: bytes = b""
    factors: dict[int, int] = field(default_factory=dict)
    """What a mean is multiplied by, by the number of the table."""
    factor_of: bytes = b""
    """The number of each component's table."""
    tables: dict[int, _Table] = field(default_factory=dict)
    restart: int = 0
    """Blocks until the predictions begin anew; 0 if they do not."""
    means: dict[int, list[int]] = field(default_factory=dict)
    """By the id of a component, in the order of reading."""
    is_rgb: bool | None = None


def readable(frame: bytes) -> bool:
    """Return whether a progressive frame has three components of equal size, which is all that is read here."""
    return len(frame) >= 15 and frame[0] == 8 and frame[5] == 3 and frame[7:15:3] == b"\x11\x11\x11"


def picture_of(data: bytes) -> Image.Image:
    """Return the picture at an eighth of its size, rounded up.

    data: a progressive JPEG whose frame is `readable`.
    Raises Refused if means are missing, LookupError and others if tables are.
    """
    state, size = _State(), (0, 0)
    for marker, body, coded in _segments(data):
        if marker == PROGRESSIVE:
            height, width = struct.unpack_from(">HH", body, 1)
            size = (-(-width // 8), -(-height // 8))
            state.blocks, state.ids, state.factor_of = size[0] * size[1], body[6:15:3], body[8:15:3]
        elif marker == _QUANTISATION:
            _add_factors(state, body)
        elif marker == _HUFFMAN:
            _add_tables(state, body)
        elif marker == _RESTART:
            state.restart = int.from_bytes(body[:2], "big")
        elif marker == _ADOBE:
            state.is_rgb = body[11] == 0
        elif marker == _SCAN and body[-3] == 0:
            _scan(state, body, coded)
    bands = [_band(state, number, size) for number in range(3)]
    # Without Adobe's mark the names of the components decide.
    is_rgb = state.ids == _RGB_IDS if state.is_rgb is None else state.is_rgb
    return Image.merge("RGB", bands) if is_rgb else Image.merge("YCbCr", bands).convert("RGB")


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each segment's marker and body, and what follows it up to the next one."""
    at = 2
    while found := _NEXT_MARKER.search(data, at):
        marker, start = data[found.end() - 1], found.end()
        end = start + int.from_bytes(data[start : start + 2], "big")
        followers = _NEXT_MARKER.search(data, end) if marker == _SCAN else None
        at = followers.start() if followers else end
        yield marker, data[start + 2 : end], data[end:at]
        if marker == _SCAN and followers is None:
            return


def _add_factors(state: _State, body: bytes) -> None:
    at = 0
    while at < len(body):
        wide, number = divmod(body[at], 16)
        state.factors[number] = int.from_bytes(body[at + 1 : at + 2 + bool(wide)], "big")
        at += 129 if wide else 65


def _add_tables(state: _State, body: bytes) -> None:
    at = 0
    while at < len(body):
        counts, symbols = body[at + 1 : at + 17], body[at + 17 :]
        if body[at] < 16:  # those of other coefficients have a 1 in front
            state.tables[body[at]] = _table(counts, symbols)
        at += 17 + sum(counts)


def _table(counts: bytes, symbols: bytes) -> _Table:
    table, start, used = _Table(), 0, 0
    for length, count in enumerate(counts, 1):
        for symbol in symbols[used : used + count]:
            end = start + (1 << _PEEK - length)
            if end > 1 << _PEEK or symbol > 11:
                raise Refused(Refusal.DAMAGED)
            table.lengths[start:end] = bytes([length]) * (end - start)
            table.sizes[start:end] = bytes([symbol]) * (end - start)
            start = end
        used += count
    return table


def _scan(state: _State, body: bytes, coded: bytes) -> None:
    """Take the means that a scan sends, or one more bit of each."""
    ids, tables = body[1 : 1 + 2 * body[0] : 2], body[2 : 2 + 2 * body[0] : 2]
    known, low = divmod(body[-1], 16)
    # A zero byte behind 0xFF keeps it from being a marker.
    parts = [part.replace(b"\xff\0", b"\xff") for part in _NEXT_RESTART.split(coded)]
    each = state.restart or state.blocks
    counts = [min(each, state.blocks - begun) for begun in range(0, state.blocks, each)]
    if len(parts) < len(counts):
        raise Refused(Refusal.DAMAGED)
    scanned: list[list[int]] = [[] for _ in ids]
    for part, count in zip(parts, counts, strict=False):
        if known:
            _take_bits(part, count, scanned)
        else:
            _take_means(part, count, [state.tables[number >> 4] for number in tables], scanned)
    for id_, values in zip(ids, scanned, strict=True):
        if known:
            values = [mean | bit << low for mean, bit in zip(state.means[id_], values, strict=True)]
        else:
            values = [value << low for value in values]
        state.means[id_] = values


def _take_means(data: bytes, count: int, tables: Sequence[_Table], scanned: Sequence[list[int]]) -> None:
    """Decode the means of so many blocks of each component, each sent as its difference from the one before."""
    components = [(number, t.lengths, t.sizes, scanned[number].append) for number, t in enumerate(tables)]
    before, held, bits, at = [0] * len(tables), 0, 0, 0
    for _ in range(count):
        for number, lengths, sizes, append in components:
            if bits < 2 * _PEEK:
                held = (held & (1 << bits) - 1) << 64 | int.from_bytes(
                    data[at : at + 8].ljust(8, b"\0"), "big"
                )
                bits, at = bits + 64, at + 8
            next_ = held >> bits - _PEEK & 0xFFFF
            size = sizes[next_]
            if not (length := lengths[next_]):
                raise Refused(Refusal.DAMAGED)
            bits -= length + size
            if size:
                difference = held >> bits & (1 << size) - 1
                # Without a leading 1 it is negative.
                before[number] += difference if difference >> size - 1 else difference - (1 << size) + 1
            append(before[number])
    if 8 * at - bits > 8 * len(data):
        raise Refused(Refusal.DAMAGED)


def _take_bits(data: bytes, count: int, scanned: Sequence[list[int]]) -> None:
    bits = [*map(int, bin(1 << 8 * len(data) | int.from_bytes(data, "big"))[3:])][: count * len(scanned)]
    if len(bits) < count * len(scanned):
        raise Refused(Refusal.DAMAGED)
    for number, values in enumerate(scanned):
        values += bits[number :: len(scanned)]


def _band(state: _State, number: int, size: tuple[int, int]) -> Image.Image:
    if (means := state.means.get(state.ids[number])) is None:
        raise Refused(Refusal.DAMAGED)
    factor = state.factors[state.factor_of[number]]
    samples = {mean: min(255, max(0, 128 + round(mean * factor / 8))) for mean in set(means)}
    return Image.frombytes("L", size, bytes(map(samples.__getitem__, means)))

"""A blurhash (https://blurha.sh) as a PNG of a few hundred bytes: the colours of a picture before it is loaded."""

import base64
import math
import struct
import zlib

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
SIDE = 12
"""Pixels a side: the colours are waves of at most a few periods, and browsers smooth them."""


def data_url(blurhash: str) -> str:
    """Return the PNG of a blurhash as a `data:` address; empty if it is not a blurhash."""
    try:
        png = _png(_pixels(blurhash))
    except (ValueError, IndexError):
        return ""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _pixels(blurhash: str) -> bytes:
    """Return the rows of pixels, each behind PNG's filter byte. Raises ValueError, IndexError."""
    columns, rows = _base83(blurhash[0]) % 9 + 1, _base83(blurhash[0]) // 9 + 1
    if len(blurhash) != 4 + 2 * columns * rows:
        raise ValueError("not a blurhash")
    strongest = (_base83(blurhash[1]) + 1) / 166
    average = _base83(blurhash[2:6])
    colours = [[_to_linear(average >> shift & 255) for shift in (16, 8, 0)]]
    for start in range(6, len(blurhash), 2):
        value = _base83(blurhash[start : start + 2])
        parts = (value // 361, value // 19 % 19, value % 19)
        colours.append([math.copysign(((part - 9) / 9) ** 2, part - 9) * strongest for part in parts])
    pixels = bytearray()
    for y in range(SIDE):
        pixels.append(0)
        for x in range(SIDE):
            waves = [
                math.cos(math.pi * x * (number % columns) / SIDE)
                * math.cos(math.pi * y * (number // columns) / SIDE)
                for number in range(len(colours))
            ]
            for channel in range(3):
                light = sum(colour[channel] * wave for colour, wave in zip(colours, waves, strict=True))
                pixels.append(_to_srgb(light))
    return bytes(pixels)


def _png(rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def _base83(text: str) -> int:
    """Return the number that the digits spell. Raises ValueError."""
    value = 0
    for digit in text:
        value = value * 83 + DIGITS.index(digit)
    return value


def _to_linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _to_srgb(value: float) -> int:
    share = min(1.0, max(0.0, value))
    return round(255 * (share * 12.92 if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055))

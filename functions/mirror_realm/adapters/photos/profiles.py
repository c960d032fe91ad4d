"""Profiles: makes an ICC profile of the numbers that say the same in some HEIC and PNG files (ITU-T H.273)."""

import struct
from functools import cache

_Colorants = tuple[tuple[float, float, float], ...]

_WIDE: dict[int, _Colorants] = {
    12: ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)),
    9: ((0.67348, 0.27904, -0.00194), (0.16566, 0.67533, 0.02998), (0.12505, 0.04561, 0.79686)),
}
"""Red, green and blue as XYZ under the profile's light (D50), by the number of the primaries: Display P3 and BT.2020.

What is as narrow as sRGB is shown as it stands.
"""

_DISPLAYED = {1, 2, 6, 13, 14, 15}
"""Tone curves (transfer characteristics) that screens show as sRGB's; 2 is "unspecified". HDR's are not among them."""

_WHITE = (0.9642, 1.0, 0.8249)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Exponent and the rest of function type 3 (ICC.1:2010, table 65)."""


@cache
def profile_of(primaries: int, transfer: int) -> bytes:
    """Return the ICC profile of colours that are wider than sRGB; nothing for others, or where it cannot be told."""
    if primaries not in _WIDE or transfer not in _DISPLAYED:
        return b""
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + _fixed(*_SRGB_CURVE)
    name = b"desc" + struct.pack(">II", 0, 2) + b"a\0" + bytes(78)
    values = {b"wtpt": _xyz(_WHITE), b"desc": name + bytes(-len(name) % 4)}
    values |= {
        band + b"XYZ": _xyz(colorant)
        for band, colorant in zip((b"r", b"g", b"b"), _WIDE[primaries], strict=True)
    }
    values |= {band + b"TRC": curve for band in (b"r", b"g", b"b")}
    table, body, start = b"", b"", 128 + 4 + 12 * len(values)
    for tag, value in values.items():
        table += tag + struct.pack(">II", start + len(body), len(value))
        body += value
    head = struct.pack(">I4xI12s12x4s28x", start + len(body), 0x02100000, b"mntrRGB XYZ ", b"acsp")
    head += _fixed(*_WHITE)
    return head.ljust(128, b"\0") + struct.pack(">I", len(values)) + table + body


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*value)


def _fixed(*values: float) -> bytes:
    """Return numbers of 16 bits before the point and 16 behind it (s15Fixed16Number)."""
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))

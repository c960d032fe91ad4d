"""ICC profiles for tests (ICC.1:2010), each the smallest there is of its kind."""

import struct

_WHITE = (0.9642, 1.0, 0.8249)


def display_p3() -> bytes:
    """Return the primaries of Display P3, which telephones use, with a gamma of 2.2."""
    curve = b"curv" + struct.pack(">4xIH2x", 1, round(2.2 * 256))
    return _profile(
        b"RGB ",
        b"XYZ ",
        rXYZ=_xyz(0.51512, 0.24120, -0.00105),
        gXYZ=_xyz(0.29198, 0.69225, 0.04189),
        bXYZ=_xyz(0.15710, 0.06657, 0.78407),
        rTRC=curve,
        gTRC=curve,
        bTRC=curve,
    )


def linear_grey() -> bytes:
    """Return a grey whose numbers are amounts of light: a middle one is a light grey for sRGB."""
    return _profile(b"GRAY", b"XYZ ", kTRC=b"curv" + bytes(8))


def black_ink_alone() -> bytes:
    """Return a press whose black ink alone shows: half of it is 50 in Lab, whatever the other inks."""
    straight = bytes(range(256))
    # Two points each way, the last ink changing fastest: L, a, b without and with black.
    table = bytes((255, 128, 128, 0, 128, 128)) * 8
    matrix = struct.pack(">9i", *(65536 * (at % 4 == 0) for at in range(9)))
    lut = b"mft1" + struct.pack(">4x4B", 4, 3, 2, 0) + matrix + straight * 4 + table + straight * 3
    return _profile(b"CMYK", b"Lab ", A2B0=lut)


def _xyz(*values: float) -> bytes:
    return b"XYZ " + struct.pack(">4x3i", *(round(value * 65536) for value in values))


def _profile(space: bytes, connection: bytes, **tags: bytes) -> bytes:
    name = b"desc" + struct.pack(">4xI", 2) + b"a\0" + bytes(78)
    tags = {"wtpt": _xyz(*_WHITE), "desc": name, **tags}
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        table += tag.encode() + struct.pack(">II", start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x",
        start + len(body),
        0x02100000,
        b"prtr" if space == b"CMYK" else b"mntr",
        space,
        connection,
        b"acsp",
    )
    head += _xyz(*_WHITE)[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body

"""Exif: the orientation of a photo; everything else is ignored.

Browsers take the orientation from Exif alone, and only from a short number in its first directory; XMP may hold
another one, which they do not read. A person who saw the photo in a browser gets it as it was shown there.
"""

import struct

_ORIENTATION = 0x0112
_SHORT = 3


def orientation_of(exif: bytes) -> int:
    """Return the orientation, 1 to 8. It is 1, upright, where there is none or the Exif data is broken.

    exif: a TIFF header and its directories (TIFF 6.0, section 2), with or without the prefix that JPEG puts before it.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, directory)
        for entry in range(entries):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * entry)
            if (tag, kind, count) == (_ORIENTATION, _SHORT, 1):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1

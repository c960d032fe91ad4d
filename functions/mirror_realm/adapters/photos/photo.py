"""Photo: the result of reading a format, from the container of the file alone. No pixel is decoded yet."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

Size = tuple[int, int]
"""Width and height in pixels."""

LARGEST_PROFILE = 4 * 1024 * 1024
"""Bytes of a colour profile, at most. Profiles of printing presses have 3 MB; what is larger is left aside."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of any format."""

    size: Size
    """As the file declares it, before it is turned upright."""

    decode: Callable[[Size], Image.Image]
    """Return the whole picture at a size, which is its own or a smaller one.

    Its mode is L, RGB or CMYK, or LA or RGBA where it may be transparent.
    """

    profile: bytes = b""
    """The ICC profile of the file, unchanged. It may be broken."""

    orientation: int = 1
    """As Exif counts it, 1 to 8: how the picture must be turned."""

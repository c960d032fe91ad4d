"""The PictureCodec port with Pillow: from a provider's picture to three progressive JPEGs and a blurhash.

Re-encoding drops all embedded metadata, including the provider's C2PA manifest.
"""

import io
import warnings
from functools import cache
from typing import TYPE_CHECKING

from mirror_realm.errors import BadOutput, BlackPicture
from mirror_realm.services.ports.pictures import EncodedPicture

if TYPE_CHECKING:
    from PIL.Image import Image

SIDES = (1024, 512, 256)
MOST_PIXELS = 4096 * 4096
FORMATS = ("PNG", "JPEG", "WEBP")
QUALITY = {1024: (81, 81), 512: (82, 75), 256: (83, 66)}
"""Quality of luminance and of chrominance, by side. On painted pictures the files have at most 0.90 of the bytes of
Pillow's quality 85 with optimize, within 0.002 of its SSIM (measured by `make bench`). A pixel of a smaller picture
holds more detail, so its luminance is finer; its chrominance, which is halved anyway and less visible, is coarser.
"""
BLACK = 8.0
"""Mean luminance (0-255) below which a blank picture is black."""

LEAST_CONTRAST = 6.0
"""Standard deviation of the luminance (0-255) of a 64-pixel thumbnail below which a picture is blank or flat."""


class JpegCodec:
    def encode(self, data: bytes, size: int) -> EncodedPicture:
        try:
            return self._encode(data, size)
        except BadOutput:
            raise
        except (
            Exception
        ) as error:  # decoders raise anything on foreign bytes: IndexError, struct.error, zlib.error
            raise BadOutput("the provider's data does not decode as a picture") from error

    def _encode(self, data: bytes, size: int) -> EncodedPicture:
        import blurhash
        from PIL.Image import Resampling

        picture = _decoded(data, size)
        jpegs = {}
        for side in SIDES:
            scaled = (
                picture
                if picture.width == side
                else picture.resize((side, side), Resampling.LANCZOS, reducing_gap=2.0)
            )
            jpegs[side] = _jpeg(scaled, QUALITY[side])
        tiny = picture.resize((32, 32), Resampling.BOX)
        return EncodedPicture(jpegs, blurhash.encode(_rows(tiny), components_x=4, components_y=4))


def _decoded(data: bytes, size: int) -> "Image":
    """Return the picture in RGB. Raises BadOutput unless it is square, at least `size` a side, and not blank.

    Raises any exception of the decoder on bytes that are not a picture.
    """
    from PIL import Image, ImageStat

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise BadOutput(f"the picture is too large: {picture.width}x{picture.height}")
        picture.load()
    if picture.width != picture.height:
        raise BadOutput(f"the picture is not square: {picture.width}x{picture.height}")
    if picture.width < size:
        raise BadOutput(f"the picture is too small: {picture.width} pixels a side")
    rgb = picture.convert("RGB")
    thumbnail = rgb.resize((64, 64), Image.Resampling.BOX).convert("L")
    luminance = ImageStat.Stat(thumbnail)
    if luminance.stddev[0] < LEAST_CONTRAST:
        raise (
            BlackPicture("the picture is black")
            if luminance.mean[0] < BLACK
            else BadOutput("the picture is blank")
        )
    return rgb


def _jpeg(picture: "Image", quality: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    luminance, chrominance = quality
    tables = [_quantization(luminance)[0], _quantization(chrominance)[1]]
    picture.save(out, "JPEG", qtables=tables, subsampling="4:2:0", progressive=True, optimize=True)
    return out.getvalue()


@cache
def _quantization(quality: int) -> tuple[list[int], list[int]]:
    """Return the standard luminance and chrominance tables of a quality. Pillow accepts tables, not two qualities."""
    from PIL import Image
    from PIL.JpegImagePlugin import JpegImageFile

    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", quality=quality)
    out.seek(0)
    tables = JpegImageFile(out).quantization
    return tables[0], tables[1]


def _rows(picture: "Image") -> list[list[tuple[int, int, int]]]:
    """Return rows of RGB pixels, as the blurhash package accepts them."""
    data = picture.tobytes()
    width = picture.width
    pixels = [(data[i], data[i + 1], data[i + 2]) for i in range(0, len(data), 3)]
    return [pixels[row : row + width] for row in range(0, len(pixels), width)]

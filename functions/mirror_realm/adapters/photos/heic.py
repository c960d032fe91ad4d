"""HEIC: scales a photo's planes down one by one, then makes colours of them.

The brightness and the colours of a photo are coded apart, the colours mostly at half the size. To scale them as they
were coded takes next to no time, and no memory beside them.
"""

from PIL import Image

from mirror_realm.adapters.photos.formats import MOST_PIXELS
from mirror_realm.adapters.photos.heif_file import HeifFile, Plane, Planes, Shape
from mirror_realm.adapters.photos.libheif import GREY, RGB
from mirror_realm.adapters.photos.native import InterfaceMissing
from mirror_realm.adapters.photos.photo import Photo, Size
from mirror_realm.adapters.photos.profiles import profile_of
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.shrinking import shrunk

MOST_MEMORY = 222 * 1024 * 1024
"""Bytes for planes and decoder: what the sandbox leaves. 50 megapixels of one piece in 4:2:0 fit (measured)."""

_IDENTITY, _YCGCO = 0, 8
_WEIGHTS = {
    1: (0.2126, 0.0722),
    4: (0.30, 0.11),
    5: (0.299, 0.114),
    6: (0.299, 0.114),
    7: (0.212, 0.087),
    9: (0.2627, 0.0593),
    10: (0.2627, 0.0593),
}
"""Of red and blue in the brightness, by the number of the matrix (ITU-T H.273, table 4)."""


def read(data: bytes) -> Photo:
    """Return the photo in a HEIC file. Raises Refused; OSError, MemoryError."""
    try:
        file = HeifFile(data)
    except InterfaceMissing:
        from mirror_realm.adapters.photos import heic_whole

        return heic_whole.read(data)
    width, height = file.coded
    if width * height > MOST_PIXELS or file.memory > MOST_MEMORY:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    shape = file.shape
    return Photo(
        size=shape.size,
        decode=lambda target: _decoded(file, shape, target),
        profile=file.profile or profile_of(*file.primaries_and_transfer),
    )


def _decoded(file: HeifFile, shape: Shape, target: Size) -> Image.Image:
    planes = file.planes(shape)
    # They are scaled before they are turned.
    size = target[::-1] if shape.sideways else target
    picture = _colours(planes, [_scaled(plane, planes, shape, size) for plane in planes.colours])
    if planes.alpha is not None:
        alpha = _scaled(planes.alpha, planes, shape, size)
        picture = _with_alpha(picture, alpha, file.premultiplied)
    for turn in shape.effort:
        picture = picture.transpose(turn)
    return picture


def _scaled(plane: Plane, planes: Planes, shape: Shape, size: Size) -> Image.Image:
    """Return the shown part of a plane at a size, in mode L. Planes of colours may have half the width and height."""
    whole = planes.colours[0].samples
    across = round(whole.width / plane.samples.width)
    down = round(whole.height / plane.samples.height)
    left, top, right, bottom = shape.box
    box = (left / across, top / down, right / across, bottom / down)
    return shrunk(plane.samples, size, lambda strip: _eight_bits(strip, plane.bits), box)


def _eight_bits(strip: Image.Image, bits: int) -> Image.Image:
    if bits <= 8:
        return strip.point(lambda value: value << 8 - bits) if bits < 8 else strip
    upper = strip.point(lambda value: value * 2 ** (16 - bits))
    return Image.frombytes("L", strip.size, upper.tobytes(), "raw", "L;16")


def _colours(planes: Planes, scaled: list[Image.Image]) -> Image.Image:
    """Return RGB, or L, of the scaled planes."""
    if planes.space == GREY:
        return scaled[0]
    if planes.space == RGB:
        return Image.merge("RGB", scaled)
    # Samples of more than 8 bits were rounded down to 8: what they lost on average is given back.
    lost = (1 - 2.0 ** (8 - max(8, planes.colours[0].bits))) / 2
    return Image.merge("RGB", scaled).convert("RGB", _matrix(planes.matrix, planes.full_range, lost))


def _matrix(number: int, full_range: bool, lost: float) -> tuple[float, ...]:
    """Return what makes RGB of YCbCr: three rows of factors for Y, Cb and Cr, and what is added (ITU-T H.273, 8.3).

    lost: what is added to each sample beforehand.
    """
    if number == _IDENTITY:  # green, blue, red
        rows = [(0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]
    elif number == _YCGCO:
        rows = [(1.0, -1.0, 1.0), (1.0, 1.0, 0.0), (1.0, -1.0, -1.0)]
    else:
        red, blue = _WEIGHTS.get(number, _WEIGHTS[6])
        green = 1 - red - blue
        rows = [
            (1.0, 0.0, 2 * (1 - red)),
            (1.0, -2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green),
            (1.0, 2 * (1 - blue), 0.0),
        ]
    black, brightness, colour = (0.0, 1.0, 1.0) if full_range else (16.0, 255 / 219, 255 / 224)
    # Without a change of colours all three planes are brightness.
    middle, colour = (black, brightness) if number == _IDENTITY else (128.0, colour)
    black, middle = black - lost, middle - lost
    matrix: list[float] = []
    for y, cb, cr in rows:
        factors = (y * brightness, cb * colour, cr * colour)
        matrix += [*factors, -factors[0] * black - (factors[1] + factors[2]) * middle]
    return tuple(matrix)


def _with_alpha(picture: Image.Image, alpha: Image.Image, premultiplied: bool) -> Image.Image:
    if not premultiplied:
        picture.putalpha(alpha)
        return picture
    bands = [*picture.convert("RGB").split(), alpha]
    return Image.merge("RGBa", bands).convert("RGBA")

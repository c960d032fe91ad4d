"""Faces: finding the face in a photo of one person.

The search goes over positions and sizes for the area most like the middle of a face: with the light and dark of the
sitters' faces (brows and eyes dark, nose and cheeks light), in the colours of skin, and where portraits have faces.
"""

from itertools import product

from PIL import Image

from mirror_realm.adapters.painter.likeness import tables
from mirror_realm.adapters.painter.likeness.portrait import Face, agreement, normalised
from mirror_realm.adapters.painter.likeness.sitters import models

_UNIT = 9
"""Pixels of half a face: enough for eyes, too few for their shape."""

_HALF_WIDTHS = (0.09, 0.105, 0.12, 0.135, 0.155, 0.175, 0.2, 0.23, 0.265, 0.3, 0.34)
"""Half widths of a face, as shares of the picture's width: from a whole figure to a close-up."""

_COLUMNS = tuple(round(0.14 * step * _UNIT) for step in range(7))
_ROWS = tuple(round((-0.7 + 0.11 * step) * _UNIT) for step in range(17))
_CHEEKS = tuple((round(x * _UNIT), round(y * _UNIT)) for x in (-0.45, 0.0, 0.45) for y in (0.35, 0.5))

_USUAL = Face(0.5, 0.42, 0.17)
_FLATNESS = 120.0
"""Levels of contrast below which a patch counts as empty."""


def face_of(picture: Image.Image) -> Face:
    """Return the likeliest place of the face. There always is one: a photo of oneself shows a face."""
    coarse = (_at(picture, half_width).likeliest(step=2) for half_width in _HALF_WIDTHS)
    _, found = max(coarse, key=lambda candidate: candidate[0])
    fine = (
        _at(picture, found.half_width * factor).likeliest(step=1, near=found)
        for factor in (0.86, 0.93, 1.0, 1.07, 1.15)
    )
    return max(fine, key=lambda candidate: candidate[0])[1]


def _at(picture: Image.Image, half_width: float) -> "_Search":
    width = round(_UNIT / half_width)
    height = max(1, round(width * picture.height / picture.width))
    return _Search(picture.resize((width, height), Image.Resampling.BOX), half_width)


class _Search:
    """A picture scaled so that a face of the size that is looked for has half a width of `_UNIT` pixels."""

    def __init__(self, picture: Image.Image, half_width: float) -> None:
        self._picture = picture
        self._half_width = half_width
        self._light = _Pixels(picture.convert("L"))

    def likeliest(self, *, step: int, near: Face | None = None) -> tuple[float, Face]:
        """Return the score and place of the likeliest face, in the whole portrait or close to `near`."""
        width, height = self._picture.size
        across = range(round(0.3 * width), round(0.7 * width) + 1, step)
        down = range(_UNIT, max(_UNIT + 1, height - _UNIT), step)
        if near is not None:
            x, y = int(near.x * width), int(near.y * width)
            across, down = range(x - 3, x + 4, step), range(y - 3, y + 4, step)
        return max((self._judged(x, y) for x, y in product(across, down)), key=lambda candidate: candidate[0])

    def _judged(self, x: int, y: int) -> tuple[float, Face]:
        width, height = self._picture.size
        face = Face((x + 0.5) / width, (y + 0.5) / width, self._half_width)
        patch = self._light.patch(x, y)
        looks_like_one = max(agreement(pattern, patch) for pattern in tables.stored().patterns)
        unusual = abs(face.x - _USUAL.x) / 0.15 + abs((y + 0.5) / height - _USUAL.y) / 0.2
        return looks_like_one + 0.2 * self._skin(x, y) - 0.1 * unusual, face

    def _skin(self, x: int, y: int) -> float:
        """Return the share of cheeks and nose that may be skin: all complexions have red above green above blue."""
        width, height = self._picture.size
        found = 0
        for across, down in _CHEEKS:
            colour = self._picture.getpixel(
                (min(width - 1, max(0, x + across)), min(height - 1, max(0, y + down)))
            )
            assert isinstance(colour, tuple)
            red, green, blue = colour
            found += red >= green >= 0.9 * blue and red - blue > 8
        return found / len(_CHEEKS)


def patterns() -> tuple[list[float], ...]:
    """Return the middle of a light and of a dark face, each the mean of twelve sitters."""
    patches = []
    for pair in models().values():
        row = []
        for sitter in pair:
            width = round(_UNIT / sitter.face.half_width)
            light = sitter.picture.resize((width, width), Image.Resampling.BOX).convert("L")
            row.append(_Pixels(light).patch(int(sitter.face.x * width), int(sitter.face.y * width)))
        patches.append(row)
    return tuple(
        normalised([sum(values) for values in zip(*(row[which] for row in patches), strict=True)], floor=0.0)
        for which in (0, 1)
    )


class _Pixels:
    """Lightness, for reading patches."""

    def __init__(self, light: Image.Image) -> None:
        self._width, self._height = light.size
        self._rows = [
            light.tobytes()[row * self._width : (row + 1) * self._width] for row in range(self._height)
        ]

    def patch(self, x: int, y: int) -> list[float]:
        """Return the middle of a face around this point, averaged over left and right to cancel light from a side."""
        left = [max(0, x - column) for column in _COLUMNS]
        right = [min(self._width - 1, x + column) for column in _COLUMNS]
        values: list[float] = []
        for row in _ROWS:
            line = self._rows[min(self._height - 1, max(0, y + row))]
            values += [line[one] + line[other] for one, other in zip(left, right, strict=True)]
        return normalised(values, _FLATNESS)

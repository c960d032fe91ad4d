"""HEIF file: its primary picture as libheif gives it, with what is done to it before it is shown.

The format is that of ISO/IEC 23008-12. A telephone's photo is a grid of tiles; other tools write one piece.
"""

import ctypes
import weakref
from collections.abc import Callable
from ctypes import POINTER, byref, c_int, c_size_t, c_ubyte, c_uint32, c_void_p
from dataclasses import dataclass, field

from PIL import Image

from mirror_realm.adapters.photos.libheif import (
    ALPHA,
    PLANES,
    UNDEFINED,
    Colours,
    Error,
    Tiling,
    library,
    raise_for,
)
from mirror_realm.adapters.photos.photo import LARGEST_PROFILE, Size

_CROP, _ROTATION, _MIRROR = (int.from_bytes(name, "big") for name in (b"clap", b"irot", b"imir"))
_ROTATIONS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
_MIRRORS = {0: Image.Transpose.FLIP_TOP_BOTTOM, 1: Image.Transpose.FLIP_LEFT_RIGHT}
_MOST_PROPERTIES = 16

_SAMPLES = {0: 1.0, 1: 1.5, 2: 2.0, 3: 3.0}
"""Of a pixel, by chroma format (heif_chroma): grey, 4:2:0, 4:2:2, 4:4:4."""

_NOTES = 1.45
"""Bytes a pixel that the decoder of HEVC keeps beside the samples (measured)."""

_HARMLESS = {133, 134, 135, 137, 152}
"""Warnings of numbers of colours that are unknown or contradict each other, or of a size that is declared only once."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the coded picture is shown."""

    box: tuple[int, int, int, int]
    """What is left of it."""
    effort: tuple[Image.Transpose, ...] = ()
    """What is then done to that, in this order."""
    by_library: bool = False
    """Whether libheif must do all of it first; the box is that of its result."""

    @property
    def sideways(self) -> bool:
        """Whether the turns change width and height."""
        return (
            sum(turn in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270) for turn in self.effort) % 2
            == 1
        )

    @property
    def size(self) -> Size:
        """Width and height as it is shown."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.sideways else (width, height)


@dataclass(frozen=True, slots=True)
class Plane:
    """The samples of one component. It may have fewer than the picture has pixels."""

    samples: Image.Image
    """In mode L, or I;16 where a sample has more than 8 bits. They are gone with the planes they belong to."""
    bits: int


@dataclass(frozen=True)
class Planes:
    """A decoded picture."""

    space: int
    """One of libheif's colour spaces."""
    colours: tuple[Plane, ...]
    alpha: Plane | None
    matrix: int
    """How YCbCr becomes RGB, by the numbers of ITU-T H.273."""
    full_range: bool
    """Whether samples use all values, or those of television alone."""
    _owner: object = field(repr=False)


class HeifFile:
    """A file whose boxes have been read. Raises OSError, MemoryError; InterfaceMissing, whatever the file is."""

    def __init__(self, data: bytes) -> None:
        self._data = data  # libheif reads it where it lies
        self._heif = library()
        self._context = self._heif.heif_context_alloc()
        weakref.finalize(self, self._heif.heif_context_free, self._context)
        # In this thread: each further one would reserve a stack and an arena of the address space.
        self._heif.heif_context_set_max_decoding_threads(self._context, 0)
        self._do("context_read_from_memory_without_copy", self._context, data, len(data), None)
        self._handle = c_void_p()
        self._do("context_get_primary_image_handle", self._context, byref(self._handle))
        weakref.finalize(self, self._heif.heif_image_handle_release, self._handle)
        self._item = self._heif.heif_image_handle_get_item_id(self._handle)

    def _do(self, name: str, *arguments: object) -> None:
        raise_for(getattr(self._heif, f"heif_{name}")(*arguments))

    def _of_item(self, name: str, *arguments: object) -> int:
        answer: int = getattr(self._heif, f"heif_item_get_{name}")(self._context, self._item, *arguments)
        return answer

    @property
    def coded(self) -> Size:
        """Width and height as they were coded."""
        return (
            self._heif.heif_image_handle_get_ispe_width(self._handle),
            self._heif.heif_image_handle_get_ispe_height(self._handle),
        )

    @property
    def premultiplied(self) -> bool:
        """Whether the colours were multiplied by alpha."""
        return bool(self._heif.heif_image_handle_is_premultiplied_alpha(self._handle))

    @property
    def profile(self) -> bytes:
        """The ICC profile; empty where there is none, or one too large."""
        size = self._heif.heif_image_handle_get_raw_color_profile_size(self._handle)
        if not 0 < size <= LARGEST_PROFILE:
            return b""
        profile = ctypes.create_string_buffer(size)
        self._do("image_handle_get_raw_color_profile", self._handle, profile)
        return profile.raw

    @property
    def primaries_and_transfer(self) -> tuple[int, int]:
        """What the file says of its colours with numbers (ITU-T H.273); 2 is "unspecified"."""
        numbers = _numbers(self._heif.heif_image_handle_get_nclx_color_profile, self._handle)
        return numbers.primaries, numbers.transfer

    @property
    def memory(self) -> float:
        """The bytes that decoding takes: for a grid the planes; for one piece also the decoder's own and its notes."""
        space, chroma, tiling = c_int(), c_int(), Tiling(version=1)
        self._do("image_handle_get_preferred_decoding_colorspace", self._handle, byref(space), byref(chroma))
        self._do("image_handle_get_image_tiling", self._handle, 0, byref(tiling))
        deep = bool(self._heif.heif_image_handle_get_luma_bits_per_pixel(self._handle) > 8)
        planes = _SAMPLES.get(chroma.value, 3.0) * (1 + deep)
        grid = bool(tiling.columns * tiling.rows > 1)
        return self.coded[0] * self.coded[1] * (planes if grid else 2 * planes + _NOTES)

    @property
    def shape(self) -> Shape:
        """How the picture is shown. Whoever writes a file must crop first (ISO/IEC 23000-22); some may not."""
        box, effort = (0, 0, *self.coded), list[Image.Transpose]()
        properties = (c_uint32 * _MOST_PROPERTIES)()
        count = self._of_item("transformation_properties", properties, _MOST_PROPERTIES)
        for property_ in properties[:count]:
            kind = self._of_item("property_type", property_)
            if kind == _CROP and effort:
                size = (
                    self._heif.heif_image_handle_get_width(self._handle),
                    self._heif.heif_image_handle_get_height(self._handle),
                )
                return Shape((0, 0, *size), by_library=True)
            if kind == _CROP:
                box = self._cropped(box, property_)
            elif kind == _ROTATION:
                angle = self._of_item("property_transform_rotation_ccw", property_)
                effort += [_ROTATIONS[angle]] if angle else []
            elif kind == _MIRROR:
                effort.append(_MIRRORS[self._of_item("property_transform_mirror", property_)])
        return Shape(box, tuple(effort))

    def _cropped(self, box: tuple[int, int, int, int], property_: int) -> tuple[int, int, int, int]:
        borders = [c_int() for _ in box]
        size = (box[2] - box[0], box[3] - box[1])
        self._of_item("property_transform_crop_borders", property_, *size, *map(byref, borders))
        left, top, right, bottom = (max(0, border.value) for border in borders)
        cropped = (box[0] + left, box[1] + top, box[2] - right, box[3] - bottom)
        if cropped[0] >= cropped[2] or cropped[1] >= cropped[3]:
            raise OSError("nothing is left of the picture")
        return cropped

    def planes(self, shape: Shape) -> Planes:
        """Return the decoded picture. Raises OSError if a part of it is missing."""
        options = self._heif.heif_decoding_options_alloc()
        try:
            options.contents.ignore_transformations = not shape.by_library
            # Some cameras say in one place only that they use all values.
            options.contents.autocorrect_broken_input = 1
            # Leave the planes as they are: nothing of full size is converted here.
            options.contents.output_image_nclx_profile_passthrough = 1
            picture = c_void_p()
            self._do("decode_image", self._handle, byref(picture), UNDEFINED, UNDEFINED, options)
        finally:
            self._heif.heif_decoding_options_free(options)
        return _Decoded(picture).planes()


class _Decoded:
    """libheif's picture, for as long as anything refers to it."""

    def __init__(self, picture: c_void_p) -> None:
        self._heif, self._picture = library(), picture
        weakref.finalize(self, self._heif.heif_image_release, picture)

    def planes(self) -> Planes:
        warnings = (Error * 100)()
        count = self._heif.heif_image_get_decoding_warnings(self._picture, 0, warnings, len(warnings))
        if any(warning.detail not in _HARMLESS for warning in warnings[:count]):
            # A tile that cannot be decoded is left black, with a warning.
            raise OSError("a part of the picture is missing")
        space = self._heif.heif_image_get_colorspace(self._picture)
        if space not in PLANES:
            raise OSError("the picture has unknown colours")
        alpha = self._heif.heif_image_has_channel(self._picture, ALPHA)
        numbers = _numbers(self._heif.heif_image_get_nclx_color_profile, self._picture)
        return Planes(
            space=space,
            colours=tuple(self._plane(channel) for channel in PLANES[space]),
            alpha=self._plane(ALPHA) if alpha else None,
            matrix=numbers.matrix,
            full_range=bool(numbers.full_range),
            _owner=self,
        )

    def _plane(self, channel: int) -> Plane:
        stride = c_size_t()
        address = self._heif.heif_image_get_plane_readonly2(self._picture, channel, byref(stride))
        size = (
            self._heif.heif_image_get_width(self._picture, channel),
            self._heif.heif_image_get_height(self._picture, channel),
        )
        if not address or min(size) < 1:
            raise OSError("the picture has no such plane")
        bits = self._heif.heif_image_get_bits_per_pixel_range(self._picture, channel)
        mode = "L" if bits <= 8 else "I;16"
        memory = (c_ubyte * (stride.value * size[1])).from_address(address)
        return Plane(Image.frombuffer(mode, size, memory, "raw", mode, stride.value, 1), bits)


def _numbers(function: Callable[..., Error], of: c_void_p) -> Colours:
    """Return the numbers of colours that a function of libheif finds; unspecified ones where there are none."""
    found = POINTER(Colours)()
    error = function(of, byref(found))
    numbers = Colours(primaries=2, transfer=2, matrix=2, full_range=1)
    if not error.code and found:
        numbers = Colours.from_buffer_copy(found.contents)
    library().heif_nclx_color_profile_free(found)
    return numbers

"""libheif: as much of its C interface (libheif/heif.h) as decoding a photo needs.

pillow-heif hands out RGB of the full size: that takes twice the time of the decoding alone, and at 50 megapixels 350 MB
more. libheif itself hands out the planes as they were coded, which can be scaled down where they lie.
"""

from ctypes import (
    CDLL,
    POINTER,
    Structure,
    c_char_p,
    c_float,
    c_int,
    c_size_t,
    c_uint8,
    c_uint32,
    c_void_p,
)
from functools import cache

from mirror_realm.adapters.photos.native import InterfaceMissing, Signature, library_of

OPTIONS_VERSION = 10
"""Of the structure of options that has all fields below; the first of libheif 1.23."""

UNDEFINED = 99
"""A colour space or chroma format: the one that the file has."""

YCBCR, RGB, GREY = 0, 1, 2
"""Colour spaces of a decoded picture (heif_colorspace)."""

PLANES = {YCBCR: (0, 1, 2), RGB: (3, 4, 5), GREY: (0,)}
ALPHA = 6
"""Their planes, and the one of alpha (heif_channel)."""

_OK, _NO_MEMORY = 0, 6


class Error(Structure):
    """heif_error."""

    _fields_ = [("code", c_int), ("detail", c_int), ("message", c_char_p)]


class _ColorConversion(Structure):
    _fields_ = [("version", c_uint8), ("down", c_int), ("up", c_int), ("only", c_uint8)]


class Options(Structure):
    """heif_decoding_options."""

    _fields_ = [
        ("version", c_uint8),
        ("ignore_transformations", c_uint8),
        ("progress", c_void_p * 4),
        ("convert_hdr_to_8bit", c_uint8),
        ("strict_decoding", c_uint8),
        ("decoder_id", c_char_p),
        ("color_conversion", _ColorConversion),
        ("cancel_decoding", c_void_p),
        ("color_conversion_ext", c_void_p),
        ("ignore_sequence_editlist", c_int),
        ("output_image_nclx_profile", c_void_p),
        ("num_library_threads", c_int),
        ("num_codec_threads", c_int),
        ("autocorrect_broken_input", c_uint8),
        ("output_image_nclx_profile_passthrough", c_uint8),
    ]


class Colours(Structure):
    """heif_color_profile_nclx: numbers of ITU-T H.273."""

    _fields_ = [
        ("version", c_uint8),
        ("primaries", c_int),
        ("transfer", c_int),
        ("matrix", c_int),
        ("full_range", c_uint8),
        ("chromaticities", c_float * 8),
    ]


class Tiling(Structure):
    """heif_image_tiling."""

    _fields_ = [("version", c_int), ("columns", c_uint32), ("rows", c_uint32), ("others", c_uint32 * 15)]


_Address = POINTER(c_void_p)
_Int = POINTER(c_int)

_FUNCTIONS: dict[str, Signature] = {
    "heif_context_alloc": (c_void_p, []),
    "heif_context_free": (None, [c_void_p]),
    "heif_context_set_max_decoding_threads": (None, [c_void_p, c_int]),
    "heif_context_read_from_memory_without_copy": (Error, [c_void_p, c_char_p, c_size_t, c_void_p]),
    "heif_context_get_primary_image_handle": (Error, [c_void_p, _Address]),
    "heif_image_handle_release": (None, [c_void_p]),
    "heif_image_handle_get_item_id": (c_uint32, [c_void_p]),
    "heif_image_handle_get_width": (c_int, [c_void_p]),
    "heif_image_handle_get_height": (c_int, [c_void_p]),
    "heif_image_handle_get_ispe_width": (c_int, [c_void_p]),
    "heif_image_handle_get_ispe_height": (c_int, [c_void_p]),
    "heif_image_handle_get_luma_bits_per_pixel": (c_int, [c_void_p]),
    "heif_image_handle_is_premultiplied_alpha": (c_int, [c_void_p]),
    "heif_image_handle_get_preferred_decoding_colorspace": (Error, [c_void_p, _Int, _Int]),
    "heif_image_handle_get_image_tiling": (Error, [c_void_p, c_int, POINTER(Tiling)]),
    "heif_image_handle_get_raw_color_profile_size": (c_size_t, [c_void_p]),
    "heif_image_handle_get_raw_color_profile": (Error, [c_void_p, c_void_p]),
    "heif_image_handle_get_nclx_color_profile": (Error, [c_void_p, POINTER(POINTER(Colours))]),
    "heif_item_get_transformation_properties": (c_int, [c_void_p, c_uint32, POINTER(c_uint32), c_int]),
    "heif_item_get_property_type": (c_uint32, [c_void_p, c_uint32, c_uint32]),
    "heif_item_get_property_transform_mirror": (c_int, [c_void_p, c_uint32, c_uint32]),
    "heif_item_get_property_transform_rotation_ccw": (c_int, [c_void_p, c_uint32, c_uint32]),
    "heif_item_get_property_transform_crop_borders": (
        None,
        [c_void_p, c_uint32, c_uint32, c_int, c_int, _Int, _Int, _Int, _Int],
    ),
    "heif_decoding_options_alloc": (POINTER(Options), []),
    "heif_decoding_options_free": (None, [POINTER(Options)]),
    "heif_decode_image": (Error, [c_void_p, _Address, c_int, c_int, POINTER(Options)]),
    "heif_image_release": (None, [c_void_p]),
    "heif_image_get_decoding_warnings": (c_int, [c_void_p, c_int, POINTER(Error), c_int]),
    "heif_image_get_colorspace": (c_int, [c_void_p]),
    "heif_image_has_channel": (c_int, [c_void_p, c_int]),
    "heif_image_get_width": (c_int, [c_void_p, c_int]),
    "heif_image_get_height": (c_int, [c_void_p, c_int]),
    "heif_image_get_bits_per_pixel_range": (c_int, [c_void_p, c_int]),
    "heif_image_get_plane_readonly2": (c_void_p, [c_void_p, c_int, POINTER(c_size_t)]),
    "heif_image_get_nclx_color_profile": (Error, [c_void_p, POINTER(POINTER(Colours))]),
    "heif_nclx_color_profile_free": (None, [POINTER(Colours)]),
}
"""The result and the arguments of each function that is used."""


@cache
def library() -> CDLL:
    """Return the loaded library, its functions typed. Raises InterfaceMissing."""
    loaded = library_of("_pillow_heif", _FUNCTIONS)
    options = loaded.heif_decoding_options_alloc()
    version = options.contents.version
    loaded.heif_decoding_options_free(options)
    if version < OPTIONS_VERSION:
        raise InterfaceMissing("libheif is older than the one this was written for")
    return loaded


def raise_for(error: Error) -> None:
    """Raise MemoryError where memory, or a bound that libheif sets to it, was too small; OSError for other errors."""
    if error.code == _NO_MEMORY:
        raise MemoryError
    if error.code != _OK:
        raise OSError(f"libheif answered {error.code}, {error.detail}")

"""libwebp: decodes a WebP picture at a smaller size, which Pillow's own reader cannot.

Pillow keeps four copies of every pixel, 800 MB at 50 megapixels. libwebp scales a lossy picture row by row while it
decodes, in a few megabytes, and holds a lossless one once. This is its C interface (webp/decode.h).
"""

from ctypes import (
    CDLL,
    POINTER,
    Structure,
    addressof,
    byref,
    c_char_p,
    c_int,
    c_size_t,
    c_ubyte,
    c_uint32,
    c_void_p,
)
from functools import cache

from PIL import Image

from mirror_realm.adapters.photos.native import InterfaceMissing, library_of
from mirror_realm.adapters.photos.photo import Size

_INTERFACE = 0x0210
"""WEBP_DECODER_ABI_VERSION: the library refuses to fill in structures of another layout."""

_OK, _OUT_OF_MEMORY = 0, 1
_MODES = {False: ("RGB", 0), True: ("RGBA", 1)}
"""By whether there is alpha: Pillow's mode, and libwebp's number of the same layout."""


class _Features(Structure):
    _fields_ = [
        ("width", c_int),
        ("height", c_int),
        ("has_alpha", c_int),
        ("has_animation", c_int),
        ("format", c_int),
        ("padding", c_uint32 * 5),
    ]


class _Samples(Structure):
    _fields_ = [
        ("address", c_void_p),
        ("stride", c_int),
        ("size", c_size_t),
        # The union's other half, for separate planes, is larger by this.
        ("planes", c_ubyte * 56),
    ]


class _Output(Structure):
    _fields_ = [
        ("colorspace", c_int),
        ("width", c_int),
        ("height", c_int),
        ("is_external_memory", c_int),
        ("samples", _Samples),
        ("padding", c_uint32 * 4),
        ("private_memory", c_void_p),
    ]


class _Options(Structure):
    _fields_ = [
        ("bypass_filtering", c_int),
        ("no_fancy_upsampling", c_int),
        ("use_cropping", c_int),
        ("crop_left", c_int),
        ("crop_top", c_int),
        ("crop_width", c_int),
        ("crop_height", c_int),
        ("use_scaling", c_int),
        ("scaled_width", c_int),
        ("scaled_height", c_int),
        ("use_threads", c_int),
        ("dithering_strength", c_int),
        ("flip", c_int),
        ("alpha_dithering_strength", c_int),
        ("padding", c_uint32 * 5),
    ]


class _Config(Structure):
    _fields_ = [("input", _Features), ("output", _Output), ("options", _Options)]


_FUNCTIONS = {
    "WebPInitDecoderConfigInternal": (c_int, [POINTER(_Config), c_int]),
    "WebPGetFeaturesInternal": (c_int, [c_char_p, c_size_t, POINTER(_Features), c_int]),
    "WebPDecode": (c_int, [c_char_p, c_size_t, POINTER(_Config)]),
}


@cache
def library() -> CDLL:
    """Return the loaded library, its functions typed. Raises InterfaceMissing."""
    return library_of("PIL._webp", _FUNCTIONS)


def decoded(data: bytes, size: Size) -> Image.Image:
    """Return the picture in a WebP file at a size, its own or a smaller one, as RGB or RGBA.

    Raises OSError if the file is damaged, MemoryError; InterfaceMissing, whatever the file is.
    """
    webp, config = library(), _Config()
    if not webp.WebPInitDecoderConfigInternal(byref(config), _INTERFACE):
        raise InterfaceMissing("libwebp has another interface than the one this was written for")
    _raise_for(webp.WebPGetFeaturesInternal(data, len(data), byref(config.input), _INTERFACE))
    mode, config.output.colorspace = _MODES[bool(config.input.has_alpha)]
    config.options.use_scaling = size != (config.input.width, config.input.height)
    config.options.scaled_width, config.options.scaled_height = size
    stride = size[0] * len(mode)
    samples = bytearray(stride * size[1])
    config.output.is_external_memory = 1
    config.output.samples.address = addressof((c_ubyte * len(samples)).from_buffer(samples))
    config.output.samples.stride = stride
    config.output.samples.size = len(samples)
    _raise_for(webp.WebPDecode(data, len(data), byref(config)))
    return Image.frombuffer(mode, size, samples, "raw", mode, stride, 1)


def _raise_for(status: int) -> None:
    if status == _OUT_OF_MEMORY:
        raise MemoryError
    if status != _OK:
        raise OSError(f"libwebp answered {status}")

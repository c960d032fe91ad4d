"""One skin tone comes out of every format and colour mode, as the file's profile means it."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from mirror_realm.adapters.photos.decoding import prepared
from tests.unit.adapters.photos.icc import black_ink_alone, display_p3, linear_grey
from tests.unit.adapters.photos.phone_heic import alone, box, grid
from tests.unit.adapters.photos.pictures import encoded, png

SIDE = 400
STORED = (216, 140, 100)
SHOWN = (230, 138, 91)
"""The same skin in sRGB, where it is stored in Display P3: what colour management makes of it."""

GREY, LIGHT = 128, 188
"""A grey as stored in linear light, and as sRGB shows it."""


def skin(mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), STORED)
    return picture.quantize(8) if mode == "P" else picture.convert(mode)


def tone(data: bytes) -> tuple[int, ...]:
    """Return what the middle of the prepared photo is."""
    pixel = Image.open(io.BytesIO(prepared(data))).getpixel((SIDE // 2, SIDE // 2))
    assert isinstance(pixel, tuple)
    return pixel


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 4


def png_of(pixel: tuple[int, ...], colours: int, depth: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG all of one colour, with 8 or 16 bits a sample."""
    sample = b"".join(bytes([value]) * (depth // 8) for value in pixel)
    pixels = zlib.compress((b"\0" + sample * SIDE) * SIDE)
    return png(SIDE, SIDE, *chunks, (b"IDAT", pixels), colours=colours, depth=depth)


def iccp(profile: bytes) -> tuple[bytes, bytes]:
    return b"iCCP", b"p\0\0" + zlib.compress(profile)


def nclx(primaries: int) -> bytes:
    return box(b"colr", b"nclx", struct.pack(">HHHB", primaries, 13, 6, 0x80))


WIDE: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: encoded(skin(), quality=95, icc_profile=display_p3()),
    "progressive JPEG": lambda: encoded(skin(), quality=95, progressive=True, icc_profile=display_p3()),
    "JPEG, profile in parts": lambda: encoded(skin(), quality=95, icc_profile=display_p3() + bytes(100_000)),
    "PNG": lambda: encoded(skin(), "PNG", icc_profile=display_p3()),
    "PNG with alpha": lambda: encoded(skin("RGBA"), "PNG", icc_profile=display_p3()),
    "PNG with a palette": lambda: encoded(skin("P"), "PNG", icc_profile=display_p3()),
    "PNG with a palette, one of it clear": lambda: encoded(
        skin("P"), "PNG", transparency=7, icc_profile=display_p3()
    ),
    "PNG of 16 bits": lambda: png_of(STORED, 2, 16, iccp(display_p3())),
    "PNG of 16 bits with alpha": lambda: png_of((*STORED, 255), 6, 16, iccp(display_p3())),
    "PNG, said with numbers": lambda: png_of(STORED, 2, 8, (b"cICP", bytes((12, 13, 0, 1)))),
    "PNG, numbers and a profile of another kind": lambda: png_of(
        STORED, 2, 8, iccp(linear_grey()), (b"cICP", bytes((12, 13, 0, 1)))
    ),
    "WebP": lambda: encoded(skin(), "WEBP", quality=95, icc_profile=display_p3()),
    "lossless WebP": lambda: encoded(skin(), "WEBP", lossless=True, icc_profile=display_p3()),
    "WebP with alpha": lambda: encoded(skin("RGBA"), "WEBP", quality=95, icc_profile=display_p3()),
    "HEIC": lambda: encoded(skin(), "HEIF", quality=95, icc_profile=display_p3()),
    "HEIC with alpha": lambda: encoded(skin("RGBA"), "HEIF", quality=95, icc_profile=display_p3()),
    "HEIC of 10 bits": lambda: alone(skin(), bits=10, quality=95, icc_profile=display_p3()),
    "HEIC of full colours": lambda: alone(skin(), quality=95, chroma=444, icc_profile=display_p3()),
    "telephone's HEIC": lambda: grid(
        (SIDE, SIDE),
        2,
        2,
        [alone(skin().resize((256, 256)), quality=95)] * 4,
        box(b"colr", b"prof", display_p3()),
    ),
    "telephone's HEIC, said with numbers": lambda: grid(
        (SIDE, SIDE), 2, 2, [alone(skin().resize((256, 256)), quality=95)] * 4, nclx(12)
    ),
}


@pytest.mark.parametrize("name", WIDE)
def test_a_skin_stored_in_display_p3_is_the_same_in_every_file(name: str) -> None:
    assert near(tone(WIDE[name]()), SHOWN)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_skin_without_a_profile_stays_as_it_is_stored(kind: str, mode: str) -> None:
    if (kind, mode) == ("JPEG", "RGBA"):
        mode = "RGB"  # it has no alpha

    assert near(tone(encoded(skin(mode), kind, quality=95)), STORED)


@pytest.mark.parametrize("bits", [8, 10])
@pytest.mark.parametrize(
    ("matrix", "chroma", "full_range"),
    [
        *[(matrix, 420, full_range) for matrix in (1, 5, 6, 9) for full_range in (0, 1)],
        (6, 422, 1),
        (6, 444, 1),
        (8, 444, 1),
        (0, 444, 1),
    ],
)
def test_a_heic_is_shown_by_the_numbers_it_was_coded_by(
    matrix: int, chroma: int, full_range: int, bits: int
) -> None:
    """The matrix by ITU-T H.273: 1 is BT.709's, 5 and 6 BT.601's, 9 BT.2020's, 8 YCgCo, 0 none."""
    data = alone(
        skin(), bits, quality=100, chroma=chroma, matrix_coefficients=matrix, full_range_flag=full_range
    )

    assert near(tone(data), STORED)


@pytest.mark.parametrize(
    "make",
    [
        lambda profile: encoded(Image.new("L", (SIDE, SIDE), GREY), quality=95, icc_profile=profile),
        lambda profile: encoded(Image.new("L", (SIDE, SIDE), GREY), "PNG", icc_profile=profile),
        lambda profile: encoded(Image.new("LA", (SIDE, SIDE), (GREY, 255)), "PNG", icc_profile=profile),
        lambda profile: png_of((GREY,), 0, 16, iccp(profile)),
        lambda profile: png_of((GREY, 255), 4, 16, iccp(profile)),
        lambda profile: encoded(Image.new("L", (SIDE, SIDE), GREY), "HEIF", quality=95, icc_profile=profile),
    ],
    ids=["JPEG", "PNG", "PNG with alpha", "PNG of 16 bits", "PNG of 16 bits with alpha", "HEIC"],
)
def test_a_grey_stored_in_linear_light_is_the_same_in_every_file(make: Callable[[bytes], bytes]) -> None:
    assert near(tone(make(linear_grey())), (LIGHT, LIGHT, LIGHT))


def test_the_inks_of_a_press_are_shown_as_its_profile_says() -> None:
    inks = Image.new("CMYK", (SIDE, SIDE), (0, 200, 0, 128))

    assert near(tone(encoded(inks, quality=95, icc_profile=black_ink_alone())), (119, 119, 119))


def test_a_profile_for_other_colours_than_the_photos_is_left_aside() -> None:
    assert near(tone(encoded(skin(), "PNG", icc_profile=black_ink_alone())), STORED)


def test_what_is_half_transparent_is_shown_on_white() -> None:
    half = skin("RGBA")
    half.putalpha(128)

    assert near(tone(encoded(half, "PNG")), tuple((value + 255) // 2 for value in STORED))

"""The JPEG codec: what it refuses, and what its three files are."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from mirror_realm.adapters.jpegs import QUALITY, SIDES, JpegCodec
from mirror_realm.errors import BadOutput


def picture(width: int = 1024, height: int = 1024, encoding: str = "PNG", **options: object) -> bytes:
    """Return a gradient with something to see in it, encoded."""
    ramp = Image.linear_gradient("L").resize((width, height))
    out = io.BytesIO()
    Image.merge("RGB", (ramp, ramp.rotate(180), ramp)).save(out, encoding, **options)
    return out.getvalue()


def opened(jpeg: bytes) -> JpegImageFile:
    image = Image.open(io.BytesIO(jpeg))
    assert isinstance(image, JpegImageFile)
    return image


def standard_tables(quality: int) -> dict[int, list[int]]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", quality=quality)
    return opened(out.getvalue()).quantization


def test_a_picture_becomes_progressive_jpegs_of_three_sides_largest_first() -> None:
    jpegs = JpegCodec().encode(picture(), 1024).jpegs
    assert tuple(jpegs) == SIDES
    for side, jpeg in jpegs.items():
        image = opened(jpeg)
        assert image.size == (side, side)
        assert image.info["progressive"]


@pytest.mark.parametrize("side", SIDES)
def test_each_side_has_the_standard_tables_of_its_two_qualities(side: int) -> None:
    tables = opened(JpegCodec().encode(picture(), 1024).jpegs[side]).quantization
    luminance, chrominance = QUALITY[side]
    assert tables[0] == standard_tables(luminance)[0]
    assert tables[1] == standard_tables(chrominance)[1]


def test_no_metadata_survives() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    made = JpegCodec().encode(picture(encoding="JPEG", exif=exif), 1024)
    for jpeg in made.jpegs.values():
        assert b"where it was taken" not in jpeg
        assert not {"exif", "icc_profile", "comment", "xmp"} & opened(jpeg).info.keys()


def test_a_larger_picture_is_brought_to_the_largest_side() -> None:
    assert opened(JpegCodec().encode(picture(1200, 1200), 1024).jpegs[1024]).size == (1024, 1024)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>busy</html>", "does not decode"),
        (picture()[:5000], "does not decode"),
        (picture(encoding="GIF"), "does not decode"),
        (picture(1536, 1024), "not square"),
        (picture(512, 512), "too small"),
        (picture(4100, 4100), "too large"),
    ],
    ids=["html", "cut off", "another format", "not square", "too small", "too large"],
)
def test_what_is_no_usable_picture_is_bad_output(data: bytes, why: str) -> None:
    with pytest.raises(BadOutput, match=why):
        JpegCodec().encode(data, 1024)


def test_a_flat_picture_is_bad_output() -> None:
    out = io.BytesIO()
    Image.new("RGB", (1024, 1024), (200, 120, 40)).save(out, "PNG")
    with pytest.raises(BadOutput, match="blank"):
        JpegCodec().encode(out.getvalue(), 1024)


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    "kind", [b"iCCP", b"tRNS", b"zTXt", b"iTXt", b"pHYs", b"cHRM", b"eXIf", b"acTL", b"fdAT"]
)
def test_whatever_a_decoder_raises_on_a_damaged_chunk_is_bad_output(kind: bytes) -> None:
    png = picture()
    end = png.index(b"IEND") - 4
    with suppress(BadOutput):
        JpegCodec().encode(png[:end] + chunk(kind) + png[end:], 1024)


def test_a_png_with_an_empty_colour_profile_behind_its_pixels_is_bad_output() -> None:
    png = picture()
    end = png.index(b"IEND") - 4

    with pytest.raises(BadOutput):
        JpegCodec().encode(png[:end] + chunk(b"iCCP") + png[end:], 1024)

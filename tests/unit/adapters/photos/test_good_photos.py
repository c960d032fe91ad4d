"""Whatever a telephone, a scanner or an editor writes becomes the same upright, plain JPEG."""

import io

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from mirror_realm.adapters.photos.decoding import LEAST, SIDE, prepared
from mirror_realm.adapters.photos.reader import SandboxedReader
from tests.unit.adapters.photos.icc import linear_grey
from tests.unit.adapters.photos.pictures import (
    encoded,
    good,
    looping_exif,
    png,
    scene,
    shows_the_scene,
    zeros,
)

KINDS = ["JPEG", "PNG", "WEBP", "HEIF"]
ORIENTATION = 0x0112


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_the_four_formats_is_read(kind: str) -> None:
    jpeg = opened(SandboxedReader().prepare(good(kind)))

    assert jpeg.format == "JPEG"
    assert jpeg.mode == "RGB"
    assert jpeg.size == (640, 480)
    assert shows_the_scene(jpeg)


@pytest.mark.parametrize(
    ("mode", "kind", "options"),
    [
        ("CMYK", "JPEG", {}),
        ("RGB", "JPEG", {"progressive": True}),
        ("RGBA", "PNG", {}),
        ("P", "PNG", {}),
        ("P", "PNG", {"transparency": 255}),
        ("RGB", "PNG", {"transparency": (1, 2, 3)}),
        ("RGBA", "WEBP", {"lossless": True}),
        ("RGBA", "HEIF", {}),
    ],
)
def test_colours_come_through_in_every_mode(mode: str, kind: str, options: dict[str, object]) -> None:
    assert shows_the_scene(opened(prepared(encoded(scene(mode=mode), kind, **options))))


@pytest.mark.parametrize(("mode", "kind"), [("L", "JPEG"), ("L", "PNG"), ("LA", "PNG"), ("1", "PNG")])
def test_grey_stays_grey(mode: str, kind: str) -> None:
    jpeg = opened(prepared(encoded(scene(mode=mode), kind)))

    assert jpeg.mode == "RGB"
    assert jpeg.resize((8, 8)).getpixel((0, 0)) == (255, 255, 255)


def test_sixteen_bits_keep_their_brightness() -> None:
    jpeg = opened(prepared(encoded(Image.new("I;16", (400, 400), 40_000), "PNG")))

    assert jpeg.getpixel((200, 200)) == (156, 156, 156)


def test_sixteen_bits_of_colour_are_read() -> None:
    assert opened(prepared(png(400, 300, (b"IDAT", zeros(2)), colours=2, depth=16))).size == (400, 300)


def test_what_is_transparent_is_white() -> None:
    glass = Image.new("RGBA", (300, 300), (255, 0, 0, 0))

    assert opened(prepared(encoded(glass, "PNG"))).getpixel((150, 150)) == (255, 255, 255)


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_upright(kind: str, orientation: int) -> None:
    lying = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    stored = scene() if lying is None else scene().transpose(lying)

    jpeg = opened(prepared(encoded(stored, kind, exif=exif.tobytes())))

    assert jpeg.size == (640, 480)
    assert shows_the_scene(jpeg)


@pytest.mark.parametrize("kind", KINDS)
def test_no_metadata_survives(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    exif.get_ifd(0x8825)[1] = "N"
    options: dict[str, object] = {"exif": exif.tobytes(), "xmp": b"<x:xmpmeta>at home</x:xmpmeta>"}
    options["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if kind == "JPEG":
        options["comment"] = b"at home"
    if kind == "PNG":
        del options["xmp"]
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "at home")
        options["pnginfo"] = text

    data = encoded(scene(), kind, **options)
    jpeg = prepared(data)

    assert b"at home" in data
    assert b"at home" not in jpeg
    assert set(opened(jpeg).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("size", "fitted"), [((3000, 2000), (1024, 683)), ((900, 3000), (307, 1024))])
def test_it_is_scaled_to_what_a_model_needs(
    kind: str, size: tuple[int, int], fitted: tuple[int, int]
) -> None:
    assert opened(prepared(encoded(scene(*size), kind))).size == fitted


def test_it_is_never_enlarged() -> None:
    assert opened(prepared(encoded(scene(LEAST, LEAST)))).size == (LEAST, LEAST)
    assert opened(prepared(encoded(scene(SIDE, SIDE)))).size == (SIDE, SIDE)


def test_colours_of_another_profile_become_those_of_srgb() -> None:
    # sRGB with the tone curve of a linear space: a middle grey written so is a light grey.
    linear = linear_grey()
    jpeg = opened(prepared(encoded(Image.new("L", (300, 300), 128), "PNG", icc_profile=linear)))

    grey = jpeg.getpixel((150, 150))
    assert isinstance(grey, tuple)
    assert 180 <= grey[0] <= 195


def test_a_broken_profile_is_left_aside() -> None:
    assert shows_the_scene(opened(prepared(encoded(scene(), icc_profile=b"no profile" * 50))))


def test_broken_exif_is_left_aside() -> None:
    assert shows_the_scene(opened(SandboxedReader().prepare(looping_exif())))


def test_a_second_picture_behind_a_telephones_jpeg_is_left_aside() -> None:
    depth = scene(320, 240).convert("L").convert("RGB")
    both = encoded(scene(), "MPO", save_all=True, append_images=[depth])

    assert shows_the_scene(opened(prepared(both)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: encoded(Image.new("RGB", (7070, 7070), "tan"), quality=50),
        lambda: encoded(Image.new("RGB", (5000, 5000), "tan"), progressive=True, subsampling=0),
        lambda: encoded(Image.new("RGBA", (5000, 5000), "tan"), "PNG", compress_level=1),
        lambda: encoded(Image.new("RGBA", (4032, 3024), "tan"), "WEBP", lossless=True, method=0, quality=0),
    ],
    ids=["JPEG", "progressive JPEG", "PNG", "WebP"],
)
def test_the_largest_photos_allowed_fit_the_sandbox(make: object) -> None:
    jpeg = opened(SandboxedReader().prepare(make()))  # type: ignore[operator]  # one of the above

    assert max(jpeg.size) == SIDE

"""One orientation comes out of every format and colour mode: the one in which browsers show the file."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, PngImagePlugin

from mirror_realm.adapters.photos.decoding import prepared
from tests.unit.adapters.photos.phone_heic import alone, box, grid
from tests.unit.adapters.photos.pictures import encoded, scene, shows_the_scene

TURN = Image.Transpose.ROTATE_90
"""What a camera held upright stores; the orientation says 6."""


def exif(orientation: int = 6) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def xmp(orientation: int = 6) -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<r:Description r:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" '
        f'tiff:Orientation="{orientation}"/></r:RDF></x:xmpmeta>'
    )


def lying(mode: str = "RGB") -> Image.Image:
    stored = scene().transpose(TURN)
    if mode == "I;16":
        grey = stored.convert("L")
        return Image.frombytes("I;16", grey.size, b"".join(bytes([0, value]) for value in grey.tobytes()))
    return stored.quantize(8) if mode == "P" else stored.convert(mode)


def png_with_xmp(picture: Image.Image, **options: object) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp())
    return encoded(picture, "PNG", pnginfo=info, **options)


def upright(data: bytes) -> bool:
    picture = Image.open(io.BytesIO(prepared(data)))
    return picture.size == (640, 480) and shows_the_scene(picture)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *[("JPEG", mode) for mode in ("L", "RGB", "CMYK")],
        *[("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")],
        *[("WEBP", mode) for mode in ("RGB", "RGBA")],
        *[("HEIF", mode) for mode in ("L", "RGB", "RGBA")],
    ],
)
def test_exif_turns_a_photo_in_every_mode(kind: str, mode: str) -> None:
    picture = Image.open(io.BytesIO(prepared(encoded(lying(mode), kind, exif=exif()))))

    assert picture.size == (640, 480)
    assert picture.resize((8, 8)).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    "make",
    [
        lambda: encoded(scene(), xmp=xmp().encode()),
        lambda: encoded(scene(), "WEBP", xmp=xmp().encode()),
        lambda: png_with_xmp(scene()),
    ],
    ids=["JPEG", "WebP", "PNG"],
)
def test_xmp_alone_turns_nothing(make: Callable[[], bytes]) -> None:
    assert upright(make())


@pytest.mark.parametrize(
    "make",
    [
        lambda: encoded(lying(), xmp=xmp(3).encode(), exif=exif()),
        lambda: encoded(lying(), "WEBP", xmp=xmp(3).encode(), exif=exif()),
        lambda: png_with_xmp(lying(), exif=exif()),
    ],
    ids=["JPEG", "WebP", "PNG"],
)
def test_exif_alone_counts_where_xmp_says_something_too(make: Callable[[], bytes]) -> None:
    assert upright(make())


@pytest.mark.parametrize("mirrored", [None, 0, 1])
@pytest.mark.parametrize("quarters", range(4))
def test_a_telephones_heic_is_turned_as_its_boxes_say(quarters: int, mirrored: int | None) -> None:
    """By an `irot` box, counted in quarters against the clock, and then an `imir` box (ISO/IEC 23008-12)."""
    stored = scene()
    effort = [box(b"irot", bytes([quarters]))]
    if mirrored is not None:
        flips = Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT
        stored, effort = stored.transpose(flips[mirrored]), [*effort, box(b"imir", bytes([mirrored]))]
    stored = stored.rotate(-90 * quarters, expand=True)
    whole = Image.new("RGB", (768, 768))
    whole.paste(stored)
    tiles = [
        alone(whole.crop((left, top, left + 256, top + 256)), quality=90)
        for top in range(0, 768, 256)
        for left in range(0, 768, 256)
    ]

    assert upright(grid(stored.size, 3, 3, tiles, *effort))


def test_exif_turns_no_heic_whose_box_says_otherwise() -> None:
    """Telephones write both, and browsers go by the box alone."""
    turned = encoded(lying(), "HEIF", exif=exif())
    at = turned.index(b"irot") + 4

    assert upright(turned)
    assert not upright(turned[:at] + b"\0" + turned[at + 1 :])

"""A photo that is shown as it is becomes the square in its middle, under the same bounds as every photo."""

import io

import pytest
from PIL import Image

from mirror_realm.adapters.jpegs import JpegCodec
from mirror_realm.adapters.photos.decoding import LEAST, SIDE, prepared
from mirror_realm.adapters.photos.formats import Shape
from mirror_realm.adapters.photos.reader import SandboxedReader
from mirror_realm.adapters.photos.refusals import Refusal
from mirror_realm.errors import ContentRejected
from tests.unit.adapters.photos.noisy import FIFTY, MAKERS, TWENTY_FOUR
from tests.unit.adapters.photos.pictures import HOSTILE, encoded, good, scene

KINDS = ["JPEG", "PNG", "WEBP", "HEIF"]


def squared(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(prepared(data, Shape.SQUARE)))
    picture.load()
    return picture


def striped(width: int, height: int) -> Image.Image:
    """Return a picture that is green but for the largest square in its middle."""
    picture = Image.new("RGB", (width, height), (20, 200, 20))
    side = min(width, height)
    picture.paste(scene(side, side), ((width - side) // 2, (height - side) // 2))
    return picture


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_the_four_formats_becomes_what_every_picture_is_stored_from(kind: str) -> None:
    jpeg = SandboxedReader().square(good(kind))
    assert Image.open(io.BytesIO(jpeg)).size == (SIDE, SIDE)
    assert sorted(JpegCodec().encode(jpeg, SIDE).jpegs) == [256, 512, 1024]


@pytest.mark.parametrize("size", [(3000, 2000), (900, 2700), (1024, 1024), (500, 220), (LEAST, LEAST)])
def test_it_is_the_middle_without_anything_beside_it(size: tuple[int, int]) -> None:
    picture = squared(encoded(striped(*size), "PNG"))
    assert picture.size == (SIDE, SIDE)
    left, right = picture.getpixel((20, SIDE - 20)), picture.getpixel((SIDE - 20, SIDE - 20))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 150 > left[1]
    assert right[2] > 150 > right[1]


def test_it_is_turned_upright_and_has_no_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home"
    lying = scene().transpose(Image.Transpose.ROTATE_90)
    jpeg = prepared(encoded(lying, exif=exif.tobytes()), Shape.SQUARE)
    picture = Image.open(io.BytesIO(jpeg))
    assert b"at home" not in jpeg
    assert picture.getpixel((20, 20)) == pytest.approx((255, 255, 255), abs=8)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("a GIF", Refusal.NOT_A_PHOTO),
        ("an animated PNG", Refusal.ANIMATED),
        ("a file over 10 MB", Refusal.FILE_TOO_LARGE),
        ("a PNG of 900 million pixels", Refusal.TOO_MANY_PIXELS),
        ("a JPEG of 199 pixels", Refusal.TOO_SMALL),
        ("a PNG like a ribbon", Refusal.TOO_NARROW),
        ("a JPEG cut after 90%", Refusal.DAMAGED),
        ("a JPEG of two thousand scans", Refusal.TOO_COSTLY),
    ],
)
@pytest.mark.drawn(one_in=2)
def test_what_cannot_be_used_is_refused_for_the_same_reasons(name: str, refusal: Refusal) -> None:
    with pytest.raises(ContentRejected, match=str(refusal)[:30]):
        SandboxedReader().square(HOSTILE[name]())


@pytest.mark.drawn(one_in=64)
@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("size", [TWENTY_FOUR, FIFTY], ids=["24", "50"])
def test_the_largest_photos_fit_the_sandbox(name: str, size: tuple[int, int]) -> None:
    data, _ = MAKERS[name](size)
    assert Image.open(io.BytesIO(SandboxedReader().square(data))).size == (SIDE, SIDE)

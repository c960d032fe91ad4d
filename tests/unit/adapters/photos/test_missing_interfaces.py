"""Where a package hides the library it brings, photos of ordinary size are still read, by the package itself."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageStat

from mirror_realm.adapters.photos import heic_whole, libheif, libwebp, webp
from mirror_realm.adapters.photos.decoding import prepared
from mirror_realm.adapters.photos.native import InterfaceMissing, library_of
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from tests.unit.adapters.photos.pictures import encoded, good, scene


def test_the_pinned_packages_offer_their_libraries() -> None:
    assert libheif.library().heif_decode_image
    assert libwebp.library().WebPDecode


@pytest.mark.parametrize(
    ("module", "function"), [("no_such_module", "WebPDecode"), ("PIL._webp", "no_such_function")]
)
def test_what_cannot_be_found_is_no_fault_of_the_photos(module: str, function: str) -> None:
    with pytest.raises(InterfaceMissing):
        library_of(module, {function: (None, [])})


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither library can be found."""

    def missing(*_: object) -> None:
        raise InterfaceMissing

    for module in (libheif, libwebp):
        module.library.cache_clear()
        monkeypatch.setattr(module, "library_of", missing)
    yield
    for module in (libheif, libwebp):
        module.library.cache_clear()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("kind", ["WEBP", "HEIF"])
def test_a_photo_comes_out_the_same(kind: str, mode: str, request: pytest.FixtureRequest) -> None:
    picture = scene(mode=mode).copy()
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    data = encoded(picture, kind)
    scaled = Image.open(io.BytesIO(prepared(data)))

    request.getfixturevalue("hidden")
    whole = Image.open(io.BytesIO(prepared(data)))

    assert scaled.size == whole.size
    assert max(ImageStat.Stat(ImageChops.difference(scaled, whole)).mean) < 1


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize("kind", ["WEBP", "HEIF"])
def test_a_photo_that_is_cut_is_refused(kind: str) -> None:
    data = good(kind)

    with pytest.raises(Refused) as refused:
        prepared(data[: len(data) * 9 // 10])

    assert refused.value.refusal is Refusal.DAMAGED


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize("kind", ["WEBP", "HEIF"])
def test_a_photo_that_would_not_fit_the_memory_is_refused_for_its_pixels(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heic_whole, "MOST_PIXELS", 640 * 480 - 1)
    monkeypatch.setattr(webp, "MOST_PIXELS_OF_PILLOW", 640 * 480 - 1)

    with pytest.raises(Refused) as refused:
        prepared(good(kind))

    assert refused.value.refusal is Refusal.TOO_MANY_PIXELS

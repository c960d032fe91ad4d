"""The means of a JPEG's blocks are the picture at an eighth of its size, as libjpeg itself decodes it."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from mirror_realm.adapters.photos import jpeg
from mirror_realm.adapters.photos.decoding import prepared
from mirror_realm.adapters.photos.jpeg_means import picture_of
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from tests.unit.adapters.photos.noisy import noisy
from tests.unit.adapters.photos.pictures import encoded, scene, shows_the_scene

SIZE = (637, 483)


def progressive(**options: Any) -> bytes:
    return encoded(noisy(SIZE, 20), progressive=True, subsampling=0, **options)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"quality": 10},
        {"quality": 97},
        {"optimize": True},
        {"keep_rgb": True},
        {"restart_marker_blocks": 7},
        {"restart_marker_rows": 1},
        {"qtables": [[40] * 64, [60] * 64]},
    ],
    ids=lambda options: " ".join(options) or "plain",
)
def test_they_are_what_libjpeg_makes_of_an_eighth(options: dict[str, object]) -> None:
    data = progressive(**options)
    reference = Image.open(io.BytesIO(data))
    reference.draft(None, (SIZE[0] // 8, SIZE[1] // 8))

    means = picture_of(data)

    assert means.size == reference.size == (80, 61)
    difference = ImageStat.Stat(ImageChops.difference(means, reference.convert("RGB")))
    assert max(high for _, high in difference.extrema) <= 8


def test_a_photo_whose_coefficients_do_not_fit_the_memory_is_read_by_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jpeg, "MOST_COEFFICIENTS", 0)
    data = encoded(scene(2400, 1800), progressive=True, subsampling=0)

    picture = Image.open(io.BytesIO(prepared(data)))

    assert picture.size == (1024, 768)
    assert shows_the_scene(picture)


@pytest.mark.parametrize("share", [0.05, 0.15])
def test_a_photo_without_all_of_them_is_refused(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg, "MOST_COEFFICIENTS", 0)
    data = progressive(quality=30)

    with pytest.raises(Refused) as refused:
        prepared(data[: int(len(data) * share)])

    assert refused.value.refusal is Refusal.DAMAGED


@pytest.mark.parametrize(("mode", "subsampling"), [("RGB", 1), ("CMYK", 0)], ids=["4:2:2", "CMYK"])
def test_other_sampling_and_inks_are_refused_for_their_pixels(
    mode: str, subsampling: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jpeg, "MOST_COEFFICIENTS", 0)

    with pytest.raises(Refused) as refused:
        prepared(encoded(scene(mode=mode), progressive=True, subsampling=subsampling))

    assert refused.value.refusal is Refusal.TOO_MANY_PIXELS

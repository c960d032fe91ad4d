"""The judge: always the same verdict, whatever it is given, soon enough."""

import io
import time

import pytest
from PIL import Image

from mirror_realm.adapters.jpegs import JpegCodec
from mirror_realm.adapters.quality import PictureJudge
from mirror_realm.domain.quality import Fault
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import BadOutput
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ReferenceImage
from tests.unit.adapters.quality.calibration import good_jpegs, listed, pictures
from tests.unit.adapters.quality.looks import encoded

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

JUDGE = PictureJudge()
MILLISECONDS = 40
STRANGER = "comic-halfYear-kai"
"""Of quite other colours than anybody in these tests."""


def picture_of(jpeg: bytes) -> EncodedPicture:
    return EncodedPicture({384: jpeg}, "")


def as_rendered(picture: Image.Image) -> EncodedPicture:
    """Return the whole way: from what a provider sends to what is stored."""
    out = io.BytesIO()
    picture.resize((1024, 1024), Image.Resampling.LANCZOS).save(out, "PNG", compress_level=1)
    return JpegCodec().encode(out.getvalue(), 1024)


def a_good(start: str) -> bytes:
    return next(jpeg for name, jpeg in good_jpegs().items() if name.startswith(start))


def test_the_same_picture_gets_the_same_verdict() -> None:
    (spoiled, *_) = listed()
    judged = {JUDGE.judge(picture_of(spoiled.jpeg(pictures(good_jpegs()))), spoiled.style) for _ in range(2)}
    assert len(judged) == 1


def test_a_picture_that_went_through_the_codec_is_judged_alike() -> None:
    good = pictures({"good": a_good("daymi-month")})["good"]
    assert JUDGE.judge(as_rendered(good), StyleId.DAYMI).reasons == ()
    for each in listed()[3::8]:
        spoiled = each.picture(pictures(good_jpegs()))
        try:
            judged = JUDGE.judge(as_rendered(spoiled), each.style)
        except BadOutput:
            continue  # the codec has found it blank already
        assert set(judged.reasons) & {each.way.fault, *each.way.also}, each


def test_one_style_s_palette_is_not_another_s() -> None:
    cold = next(name for name in good_jpegs() if name.startswith("cinematic_hero-newReflection"))
    jpeg = good_jpegs()[cold]
    assert not JUDGE.judge(picture_of(jpeg), StyleId.CINEMATIC_HERO).poor
    assert Fault.WRONG_PALETTE in JUDGE.judge(picture_of(jpeg), StyleId.DAYMI).reasons


@pytest.mark.parametrize("kind", InputKind)
def test_another_persons_picture_is_unlike_and_ones_own_is_like(kind: InputKind) -> None:
    one = a_good("daymi-newReflection-wren")
    for given, reasons in ((a_good("daymi-firstWeek-wren"), ()), (a_good(STRANGER), (Fault.UNLIKE,))):
        judged = JUDGE.judge(picture_of(one), StyleId.DAYMI, [ReferenceImage(kind, given)])
        assert judged.reasons == reasons


def test_like_the_photo_or_like_the_latest_is_enough() -> None:
    own = a_good("daymi-newReflection-wren")
    inputs = [ReferenceImage(InputKind.PHOTO, a_good(STRANGER)), ReferenceImage(InputKind.LATEST, own)]
    assert JUDGE.judge(picture_of(own), StyleId.DAYMI, inputs).reasons == ()


def test_a_style_that_repaints_faces_is_not_asked_for_their_colours() -> None:
    stranger = [ReferenceImage(InputKind.PHOTO, a_good(STRANGER))]
    assert JUDGE.judge(picture_of(a_good("noir_hero-month")), StyleId.NOIR_HERO, stranger).reasons == ()


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (512, 512), "black"),
        Image.new("RGB", (512, 512), "white"),
        Image.new("RGB", (512, 512), "red"),
        Image.linear_gradient("L").convert("RGB"),
        Image.effect_noise((512, 512), 120).convert("RGB"),
        Image.effect_noise((8, 8), 120).resize((1024, 1024), Image.Resampling.NEAREST).convert("RGB"),
    ],
    ids=["black", "white", "red", "gradient", "noise", "blocks"],
)
def test_what_is_no_picture_of_anything_is_poor_and_never_an_error(picture: Image.Image) -> None:
    given = [ReferenceImage(kind, encoded(picture)) for kind in InputKind]
    judged = JUDGE.judge(picture_of(encoded(picture)), StyleId.DAYMI, given)
    assert judged.poor
    assert 0 <= judged.score < 0.5


def test_judging_takes_less_than_its_time() -> None:
    rendered = as_rendered(pictures({"good": a_good("daymi-month")})["good"])
    JUDGE.judge(rendered, StyleId.DAYMI)
    taken = []
    for _ in range(5):
        begun = time.process_time()
        JUDGE.judge(rendered, StyleId.DAYMI)
        taken.append(1000 * (time.process_time() - begun))
    assert min(taken) < MILLISECONDS

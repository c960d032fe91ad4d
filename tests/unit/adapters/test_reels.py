"""Reels and sheets as files: every stage, in order, whole, within the bytes a phone will load."""

import io
import random
from functools import cache
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageStat

from mirror_realm.adapters.reels import PillowReelMaker, animation
from mirror_realm.adapters.reels.animation import FADE_FRAME, FADE_FRAMES, HOLD, LAST_HOLD, MOST_BYTES, SIDE
from mirror_realm.adapters.reels.contact_sheet import MARGIN, PICTURE, place_of
from mirror_realm.domain.progress import FIRST_DAY, STAGES
from mirror_realm.services.ports.reels import Frame, Reel
from tests.drawing import Draw

COLOURS = [(190, 60, 50), (60, 150, 70), (60, 80, 180), (200, 170, 60), (160, 70, 160), (70, 170, 180)]
UNSEEN = 6
"""Of 255: the encoder takes two frames for the same that differ by less (5 at this quality)."""


def frames(count: int, side: int = 64) -> list[Frame]:
    """Return the first stages, each a picture of one colour."""
    made = []
    for stage, colour in list(zip(STAGES, COLOURS, strict=True))[:count]:
        file = io.BytesIO()
        Image.new("RGB", (side, side), colour).save(file, "PNG")
        made.append(Frame(stage, FIRST_DAY[stage], file.getvalue()))
    return made


@cache
def reel(count: int) -> Reel:
    """Of the first stages."""
    return PillowReelMaker().make(frames(count))


def film(encoded: bytes) -> list[tuple[Image.Image, int]]:
    """Frames and how many milliseconds each is shown. The encoder drops a frame that looks like the one before."""
    shown = []
    with Image.open(io.BytesIO(encoded)) as animation:
        for number in range(getattr(animation, "n_frames", 1)):
            animation.seek(number)
            frame = animation.convert("RGB")
            shown.append((frame, int(animation.info["duration"])))
    return shown


def far(first: Image.Image, colour: tuple[int, int, int]) -> float:
    """Mean difference from a colour, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(first, Image.new("RGB", first.size, colour))).mean)


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("count", [2, 5, 6])
def test_each_stage_holds_still_in_turn_the_last_the_longest(count: int) -> None:
    shown = film(reel(count).animation)

    held = [(frame, duration) for frame, duration in shown if duration >= HOLD]
    assert len(held) == count
    assert all(far(frame, colour) < UNSEEN for (frame, _), colour in zip(held, COLOURS, strict=False))
    assert all(HOLD <= duration < LAST_HOLD for _, duration in held[:-1])
    assert held[-1][1] >= LAST_HOLD
    assert sum(duration for _, duration in shown) == (
        (count - 1) * HOLD + LAST_HOLD + count * FADE_FRAMES * FADE_FRAME
    )
    assert {frame.size for frame, _ in shown} == {(SIDE, SIDE)}


def test_a_stage_fades_into_the_next_step_by_step() -> None:
    shown = film(reel(2).animation)

    second = next(at for at, (_, duration) in enumerate(shown) if duration >= LAST_HOLD)
    from_first = [far(frame, COLOURS[0]) for frame, _ in shown[: second + 1]]
    assert len(from_first) > FADE_FRAMES // 2
    assert all(before < after for before, after in pairwise(from_first))


def test_it_begins_anew_for_ever() -> None:
    with Image.open(io.BytesIO(reel(2).animation)) as animation:
        assert animation.info["loop"] == 0


def test_a_stage_shows_nothing_of_the_one_before() -> None:
    """Whole frames: what a lossy frame only adds to the last one leaves blocks of it behind."""
    ramp = Image.linear_gradient("L").resize((SIDE, SIDE))
    pictures = [Image.merge("RGB", (ramp.rotate(turn), ramp, ramp)) for turn in (0, 90, 180)]
    given = []
    for stage, picture in zip(STAGES, pictures, strict=False):
        file = io.BytesIO()
        picture.save(file, "PNG")
        given.append(Frame(stage, 0, file.getvalue()))

    held = [frame for frame, duration in film(PillowReelMaker().make(given).animation) if duration >= HOLD]

    for frame, picture in zip(held, pictures, strict=True):
        assert ImageStat.Stat(ImageChops.difference(frame, picture)).rms[1] < 2


def test_six_pictures_of_nothing_but_noise_still_stay_below_the_bytes_allowed(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In `make test` two of them, below a third of the bytes: the encoder has to try as often."""
    stages = STAGES if draw.full else STAGES[-2:]
    allowed = MOST_BYTES * len(stages) // len(STAGES)
    monkeypatch.setattr(animation, "MOST_BYTES", allowed)
    chance = random.Random(6)
    noisy = []
    for stage in stages:
        file = io.BytesIO()
        Image.frombytes("RGB", (SIDE, SIDE), chance.randbytes(SIDE * SIDE * 3)).save(file, "JPEG", quality=90)
        noisy.append(Frame(stage, 0, file.getvalue()))

    made = PillowReelMaker().make(noisy)

    assert len(made.animation) < allowed
    assert len([duration for _, duration in film(made.animation) if duration >= HOLD]) == len(stages)


@pytest.mark.drawn(one_in=5)
@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_every_picture_is_at_its_place_on_the_sheet(count: int) -> None:
    with Image.open(io.BytesIO(reel(count).sheet)) as opened:
        sheet = opened.convert("RGB")

    for index, colour in enumerate(COLOURS[:count]):
        left, top = place_of(index, count)
        inner = sheet.crop((left + 40, top + 40, left + PICTURE - 40, top + PICTURE - 40))
        assert far(inner, colour) < 4
        assert left >= MARGIN
        assert left + PICTURE <= sheet.width - MARGIN


@pytest.mark.drawn(one_in=5)
@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_the_rows_of_a_sheet_are_centred_and_as_full_as_can_be(count: int) -> None:
    with Image.open(io.BytesIO(reel(count).sheet)) as sheet:
        width = sheet.width
    rows: dict[int, list[int]] = {}
    for index in range(count):
        left, top = place_of(index, count)
        rows.setdefault(top, []).append(left)

    assert all(abs(min(row) - (width - max(row) - PICTURE)) <= 1 for row in rows.values())
    assert 1 not in [len(row) for row in rows.values()], "nobody is left alone in a row"


def test_what_is_made_says_nothing_of_what_it_was_made_from() -> None:
    for file in (reel(2).animation, reel(2).sheet):
        with Image.open(io.BytesIO(file)) as opened:
            assert not opened.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & opened.info.keys()

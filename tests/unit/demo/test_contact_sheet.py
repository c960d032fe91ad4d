"""The contact sheet shows every picture, in order, at its place."""

import io

import pytest
from PIL import Image

from emulator.demo.contact_sheet import COLUMNS, GAP, MARGIN, PICTURE, Frame, contact_sheet

COLOURS = [(200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30), (200, 30, 200), (30, 200, 200)]


def _frame(colour: tuple[int, int, int]) -> Frame:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(file, "PNG")
    return Frame(file.getvalue(), "a stage", "day 1")


@pytest.mark.parametrize("count", [1, 3, 6])
def test_each_picture_is_centred_in_its_column(count: int) -> None:
    sheet = contact_sheet("heading", "subheading", [_frame(colour) for colour in COLOURS[:count]])

    found = []
    for column in range(min(count, COLUMNS)):
        centre = MARGIN + column * (PICTURE + GAP) + PICTURE // 2
        seen = {sheet.getpixel((centre, y)) for y in range(sheet.height)}
        found += [colour for colour in COLOURS if colour in seen]

    assert sorted(found) == sorted(COLOURS[:count])


def test_a_second_row_makes_the_sheet_taller_and_no_wider() -> None:
    three = contact_sheet("heading", "subheading", [_frame(colour) for colour in COLOURS[:3]])
    four = contact_sheet("heading", "subheading", [_frame(colour) for colour in COLOURS[:4]])

    assert four.width == three.width
    assert four.height > three.height + PICTURE

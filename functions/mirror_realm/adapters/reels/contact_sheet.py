"""The contact sheet: reflections side by side on warm paper, each with its stage and day."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

PICTURE = 420
"""Pixels a side of one picture on the sheet."""
GAP = 40
ROW_GAP = 22
MARGIN = 72
CAPTION = 78
HEADING = 150
FOOT = 30
CORNER = 30
SPREAD = 28
"""The reach of a picture's shadow in pixels."""
SUPERSAMPLING = 4
QUALITY = 82

PAPER = (250, 241, 227)
LIGHT = (255, 249, 239)
INK = (92, 62, 40)
FADED = (163, 126, 92)
ACCENT = (217, 131, 36)
SHADOW = (122, 78, 38)


@dataclass(frozen=True, slots=True)
class Print:
    """One picture of the sheet and the text below it."""

    picture: bytes
    title: str
    note: str


def contact_sheet(heading: str, subheading: str, prints: Sequence[Print]) -> Image.Image:
    """Return the sheet, in rows of three, or of two if that leaves no gap; a shorter last row is centred."""
    columns = columns_for(len(prints))
    rows = -(-len(prints) // columns)
    width = 2 * MARGIN + _row_width(columns)
    height = MARGIN + HEADING + rows * (PICTURE + CAPTION) + (rows - 1) * ROW_GAP + FOOT + MARGIN // 2
    sheet = _paper(width, height)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN - 8), heading, font=_font(54), fill=INK)
    draw.text((MARGIN + 2, MARGIN + 66), subheading, font=_font(25), fill=FADED)
    for index, shown in enumerate(prints):
        left, top = place_of(index, len(prints))
        _mount(sheet, shown.picture, left, top)
        draw.text((left + 4, top + PICTURE + 18), shown.title, font=_font(27), fill=INK)
        draw.text(
            (left + PICTURE - 4, top + PICTURE + 22), shown.note, font=_font(22), fill=ACCENT, anchor="ra"
        )
    return sheet


def encoded(sheet: Image.Image) -> bytes:
    """Return the sheet as a progressive JPEG without metadata."""
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return out.getvalue()


def columns_for(count: int) -> int:
    return 2 if count in (2, 4) else min(count, 3)


def place_of(index: int, count: int) -> tuple[int, int]:
    """Return the top left corner, in pixels, of a picture by its number."""
    columns = columns_for(count)
    row, column = divmod(index, columns)
    in_row = min(columns, count - row * columns)
    start = MARGIN + (_row_width(columns) - _row_width(in_row)) // 2
    return start + column * (PICTURE + GAP), MARGIN + HEADING + row * (PICTURE + CAPTION + ROW_GAP)


def _row_width(pictures: int) -> int:
    return pictures * PICTURE + (pictures - 1) * GAP


def _paper(width: int, height: int) -> Image.Image:
    """Return warm paper, a little lighter in the light and a little darker at the edges."""
    glow = ImageChops.invert(Image.radial_gradient("L")).resize((width, height), Image.Resampling.BICUBIC)
    return Image.composite(
        Image.new("RGB", (width, height), LIGHT), Image.new("RGB", (width, height), PAPER), glow
    )


def _mount(sheet: Image.Image, picture: bytes, left: int, top: int) -> None:
    """Draw a picture on the paper, with rounded corners and a soft shadow below."""
    with Image.open(io.BytesIO(picture)) as opened:
        small = opened.convert("RGB").resize((PICTURE, PICTURE), Image.Resampling.LANCZOS)
    sheet.paste(SHADOW, (left - SPREAD, top - SPREAD + 10), _halo())
    sheet.paste(small, (left, top), _rounded())


@cache
def _halo() -> Image.Image:
    """Return the mask of a picture's shadow."""
    halo = Image.new("L", (PICTURE + 2 * SPREAD,) * 2, 0)
    halo.paste(_rounded().point(lambda value: value * 2 // 5), (SPREAD, SPREAD))
    return halo.filter(ImageFilter.GaussianBlur(13))


@cache
def _rounded() -> Image.Image:
    """Return the mask of a picture's rounded outline."""
    large = Image.new("L", (PICTURE * SUPERSAMPLING,) * 2, 0)
    bounds = (0, 0, large.width - 1, large.height - 1)
    ImageDraw.Draw(large).rounded_rectangle(bounds, CORNER * SUPERSAMPLING, fill=255)
    return large.resize((PICTURE, PICTURE), Image.Resampling.LANCZOS)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the typeface that Pillow contains, which is the same on every machine."""
    return ImageFont.load_default(size)

"""The contact sheet: six reflections on warm paper, one progressive JPEG."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

COLUMNS = 3
PICTURE = 420
"""Pixels a side of one picture on the sheet."""
GAP = 40
ROW_GAP = 22
MARGIN = 72
CAPTION = 78
HEADING = 150
FOOT = 30
CORNER = 30
SUPERSAMPLING = 4
QUALITY = 82

PAPER = (250, 241, 227)
INK = (92, 62, 40)
FADED = (163, 126, 92)
ACCENT = (217, 131, 36)
SHADOW = (122, 78, 38)


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the sheet and what stands below it."""

    picture: bytes
    title: str
    note: str


def contact_sheet(heading: str, subheading: str, frames: Sequence[Frame]) -> Image.Image:
    """The sheet, rows of three."""
    rows = -(-len(frames) // COLUMNS)
    width = 2 * MARGIN + COLUMNS * PICTURE + (COLUMNS - 1) * GAP
    height = MARGIN + HEADING + rows * (PICTURE + CAPTION) + (rows - 1) * ROW_GAP + FOOT + MARGIN // 2
    sheet = _paper(width, height)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN - 8), heading, font=_font(54), fill=INK)
    draw.text((MARGIN + 2, MARGIN + 66), subheading, font=_font(25), fill=FADED)
    for index, frame in enumerate(frames):
        row, column = divmod(index, COLUMNS)
        left = MARGIN + column * (PICTURE + GAP)
        top = MARGIN + HEADING + row * (PICTURE + CAPTION + ROW_GAP)
        _mount(sheet, frame.picture, left, top)
        draw.text((left + 4, top + PICTURE + 18), frame.title, font=_font(27), fill=INK)
        draw.text(
            (left + PICTURE - 4, top + PICTURE + 22), frame.note, font=_font(22), fill=ACCENT, anchor="ra"
        )
    return sheet


def save(sheet: Image.Image, path: Path) -> None:
    """Writes the sheet as a progressive JPEG without metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, "JPEG", quality=QUALITY, progressive=True, optimize=True)


def _paper(width: int, height: int) -> Image.Image:
    """Warm paper: a little lighter where the light falls, a little darker at the edges."""
    glow = ImageChops.invert(Image.radial_gradient("L")).resize((width, height), Image.Resampling.BICUBIC)
    light = Image.new("RGB", (width, height), (255, 249, 239))
    return Image.composite(light, Image.new("RGB", (width, height), PAPER), glow)


def _mount(sheet: Image.Image, picture: bytes, left: int, top: int) -> None:
    """Lays a picture on the paper, its corners rounded, with a soft shadow below."""
    with Image.open(io.BytesIO(picture)) as opened:
        small = opened.convert("RGB").resize((PICTURE, PICTURE), Image.Resampling.LANCZOS)
    mask = _rounded(PICTURE, CORNER)
    spread = 28
    halo = Image.new("L", (PICTURE + 2 * spread, PICTURE + 2 * spread), 0)
    halo.paste(mask.point(lambda value: value * 2 // 5), (spread, spread))
    halo = halo.filter(ImageFilter.GaussianBlur(13))
    sheet.paste(SHADOW, (left - spread, top - spread + 10), halo)
    sheet.paste(small, (left, top), mask)


def _rounded(side: int, corner: int) -> Image.Image:
    large = Image.new("L", (side * SUPERSAMPLING,) * 2, 0)
    bounds = (0, 0, side * SUPERSAMPLING - 1, side * SUPERSAMPLING - 1)
    ImageDraw.Draw(large).rounded_rectangle(bounds, corner * SUPERSAMPLING, fill=255)
    return large.resize((side, side), Image.Resampling.LANCZOS)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The typeface that Pillow carries: the same on every machine."""
    return ImageFont.load_default(size)

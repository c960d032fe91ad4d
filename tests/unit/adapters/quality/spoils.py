"""Spoils: every way a good picture is made a bad one on purpose, each with a strength."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps, ImageStat

from mirror_realm.domain.quality import Fault

Images = Sequence[Image.Image]
Spoiler = Callable[[Images, float, Random], Image.Image]
"""From pictures of one size (most ways use the first alone), a strength, and chance."""

_WORDS = (
    "mirror",
    "realm",
    "day",
    "habit",
    "goal",
    "calm",
    "work",
    "note",
    "idea",
    "next",
    "week",
    "your",
    "story",
)


@dataclass(frozen=True, slots=True)
class Spoil:
    fault: Fault
    """The reason that must be given."""
    spoil: Spoiler
    weakest: float
    strongest: float
    pictures: int = 1
    """How many it takes."""
    also: frozenset[Fault] = frozenset()
    """Reasons that are true of it too."""


def blur(pictures: Images, radius: float, _: Random) -> Image.Image:
    return pictures[0].filter(ImageFilter.GaussianBlur(radius))


def shake(pictures: Images, pixels: float, _: Random) -> Image.Image:
    """Return the camera moved aside: a mean of shifted copies."""
    mean = pictures[0]
    for shift in range(1, round(pixels)):
        mean = Image.blend(mean, ImageChops.offset(pictures[0], shift, 0), 1 / (shift + 1))
    return mean


def enlarge(pictures: Images, side: float, _: Random) -> Image.Image:
    """From so few pixels a side, smoothly."""
    small = pictures[0].resize((round(side), round(side)), Image.Resampling.BOX)
    return small.resize(pictures[0].size, Image.Resampling.BICUBIC)


def pixelate(pictures: Images, side: float, _: Random) -> Image.Image:
    small = pictures[0].resize((round(side), round(side)), Image.Resampling.BOX)
    return small.resize(pictures[0].size, Image.Resampling.NEAREST)


def compress(pictures: Images, quality: float, _: Random) -> Image.Image:
    out = io.BytesIO()
    pictures[0].save(out, "JPEG", quality=round(quality))
    return Image.open(out).convert("RGB")


def sprinkle(pictures: Images, deviation: float, chance: Random) -> Image.Image:
    """Uniform noise of this standard deviation, each colour its own."""
    spread = deviation * 12**0.5 / 256
    table = [max(0, min(255, round(128 + (value - 127.5) * spread))) for value in range(256)]
    bands = []
    for band in pictures[0].split():
        noise = Image.frombytes("L", band.size, chance.randbytes(band.width * band.height)).point(table)
        bands.append(ImageChops.add(band, noise, offset=-128))
    return Image.merge("RGB", bands)


def overexpose(pictures: Images, gain: float, _: Random) -> Image.Image:
    return pictures[0].point([min(255, round(gain * value + 30 * (gain - 1))) for value in range(256)] * 3)


def underexpose(pictures: Images, gain: float, _: Random) -> Image.Image:
    return pictures[0].point([round(255 * gain * (value / 255) ** 1.3) for value in range(256)] * 3)


def turn_hues(pictures: Images, degrees: float, _: Random) -> Image.Image:
    hue, saturation, value = pictures[0].convert("HSV").split()
    turned = hue.point([(each + round(degrees * 256 / 360)) % 256 for each in range(256)])
    return Image.merge("HSV", (turned, saturation, value)).convert("RGB")


def tint_blue(pictures: Images, share: float, _: Random) -> Image.Image:
    blue = ImageOps.colorize(pictures[0].convert("L"), "black", "white", mid=(40, 110, 190))
    return Image.blend(pictures[0], blue, share)


def fade(pictures: Images, colour: float, _: Random) -> Image.Image:
    return ImageEnhance.Color(pictures[0]).enhance(colour)


def crop_flat(pictures: Images, parts: float, _: Random) -> Image.Image:
    """Return the flattest square of so many in a row."""
    picture = pictures[0]
    side = picture.width // round(parts)
    starts = range(0, picture.width - side + 1, side // 2)
    squares = [picture.crop((left, top, left + side, top + side)) for left in starts for top in starts]
    flattest = min(squares, key=lambda square: sum(ImageStat.Stat(square).stddev))
    return flattest.resize(picture.size, Image.Resampling.BICUBIC)


def tile_together(pictures: Images, gutter: float, chance: Random) -> Image.Image:
    """Return a square of four or nine pictures, with so many pixels between them."""
    rows = round(len(pictures) ** 0.5)
    whole = pictures[0].width
    side, gap = whole // rows, round(gutter)
    sheet = Image.new("RGB", (whole, whole), chance.choice(["white", "black"]))
    for number, picture in enumerate(pictures):
        small = picture.resize((side - gap, side - gap), Image.Resampling.LANCZOS)
        sheet.paste(small, (number % rows * side + gap // 2, number // rows * side + gap // 2))
    return sheet


def put_side_by_side(pictures: Images, gutter: float, chance: Random) -> Image.Image:
    """Return the middles of two pictures."""
    whole, gap = pictures[0].width, round(gutter)
    sheet = Image.new("RGB", (whole, whole), chance.choice(["white", "black"]))
    for number, picture in enumerate(pictures):
        middle = picture.crop((whole // 4, 0, whole // 4 + whole // 2, whole))
        sheet.paste(middle.crop((0, 0, whole // 2 - gap, whole)), (number * (whole // 2 + gap), 0))
    return sheet


def write_over(pictures: Images, height: float, chance: Random) -> Image.Image:
    """Lines of words over this share of the height, on a plate or not."""
    sheet = pictures[0].copy()
    whole = sheet.width
    draw = ImageDraw.Draw(sheet)
    bright = chance.random() < 0.6
    size = round(whole * chance.uniform(0.05, 0.08))
    top, bottom = whole * (1 - height) / 2, whole * (1 + height) / 2
    if chance.random() < 0.5:
        draw.rectangle((0, top - size / 3, whole, bottom), fill=(20, 18, 26) if bright else (240, 232, 220))
    while top < bottom - size:
        line = " ".join(chance.choices(_WORDS, k=14))
        draw.text(
            (whole * 0.03, top),
            line,
            font=ImageFont.load_default(size),
            fill=(250, 246, 236) if bright else (18, 16, 20),
            stroke_width=1,
            stroke_fill=(18, 16, 20) if bright else (250, 246, 236),
        )
        top += 1.35 * size
    return sheet


_SOFT = frozenset({Fault.BLURRED, Fault.LOW_RESOLUTION})
_PALE = frozenset({Fault.COLOURLESS, Fault.WRONG_PALETTE})

SPOILS: Mapping[str, Spoil] = MappingProxyType(
    {
        "blur": Spoil(Fault.BLURRED, blur, 3.2, 6.0, also=_SOFT),
        "shake": Spoil(Fault.BLURRED, shake, 16, 32, also=_SOFT),
        "soften": Spoil(Fault.LOW_RESOLUTION, blur, 1.6, 2.6, also=_SOFT),
        "enlarge": Spoil(Fault.LOW_RESOLUTION, enlarge, 64, 104, also=_SOFT),
        "pixelate": Spoil(Fault.BLOCKY, pixelate, 32, 96, also=_SOFT),
        "compress": Spoil(Fault.BLOCKY, compress, 1, 4, also=_PALE),
        "sprinkle": Spoil(Fault.NOISY, sprinkle, 12, 55),
        "overexpose": Spoil(Fault.OVEREXPOSED, overexpose, 2.0, 3.0, also=_PALE),
        "underexpose": Spoil(Fault.UNDEREXPOSED, underexpose, 0.1, 0.3, also=_PALE | {Fault.EMPTY}),
        "turn_hues": Spoil(Fault.WRONG_PALETTE, turn_hues, 100, 260),
        "tint_blue": Spoil(Fault.WRONG_PALETTE, tint_blue, 0.7, 0.95),
        "fade": Spoil(Fault.COLOURLESS, fade, 0.0, 0.06, also=_PALE),
        "crop_flat": Spoil(Fault.EMPTY, crop_flat, 4, 7, also=_SOFT | _PALE | {Fault.UNDEREXPOSED}),
        "tile_four": Spoil(Fault.COLLAGE, tile_together, 0, 12, pictures=4),
        "tile_nine": Spoil(Fault.COLLAGE, tile_together, 0, 12, pictures=9),
        "side_by_side": Spoil(Fault.COLLAGE, put_side_by_side, 0, 6, pictures=2),
        "write_over": Spoil(Fault.TEXT, write_over, 0.4, 0.95),
    }
)

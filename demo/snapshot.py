"""Snapshot: Mira's photo. It is drawn and shows no real person.

python -m demo.snapshot     draws it again
"""

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from demo.people import PEOPLE
from mirror_realm.adapters.painter import paint
from mirror_realm.adapters.painter.appearance import from_sheet
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.progress import EvolutionStage, ProgressRange
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId

PHOTO = Path(__file__).with_name("photo.jpg")

SITTER = from_sheet(CHARACTERS[PEOPLE["mira"].character])
"""Mira has one face: in the photo she looks as in the pictures of her character."""

_SITTING = Recipe(
    style=StyleId.REALISTIC_PORTRAIT,
    stage=EvolutionStage.NEW_REFLECTION,
    range=ProgressRange.WEEK_1,
    character=None,
    uid="sitter",
    references=("snapshot",),
    renderer="painter",
    quality="high",
    size=1024,
)


_VIVID, _BRIGHT = 1.1, 1.08
"""How prints of such a camera came out."""

_FILM = 2082
"""The seed of the grain. The eyes, the build and the shape of the face are derived from the photo's digest: this one
gives Mira's own eyes and build, and a face much like hers."""


def snapshot() -> Image.Image:
    """Return a portrait like that of an old pocket camera: askew, grainy, with the date on it."""
    painted = paint(_SITTING, SITTER).rotate(2.5, Image.Resampling.BICUBIC, center=(512, 700))
    photo = painted.crop((146, 30, 878, 1006)).filter(ImageFilter.GaussianBlur(1.2))
    photo = Image.blend(photo, _grain(photo.size), 0.04)
    photo = ImageEnhance.Brightness(ImageEnhance.Color(photo).enhance(_VIVID)).enhance(_BRIGHT)
    stamp = ImageDraw.Draw(photo)
    stamp.text(
        (photo.width - 210, photo.height - 62), "'26 11 03", (255, 150, 60), ImageFont.load_default(38)
    )
    framed = Image.new("RGB", (photo.width + 36, photo.height + 36), (246, 244, 240))
    framed.paste(photo, (18, 18))
    return framed


def _grain(size: tuple[int, int]) -> Image.Image:
    """Return film grain, the same on every call."""
    dice = random.Random(_FILM)
    coarse = Image.frombytes("L", (size[0] // 2, size[1] // 2), dice.randbytes(size[0] // 2 * (size[1] // 2)))
    return coarse.resize(size, Image.Resampling.BICUBIC).convert("RGB")


if __name__ == "__main__":
    snapshot().save(PHOTO, "JPEG", quality=76, optimize=True)

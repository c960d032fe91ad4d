"""Snapshot: the demo person's photo. It is drawn and shows no real person.

python -m demo.snapshot     draws it again
"""

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mirror_realm.adapters.painter import paint
from mirror_realm.adapters.painter.appearance import SKINS, Appearance, FaceShape
from mirror_realm.adapters.painter.colour import EYES, HAIR
from mirror_realm.domain.characters import Build, HairKind, Skin
from mirror_realm.domain.progress import EvolutionStage, ProgressRange
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId

PHOTO = Path(__file__).with_name("photo.jpg")

SITTER = Appearance(
    hair_kind=HairKind.LONG_WAVES,
    hair=HAIR["black"],
    hair_ends=HAIR["black"],
    eyes=EYES["deep brown"],
    skin=SKINS[Skin.BRONZE],
    build=Build.AVERAGE,
    outfit=(120, 170, 210),
    face=FaceShape(cheek=1.02, jaw=0.96, chin=0.94, nose=1.04, lips=1.1, lash=0.6),
)
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


def snapshot() -> Image.Image:
    """Return a portrait like that of an old pocket camera: askew, grainy, with the date on it."""
    painted = paint(_SITTING, SITTER).rotate(2.5, Image.Resampling.BICUBIC, center=(512, 700))
    photo = painted.crop((146, 30, 878, 1006)).filter(ImageFilter.GaussianBlur(1.2))
    photo = Image.blend(photo, _grain(photo.size), 0.04)
    stamp = ImageDraw.Draw(photo)
    stamp.text(
        (photo.width - 210, photo.height - 62), "'26 11 03", (255, 150, 60), ImageFont.load_default(38)
    )
    framed = Image.new("RGB", (photo.width + 36, photo.height + 36), (246, 244, 240))
    framed.paste(photo, (18, 18))
    return framed


def _grain(size: tuple[int, int]) -> Image.Image:
    """Return film grain, the same on every call."""
    dice = random.Random(2026)
    coarse = Image.frombytes("L", (size[0] // 2, size[1] // 2), dice.randbytes(size[0] // 2 * (size[1] // 2)))
    return coarse.resize(size, Image.Resampling.BICUBIC).convert("RGB")


if __name__ == "__main__":
    snapshot().save(PHOTO, "JPEG", quality=76, optimize=True)

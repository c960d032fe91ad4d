"""People: pairs of good pictures that show one person or two, and the same person as if photographed."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from random import Random

from PIL import Image, ImageOps

from mirror_realm.domain.grading import RELIT
from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.quality.calibration import SEED, person_of, pictures, style_of
from tests.unit.adapters.quality.looks import encoded

SHOTS = 2
"""Photos of each realistic portrait."""


def pairs(made: Iterable[str], given: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield a picture, a possible source, and whether both show the same person. Styles that repaint are left out."""
    given = set(given)
    for name, reference in permutations(sorted({*made, *given}), 2):
        if reference in given and not {style_of(name), style_of(reference)} & RELIT:
            yield name, reference, person_of(name) == person_of(reference)


def photos(good: Mapping[str, bytes], seed: int = SEED) -> dict[str, list[bytes]]:
    """Return the realistic portraits as a phone might have taken them."""
    chance = Random(seed)
    return {
        name: [encoded(_photographed(picture, chance)) for _ in range(SHOTS)]
        for name, picture in pictures(good).items()
        if style_of(name) is StyleId.REALISTIC_PORTRAIT
    }


def _photographed(picture: Image.Image, chance: Random) -> Image.Image:
    """Framed by hand, in other light, perhaps mirrored as selfies are."""
    whole = picture.width
    side = round(whole * chance.uniform(0.82, 1.0))
    left, top = chance.randint(0, whole - side), chance.randint(0, whole - side)
    framed = picture.resize((whole, whole), Image.Resampling.BICUBIC, (left, top, left + side, top + side))
    exposure = chance.uniform(0.75, 1.2)
    tint = [exposure * chance.uniform(0.88, 1.12) for _ in range(3)]
    lit = framed.point([min(255, round(value * gain)) for gain in tint for value in range(256)])
    return ImageOps.mirror(lit) if chance.random() < 0.5 else lit

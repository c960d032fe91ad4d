"""The calibration set: the committed good pictures, and those that `spoiled.csv` says to make of them.

`python -m tests.unit.adapters.quality.calibration` draws the list anew.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image

from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.quality.looks import GOOD, encoded
from tests.unit.adapters.quality.spoils import SPOILS, Spoil

LIST = Path(__file__).with_name("spoiled.csv")
SEED = 20261120
EACH = 8
"""Pictures spoiled in each way."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One line of the list. It is judged as a picture of the first good one's style."""

    spoil: str
    strength: float
    of: tuple[str, ...]
    """Names of good pictures."""

    @property
    def way(self) -> Spoil:
        return SPOILS[self.spoil]

    @property
    def style(self) -> StyleId:
        return style_of(self.of[0])

    def picture(self, good: Mapping[str, Image.Image]) -> Image.Image:
        """Return the same to the pixel each time."""
        chance = Random(f"{self.spoil} {self.strength} {self.of}")
        return self.way.spoil([good[name] for name in self.of], self.strength, chance)

    def jpeg(self, good: Mapping[str, Image.Image]) -> bytes:
        # Finer than the good ones: what the spoil did is all there is to find.
        return encoded(self.picture(good), quality=95)


def style_of(name: str) -> StyleId:
    return StyleId(name.split("-")[0])


def person_of(name: str) -> str:
    return name.split("-")[2]


@cache
def good_jpegs() -> Mapping[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(GOOD.glob("*.jpg"))}


def pictures(jpegs: Mapping[str, bytes]) -> dict[str, Image.Image]:
    return {name: Image.open(io.BytesIO(jpeg)).convert("RGB") for name, jpeg in jpegs.items()}


def drawn(names: Iterable[str], seed: int) -> Iterator[Spoiled]:
    """As many of each way, at strengths evenly between its ends, on good pictures by chance."""
    chance, names = Random(seed), sorted(names)
    for spoil, way in SPOILS.items():
        for number in range(EACH):
            strength = way.weakest + (way.strongest - way.weakest) * number / (EACH - 1)
            yield Spoiled(spoil, round(strength, 3), tuple(chance.sample(names, way.pictures)))


def listed() -> list[Spoiled]:
    """Return what the committed list says."""
    with LIST.open(newline="") as lines:
        return [
            Spoiled(row["spoil"], float(row["strength"]), tuple(row["of"].split()))
            for row in csv.DictReader(lines)
        ]


if __name__ == "__main__":
    with LIST.open("w", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(["spoil", "strength", "of"])
        lines.writerows([each.spoil, each.strength, " ".join(each.of)] for each in drawn(good_jpegs(), SEED))

"""Tables: what a likeness is compared with, measured on the sitters once and stored with the code.

Painting the sitters takes seconds, which every new instance would spend before its first likeness.
`remade` measures and stores them anew.
"""

import json
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from PIL import Image

from mirror_realm.domain.characters import HairKind
from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.styles import StyleId

MEASURES = Path(__file__).with_name("measures.json")
PLACES = Path(__file__).with_name("places.png")
"""A row for each style, a column for each stage."""

SIDE = 32
"""Pixels of a picture of a place."""

Place = tuple[StyleId, EvolutionStage]


@dataclass(frozen=True, slots=True)
class Tables:
    patterns: tuple[list[float], ...]
    """The middle of a light and of a dark face."""
    outlines: dict[HairKind, list[float]]
    """The outline of each kind of hair around a head."""
    places: dict[Place, Image.Image]
    """Tiny pictures of every style at every stage."""


@cache
def stored() -> Tables:
    """Return the stored tables."""
    measures = json.loads(MEASURES.read_text(encoding="utf-8"))
    with Image.open(PLACES) as opened:
        sheet = opened.convert("RGB")
    return Tables(
        patterns=tuple(measures["patterns"]),
        outlines={HairKind(kind): outline for kind, outline in measures["outlines"].items()},
        places={place: sheet.crop(box) for place, box in boxes().items()},
    )


def boxes() -> dict[Place, tuple[int, int, int, int]]:
    """Return where each place lies on the sheet."""
    return {
        (style, stage): (column * SIDE, row * SIDE, (column + 1) * SIDE, (row + 1) * SIDE)
        for (row, style), (column, stage) in product(enumerate(StyleId), enumerate(STAGES))
    }

"""Remade: the tables as measured on the sitters now, to be stored after the painter has changed.

python -m mirror_realm.adapters.painter.likeness.remade
"""

import json

from PIL import Image

from mirror_realm.adapters.painter.likeness.faces import patterns
from mirror_realm.adapters.painter.likeness.photographs import outlines
from mirror_realm.adapters.painter.likeness.sitters import places
from mirror_realm.adapters.painter.likeness.tables import MEASURES, PLACES, SIDE, Tables, boxes
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.styles import StyleId

_DIGITS = 5


def measured() -> Tables:
    """Return the tables, measured anew."""
    return Tables(patterns(), outlines(), places())


def store(tables: Tables) -> None:
    """Write the tables to their files."""
    measures = {
        "patterns": [_rounded(pattern) for pattern in tables.patterns],
        "outlines": {kind: _rounded(outline) for kind, outline in tables.outlines.items()},
    }
    MEASURES.write_text(json.dumps(measures, separators=(",", ":")) + "\n", encoding="utf-8")
    sheet = Image.new("RGB", (SIDE * len(STAGES), SIDE * len(StyleId)))
    for place, box in boxes().items():
        sheet.paste(tables.places[place], box)
    sheet.save(PLACES, "PNG", optimize=True)


def _rounded(values: list[float]) -> list[float]:
    return [round(value, _DIGITS) for value in values]


if __name__ == "__main__":
    store(measured())

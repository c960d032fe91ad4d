"""Mixes: how pictures divide among sources, styles, stages and plans, without a number that could point at a person.

A number is published only if at least five people are behind it. Whether they are is known from 60 bits for each cell,
of which every person sets one: five bits mean at least five people, and a bit is shared by too many to name one of
them. Fewer are published as `<5`. One hidden number that the others and their sum would give away takes the smallest of
the others with it, as None, "withheld".
"""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

FEWEST = 5
"""The least number of people behind a published number."""

FEW: Literal["<5"] = "<5"
BUCKETS = 60
"""Bits of a cell; a stored whole number has 63."""

Cell: TypeAlias = int | Literal["<5"] | None
"""A published number: it, `<5` if fewer than five people are behind it, or None if it is unknown or withheld."""
Counts: TypeAlias = Mapping[str, int]
Bits: TypeAlias = Mapping[str, int]
"""By cell, the bits of the people behind it."""
Cells: TypeAlias = Mapping[str, Cell]


def bit_of(person: int) -> int:
    """Return the bit of a person, given as the hash of `people_sketch.hashed`."""
    return 1 << person % BUCKETS


def merged(first: Bits, second: Bits) -> dict[str, int]:
    """Return the bits of the people behind either."""
    return {name: first.get(name, 0) | second.get(name, 0) for name in first.keys() | second.keys()}


def added(first: Counts, second: Counts) -> dict[str, int]:
    """Return the sums of both, by name."""
    return {name: first.get(name, 0) + second.get(name, 0) for name in first.keys() | second.keys()}


def people(number: int | None) -> Cell:
    """Return a number of people as it may be published."""
    return FEW if number is not None and 0 < number < FEWEST else number


def published(counts: Counts, bits: Bits, *, all_seen: bool) -> dict[str, Cell]:
    """Return the numbers of one dimension as they may be published; without zeros.

    all_seen: whether all people behind the counts are in `bits`; else a cell whose people are not known is withheld.
    """
    cells: dict[str, Cell] = {}
    for name, count in sorted(counts.items()):
        if count <= 0:
            continue
        if bits.get(name, 0).bit_count() >= FEWEST:
            cells[name] = count
        else:
            cells[name] = FEW if all_seen or count < FEWEST else None
    shown = {name: count for name, count in cells.items() if isinstance(count, int)}
    if shown and len(cells) - len(shown) == 1:
        cells[min(shown, key=lambda name: (shown[name], name))] = None
    return cells


def summed(each: Iterable[Cells]) -> tuple[dict[str, Cell], bool]:
    """Return the sums of published numbers, and whether some were not known, so that the sums are lower bounds.

    A cell without any number is None, unless it is of one day alone.
    """
    found: dict[str, list[Cell]] = {}
    for cells in each:
        for name, cell in cells.items():
            found.setdefault(name, []).append(cell)
    return {name: _sum(cells) for name, cells in sorted(found.items())}, any(
        not isinstance(cell, int) for cells in found.values() for cell in cells
    )


def _sum(cells: list[Cell]) -> Cell:
    numbers = [cell for cell in cells if isinstance(cell, int)]
    if numbers:
        return sum(numbers)
    return cells[0] if len(cells) == 1 else None

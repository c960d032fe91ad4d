"""The choice of a line: fixed for a seed, evenly distributed over seeds."""

import hashlib
from collections.abc import Sequence


def chosen(lines: Sequence[str], seed: str, slot: str, turn: int = 0) -> str:
    """Return one of the lines, for the next turn the next one.

    slot: the place in the message, so that its parts vary independently.
    """
    return lines[(_number(seed, slot) + turn) % len(lines)]


def dealt(lines: Sequence[str], seed: str, slot: str, turn: int) -> str:
    """Return the line for a turn from an order that the seed shuffles: as many turns as lines repeat none."""
    order = sorted(range(len(lines)), key=lambda index: _number(seed, f"{slot} {index}"))
    return lines[order[turn % len(lines)]]


def _number(seed: str, slot: str) -> int:
    digest = hashlib.sha256(f"{slot}\0{seed}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big")

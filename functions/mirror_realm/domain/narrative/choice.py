"""The choice of a line: fixed for a seed, evenly distributed over seeds."""

import hashlib
from collections.abc import Sequence


def chosen(lines: Sequence[str], seed: str, slot: str) -> str:
    """Return one of the lines.

    slot: the place in the message, so that its parts vary independently.
    """
    digest = hashlib.sha256(f"{slot}\0{seed}".encode("utf-8", "surrogatepass")).digest()
    return lines[int.from_bytes(digest[:8], "big") % len(lines)]

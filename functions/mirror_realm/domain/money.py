"""Money in whole millionths of a USD, so that sums are exact in any order."""

import math

MICROS = 1_000_000


def micros_from_usd(usd: float) -> int:
    """Return the least whole number of micros that covers this amount."""
    return math.ceil(round(usd * MICROS, 6))


def usd_from_micros(micros: int) -> float:
    """Return an amount in USD, for documents and answers."""
    return micros / MICROS

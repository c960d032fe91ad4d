"""Money in whole millionths of a USD: sums stay exact, whatever the order they are added in."""

import math

MICROS = 1_000_000


def micros_from_usd(usd: float) -> int:
    """The least whole number of micros that covers this amount."""
    return math.ceil(round(usd * MICROS, 6))


def usd_from_micros(micros: int) -> float:
    """For documents and answers, where amounts are in USD."""
    return micros / MICROS

"""Money: dollars of a provider's answer in millionths of a USD."""

from decimal import ROUND_CEILING, Decimal
from typing import Any

MOST_USD = 1000
"""No picture costs more: a larger number is not its price."""


def micros_of(usd: Any, units: int = 1) -> int | None:
    """Return an amount of dollars in micros, rounded up; None if it is not an amount between 0 and MOST_USD.

    units: how many of what costs this amount.
    """
    if isinstance(usd, bool) or not isinstance(usd, int | float):
        return None
    if not 0 <= usd <= MOST_USD:  # nor is NaN
        return None
    return int((Decimal(repr(usd)) * units * 1_000_000).to_integral_value(ROUND_CEILING))

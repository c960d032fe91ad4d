"""Money: dollars of a provider's answer in millionths of a USD."""

import math
from decimal import ROUND_CEILING, Decimal
from typing import Any

MOST_USD = 1000
"""No picture costs more: a larger number is not its price."""


def micros_of(usd: Any) -> int | None:
    """Return an amount of dollars in micros, rounded up; None if it is not an amount between 0 and MOST_USD."""
    if isinstance(usd, bool) or not isinstance(usd, int | float):
        return None
    if not math.isfinite(usd) or not 0 <= usd <= MOST_USD:
        return None
    return int((Decimal(repr(usd)) * 1_000_000).to_integral_value(ROUND_CEILING))

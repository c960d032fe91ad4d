"""Pricing: the cost of a call by its tokens, and its worst case, in millionths of a USD."""

import logging
import math
from dataclasses import dataclass
from decimal import ROUND_CEILING
from functools import lru_cache

from mirror_realm.adapters.providers.openai_images.price_table import PRICES, ModelPrice

_PRICED_SIZE = 1024
"""The side, in pixels, of the pictures whose output tokens are in the table."""

_OUTPUT_HEADROOM = 1.5
"""Newer models may plan before they draw, which is billed as output; the table contains only the drawing."""

_REQUEST_OVERHEAD_TOKENS = 256
"""The tokens that the API may add to a prompt."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call, as its answer reports them."""

    text_tokens: int
    image_tokens: int
    output_tokens: int


def cost_micros(model: str, usage: Usage) -> int:
    """Return the cost of a call, rounded up. Cached input counts in full, text output as image output."""
    price = price_of(model)
    # USD per million tokens and millionths of a USD per token are the same number.
    cost = (
        price.text_input * usage.text_tokens
        + price.image_input * usage.image_tokens
        + price.image_output * usage.output_tokens
    )
    return int(cost.to_integral_value(ROUND_CEILING))


def worst_case_micros(model: str, *, quality: str, size: int, prompt: str, references: int) -> int:
    """Return the most that one call can cost.

    Text: a token is at least a byte, so a prompt has at most as many tokens as bytes. References: the table's
    most for each. Output: the table's tokens for the quality (for an unknown one, the most of any), grown
    with the area where `size` (pixels a side) exceeds 1024, and half as much again.
    """
    price = price_of(model)
    drawn = price.output_tokens.get(quality, max(price.output_tokens.values()))
    area = max(1.0, (size / _PRICED_SIZE) ** 2)
    return cost_micros(
        model,
        Usage(
            text_tokens=len(prompt.encode()) + _REQUEST_OVERHEAD_TOKENS,
            image_tokens=price.reference_tokens * references,
            output_tokens=math.ceil(drawn * area * _OUTPUT_HEADROOM),
        ),
    )


@lru_cache(maxsize=32)
def price_of(model: str) -> ModelPrice:
    """Return the model's price; for an unknown model the highest of each kind, with one warning per model."""
    for price in PRICES:
        if model == price.family or model.startswith(f"{price.family}-"):
            return price
    _log.warning("no price is known for image model %r: counting with the highest", model)
    return _highest()


def _highest() -> ModelPrice:
    tokens: dict[str, int] = {}
    for price in PRICES:
        for quality, count in price.output_tokens.items():
            tokens[quality] = max(count, tokens.get(quality, 0))
    return ModelPrice(
        family="unknown",
        text_input=max(price.text_input for price in PRICES),
        image_input=max(price.image_input for price in PRICES),
        image_output=max(price.image_output for price in PRICES),
        output_tokens=tokens,
        reference_tokens=max(price.reference_tokens for price in PRICES),
    )

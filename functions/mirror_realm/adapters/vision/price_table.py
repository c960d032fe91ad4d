"""The prices of OpenAI's vision models, as data, and the cost of a call by its tokens.

Sources, read in November 2026; check them when a model is added: prices of the GPT-5.6 family as other sites quote
OpenAI's help page of 2026-06-26. A picture is at most 1536 patches of 32x32 pixels, as for image models.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True, slots=True)
class TextPrice:
    """USD per million tokens."""

    family: str
    """The family of models with this name, alone or followed by `-`."""
    input: Decimal
    """Pictures are input; cached input, which costs less, is counted in full."""
    output: Decimal
    """Reasoning is output."""


PRICES = (
    TextPrice("gpt-5.6-luna", Decimal("1"), Decimal("6")),
    TextPrice("gpt-5.6-terra", Decimal("2.5"), Decimal("15")),
    TextPrice("gpt-5.6-sol", Decimal("5"), Decimal("30")),
)

DEAREST = TextPrice("unknown", max(price.input for price in PRICES), max(price.output for price in PRICES))
"""The price of a model that the table does not have."""

PICTURE_TOKENS = 1536
"""The most tokens of one picture."""


def cost_micros(model: str, input_tokens: int, output_tokens: int) -> int:
    """Return the cost of a call in millionths of a USD, rounded up."""
    price = next(
        (one for one in PRICES if model == one.family or model.startswith(f"{one.family}-")), DEAREST
    )
    # USD per million tokens and millionths of a USD per token are the same number.
    cost = price.input * input_tokens + price.output * output_tokens
    return int(cost.to_integral_value(ROUND_CEILING))

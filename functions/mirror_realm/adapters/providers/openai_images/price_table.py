"""The prices of OpenAI's image models, as data; `pricing` computes with them.

Sources, read in November 2026; check them when a model is added:
- prices: for 2.6 developers.openai.com/api/docs/models/gpt-image-2.6-sunburst; for 2.5 and 2 other sites
  quoting OpenAI's price list of 2026-09-09 and 2026-04-29; for 1.5 (gone on 2026-12-01) other sites, its
  output price from those per picture. Cached input is cheaper; we count it in full.
- output tokens of a 1024x1024 picture: figures of OpenAI's cost calculator as quoted by other sites. None are
  known for 2.6: it has gpt-image-2's, the most of any.
- tokens of a reference picture: at most 1536 patches of 32x32 since gpt-image-2, as measured by users
  (community.openai.com/t/1382940); before it 65 + 4 tiles of 129, and 6240 more at high fidelity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """USD per million tokens, and the most tokens of a call."""

    family: str
    """The family of models with this name, alone or followed by `-`."""
    text_input: Decimal
    image_input: Decimal
    image_output: Decimal
    """Also charged for text output, which costs less."""
    output_tokens: Mapping[str, int]
    """By quality, for a 1024x1024 picture."""
    reference_tokens: int
    """The most tokens of one reference picture."""


PRICES = (
    ModelPrice(
        family="gpt-image-2.6",
        text_input=Decimal("5"),
        image_input=Decimal("8"),
        image_output=Decimal("30"),
        output_tokens={"low": 196, "medium": 1756, "high": 7024, "xhigh": 7024, "max": 7024},
        reference_tokens=1536,
    ),
    ModelPrice(
        family="gpt-image-2.5",
        text_input=Decimal("5"),
        image_input=Decimal("8"),
        image_output=Decimal("30"),
        output_tokens={"low": 196, "medium": 439, "high": 1756, "xhigh": 3122, "max": 7024},
        reference_tokens=1536,
    ),
    ModelPrice(
        family="gpt-image-2",
        text_input=Decimal("5"),
        image_input=Decimal("8"),
        image_output=Decimal("30"),
        output_tokens={"low": 196, "medium": 1756, "high": 7024},
        reference_tokens=1536,
    ),
    ModelPrice(
        family="gpt-image-1.5",
        text_input=Decimal("5"),
        image_input=Decimal("8"),
        image_output=Decimal("32"),
        output_tokens={"low": 272, "medium": 1056, "high": 4160},
        reference_tokens=6821,
    ),
)

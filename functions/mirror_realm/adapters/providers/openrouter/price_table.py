"""What a picture of 1024x1024 costs at OpenRouter, by model: the worst case that is held before a call.

What is booked is the cost that the answer states. Sources, read in November 2026; check them when a model is added:
- google: Google's price list by its changelog of 2026-10-06 ($30 a million image tokens, 1120 a picture), and for the
  older models other sites that quote it ($60 and $120; 2.5 has 1290 tokens a picture).
- black-forest-labs: docs.bfl.ai/pricing; a megapixel of a reference costs as much as one of the picture.
- openai: the output tokens and prices of `openai_images.price_table`, at high quality.
A reference is counted with at most a megapixel.

What OpenRouter itself lists raises this (`listing`), and never lowers it.
"""

import math
from dataclasses import dataclass

from mirror_realm.domain.listed_price import Rate


@dataclass(frozen=True, slots=True)
class PicturePrice:
    """Millionths of a USD."""

    family: str
    """The model with this name, or any whose name begins with it and `-` or `:`."""
    picture: int
    reference: int
    tokens: tuple[int, int] | None = None
    """The tokens of a picture at high quality and of a reference; None: its maker has no prices by token."""


PRICES = (
    PicturePrice("google/gemini-nano-banana-2.1", picture=33_600, reference=1_000, tokens=(1120, 1120)),
    PicturePrice("google/gemini-3.1-flash-lite-image", picture=33_600, reference=1_000, tokens=(1120, 1120)),
    PicturePrice("google/gemini-3.1-flash-image", picture=67_200, reference=1_000, tokens=(1120, 1120)),
    PicturePrice("google/gemini-3-pro-image", picture=134_400, reference=3_000, tokens=(1120, 1120)),
    PicturePrice("google/gemini-2.5-flash-image", picture=39_000, reference=1_000, tokens=(1290, 1290)),
    PicturePrice("black-forest-labs/flux.2-klein", picture=15_000, reference=15_000),
    PicturePrice("black-forest-labs/flux.2-pro", picture=30_000, reference=15_000),
    PicturePrice("black-forest-labs/flux.2-flex", picture=60_000, reference=60_000),
    PicturePrice("black-forest-labs/flux.2-max", picture=70_000, reference=30_000),
    PicturePrice("openai/gpt-image-2", picture=211_000, reference=13_000, tokens=(7024, 1536)),
)

TEXT_AND_HEADROOM = 1.5
"""The prompt, and what a model may write or plan beside the picture, are billed too."""


def worst_case_micros(model: str, *, references: int) -> int:
    """Return the most that one call can cost, rounded up; for an unknown model by the highest prices."""
    price = price_of(model)
    return int((price.picture + price.reference * references) * TEXT_AND_HEADROOM) + 1


def rate_of(model: str) -> Rate:
    """Return the same by picture and reference. As much as a picture's worst case is asked as `max_price`."""
    worst = worst_case_micros(model, references=0)
    return Rate(worst, with_headroom(price_of(model).reference), worst)


def with_headroom(micros: int) -> int:
    """Return a price with what is billed beside it, rounded up."""
    return math.ceil(micros * TEXT_AND_HEADROOM)


def price_of(model: str) -> PicturePrice:
    """Return the model's price; for an unknown model the highest of each kind."""
    for price in PRICES:
        if model == price.family or model.startswith((f"{price.family}-", f"{price.family}:")):
            return price
    return PicturePrice(
        "unknown",
        picture=max(price.picture for price in PRICES),
        reference=max(price.reference for price in PRICES),
        tokens=(
            max(price.tokens[0] for price in PRICES if price.tokens),
            max(price.tokens[1] for price in PRICES if price.tokens),
        ),
    )

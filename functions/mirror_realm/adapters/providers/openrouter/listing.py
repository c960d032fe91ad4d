"""Listing: what OpenRouter lists as the prices of a model at each maker behind it, read as untrusted input.

`GET /images/models/{author}/{slug}/endpoints` answers `endpoints`, each with `pricing`: lines of `billable` (what),
`unit` (image, request, megapixel or token), `cost_usd` and `variant`. A request may go to any maker whose price is not
above its `max_price`, so the dearest of these counts. If all are above it, none would make a picture: then the dearest
of all counts, and the `max_price` rises to it. A line that is no price counts as missing.

Pictures are of 1024x1024, which counts as one megapixel. Lines for other sizes, and for more quality than is ever asked
for, are left out where the variant says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mirror_realm.adapters.providers.openrouter.price_table import (
    price_of,
    rate_of,
    with_headroom,
)
from mirror_realm.adapters.providers.wire.money import micros_of
from mirror_realm.domain.listed_price import Rate
from mirror_realm.errors import ProviderUnavailable

PROMPT_TOKENS = 4_000
"""More than our longest prompt has."""

_OTHER_VARIANTS = re.compile(r"(?!1k$)\d+k|(?!1024x1024$)\d+x\d+|512|768|2048|4096|xhigh|max")
"""Words of a variant that is not asked for."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The prices at one maker, in millionths of a USD."""

    picture: int
    reference: int
    text: int
    """The price of the longest prompt."""

    @property
    def worst_case(self) -> int:
        """The most for a picture without references."""
        return max(with_headroom(self.picture), self.picture + self.text)


def listed_rate(content: dict[str, Any], model: str) -> Rate:
    """Return what a call costs at most at the makers that may get it.

    Raises ProviderUnavailable if no price can be read.
    """
    found = list(_endpoints(content, model))
    if not found:
        raise ProviderUnavailable("OpenRouter lists no price that can be read")
    within = [one for one in found if one.picture <= rate_of(model).price_cap_micros]
    counted = within or found
    return Rate(
        picture_micros=max(one.worst_case for one in counted),
        reference_micros=max(with_headroom(one.reference) for one in counted),
        price_cap_micros=max(one.picture for one in counted),
    )


def _endpoints(content: dict[str, Any], model: str) -> Iterator[Endpoint]:
    picture_tokens, reference_tokens = price_of(model).tokens or (None, None)
    for endpoint in _dicts(content.get("endpoints")):
        lines = [line for line in _dicts(endpoint.get("pricing")) if isinstance(line.get("billable"), str)]
        picture = _dearest(lines, ("output_image",), picture_tokens)
        if picture is not None:
            reference = _dearest(lines, ("input_image", "input_reference"), reference_tokens)
            text = _dearest(lines, ("input_text",), PROMPT_TOKENS)
            yield Endpoint(picture, reference or 0, text or 0)


def _dearest(lines: list[dict[str, Any]], billables: tuple[str, ...], tokens: int | None) -> int | None:
    """Return the highest price of one; None if no line has one that can be read."""
    of_these = [line for line in lines if line["billable"] in billables]
    asked = [line for line in of_these if not _another_variant(line.get("variant"))]
    units = {"image": 1, "request": 1, "megapixel": 1, "token": tokens}
    prices = []
    for line in asked or of_these:
        unit = line.get("unit")
        count = units.get(unit) if isinstance(unit, str) else None
        if count is not None:
            prices.append(micros_of(line.get("cost_usd"), count))
    return max((price for price in prices if price is not None), default=None)


def _another_variant(variant: Any) -> bool:
    words = re.split(r"[^a-z0-9]+", variant.lower()) if isinstance(variant, str) else ()
    return any(_OTHER_VARIANTS.fullmatch(word) for word in words)


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []

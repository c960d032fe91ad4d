"""Answer: the body of a successful call, read as untrusted input."""

import json
from dataclasses import dataclass
from typing import Any

from mirror_realm.adapters.providers.openai_images.pricing import Usage
from mirror_realm.adapters.providers.wire.pictures import picture_of
from mirror_realm.errors import BadOutput

MOST_TOKENS = 10**9
"""No call uses more tokens: a larger number is not a count, and its price could exceed what a database stores."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The picture, still in base64, and the tokens used. Either may be missing."""

    encoded: str | None
    usage: Usage | None

    @classmethod
    def from_body(cls, body: bytes) -> "Answer":
        """Return the answer in a body. Raises `BadOutput`, cost unknown, unless the body is a JSON object."""
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            raise BadOutput("the image API's answer is not JSON", cost_micros=None) from None
        if not isinstance(content, dict):
            raise BadOutput("the image API's answer is not a JSON object", cost_micros=None)
        return cls(encoded=_first_picture(content.get("data")), usage=_usage(content.get("usage")))

    def picture(self, *, cost_micros: int | None) -> bytes:
        """Return the picture's bytes, not decoded, after checking their size and signature (JPEG, PNG or WebP).

        Raises `BadOutput` with `cost_micros`: a call without a usable picture may cost the same.
        """
        return picture_of(self.encoded, cost_micros=cost_micros)


def _first_picture(data: Any) -> str | None:
    first = data[0] if isinstance(data, list) and data else None
    encoded = first.get("b64_json") if isinstance(first, dict) else None
    return encoded if isinstance(encoded, str) and encoded else None


def _usage(usage: Any) -> Usage | None:
    """Return the usage; None if a total is missing or not a count. Input not marked as text counts as image."""
    if not isinstance(usage, dict):
        return None
    total_input, output = _count(usage.get("input_tokens")), _count(usage.get("output_tokens"))
    if total_input is None or output is None:
        return None
    details = usage.get("input_tokens_details")
    text = _count(details.get("text_tokens")) if isinstance(details, dict) else None
    image = _count(details.get("image_tokens")) if isinstance(details, dict) else None
    text = min(text or 0, total_input)
    return Usage(text_tokens=text, image_tokens=max(image or 0, total_input - text), output_tokens=output)


def _count(value: Any) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MOST_TOKENS else None

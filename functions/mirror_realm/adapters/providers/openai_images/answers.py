"""Answer: the body of a successful call, read as untrusted input."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from mirror_realm.adapters.providers.openai_images.pricing import Usage
from mirror_realm.errors import BadOutput

MIN_PICTURE_BYTES = 1024
"""A 1024x1024 JPEG of a single colour is 16 KB: less than this is a stub."""

MAX_PICTURE_BYTES = 16 * 1024 * 1024

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
        if self.encoded is None:
            raise BadOutput("the image API's answer has no picture", cost_micros=cost_micros)
        if len(self.encoded) > MAX_PICTURE_BYTES * 4 // 3:
            raise BadOutput("the picture is too large", cost_micros=cost_micros)
        try:
            data = base64.b64decode(self.encoded, validate=True)
        except (binascii.Error, ValueError):
            raise BadOutput("the picture is not base64", cost_micros=cost_micros) from None
        if len(data) < MIN_PICTURE_BYTES:
            raise BadOutput(f"{len(data)} bytes are no picture", cost_micros=cost_micros)
        if not _has_signature(data):
            raise BadOutput("the picture is neither JPEG, PNG nor WebP", cost_micros=cost_micros)
        return data


def _has_signature(data: bytes) -> bool:
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return is_webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


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

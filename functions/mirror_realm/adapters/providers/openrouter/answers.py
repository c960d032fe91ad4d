"""Answers: the picture, its cost, or the refusal in the body of a successful call, read as untrusted input."""

from dataclasses import dataclass
from typing import Any

from mirror_realm.adapters.providers.wire.money import micros_of
from mirror_realm.adapters.providers.wire.pictures import picture_of
from mirror_realm.errors import ContentRejected

REFUSALS = frozenset(
    {
        "content_filter",
        "image_safety",
        "image_prohibited_content",
        "image_recitation",
        "safety",
        "prohibited_content",
        "recitation",
        "blocklist",
        "spii",
        "moderation",
        "moderation_blocked",
    }
)
"""Ways in which OpenRouter and the makers behind it say that they will not draw something."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200 without an `error`."""

    encoded: str | None
    """The picture in base64."""
    refused: bool
    cost_micros: int | None
    """The cost that the answer states."""

    @classmethod
    def of(cls, content: dict[str, Any]) -> "Answer":
        """Read an answer. Whatever has another shape than documented counts as missing."""
        data = content.get("data")
        first = data[0] if isinstance(data, list) and data else None
        first = first if isinstance(first, dict) else {}
        encoded = first.get("b64_json")
        return cls(
            encoded=encoded if isinstance(encoded, str) and encoded else None,
            refused=_refused(content) or _refused(first) or _refused(_choice(content)),
            cost_micros=stated_cost(content),
        )

    def picture(self, worst_case_micros: int) -> tuple[bytes, int]:
        """Return the picture's bytes and what it cost: the worst case where the answer states no cost.

        OpenRouter charges nothing for an answer without a picture (its "zero completion insurance"), so there the cost
        is the stated one, else 0. Raises ContentRejected or BadOutput.
        """
        if self.encoded is None:
            cost = self.cost_micros or 0
            if self.refused:
                raise ContentRejected("OpenRouter refused to draw it", cost_micros=cost)
            picture_of(None, cost_micros=cost)
        cost = worst_case_micros if self.cost_micros is None else self.cost_micros
        return picture_of(self.encoded, cost_micros=cost), cost


def stated_cost(content: dict[str, Any]) -> int | None:
    """Return `usage.cost`, in micros; None if it is missing or no amount of money."""
    usage = content.get("usage")
    return micros_of(usage.get("cost")) if isinstance(usage, dict) else None


def _choice(content: dict[str, Any]) -> dict[str, Any]:
    """Return the first of `choices`, where chat completions say why they ended."""
    choices = content.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


def _refused(part: dict[str, Any]) -> bool:
    names = (part.get("finish_reason"), part.get("native_finish_reason"))
    return any(isinstance(name, str) and name.lower() in REFUSALS for name in names)

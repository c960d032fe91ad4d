"""Prediction: an answer about a prediction, read as untrusted input."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mirror_realm.adapters.providers.replicate.models import model_of
from mirror_realm.errors import Misconfigured

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_ENDED = ("succeeded", "failed", "canceled", "aborted")


def is_id(value: object) -> bool:
    """Return whether this is a prediction's id, which may stand in an address."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Prediction:
    handle: str
    status: str
    model: str = ""
    input: Mapping[str, Any] = field(default_factory=dict)
    output: Any = None
    error: Any = None
    created_at: datetime | None = None

    @classmethod
    def of(cls, content: object) -> "Prediction | None":
        """Return the prediction that JSON describes; None if it describes none."""
        if not isinstance(content, dict) or not is_id(content.get("id")):
            return None
        status, model, given = content.get("status"), content.get("model"), content.get("input")
        return cls(
            handle=content["id"],
            status=status if isinstance(status, str) else "",
            model=model if isinstance(model, str) else "",
            input=given if isinstance(given, dict) else {},
            output=content.get("output"),
            error=content.get("error"),
            created_at=_moment(content.get("created_at")),
        )

    @property
    def ended(self) -> bool:
        return self.status in _ENDED

    @property
    def address(self) -> object:
        """Return the address of its first picture, which some models give as a string and others as an array."""
        return self.output[0] if isinstance(self.output, list) and self.output else self.output

    @property
    def price_micros(self) -> int | None:
        """Return what it costs once it has succeeded, by the price table; None if it does not say what it was."""
        try:
            model = model_of(self.model)
        except Misconfigured:
            return None
        pictures, quality = self.input.get("input_images"), self.input.get("quality")
        inputs = len(pictures) if isinstance(pictures, list) else 0
        return model.price_micros(quality if isinstance(quality, str) else "", inputs)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None

"""The answer of a vision model, read as untrusted input."""

import json
from typing import Any

from mirror_realm.adapters.vision.price_table import cost_micros
from mirror_realm.domain.verdict import BEST, Verdict
from mirror_realm.errors import BadOutput
from mirror_realm.services.ports.quality import Seen

API = "the vision API"


def seen(body: bytes, model: str, *, compared: bool) -> Seen:
    """Return the verdict in an answer, and its cost.

    compared: whether the picture was shown beside others, so that the answer has to say if it is the same person.

    Raises BadOutput, with the cost if that is known, for anything but a whole answer in the form that was asked for.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise BadOutput(f"{API} answered no JSON", cost_micros=None) from None
    cost = _cost(content, model)
    try:
        return Seen(_verdict(json.loads(_text(content)), compared), cost)
    except (ValueError, RecursionError) as error:
        why = str(error) if type(error) is ValueError else "no JSON"
        raise BadOutput(f"{API} gave no verdict: {why}", cost_micros=cost) from None


def _cost(content: Any, model: str) -> int | None:
    """Return the cost in millionths of a USD; None if the answer does not tell."""
    usage = content.get("usage") if isinstance(content, dict) else None
    if not isinstance(usage, dict):
        return None
    given, made = usage.get("input_tokens"), usage.get("output_tokens")
    if type(given) is not int or type(made) is not int or min(given, made) < 0:
        return None
    return cost_micros(model, given, made)


def _text(content: Any) -> str:
    """Return the one text of a completed answer. Raises ValueError if it has another form."""
    if not isinstance(content, dict) or content.get("status") != "completed":
        raise ValueError("the answer is not complete")
    output = content.get("output")
    items = output if isinstance(output, list) else []
    messages = [item for item in items if isinstance(item, dict) and item.get("type") == "message"]
    parts = [
        part
        for message in messages
        for part in (message["content"] if isinstance(message.get("content"), list) else [])
        if isinstance(part, dict)
    ]
    if any(part.get("type") == "refusal" for part in parts):
        raise ValueError("the model declined")
    texts = [part.get("text") for part in parts if part.get("type") == "output_text"]
    if len(texts) != 1 or not isinstance(texts[0], str):
        raise ValueError("the answer has no single text")
    return texts[0]


def _verdict(said: Any, compared: bool) -> Verdict:
    """Return the verdict. Raises ValueError if it has not the form that was asked for."""
    if not isinstance(said, dict):
        raise ValueError("it is no object")
    if compared and said.get("same_person") is None:
        raise ValueError("same_person is not answered")
    return Verdict(
        one_adult=_yes(said, "one_adult"),
        whole_face=_yes(said, "whole_face"),
        expression=_mark(said, "expression"),
        style=_mark(said, "style"),
        clean=not _yes(said, "text_or_extra_limbs"),
        safe=_yes(said, "safe"),
        same_person=_mark(said, "same_person") if compared else None,
    )


def _yes(said: dict[str, Any], name: str) -> bool:
    value = said.get(name)
    if type(value) is not bool:
        raise ValueError(f"{name} is neither true nor false")
    return value


def _mark(said: dict[str, Any], name: str) -> int:
    value = said.get(name)
    if type(value) is not int or not 0 <= value <= BEST:
        raise ValueError(f"{name} is no mark from 0 to {BEST}")
    return value

"""Answers of a vision model that was asked about a picture, good and bad."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.faults.exchange import Exchange

WELL = {
    "one_adult": True,
    "whole_face": True,
    "same_person": 4,
    "expression": 4,
    "style": 4,
    "text_or_extra_limbs": False,
    "safe": True,
}
COST_MICROS = 2_000 * 1 + 300 * 6
"""What an answer costs by the default model's prices."""


def _said(exchange: Exchange, text: str, **changes: Any) -> None:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    whole = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "gpt-5.6-luna",
        "status": "completed",
        "output": [
            {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": content}
        ],
        "usage": {"input_tokens": 2_000, "output_tokens": 300, "total_tokens": 2_300},
    }
    exchange.send_json(200, whole | changes)


def _verdict(**marks: Any) -> Callable[[Exchange], None]:
    return partial(_said, text=json.dumps(WELL | marks))


VISIONS: dict[str, Callable[[Exchange], None]] = {
    "passes": _verdict(),
    "another_style": _verdict(style=0),
    "unfit": _verdict(safe=False),
    "a_lie": _verdict(style=7),
    "other_form": partial(_said, text=json.dumps({"score": 10})),
    "prose": partial(_said, text="A lovely picture! I would give it ten out of ten."),
    "incomplete": partial(_said, text="{", status="incomplete"),
    "declines": partial(
        _said, text="", output=[{"type": "message", "content": [{"type": "refusal", "refusal": "no"}]}]
    ),
}

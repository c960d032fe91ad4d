"""A vision model's answer is foreign input: the whole form, or no verdict."""

import json
from typing import Any

import pytest

from mirror_realm.adapters.vision.answer import seen
from mirror_realm.domain.verdict import Verdict
from mirror_realm.errors import BadOutput

MODEL = "gpt-5.6-luna"
SAID = {
    "one_adult": True,
    "whole_face": True,
    "same_person": 3,
    "expression": 4,
    "style": 2,
    "text_or_extra_limbs": False,
    "safe": True,
}
NONE: dict[str, Any] = {}


def answer(text: Any = None, **changes: Any) -> bytes:
    text = json.dumps(SAID) if text is None else text
    message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    whole = {
        "status": "completed",
        "output": [{"type": "reasoning", "summary": []}, message],
        "usage": {"input_tokens": 2_000, "output_tokens": 300},
    }
    return json.dumps(whole | changes).encode()


def test_a_whole_answer_is_a_verdict_with_its_cost() -> None:
    found = seen(answer(), MODEL, compared=True)
    assert found.verdict == Verdict(
        one_adult=True, whole_face=True, expression=4, style=2, clean=True, safe=True, same_person=3
    )
    assert found.cost_micros == 2_000 * 1 + 300 * 6


def test_whom_it_shows_is_not_read_where_there_was_nothing_to_compare() -> None:
    assert seen(answer(), MODEL, compared=False).verdict.same_person is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"[" * 100_000,
        answer("The picture is wonderful."),
        answer(json.dumps([SAID])),
        answer("null"),
        answer(status="incomplete"),
        answer(status=None),
        answer(output=[]),
        answer(output=None),
        answer(output={"text": "x"}),
        answer(output=[{"type": "message", "content": None}]),
        answer(output=[{"type": "message", "content": [{"type": "refusal", "refusal": "no"}]}]),
        answer(output=[{"type": "message", "content": [{"type": "output_text", "text": 1}]}]),
        *(answer(json.dumps({name: value for name, value in SAID.items() if name != gone})) for gone in SAID),
        *(
            answer(json.dumps(SAID | {name: wrong}))
            for name in ("expression", "style", "same_person")
            for wrong in (-1, 5, 2.0, "4", True, None)
        ),
        *(
            answer(json.dumps(SAID | {name: wrong}))
            for name in ("one_adult", "whole_face", "text_or_extra_limbs", "safe")
            for wrong in (1, "true", None)
        ),
    ],
)
def test_anything_else_is_none(body: bytes) -> None:
    with pytest.raises(BadOutput):
        seen(body, MODEL, compared=True)


def test_an_answer_without_a_verdict_costs_what_it_says() -> None:
    with pytest.raises(BadOutput) as raised:
        seen(answer("prose"), MODEL, compared=True)
    assert raised.value.cost_micros == 3_800


@pytest.mark.parametrize(
    "usage", [None, NONE, [], {"input_tokens": -1, "output_tokens": 1}, {"input_tokens": 1}]
)
def test_a_cost_that_is_not_told_is_not_known(usage: Any) -> None:
    assert seen(answer(usage=usage), MODEL, compared=True).cost_micros is None


def test_a_model_that_the_table_does_not_have_costs_as_the_dearest() -> None:
    dearest = seen(answer(), "gpt-9", compared=True).cost_micros
    assert dearest == 2_000 * 5 + 300 * 30

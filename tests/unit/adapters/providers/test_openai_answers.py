"""A successful answer is read without trusting it: any bytes at all give an answer or `BadOutput`."""

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mirror_realm.adapters.providers.openai_images.answers import Answer
from mirror_realm.adapters.providers.openai_images.pricing import Usage
from mirror_realm.adapters.providers.wire.pictures import MAX_PICTURE_BYTES
from mirror_realm.errors import BadOutput

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANYTHING = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=3), SCALARS, max_size=2)
DETAILS = st.fixed_dictionaries({"text_tokens": SCALARS, "image_tokens": SCALARS})
USAGE = st.fixed_dictionaries(
    {"input_tokens": SCALARS, "output_tokens": SCALARS, "input_tokens_details": ANYTHING | DETAILS}
)
PICTURES = st.lists(st.fixed_dictionaries({"b64_json": SCALARS}) | SCALARS, max_size=2)
CONTENT = st.fixed_dictionaries({"data": ANYTHING | PICTURES, "usage": ANYTHING | USAGE}) | ANYTHING


@given(st.binary() | CONTENT.map(lambda content: json.dumps(content).encode()))
@example(b"[" * 100_000)
@example(b'{"data": [{"b64_json": "\\ud800"}]}')
def test_no_body_of_nonsense_passes_for_a_picture_or_raises_anything_else(body: bytes) -> None:
    with pytest.raises(BadOutput):
        Answer.from_body(body).picture(cost_micros=7)


@given(CONTENT.filter(lambda content: isinstance(content, dict)))
def test_whatever_the_usage_says_no_count_is_negative(content: dict[str, object]) -> None:
    usage = Answer.from_body(json.dumps(content).encode()).usage

    assert usage is None or min(usage.text_tokens, usage.image_tokens, usage.output_tokens) >= 0


@pytest.mark.parametrize(
    "signature", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x10\x00\x00WEBPVP8 "]
)
def test_jpeg_png_and_webp_pass(signature: bytes) -> None:
    data = signature + b"\x00" * 2000
    body = json.dumps({"data": [{"b64_json": base64.b64encode(data).decode()}]}).encode()

    assert Answer.from_body(body).picture(cost_micros=0) == data


def test_a_picture_beyond_the_largest_is_not_even_decoded() -> None:
    answer = Answer(encoded="!" * (MAX_PICTURE_BYTES * 4 // 3 + 4), usage=None)

    with pytest.raises(BadOutput, match="too large"):
        answer.picture(cost_micros=5)


@pytest.mark.parametrize(
    ("reported", "usage"),
    [
        (
            {
                "input_tokens": 50,
                "output_tokens": 9,
                "input_tokens_details": {"text_tokens": 10, "image_tokens": 40},
            },
            Usage(text_tokens=10, image_tokens=40, output_tokens=9),
        ),
        ({"input_tokens": 50, "output_tokens": 9}, Usage(text_tokens=0, image_tokens=50, output_tokens=9)),
        (
            {"input_tokens": 50, "output_tokens": 9, "input_tokens_details": {"text_tokens": 10}},
            Usage(text_tokens=10, image_tokens=40, output_tokens=9),
        ),
        (
            {
                "input_tokens": 5,
                "output_tokens": 9,
                "input_tokens_details": {"text_tokens": 1, "image_tokens": 70},
            },
            Usage(text_tokens=1, image_tokens=70, output_tokens=9),
        ),
        ({"input_tokens": 50}, None),
        ({"input_tokens": True, "output_tokens": 9}, None),
        ({"input_tokens": 50, "output_tokens": -9}, None),
        ("none", None),
    ],
)
def test_usage_is_never_read_as_less_than_reported(reported: object, usage: Usage | None) -> None:
    assert Answer.from_body(json.dumps({"usage": reported}).encode()).usage == usage

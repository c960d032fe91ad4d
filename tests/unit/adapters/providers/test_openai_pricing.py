"""Prices: what was used is charged in full, and no call costs more than its worst case."""

import logging
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.adapters.providers.openai_images.price_table import PRICES
from mirror_realm.adapters.providers.openai_images.pricing import (
    Usage,
    cost_micros,
    price_of,
    worst_case_micros,
)

FLARE = "gpt-image-2.5-flare-2026-09-08"
PUBLISHED_OUTPUT_TOKENS = {
    "gpt-image-2.5-flare": {"low": 196, "medium": 439, "high": 1756, "xhigh": 3122, "max": 7024},
    "gpt-image-2-2026-04-21": {"low": 196, "medium": 1756, "high": 7024},
    "gpt-image-1.5": {"low": 272, "medium": 1056, "high": 4160},
    "some-model-of-next-year": {"low": 272, "medium": 1756, "high": 7024},
}
"""At 1024x1024."""
PATCHES_OF_A_REFERENCE = 1536


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, str, str, int, Usage]:
    """Model, quality, prompt, number of references, and a usage the API could report for them."""
    model = draw(st.sampled_from(sorted(PUBLISHED_OUTPUT_TOKENS)))
    quality, drawn = draw(st.sampled_from(sorted(PUBLISHED_OUTPUT_TOKENS[model].items())))
    prompt = draw(st.text(max_size=200))
    references = draw(st.integers(0, 16))
    usage = Usage(
        text_tokens=draw(st.integers(0, len(prompt.encode()))),
        image_tokens=draw(st.integers(0, references * PATCHES_OF_A_REFERENCE)),
        output_tokens=draw(st.integers(0, drawn)),
    )
    return model, quality, prompt, references, usage


@given(calls())
def test_no_call_costs_more_than_its_worst_case(call: tuple[str, str, str, int, Usage]) -> None:
    model, quality, prompt, references, usage = call

    worst = worst_case_micros(model, quality=quality, size=1024, prompt=prompt, references=references)

    assert 0 <= cost_micros(model, usage) <= worst


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_cost_is_the_exact_sum_rounded_up(text: int, image: int, output: int) -> None:
    exact = (Decimal(5) * text + Decimal(8) * image + Decimal(30) * output) / 10**6

    charged = Decimal(cost_micros(FLARE, Usage(text, image, output))) / 10**6

    assert 0 <= charged - exact < Decimal("0.000001")


def test_a_known_picture_costs_what_the_price_list_says() -> None:
    medium = cost_micros(FLARE, Usage(text_tokens=0, image_tokens=0, output_tokens=439))

    assert medium == 13_170


def test_the_worst_case_of_an_ordinary_wish_is_a_few_cents() -> None:
    worst = worst_case_micros(FLARE, quality="medium", size=1024, prompt="x" * 2000, references=0)

    assert worst < 50_000


@pytest.mark.parametrize(
    "larger", [{"quality": "high"}, {"size": 2048}, {"prompt": "longer"}, {"references": 1}]
)
def test_more_of_anything_raises_the_worst_case(larger: dict[str, object]) -> None:
    call = {"quality": "medium", "size": 1024, "prompt": "", "references": 0}

    assert worst_case_micros(FLARE, **call | larger) > worst_case_micros(FLARE, **call)  # type: ignore[arg-type]


def test_an_unknown_quality_is_held_at_the_dearest() -> None:
    unknown = worst_case_micros(FLARE, quality="auto", size=1024, prompt="", references=0)

    assert unknown == worst_case_micros(FLARE, quality="max", size=1024, prompt="", references=0)


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("gpt-image-2", "gpt-image-2"),
        ("gpt-image-2-2026-04-21", "gpt-image-2"),
        ("gpt-image-2.5-flare", "gpt-image-2.5"),
        ("gpt-image-2.6-sunburst", "gpt-image-2.6"),
        ("gpt-image-25", "unknown"),
    ],
)
def test_a_model_has_its_familys_price(model: str, family: str) -> None:
    assert price_of(model).family == family


def test_an_unknown_model_costs_the_highest_price_and_warns_once(caplog: pytest.LogCaptureFixture) -> None:
    price_of.cache_clear()
    usage = Usage(1, 1, 1)

    with caplog.at_level(logging.WARNING):
        costs = {cost_micros("some-model-of-next-year", usage) for _ in range(3)}

    assert costs == {max(cost_micros(price.family, usage) for price in PRICES)}
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "some-model-of-next-year" in caplog.text

"""OpenRouter's list of prices: which lines count, and what anything else than a price does."""

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mirror_realm.adapters.providers.openrouter.listing import listed_rate
from mirror_realm.adapters.providers.openrouter.price_table import rate_of
from mirror_realm.errors import ProviderUnavailable

NANO, FLUX, UNKNOWN = "google/gemini-nano-banana-2.1", "black-forest-labs/flux.2-klein", "maker/model"
OWN = rate_of(NANO)


def line(usd: Any, billable: Any = "output_image", unit: Any = "image", **more: Any) -> dict[str, Any]:
    return {"billable": billable, "unit": unit, "cost_usd": usd, **more}


def listing(*endpoints: Any) -> dict[str, Any]:
    """Return an answer with these makers, each with its lines."""
    return {"id": "any", "endpoints": [{"provider_slug": "one", "pricing": list(one)} for one in endpoints]}


@pytest.mark.parametrize(
    ("lines", "picture", "reference"),
    [
        ([line(0.04)], 60_000, 0),
        ([line(0.04, unit="request")], 60_000, 0),
        ([line(0.04, unit="megapixel"), line(0.01, "input_image", "megapixel")], 60_000, 15_000),
        ([line(0.00003, unit="token")], 50_400, 0),
        ([line(0.04), line(0.000001, "input_reference", "token")], 60_000, 1_680),
        ([line(0.04), line(0.00001, "input_text", "token")], 80_000, 0),
        ([line(0.04), line(5, "input_font", "request")], 60_000, 0),
        ([line(0.04), line(0.042)], 63_000, 0),
    ],
)
def test_a_picture_costs_at_most_its_price_with_what_is_billed_beside_it(
    lines: list[dict[str, Any]], picture: int, reference: int
) -> None:
    rate = listed_rate(listing(lines), NANO)

    assert (rate.picture_micros, rate.reference_micros) == (picture, reference)


@pytest.mark.parametrize(
    "variant", ["2K", "4k", "1536x1024", "512", "quality=max", "xhigh_1024x1024", "hd 2K"]
)
def test_a_price_for_another_picture_than_is_asked_for_does_not_count(variant: str) -> None:
    assert listed_rate(listing([line(0.04), line(0.05, variant=variant)]), NANO).picture_micros == 60_000


@pytest.mark.parametrize("variant", ["1K", "1024x1024", "high", "HIGH_1024x1024", "fast", "", None, 7])
def test_any_other_variant_may_be_the_one_that_is_billed(variant: Any) -> None:
    assert listed_rate(listing([line(0.03), line(0.04, variant=variant)]), NANO).picture_micros == 60_000


def test_only_makers_count_that_may_get_the_call() -> None:
    rate = listed_rate(listing([line(0.03)], [line(0.0504)], [line(0.0505)]), NANO)

    assert rate.price_cap_micros == 50_400 < OWN.price_cap_micros


def test_where_all_are_dearer_the_dearest_counts_and_may_get_the_call() -> None:
    rate = listed_rate(listing([line(0.06)], [line(0.08)]), NANO)

    assert (rate.picture_micros, rate.price_cap_micros) == (120_000, 80_000)


def test_a_model_that_the_table_does_not_have_is_counted_with_the_most_tokens() -> None:
    assert listed_rate(listing([line(0.00003, unit="token")]), UNKNOWN).price_cap_micros == 210_720


BROKEN: list[Any] = [
    None, "0.04", -0.04, -1e-9, math.nan, math.inf, True, [], {}, 1001, 10**400, 1e300,
]  # fmt: skip


@pytest.mark.parametrize("usd", BROKEN, ids=lambda usd: repr(usd)[:12])
def test_what_is_no_price_counts_as_missing(usd: Any) -> None:
    assert listed_rate(listing([line(usd), line(0.04)], [line(usd)]), NANO).picture_micros == 60_000
    with pytest.raises(ProviderUnavailable):
        listed_rate(listing([line(usd)]), NANO)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"endpoints": None},
        {"endpoints": "none"},
        {"endpoints": []},
        {"endpoints": [None, 7, {}, {"pricing": 1}, {"pricing": [None, []]}]},
        listing([]),
        listing([line(0.04, billable=None), line(0.04, billable=["output_image"])]),
        listing([line(0.04, "input_text")]),
        listing([line(0.04, unit="furlong"), line(0.04, unit=None), line(0.04, unit=[])]),
        {"endpoints": {"pricing": [line(0.04)]}},
    ],
    ids=lambda content: str(content)[:40],
)
def test_a_list_without_a_price_is_no_list(content: dict[str, Any]) -> None:
    with pytest.raises(ProviderUnavailable):
        listed_rate(content, NANO)


def test_a_price_by_token_is_none_where_the_maker_has_none() -> None:
    with pytest.raises(ProviderUnavailable):
        listed_rate(listing([line(0.00003, unit="token")]), FLUX)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["output_image", "image", "1K"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["endpoints", "pricing", "billable", "unit", "cost_usd", "variant"]), inner
        )
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(["endpoints", "id"]), JSON))
def test_any_answer_is_a_rate_or_no_list(content: dict[str, Any]) -> None:
    try:
        rate = listed_rate(content, NANO)
    except ProviderUnavailable:
        return
    assert min(rate.picture_micros, rate.reference_micros, rate.price_cap_micros) >= 0


USD = st.floats(0, 0.15)


@given(
    makers=st.lists(st.tuples(USD, st.floats(0, 0.0029), st.floats(0, 0.000005)), min_size=1, max_size=4),
    references=st.integers(0, 4),
    model=st.sampled_from((NANO, FLUX)),
)
@example(makers=[(0.15, 0.0, 0.000005)], references=0, model=NANO)
@example(makers=[(0.1, 0.0, 0.000005)], references=0, model=NANO)
def test_no_maker_that_may_get_the_call_lists_more_than_is_held_for_it(
    makers: list[tuple[float, float, float]], references: int, model: str
) -> None:
    """Neither is one excluded that was allowed by our table alone."""
    lines = [
        [line(picture), line(reference, "input_reference"), line(text, "input_text", "token")]
        for picture, reference, text in makers
    ]
    table = rate_of(model)

    rate = listed_rate(listing(*lines), model).believed(table).at_least(table)

    held = rate.worst_case_micros(references)
    assert rate.price_cap_micros >= table.price_cap_micros
    for picture, reference, text in makers:
        if picture * 1_000_000 <= rate.price_cap_micros:
            cost = picture + reference * references + text * 1_000
            assert cost * 1_000_000 <= held + 1

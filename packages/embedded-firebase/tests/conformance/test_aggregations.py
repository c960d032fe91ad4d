"""Count, sum and average."""

from __future__ import annotations

import math
import sys
from typing import Any

import pytest
from google.cloud.firestore_v1.base_query import FieldFilter

from conformance.test_values import same
from conformance.world import World, refusal

FROM = {"from_": [{"collection_id": "rows"}]}
COUNT: dict[str, Any] = {"count": {}}
LARGEST = sys.float_info.max


def total(field: str) -> dict[str, Any]:
    return {"sum": {"field": {"field_path": field}}}


def average(field: str) -> dict[str, Any]:
    return {"avg": {"field": {"field_path": field}}}


@pytest.fixture(scope="module")
def rows(shared: World) -> World:
    """Six documents: `n` from 0 to 5, `odd` on every second one, `text` everywhere."""
    for n in range(6):
        fields = {"n": n, "text": "x", "deep": {"n": n}} | ({"odd": n} if n % 2 else {})
        shared.client.document(f"rows/{n}").set(fields)
    return shared


SHAPES: list[tuple[str, list[dict[str, Any]], dict[str, Any], dict[str, Any]]] = [
    ("count", [COUNT], {}, {"field_1": 6}),
    ("sum", [total("n")], {}, {"field_1": 15}),
    ("average", [average("n")], {}, {"field_1": 2.5}),
    ("of a nested field", [total("deep.n")], {}, {"field_1": 15}),
    ("with aliases", [{**COUNT, "alias": "many"}, {**total("n"), "alias": "much"}], {}, {"many": 6, "much": 15}),
    ("aliases are numbered by those without", [{**COUNT, "alias": "x"}, total("n"), average("n")], {},
     {"x": 6, "field_1": 15, "field_2": 2.5}),
    ("five at once", [COUNT] * 5, {}, {f"field_{number}": 6 for number in range(1, 6)}),
    ("an alias with a space", [{**COUNT, "alias": "a b"}], {}, {"a b": 6}),
    ("limit", [COUNT, total("n")], {"limit": 3}, {"field_1": 3, "field_2": 3}),
    ("offset", [COUNT], {"offset": 4}, {"field_1": 2}),
    ("up to", [{"count": {"up_to": 4}}], {}, {"field_1": 4}),
    ("up to more than there are", [{"count": {"up_to": 40}}], {}, {"field_1": 6}),
    ("only documents with every summed field", [COUNT, total("odd"), average("n")], {},
     {"field_1": 3, "field_2": 9, "field_3": 3.0}),
    ("of an absent field", [total("none"), average("none")], {}, {"field_1": 0, "field_2": None}),
    ("of no numbers", [total("text"), average("text"), COUNT], {}, {"field_1": 0, "field_2": None, "field_3": 6}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("aggregations", "query", "expected"), [pytest.param(*row[1:], id=row[0]) for row in SHAPES]
)
def test_aggregations(
    rows: World, aggregations: list[dict[str, Any]], query: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert rows.aggregate(aggregations, {**FROM, **query}) == expected


REFUSED: list[tuple[str, list[dict[str, Any]], str]] = [
    ("one alias twice", [{**COUNT, "alias": "x"}, {**total("n"), "alias": "x"}],
     "Aggregation aliases contain duplicate alias: x."),
    ("an alias that is also made", [{**COUNT, "alias": "field_1"}, COUNT],
     "Aggregation aliases contain duplicate alias: field_1."),
    ("none", [], ""),
    ("no operator", [{"alias": "x"}], "Operator field in Aggregation is not set."),
    ("the sum of names", [total("__name__")], "Aggregations are not supported for the property: __key__"),
    ("a reserved alias", [{**COUNT, "alias": "__x__"}], 'The property.name "__x__" is reserved.'),
]  # fmt: skip


@pytest.mark.parametrize(("aggregations", "words"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_aggregations_are_refused(rows: World, aggregations: list[dict[str, Any]], words: str) -> None:
    status, message = refusal(lambda: rows.aggregate(aggregations, FROM))
    assert status == "INVALID_ARGUMENT"
    assert words in message


@pytest.mark.service("it breaks off, or lets it pass")
@pytest.mark.parametrize(
    "aggregations", [[COUNT] * 6, [{"count": {"up_to": 0}}]], ids=["six", "up to nothing"]
)
def test_more_aggregations_are_refused(rows: World, aggregations: list[dict[str, Any]]) -> None:
    assert refusal(lambda: rows.aggregate(aggregations, FROM))[0] == "INVALID_ARGUMENT"


ANY_ORDER = pytest.mark.service("it adds in any order, with infinity on the way or without")

NUMBERS: list[tuple[Any, ...]] = [
    ("integers", [1, 2], 3, 1.5),
    ("an integer and a double", [1, 2.5], 3.5, 1.75),
    ("doubles stay doubles", [1.0, 2.0], 3.0, 1.5),
    ("more than 64 bits", [2**62, 2**62], float(2**63), float(2**62)),
    ("there and back", [2**63 - 1, 1, -1], 2**63 - 1, float(2**63 // 3)),
    ("NaN", [1, math.nan], math.nan, math.nan),
    ("both infinities", [math.inf, -math.inf], math.nan, math.nan),
    ("the largest double twice", [LARGEST, LARGEST], math.inf, math.inf),
    ("the least double twice", [-LARGEST, -LARGEST], -math.inf, -math.inf),
    ("beyond the largest and back", [LARGEST, LARGEST, -LARGEST], LARGEST, LARGEST / 3, ANY_ORDER),
    ("text between", [1, "a", 2], 3, 1.5),
    ("none", [], 0, None),
    ("small fractions", [0.1] * 10, pytest.approx(1.0), pytest.approx(0.1)),
]


@pytest.mark.parametrize(
    ("numbers", "expected_sum", "expected_average"),
    [pytest.param(*row[1:4], id=row[0], marks=row[4:]) for row in NUMBERS],
)
def test_arithmetic(world: World, numbers: list[Any], expected_sum: Any, expected_average: Any) -> None:
    for index, number in enumerate(numbers):
        world.client.document(f"rows/{index}").set({"v": number})
    answer = world.aggregate([total("v"), average("v")], FROM)
    for alias, expected in (("field_1", expected_sum), ("field_2", expected_average)):
        assert answer[alias] == expected or same(answer[alias], expected)


def test_the_client_aggregates_a_filtered_query(rows: World) -> None:
    query: Any = rows.client.collection("rows").where(filter=FieldFilter("n", ">", 1))
    (results,) = query.count(alias="many").sum("n", alias="much").avg("n", alias="mean").get()
    assert {result.alias: result.value for result in results} == {"many": 4, "much": 14, "mean": 3.5}


def test_a_collection_group_is_counted(rows: World) -> None:
    rows.client.document("a/b/rows/c").set({"elsewhere": True})
    query: Any = rows.client.collection_group("rows").where(filter=FieldFilter("elsewhere", "==", True))
    assert query.count().get()[0][0].value == 1


def test_a_limit_without_an_order_leaves_the_least_of_the_aggregated_field(world: World) -> None:
    for index, number in enumerate([5, 3, 9, 1]):
        world.client.document(f"rows/{index}").set({"v": number, "w": -number})
    assert world.aggregate([total("v"), {"count": {}}], {**FROM, "limit": 2}) == {"field_1": 4, "field_2": 2}
    assert world.aggregate([total("w"), total("v")], {**FROM, "limit": 1}) == {"field_1": -1, "field_2": 1}


def test_no_index_has_the_aggregated_field_after_the_name(world: World) -> None:
    query = {**FROM, "order_by": [{"field": {"field_path": "__name__"}}], "limit": 2}
    status, message = refusal(lambda: world.aggregate([total("v")], query))
    assert status == "INVALID_ARGUMENT"
    assert "requires an index that has fields [v] after __name__" in message

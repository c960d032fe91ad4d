"""Queries the service refuses, with the words it refuses them in."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.world import World, refusal

FROM = [{"collection_id": "r"}]


def field_filter(path: str, operator: str, operand: dict[str, Any]) -> dict[str, Any]:
    return {"field_filter": {"field": {"field_path": path}, "op": operator, "value": operand}}


def integers(*numbers: int) -> dict[str, Any]:
    return {"array_value": {"values": [{"integer_value": number} for number in numbers]}}


def every(*filters: dict[str, Any]) -> dict[str, Any]:
    return {"composite_filter": {"op": "AND", "filters": filters}}


ONE = {"integer_value": 1}

NAME = {"reference_value": "projects/p/databases/(default)/documents/c/a"}

FILTERS: list[tuple[str, dict[str, Any], str]] = [
    ("in without operands", field_filter("a", "IN", {"array_value": {}}), "'IN' requires an non-empty ArrayValue."),
    ("not-in without operands", field_filter("a", "NOT_IN", {"array_value": {}}), "'NOT_IN' requires an non-empty"),
    ("array-contains-any without operands", field_filter("a", "ARRAY_CONTAINS_ANY", {"array_value": {}}),
     "'ARRAY_CONTAINS_ANY' requires an non-empty"),
    ("in with 31 operands", field_filter("a", "IN", integers(*range(31))), "'IN' supports up to 30 comparison values."),
    ("not-in with 11 operands", field_filter("a", "NOT_IN", integers(*range(11))), "'NOT_IN' supports up to 10"),
    ("array-contains-any with 31 operands", field_filter("a", "ARRAY_CONTAINS_ANY", integers(*range(31))),
     "'ARRAY_CONTAINS_ANY' supports up to 30"),
    ("in with a single value", field_filter("a", "IN", ONE), "'IN' requires an ArrayValue."),
    ("36 disjunctions",
     every(field_filter("a", "IN", integers(*range(6))), field_filter("b", "IN", integers(*range(6)))),
     "Too many disjunctions after normalization. Result had 36"),
    ("two not-equals", every(field_filter("a", "NOT_EQUAL", ONE), field_filter("b", "NOT_EQUAL", ONE)),
     "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter allowed per query."),
    ("not-in and not-equal", every(field_filter("a", "NOT_IN", integers(1)), field_filter("b", "NOT_EQUAL", ONE)),
     "Only a single 'NOT_EQUAL'"),
    ("not-in and in", every(field_filter("a", "NOT_IN", integers(1)), field_filter("b", "IN", integers(1))),
     "'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'."),
    ("two array-contains", every(field_filter("a", "ARRAY_CONTAINS", ONE), field_filter("b", "ARRAY_CONTAINS", ONE)),
     "A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction."),
    ("array-contains and array-contains-any",
     every(field_filter("a", "ARRAY_CONTAINS", ONE), field_filter("a", "ARRAY_CONTAINS_ANY", integers(1))),
     "A maximum of 1 'ARRAY_CONTAINS' filter"),
    ("a name that is a string", field_filter("__name__", "EQUAL", {"string_value": "a"}),
     "__key__ filter value must be a Key"),
    ("array-contains on names", field_filter("__name__", "ARRAY_CONTAINS", NAME),
     "the name __key__ is reserved"),
    ("a null name", {"unary_filter": {"field": {"field_path": "__name__"}, "op": "IS_NULL"}},
     "__key__ filter value must be a Key"),
    ("no operator", field_filter("a", "OPERATOR_UNSPECIFIED", ONE), "Unknown FieldFilter operator."),
    ("no composite operator", {"composite_filter": {"filters": [field_filter("a", "EQUAL", ONE)]}},
     "Unsupported CompositeFilter operator."),
    ("no operand", field_filter("a", "EQUAL", {}), "type unset"),
    ("a malformed field path", field_filter("a..b", "EQUAL", ONE), 'Invalid property path "a..b"'),
]  # fmt: skip

QUERIES: list[tuple[str, dict[str, Any], str]] = [
    ("two selectors", {"from_": FROM + FROM}, "StructuredQuery.from cannot have more than one collection selector."),
    ("a negative limit", {"from_": FROM, "limit": -1}, "limit is negative"),
    ("a negative offset", {"from_": FROM, "offset": -1}, "offset is negative"),
    ("one field twice in the order", {"from_": FROM, "order_by": [{"field": {"field_path": "a"}}] * 2},
     "order by clause cannot contain duplicate fields a"),
    ("a cursor longer than the order",
     {"from_": FROM, "order_by": [{"field": {"field_path": "a"}}], "start_at": {"values": [ONE, ONE]}},
     "Cursor has too many values."),
    ("a cursor without an order", {"from_": FROM, "end_at": {"values": [ONE]}}, "Cursor has too many values."),
    ("a cursor by name that is no name",
     {"from_": FROM, "order_by": [{"field": {"field_path": "__name__"}}], "start_at": {"values": [ONE]}},
     "Cursor __key__ value is not a document reference."),
    ("a field after the name in the order",
     {"from_": FROM, "order_by": [{"field": {"field_path": "__name__"}}, {"field": {"field_path": "a"}}]},
     "order by clause cannot contain more fields after the key"),
    ("a range of a field, sorted by name",
     {"from_": FROM, "where": field_filter("a", "GREATER_THAN", ONE),
      "order_by": [{"field": {"field_path": "__name__"}}]},
     "order by clause cannot contain more fields after the key"),
    ("a slash in a collection id", {"from_": [{"collection_id": "a/b"}]}, "a/b"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "words"), [pytest.param(*row[1:], id=row[0]) for row in FILTERS])
def test_a_filter_is_refused(world: World, condition: dict[str, Any], words: str) -> None:
    status, message = refusal(lambda: world.run_query({"from_": FROM, "where": condition}))
    assert status == "INVALID_ARGUMENT"
    assert words in message


@pytest.mark.parametrize(("query", "words"), [pytest.param(*row[1:], id=row[0]) for row in QUERIES])
def test_a_query_is_refused(world: World, query: dict[str, Any], words: str) -> None:
    status, message = refusal(lambda: world.run_query(query))
    assert status == "INVALID_ARGUMENT"
    assert words in message


@pytest.mark.parametrize("operator", ["EQUAL", "IN"])
def test_a_name_beside_a_range_of_another_field_is_refused(world: World, operator: str) -> None:
    name: dict[str, Any] = {"reference_value": world.name("r/a")}
    operand = {"array_value": {"values": [name]}} if operator == "IN" else name
    condition = every(field_filter("a", "GREATER_THAN", ONE), field_filter("__name__", operator, operand))
    status, message = refusal(lambda: world.run_query({"from_": FROM, "where": condition}))
    assert status == "INVALID_ARGUMENT"
    assert message.startswith("Equality on key is not allowed if there are other inequality fields")


def test_a_collection_is_no_parent(world: World) -> None:
    status, message = refusal(lambda: world.run_query({"from_": FROM}, parent="r"))
    assert status == "INVALID_ARGUMENT"
    assert 'lacks "/"' in message


def test_a_request_without_a_query_is_refused(world: World) -> None:
    status, message = refusal(lambda: list(world.api.run_query({"parent": world.root}, retry=None)))
    assert (status, message) == ("INVALID_ARGUMENT", "only structured queries are supported")


@pytest.mark.service("it answers them in part")
@pytest.mark.parametrize("feature", ["explain", "find_nearest"])
def test_what_is_not_implemented_says_so(world: World, feature: str) -> None:
    vector = {"map_value": {"fields": {"__type__": {"string_value": "__vector__"}}}}
    nearest = {"vector_field": {"field_path": "v"}, "query_vector": vector, "limit": 1, "distance_measure": 1}
    features: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "explain": ({"from_": FROM}, {"explain_options": {"analyze": True}}),
        "find_nearest": ({"from_": FROM, "find_nearest": nearest}, {}),
    }
    query, request = features[feature]
    status, message = refusal(lambda: world.run_query(query, **request))
    assert status == "UNIMPLEMENTED"
    assert "is not implemented by the embedded Firestore" in message

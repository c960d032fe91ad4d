"""Arithmetic, comparison, equality and membership, by type."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_firebase.rules.values import UNDECIDED, Duration, Timestamp
from unit.rules.expressions import has_value, value_of

INTEGERS = st.integers(-(2**31), 2**31)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("7 / -2", -3),
        ("-7 % 2", -1),
        ("7 % -2", 1),
        ("7.0 / 2", 3.5),
        ("1 + 2 * 3", 7),
        ("2 - 3 - 4", -5),
        ("1.5 + 1", 2.5),
        ("1.0 / 0", math.inf),
        ("-1.0 / 0", -math.inf),
        ("7.5 % 2", 1.5),
        ("'a' + 'b'", "ab"),
        ("-(3)", -3),
        ("-1.5", -1.5),
        ("9223372036854775807 - 1", 2**63 - 2),
    ],
)
def test_arithmetic(expression: str, value: object) -> None:
    found = value_of(expression)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0",
        "1 % 0",
        "9223372036854775807 + 1",
        "-9223372036854775807 - 2",
        "4611686018427387904 * 2",
        "'a' + 1",
        "'a' - 'b'",
        "'a' * 2",
        "true + 1",
        "[1] + [2]",
        "null + 1",
        "-true",
        "-'a'",
        "!1",
        "!null",
    ],
)
def test_arithmetic_without_a_value(expression: str) -> None:
    assert not has_value(expression)


def test_nothing_times_infinity_is_no_number() -> None:
    assert math.isnan(value_of("0.0 / 0"))  # type: ignore[arg-type]


@given(INTEGERS, INTEGERS)
def test_integers_are_calculated_exactly(left: int, right: int) -> None:
    for symbol, value in (("+", left + right), ("-", left - right), ("*", left * right)):
        assert value_of(f"a {symbol} b", a=left, b=right) == value
    if right:
        quotient = value_of("a / b", a=left, b=right)
        assert quotient == math.trunc(left / right)
        assert value_of("(a / b) * b + a % b", a=left, b=right) == left


@pytest.mark.parametrize(
    "expression",
    [
        "1 == 1.0",
        "1 != '1'",
        "true != 1",
        "null == null",
        "null != false",
        "'a' == 'a'",
        "[1, 'a'] == [1.0, 'a']",
        "[1, 2] != [2, 1]",
        "[1] != [1, 1]",
        "{'a': 1, 'b': [2]} == {'b': [2], 'a': 1.0}",
        "{'a': 1} != {'a': 2}",
        "[1, 2].toSet() == [2, 1, 1].toSet()",
        "[1].toSet() != [1]",
        "/a/b == /a/$('b')",
        "'/a/b' != /a/b",
        "duration.value(60, 's') == duration.value(1, 'm')",
        "timestamp.date(2026, 1, 2) == timestamp.value(1767312000000)",
    ],
)
def test_equality_is_within_a_type_and_of_numbers_by_size(expression: str) -> None:
    assert value_of(expression) is True


@pytest.mark.parametrize(
    "expression",
    [
        "1 < 2",
        "1 < 1.5",
        "2 >= 2",
        "2 <= 2.0",
        "'a' < 'b'",
        "'B' < 'a'",
        "timestamp.date(2026, 1, 1) < timestamp.date(2026, 1, 2)",
        "duration.value(1, 'd') > duration.value(23, 'h')",
    ],
)
def test_order(expression: str) -> None:
    assert value_of(expression) is True


@pytest.mark.parametrize(
    "expression",
    ["1 < '2'", "null < 1", "true > false", "[1] < [2]", "{} <= {}", "/a < /b", "b < b"],
)
def test_what_has_no_order_has_no_value(expression: str) -> None:
    assert not has_value(expression, b=b"bytes")


@pytest.mark.parametrize(
    "expression",
    [
        "1 in [1.0, 2]",
        "!('1' in [1])",
        "'a' in {'a': null}",
        "!('b' in {'a': 1})",
        "!(1 in {'a': 1})",
        "'a' in ['a'].toSet()",
        "null in [null]",
        "!('a' in [])",
    ],
)
def test_membership(expression: str) -> None:
    assert value_of(expression) is True


@pytest.mark.parametrize("expression", ["'a' in 'abc'", "1 in 1", "'a' in null"])
def test_only_collections_have_members(expression: str) -> None:
    assert not has_value(expression)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (True, {"bool"}),
        (1, {"int", "number"}),
        (1.0, {"float", "number"}),
        ("a", {"string"}),
        (b"a", {"bytes"}),
        ([], {"list"}),
        ({}, {"map"}),
        (None, set()),
        (Timestamp(0), {"timestamp"}),
        (Duration(0), {"duration"}),
    ],
)
def test_every_value_has_one_type(value: object, names: set[str]) -> None:
    plain = ("bool", "int", "float", "number", "string", "bytes", "list", "map")
    every = (*plain, "timestamp", "duration", "latlng", "path", "set", "map_diff")
    assert {name for name in every if value_of(f"value is {name}", value=value)} == names


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("/a/b", "path"),
        ("[1].toSet()", "set"),
        ("{}.diff({})", "map_diff"),
        ("latlng.value(1, 2)", "latlng"),
        ("'a'.toUtf8()", "bytes"),
        ("{}.keys()", "set"),
    ],
)
def test_what_is_made_has_its_type(expression: str, name: str) -> None:
    assert value_of(f"{expression} is {name}") is True


@pytest.mark.parametrize(
    "expression",
    [
        "timestamp.date(2026, 1, 1) + duration.value(1, 'd') == timestamp.date(2026, 1, 2)",
        "duration.value(1, 'd') + timestamp.date(2026, 1, 1) == timestamp.date(2026, 1, 2)",
        "timestamp.date(2026, 3, 1) - duration.value(1, 'd') == timestamp.date(2026, 2, 28)",
        "timestamp.date(2026, 1, 2) - timestamp.date(2026, 1, 1) == duration.value(24, 'h')",
        "duration.value(1, 'h') - duration.value(90, 'm') == duration.value(-30, 'm')",
    ],
)
def test_times_are_shifted_by_durations(expression: str) -> None:
    assert value_of(expression) is True


@pytest.mark.parametrize(
    "expression",
    [
        "timestamp.date(2026, 1, 1) + timestamp.date(2026, 1, 1)",
        "duration.value(1, 'd') - timestamp.date(2026, 1, 1)",
        "duration.value(1, 'd') * 2",
        "timestamp.date(9999, 12, 31) + duration.value(2, 'd')",
        "timestamp.date(2026, 1, 1) + 1",
    ],
)
def test_other_sums_of_times_have_no_value(expression: str) -> None:
    assert not has_value(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "[a] == [1]",
        "a == 1",
        "a != 1",
        "[a] != [1]",
        "1 in [a]",
        "a in [1]",
        "[a].hasAny([1])",
    ],
)
def test_what_cannot_be_known_has_no_value_in_any_comparison(expression: str) -> None:
    assert not has_value(expression.replace("[a]", "x"), a=UNDECIDED, x=[UNDECIDED])

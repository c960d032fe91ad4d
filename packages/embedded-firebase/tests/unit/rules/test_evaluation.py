"""How expressions are put together: absorbed errors, functions, scopes, documents, limits."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embedded_firebase.rules import (
    FIRESTORE,
    EvaluationError,
    InvalidRules,
    LimitExceeded,
    Method,
    Request,
    Ruleset,
)
from embedded_firebase.rules.values import UNDECIDED
from unit.rules.expressions import Documents, has_value, value_of


def ruleset(inside: str) -> Ruleset:
    return Ruleset(f"rules_version = '2'; service cloud.firestore {{ {inside} }}", FIRESTORE)


def decide(
    rules: Ruleset, path: str = "a/1", documents: Documents | None = None, **variables: object
) -> bool:
    request = Request(Method.GET, path.split("/"), {"request": {}, "resource": None, **variables})
    return rules.decide(request, documents or Documents()).allowed


class TestErrors:
    @pytest.mark.parametrize(
        ("expression", "value"),
        [
            ("nothing || true", True),
            ("true || nothing", True),
            ("nothing && false", False),
            ("false && nothing", False),
            ("!(nothing && false)", True),
            ("(nothing || true) && true", True),
            ("1 || true", True),
            ("'a' && false", False),
            ("true ? 1 : nothing", 1),
            ("false ? nothing : 2", 2),
        ],
    )
    def test_a_side_that_decides_absorbs_the_error_of_the_other(self, expression: str, value: object) -> None:
        assert value_of(expression) == value

    @pytest.mark.parametrize(
        "expression",
        [
            "nothing || false",
            "false || nothing",
            "nothing && true",
            "true && nothing",
            "nothing || nothing",
            "!nothing",
            "nothing == nothing",
            "nothing ? true : true",
            "[nothing].size() == 1",
            "{'a': nothing}.size() == 1",
            "1 && true",
            "true && 1",
            "false || 'a'",
            "1 ? 2 : 3",
        ],
    )
    def test_any_other_error_spreads(self, expression: str) -> None:
        assert not has_value(expression)

    def test_what_is_not_exactly_true_does_not_allow(self) -> None:
        for condition in ("1", "'true'", "null", "[true]", "resource.data", "request.auth.uid == '1'"):
            assert not decide(ruleset(f"match /a/{{id}} {{ allow get: if {condition}; }}"))

    @pytest.mark.parametrize("expression", ["x", "x.a", "m.x", "m['x']", "l[0]", "x == 1 && true", "!x"])
    def test_what_cannot_be_known_is_an_error_wherever_it_is_read(self, expression: str) -> None:
        assert not has_value(expression, x=UNDECIDED, m={"x": UNDECIDED}, l=[UNDECIDED])


class TestFunctions:
    def test_see_where_they_were_declared_and_not_where_they_are_called(self) -> None:
        rules = ruleset(
            "match /a/{id} { function here() { return id; }"
            " match /b/{other} { function f(id) { return here(); } allow get: if f(other) == '1'; } }"
        )
        assert decide(rules, "a/1/b/2")
        assert not decide(rules, "a/2/b/1")

    def test_may_use_functions_declared_later(self) -> None:
        assert decide(
            ruleset(
                "match /a/{id} { function f() { return g(); } allow get: if f(); function g() { return true; } }"
            )
        )

    def test_the_nearest_of_a_name_is_meant(self) -> None:
        rules = ruleset(
            "function f() { return false; } match /a/{id} { function f() { return true; } allow get: if f(); }"
        )
        assert decide(rules)

    def test_bindings_come_one_after_another(self) -> None:
        rules = ruleset(
            "function f(a) { let b = a + 'x'; let c = b + 'y'; return c == '1xy'; }"
            " match /a/{id} { allow get: if f(id); }"
        )
        assert decide(rules)

    def test_an_error_in_a_binding_or_an_argument_is_an_error_of_the_call(self) -> None:
        for declared, call in (
            ("function f() { let a = request.none; return true; }", "f()"),
            ("function f(a) { return true; }", "f(request.none)"),
        ):
            assert not decide(ruleset(f"{declared} match /a/{{id}} {{ allow get: if {call}; }}"))
            assert decide(ruleset(f"{declared} match /a/{{id}} {{ allow get: if {call} || true; }}"))


class TestDocuments:
    DOCUMENTS = Documents(
        {"/d/a": {"data": {"n": 1}}}, after={"/d/a": {"data": {"n": 2}}, "/d/b": {"data": {}}}
    )

    @pytest.mark.parametrize(
        "expression",
        [
            "exists(/d/a)",
            "!exists(/d/b)",
            "existsAfter(/d/b)",
            "get(/d/a).data.n == 1",
            "getAfter(/d/a).data.n == 2",
            "get(/d/$('a')) != getAfter(/d/a)",
        ],
    )
    def test_are_read_as_they_are_and_as_they_will_be(self, expression: str) -> None:
        assert value_of(expression, self.DOCUMENTS) is True

    @pytest.mark.parametrize("expression", ["get(/d/b)", "get(/d/b) == null", "exists('/d/a')", "get(1)"])
    def test_what_is_not_there_has_no_value(self, expression: str) -> None:
        with pytest.raises(EvaluationError):
            value_of(expression, self.DOCUMENTS)

    def test_the_same_is_read_once(self) -> None:
        documents = Documents({"/d/a": {"data": {}}})
        value_of(" && ".join(["exists(/d/a)"] * 30), documents)
        assert documents.asked == ["/d/a"]

    def test_ten_may_be_read_and_an_eleventh_may_not(self) -> None:
        ten = " || ".join(f"exists(/d/d{number})" for number in range(10))
        assert value_of(f"{ten} || true") is True
        with pytest.raises(LimitExceeded):
            value_of(f"{ten} || exists(/d/another) || true")


class TestLimits:
    def test_a_thousand_expressions_are_evaluated_and_no_more(self) -> None:
        assert value_of(_list_of(999)) == [1] * 999
        with pytest.raises(LimitExceeded):
            value_of(_list_of(1000))

    def test_no_alternative_saves_what_goes_beyond(self) -> None:
        rules = ruleset(f"match /a/{{id}} {{ allow get: if {_list_of(1000)} == [] || true; }}")
        assert not decide(rules)

    def test_all_conditions_of_a_request_count_together(self) -> None:
        allow = f"allow get: if {_list_of(600)} == [];"
        assert decide(ruleset(f"match /a/{{id}} {{ {allow} allow get; }}"))
        assert not decide(ruleset(f"match /a/{{id}} {{ {allow} {allow} allow get; }}"))

    @pytest.mark.parametrize(("depth", "allowed"), [(20, True), (21, False)])
    def test_calls_go_twenty_deep(self, depth: int, allowed: bool) -> None:
        chain = "".join(f"function f{n}() {{ return f{n + 1}(); }}" for n in range(1, depth))
        rules = ruleset(
            f"{chain} function f{depth}() {{ return true; }} match /a/{{id}} {{ allow get: if f1(); }}"
        )
        assert decide(rules) is allowed

    def test_what_is_nested_too_deeply_is_refused_and_not_a_crash(self) -> None:
        with pytest.raises(InvalidRules, match="nested too deeply"):
            ruleset(f"match /a/{{id}} {{ allow get: if {'!' * 5000}true; }}")
        chain = " && ".join(["true"] * 450)
        rules = ruleset(f"match /a/{{id}} {{ allow get: if {chain}; }}")
        assert not decide(rules)


def _list_of(count: int) -> str:
    return "[" + ", ".join(["1"] * count) + "]"


VALUES = """1 ; -1 ; 2.5 ; 'a' ; '' ; true ; false ; null ; x ; [] ; [1, 'a'] ; {} ; {'a': 1} ; /a/b ; none
; timestamp.value(0) ; duration.value(1, 's') ; [1].toSet() ; {'a': 1}.diff({}) ; latlng.value(1, 2)"""
ATOMS = st.sampled_from([value.strip() for value in VALUES.split(";")])
METHODS = ["size()", "keys()", "get('a', 1)", "hasAny([1])", "matches('a')", "toSet()", "union([1].toSet())"]
METHODS += ["join('')", "split('a')", "year()", "seconds()", "affectedKeys()", "toBase64()", "a", "lower()"]


def _bigger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in"])
    return st.one_of(
        st.builds("({} {} {})".format, smaller, operators, smaller),
        st.builds("({}).{}".format, smaller, st.sampled_from(METHODS)),
        st.builds("({})[{}]".format, smaller, smaller),
        st.builds("({})[{}:{}]".format, smaller, smaller, smaller),
        st.builds("!({})".format, smaller),
        st.builds("({} ? {} : {})".format, smaller, smaller, smaller),
        st.builds("({} is string)".format, smaller),
        st.builds(
            "{}({})".format, st.sampled_from(["int", "string", "path", "math.floor", "exists"]), smaller
        ),
    )


@settings(max_examples=settings().max_examples * 3 // 2)
@given(st.recursive(ATOMS, _bigger, max_leaves=8))
def test_every_expression_has_a_value_or_none_and_nothing_else_happens(expression: str) -> None:
    with suppress(EvaluationError, InvalidRules, LimitExceeded):
        value_of(expression, x=UNDECIDED)


@settings(max_examples=settings().max_examples * 3 // 4)
@given(st.recursive(ATOMS, _bigger, max_leaves=6))
def test_knowing_less_never_allows_more(expression: str) -> None:
    """A query is decided without its documents: whatever it is allowed then must hold for any of them."""

    def allowed(**variables: Any) -> bool:
        try:
            return value_of(expression, **variables) is True
        except (EvaluationError, InvalidRules, LimitExceeded):
            return False

    if allowed(x=UNDECIDED):
        values: tuple[Any, ...] = (1, "a", None, True, [], {"a": 1})
        assert all(allowed(x=value) for value in values)

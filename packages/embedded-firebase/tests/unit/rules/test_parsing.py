"""What the parser takes, where it says things stand, and how it says what is wrong."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_firebase.rules import InvalidRules, syntax
from embedded_firebase.rules.parsing import parse
from unit.rules.expressions import parsed

WHOLE = """rules_version = '2';
// a comment
service cloud.firestore {
  /* another
     one */
  match /databases/{database}/documents {
    function isOwner(uid) {
      let me = request.auth.uid;
      return me == uid;
    }
    match /users/{uid}/{rest=**} {
      allow get, list: if isOwner(uid);
      allow create;
    }
  }
}
"""


def test_a_whole_file_becomes_a_tree() -> None:
    file = parse(WHOLE)
    assert file.version == "2"
    [service] = file.services
    assert service.name == "cloud.firestore"
    [root] = service.block.matches
    assert [type(segment) for segment in root.pattern] == [
        syntax.FixedSegment,
        syntax.Wildcard,
        syntax.FixedSegment,
    ]
    [function] = root.block.functions
    assert (function.name, function.parameters, [name for name, _ in function.bindings]) == (
        "isOwner",
        ("uid",),
        ["me"],
    )
    [users] = root.block.matches
    rest = users.pattern[2]
    assert isinstance(rest, syntax.Wildcard)
    assert rest.recursive
    conditional, always = users.block.allows
    assert [verb.name for verb in conditional.verbs] == ["get", "list"]
    assert isinstance(conditional.condition, syntax.Call)
    assert always.condition is None


def test_a_node_knows_where_it_stands() -> None:
    condition = parse(WHOLE).services[0].block.matches[0].block.matches[0].block.allows[0].condition
    assert condition is not None
    span = condition.span
    assert WHOLE[span.start : span.end] == "isOwner(uid)"
    assert (span.line, span.column) == (12, 27)


def test_a_file_that_does_not_say_is_of_version_1() -> None:
    assert parse("service firebase.storage {}").version == "1"


@pytest.mark.parametrize(
    ("tighter", "looser"),
    [
        ("(a && b) || c", "a && b || c"),
        ("a || (b && c)", "a || b && c"),
        ("(a == b) && c", "a == b && c"),
        ("(a < b) == c", "a < b == c"),
        ("(a + b) < c", "a + b < c"),
        ("a + (b * c)", "a + b * c"),
        ("(-a) * b", "-a * b"),
        ("(!a) && b", "!a && b"),
        ("!(a.b)", "!a.b"),
        ("(a - b) - c", "a - b - c"),
        ("(a / b) / c", "a / b / c"),
        ("(a in b) == c", "a in b == c"),
        ("(a is map) && b", "a is map && b"),
        ("(a || b) ? c : d", "a || b ? c : d"),
    ],
)
def test_operators_bind_as_in_the_official_grammar(tighter: str, looser: str) -> None:
    assert shape(parsed(looser)) == shape(parsed(tighter))


def shape(expression: object) -> object:
    """Return the tree without positions."""
    if isinstance(expression, syntax.Expression):
        values = [getattr(expression, name) for name in expression.__dataclass_fields__ if name != "span"]
        return [type(expression).__name__, *map(shape, values)]
    return list(map(shape, expression)) if isinstance(expression, tuple) else expression


def test_a_slash_is_a_division_behind_a_value_and_a_path_elsewhere() -> None:
    assert isinstance(parsed("a /b"), syntax.Binary)
    assert isinstance(parsed("f(/b/c)"), syntax.Call)


def test_properties_may_be_named_like_keywords() -> None:
    assert isinstance(parsed("data.match.service"), syntax.Member)


def test_strings_have_escapes() -> None:
    literal = parsed(r"""'it\'s\n\\ "fine"'""")
    assert isinstance(literal, syntax.Literal)
    assert literal.value == 'it\'s\n\\ "fine"'


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("service cloud.firestore {", "line 1"),
        ("rules_version = '2';\nservice cloud.firestore {\n  allow get if true;\n}", "line 3, column 13"),
        ("service cloud.firestore { match /a { allow get: if ; } }", "line 1, column 52"),
        ("service cloud.firestore { match a { } }", "line 1, column 33"),
        ("service cloud.firestore { match /a { allow get: if 'open; } }", "line 1"),
        ("service cloud.firestore { match /a { allow get: if 1 ++ 2; } }", "line 1"),
        ("service cloud.firestore { match /a { allow get: if 'a\\d'; } }", "unknown escape"),
        ("service cloud.firestore { match /a { allow get: if 9223372036854775808; } }", "64 bits"),
        ("service cloud.firestore { function f() { let a = 1; } }", "line 1"),
        ("import 'x'; service cloud.firestore {}", "line 1, column 1"),
    ],
)
def test_what_is_not_in_the_grammar_is_refused_with_its_place(source: str, where: str) -> None:
    with pytest.raises(InvalidRules, match=where):
        parse(source)


@given(st.text(alphabet="ab01 \n'\"/{}()[]=.,:;&|!<>+-*%$_", max_size=60))
def test_no_text_makes_the_parser_stumble(noise: str) -> None:
    with suppress(InvalidRules):
        parse(WHOLE.replace("isOwner(uid);", noise))

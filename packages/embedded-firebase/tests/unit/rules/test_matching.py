"""Which rules a path comes under, for known paths and for the open ones of queries."""

import pytest

from embedded_firebase.rules import FIRESTORE, Method, Request, Ruleset
from embedded_firebase.rules.matching import Open, Segment
from unit.rules.expressions import Documents

ANY, ONE = Open.ANY_SEGMENTS, Open.ONE_SEGMENT


def allows(inside: str, path: list[Segment], method: Method = Method.GET) -> bool:
    rules = Ruleset(f"rules_version = '2'; service cloud.firestore {{ {inside} }}", FIRESTORE)
    return rules.decide(Request(method, path, {"request": {}, "resource": None}), Documents()).allowed


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/a/{id}", "a/1", True),
        ("/a/{id}", "a", False),
        ("/a/{id}", "a/1/b", False),
        ("/a/{id}", "b/1", False),
        ("/a/{id}/b", "a/1/b", True),
        ("/a/1", "a/1", True),
        ("/a/1", "a/2", False),
        ("/{rest=**}", "a/1/b/2", True),
        ("/a/{rest=**}", "a", True),
        ("/a/{rest=**}", "a/1", True),
        ("/a/{rest=**}", "a/1/b/2", True),
        ("/a/{rest=**}", "b/1", False),
        ("/{rest=**}/b/{id}", "b/1", True),
        ("/{rest=**}/b/{id}", "a/1/b/2", True),
        ("/{rest=**}/b/{id}", "a/1/c/2", False),
        ("/a/{rest=**}/b/{id}", "a/b/1", True),
        ("/(default)/{id}", "(default)/1", True),
    ],
)
def test_a_pattern_covers_a_whole_path(pattern: str, path: str, matches: bool) -> None:
    assert allows(f"match {pattern} {{ allow get; }}", list(path.split("/"))) is matches


def test_wildcards_stand_for_what_they_cover() -> None:
    condition = "id == '2' && rest == /a/1 && rest[0] == 'a'"
    assert allows(f"match /{{rest=**}}/b/{{id}} {{ allow get: if {condition}; }}", ["a", "1", "b", "2"])


def test_a_recursive_wildcard_is_tried_in_every_way() -> None:
    rules = "match /{rest=**}/b/{id} { allow get: if rest == /x/b; }"
    assert allows(rules, ["x", "b", "b", "1"])


def test_nested_matches_go_on_where_the_outer_one_ends() -> None:
    rules = "match /a/{one} { allow get: if false; match /b/{two} { allow get: if one + two == '12'; } }"
    assert allows(rules, ["a", "1", "b", "2"])
    assert not allows(rules, ["a", "1"])
    assert not allows(rules, ["b", "2"])


def test_any_rule_that_allows_is_enough() -> None:
    rules = "match /a/{id} { allow get: if false; } match /{rest=**} { allow get: if true; }"
    assert allows(rules, ["a", "1"])


def test_nothing_is_allowed_by_default() -> None:
    assert not allows("match /a/{id} { }", ["a", "1"])
    assert not allows("", ["a", "1"])


def test_an_empty_segment_matches_nothing() -> None:
    for pattern in ("/a/{id}", "/a/{rest=**}"):
        assert not allows(f"match {pattern} {{ allow get: if {pattern[4:-1].strip('=*')} != 1; }}", ["a", ""])


@pytest.mark.parametrize(
    ("verb", "granted"),
    [
        ("get", {"get"}),
        ("list", {"list"}),
        ("read", {"get", "list"}),
        ("create", {"create"}),
        ("update", {"update"}),
        ("delete", {"delete"}),
        ("write", {"create", "update", "delete"}),
        ("get, delete", {"get", "delete"}),
    ],
)
def test_verbs_grant_their_methods(verb: str, granted: set[str]) -> None:
    rules = f"match /a/{{id}} {{ allow {verb}; }}"
    assert {method for method in Method if allows(rules, ["a", "1"], method)} == granted


class TestQueries:
    @pytest.mark.parametrize(
        ("pattern", "path", "matches"),
        [
            ("/a/{id}", ["a", ONE], True),
            ("/a/1", ["a", ONE], False),
            ("/{c}/{id}", ["a", ONE], True),
            ("/a/{rest=**}", ["a", ONE], True),
            ("/{rest=**}/b/{id}", [ANY, "b", ONE], True),
            ("/{rest=**}", [ANY, "b", ONE], True),
            ("/b/{id}", [ANY, "b", ONE], False),
            ("/a/{x}/b/{id}", [ANY, "b", ONE], False),
            ("/{x}/b/{id}", [ANY, "b", ONE], False),
            ("/a/{rest=**}/b/{id}", ["a", ANY, "b", ONE], True),
            ("/{rest=**}/b/{id}", [ANY, ONE, ONE], False),
        ],
    )
    def test_a_pattern_has_to_cover_whatever_may_be_found(
        self, pattern: str, path: list[Segment], matches: bool
    ) -> None:
        assert allows(f"match {pattern} {{ allow list; }}", path, Method.LIST) is matches

    def test_what_is_open_cannot_be_asked_for(self) -> None:
        assert not allows("match /a/{id} { allow list: if id != 'x'; }", ["a", ONE], Method.LIST)
        assert not allows(
            "match /{rest=**}/b/{id} { allow list: if rest != /x; }", [ANY, "b", ONE], Method.LIST
        )
        assert allows("match /{c}/{id} { allow list: if c == 'a'; }", ["a", ONE], Method.LIST)

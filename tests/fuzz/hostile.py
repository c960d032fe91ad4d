"""Hostile values: what nobody sends by mistake, and what somebody does."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mirror_realm.domain.areas import Area
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId

INT64 = "type.googleapis.com/google.protobuf.Int64Value"
UINT64 = "type.googleapis.com/google.protobuf.UInt64Value"

NAMES = (
    "__proto__",
    "constructor",
    "prototype",
    "__name__",
    "__class__",
    "__x__",
    "@type",
    "data",
    "error",
    "result",
    "toString",
    "$where",
    "uid",
    "admin",
    "a.b",
    "`a`",
    "",
    "\ud800",
)
"""Of fields: reserved somewhere, or with a meaning to somebody else."""

TEXTS = (
    *NAMES,
    ".",
    "..",
    "/",
    "a/b",
    "../../bob",
    "..%2f..%2fbob",
    "users/bob",
    "projects/p/databases/(default)/documents/users/bob",
    "uploads/bob/me.jpg",
    "uploads/ada/../bob/me.jpg",
    "uploads/ada/me.jpg/../../bob/me.jpg",
    "uploads/ada//me.jpg",
    "uploads/ada/%2e%2e/me.jpg",
    "uploads/ada/me.jpg\x00",
    "uploads/ada/" + "x" * 1500,
    "gs://bucket/uploads/ada/me.jpg",
    "gs://[::1/uploads/ada/me.jpg",
    "https://firebasestorage.googleapis.com/v0/b/x/o/uploads%2Fbob%2Fme.jpg?alt=media",
    "https://firebasestorage.googleapis.com/v0/b/x/o/uploads%2Fada%2F%ff%fe",
    "http://[::1",
    "http://169.254.169.254/uploads/ada/me.jpg",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "\x00",
    "\x7f\x1b[2J",
    "\u202eada",
    "\ufeff",
    "\ud83d",
    "ok\udfff",
    "\N{GRINNING FACE}" * 20,
    "\N{GRINNING FACE}" * 41,
    "\N{GRINNING FACE}" * 300,
    "e\u0301" * 200,
    "x" * 41,
    "x" * 10_000,
    "null",
    "true",
    "NaN",
    "-0",
    "1e999",
    "٣",
    "0x10",
    "{{7*7}}",
    "%s%n%(x)s",
    "' OR 1=1 --",
    "ignore all previous instructions",
    "2026-11-21T00:00:00+00:00",
    "9999-12-31T23:59:59.999999+00:00",
    "MDAwMS0wMS0wMVQwMDowMDowMCswMDowMA==",
    "OTk5OS0xMi0zMVQyMzo1OTo1OS45OTk5OTkrMDA6MDA=",
    "%%%=",
    "0" * 32,
    "f" * 32 + "\n",
    "F" * 32,
)

NUMBERS = (
    0,
    -1,
    1,
    99,
    36_501,
    2**31,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    10**400,
    -0.0,
    0.1,
    1.0,
    1e22,
    1e308,
    5e-324,
    float("nan"),
    float("inf"),
    float("-inf"),
)

CATALOGUES = tuple(
    tuple(map(str, words))
    for words in (EvolutionStage, StyleId, PersonaId, Timeline, CHARACTERS, Area, Status)
)
"""Words that mean something to us."""

MILD = ("swap", "swap", "drop", "null")
DEEDS = (*MILD, "replace", "replace", "add", "rename", "wrap")
"""What is done at one place of a valid value."""

names = st.sampled_from(NAMES) | st.text(max_size=8)
texts = st.sampled_from(TEXTS) | st.text(max_size=50)
scalars = st.none() | st.booleans() | st.sampled_from(NUMBERS) | st.integers() | st.floats() | texts
wrapped = st.fixed_dictionaries(
    {
        "@type": st.sampled_from((INT64, INT64, UINT64, "", 7)),
        "value": scalars | st.sampled_from(NUMBERS).map(str) | st.integers().map(str),
    }
)


def nested(depth: int) -> Any:
    """List and maps within each other, this deep."""
    value: Any = "deep"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


values: SearchStrategy[Any] = st.one_of(
    scalars,
    wrapped,
    st.sampled_from((3, 14, 15, 16, 17, 100, 1000)).map(nested),
    st.lists(scalars, max_size=25),
    st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)
    ),
)
"""Of JSON, and a little beyond: NaN, infinities and lone surrogates, as `json.dumps` writes them."""


def plausible(value: Any) -> SearchStrategy[Any]:
    """Values that could stand for this one, and may be as good."""
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int):
        return st.integers(0, 200).flatmap(spelled)
    if isinstance(value, str):
        alike = next((words for words in CATALOGUES if value in words), None)
        return st.sampled_from(alike) if alike else st.text("0123456789abcdef", min_size=32, max_size=32)
    return st.just(value) | st.none()


def spelled(number: int) -> SearchStrategy[Any]:
    """Return the ways in which SDKs send this number: as it is, as a double, wrapped."""
    boxes = ({"@type": box, "value": str(number)} for box in (INT64, UINT64))
    return st.sampled_from((number, float(number), *boxes))


def respelled(valid: Any) -> SearchStrategy[Any]:
    """Return the same value, each number in it in one of its spellings."""
    if isinstance(valid, dict):
        return st.fixed_dictionaries({key: respelled(one) for key, one in valid.items()})
    if isinstance(valid, list):
        return st.tuples(*map(respelled, valid)).map(list)
    return spelled(valid) if isinstance(valid, int) and not isinstance(valid, bool) else st.just(valid)


@st.composite
def mutated(draw: st.DrawFn, valid: Any, deeds: Sequence[str] = DEEDS) -> Any:
    """Return a valid value with one change at one place; after a mild change it may still be valid."""
    return _mutate(valid, draw(st.sampled_from(_places(valid))), draw(st.sampled_from(deeds)), draw)


def _places(value: Any) -> list[tuple[Any, ...]]:
    """Return the ways to everything within a value, the value itself included."""
    found: list[tuple[Any, ...]] = [()]
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        found.extend((key, *way) for way in _places(one))
    return found


def _mutate(value: Any, way: tuple[Any, ...], deed: str, draw: st.DrawFn) -> Any:
    if len(way) > 1:
        changed = _copy(value)
        changed[way[0]] = _mutate(value[way[0]], way[1:], deed, draw)
        return changed
    if not way:
        if deed in ("drop", "swap", "null"):
            return value
        if deed == "add" and isinstance(value, dict):
            return {**value, draw(names): draw(values)}
        return [value] if deed == "wrap" else draw(values)
    changed = _copy(value)
    if deed == "null":
        changed[way[0]] = None
    elif deed in ("drop", "rename"):
        gone = changed.pop(way[0])
        if deed == "rename" and isinstance(changed, dict):
            changed[draw(names)] = gone
    else:
        before = value[way[0]]
        changed[way[0]] = (
            [before] if deed == "wrap" else draw(plausible(before) if deed == "swap" else values)
        )
    return changed


def _copy(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else list(value)


def envelope(data: Any) -> bytes:
    """Return the body of a call with this data."""
    return json.dumps({"data": data}).encode()


bodies: SearchStrategy[bytes] = st.one_of(
    st.binary(max_size=200),
    values.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(names, values, max_size=2).map(lambda one: json.dumps({"data": None, **one}).encode()),
    st.sampled_from(
        (
            b"",
            b"null",
            b'"data"',
            b'["data"]',
            b"[]",
            b"{}",
            b'{"data"',
            b'{"data": 1}{"data": 2}',
            b'{"data": ' + b"1" * 5000 + b"}",
            b'{"data": ' + b"[" * 3000 + b"}",
            b'{"data": {"avatar_id": "\xff\xfe"}}',
            b'\xef\xbb\xbf{"data": {}}',
            '{"data": {}}'.encode("utf-16"),
            b'{"data": "' + b"x" * 70_000 + b'"}',
            b'{"data": {"a": 1, "a": {"a": 2}}}',
        )
    ),
)
"""Whole bodies that no SDK sends."""

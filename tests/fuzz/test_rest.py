"""Whatever is sent to the REST API by whomever: an answer, or a problem with its reason, and of a refusal no trace."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import strategies as st

from mirror_realm.rest.app import document
from mirror_realm.rest.reasons import REASONS
from tests.fuzz import callables, hostile
from tests.fuzz.firebase import CALLERS, PATIENCE, PHOTOS, FuzzedFirebase
from tests.fuzz.runs import FEW, MANY, fuzz
from tests.fuzz.test_callables import MOST_STORED
from tests.soak.soaking import Tell

PREFIX = "/api/v1"
Operations = Mapping[str, tuple[str, str]]


def operations() -> Operations:
    """Return method and path of each operation, by its name."""
    return {
        operation["operationId"]: (method.upper(), path.removeprefix(PREFIX))
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


OPERATIONS = operations()
OTHER_NAMES = {"health": "list_styles", "find_export": "list_styles"}
"""What an operation takes, by the name of a callable that takes the same, where its own is none."""

PREFERENCES = (
    "",
    "wait=0",
    "respond-async",
    "wait=0, respond-async",
    "wait=-1",
    "\xff",
    ",,=;",
    "wait=" + "9" * 999,
)


def bodies(payloads: tuple[Any, ...]) -> Any:
    """Bodies as the callables get them, without the envelope."""
    one = st.sampled_from(payloads)
    nearly = one.flatmap(hostile.mutated)
    mild = one.flatmap(lambda payload: hostile.mutated(payload, hostile.MILD))
    data = st.one_of(*[nearly] * 5, *[mild] * 4, one.flatmap(hostile.respelled), hostile.values)
    return st.one_of(*[data.map(lambda value: hostile.envelope(value)[9:-1])] * 9, hostile.bodies)


def paths(path: str, avatar_id: str) -> Any:
    """Addresses of an operation: mostly as they are meant, with any query."""
    part = st.one_of(
        st.just(avatar_id),
        st.just(callables.PROJECT_ID),
        st.sampled_from(hostile.TEXTS),
        st.text(max_size=40),
    )
    part = part.map(
        lambda text: text.replace("\n", "")
    )  # at a line break functions-framework itself answers 404
    spelled = part.map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe=""))
    name, value = (
        st.sampled_from(names) | st.text(max_size=9)
        for names in (
            ("confirm", "style", "page_size", "page_token", "status", "avatars", "tag", "project_id"),
            hostile.TEXTS,
        )
    )
    pair = st.tuples(name, value).map(
        lambda pair: "=".join(quote(one.encode("utf-8", "surrogatepass"), safe="") for one in pair)
    )
    query = st.lists(pair, max_size=3).map("&".join)
    return st.tuples(spelled, query).map(
        lambda drawn: (
            path.replace("{avatar_id}", drawn[0])
            .replace("{user_id}", drawn[0])
            .replace("{project_id}", drawn[0])
            + (f"?{drawn[1]}" if drawn[1] else "")
        )
    )


def check(firebase: FuzzedFirebase, method: str, drawn: tuple[str, bytes, str, str, str]) -> None:
    path, body, caller, prefer, kind = drawn
    before, failures = firebase.stored(), firebase.failures()
    if len(before) > MOST_STORED or any(name.startswith("erasures/") for name in before):
        firebase.begin()
        before = firebase.stored()
    headers = {"Prefer": prefer, "Content-Type": kind}
    reply = firebase.rest(method, path, body, caller, **headers)

    assert reply.seconds < PATIENCE
    assert reply.status < 500, reply.body
    if reply.status >= 400:
        problem = reply.json
        assert problem["reason"] in REASONS
        assert problem["status"] == reply.status
        after = dict(firebase.stored())
        if "/upload" in path:  # a photo that cannot be used is deleted, and counted so
            gone = (*PHOTOS, "/uploads/current")
            after |= {name: before[name] for name in before if name.endswith(gone)}
        assert after == before
    elif reply.status == 204:
        assert reply.body == b""
    else:
        assert isinstance(reply.json, (dict, list))
    assert firebase.failures() == failures


def fuzz_operation(firebase: FuzzedFirebase, name: str, inputs: int) -> int:
    method, path = OPERATIONS[name]
    payloads = callables.payloads(firebase.first, firebase.second)
    takes: tuple[Any, ...] = payloads.get(OTHER_NAMES.get(name, name), ({},))
    callers = st.sampled_from((*["ada"] * 9 * len(CALLERS), *sorted(CALLERS)))
    kinds = st.sampled_from(
        ("application/json",) * 6 + ("application/json; charset=utf-8", "text/plain", "\xff")
    )
    strategy = st.tuples(
        paths(path, firebase.first), bodies(takes), callers, st.sampled_from(PREFERENCES), kinds
    )
    return fuzz(strategy, lambda drawn: check(firebase, method, drawn), inputs)


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_answers_or_refuses(firebase: FuzzedFirebase, name: str, record_property: Tell) -> None:
    record_property("fuzzed", (name, fuzz_operation(firebase, name, FEW)))


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_answers_or_refuses_at_length(
    firebase: FuzzedFirebase, name: str, record_property: Tell
) -> None:
    record_property("fuzzed", (name, fuzz_operation(firebase, name, MANY)))

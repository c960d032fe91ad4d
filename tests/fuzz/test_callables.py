"""Whatever is sent to a callable by whomever: an answer or a refusal with its reason, and of a refusal no trace."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st

from mirror_realm.domain.erasure import Erasure
from mirror_realm.errors import Refusal
from tests.docs import entry_points
from tests.fuzz import callables, hostile
from tests.fuzz.firebase import CALLERS, PATIENCE, PHOTOS, FuzzedFirebase, Reply, Stored
from tests.fuzz.runs import FEW, MANY, fuzz
from tests.soak.soaking import Tell

FUZZED = sorted(callables.payloads("", ""))
ADMINISTRATORS = entry_points.for_administrators()
NUMBERED = (
    *("generate_avatar", "generate_trilogy", "list_avatars", "list_projects", "list_uses"),
    *("grant_credits", "list_reports", "replay_dead_letters"),
    *("console_view", "console_act"),
)
"""Those that take a number."""

MOST_STORED = 150
"""Documents and files at which a test begins anew, for comparing them takes time."""

UNREAD = {"INVALID_ARGUMENT", "UNAUTHENTICATED"}
"""Statuses of refusals by firebase-functions itself, before our code is asked; they have no details."""


def reasons(kind: type[Refusal] = Refusal) -> Iterator[str]:
    """Every reason to refuse a call."""
    for one in kind.__subclasses__():
        if "reason" in vars(one):
            yield one.reason
        yield from reasons(one)


REASONS = set(reasons())


def refused(reply: Reply) -> bool:
    """Whether a well-formed answer is a refusal."""
    assert reply.seconds < PATIENCE
    answer = reply.json
    if reply.status == 200:
        assert answer.keys() == {"result"}
        return False
    error = answer["error"]
    assert error["status"] not in ("INTERNAL", "UNKNOWN"), error
    assert 400 <= reply.status < 500
    if "details" in error:
        assert error["details"]["reason"] in REASONS
    else:
        assert error["status"] in UNREAD
    return True


def spent(stored: Stored) -> bool:
    """Return whether a photo of ada's was used, and she needs another one."""
    return sum(name.endswith(PHOTOS) for name in stored) < len(PHOTOS)


def check(firebase: FuzzedFirebase, function: str, body: bytes, caller: str) -> None:
    before, failures = firebase.stored(), firebase.failures()
    if len(before) > MOST_STORED or any(name.startswith("erasures/") for name in before) or spent(before):
        firebase.begin()
        before = firebase.stored()
    if refused(firebase.call(function, body, caller)):
        after = dict(firebase.stored())
        if function == "upload_avatar":  # a photo that cannot be used is deleted, and counted so
            gone = (*PHOTOS, "/uploads/current")
            after |= {name: before[name] for name in before if name.endswith(gone)}
        looks = [name for name in after if name not in before and name.startswith("audit/")]
        assert not looks or (function == "console_view" and len(looks) == 1), "a look that found no user"
        assert {name: one for name, one in after.items() if name not in looks} == before
    assert firebase.failures() == failures
    assert not [name for name in firebase.stored() if name.startswith("dead_letters/")]


def fuzz_callable(firebase: FuzzedFirebase, function: str, inputs: int) -> int:
    payloads: tuple[Any, ...] = callables.payloads(firebase.first, firebase.second)[function]
    usual = "an administrator" if function in ADMINISTRATORS else "ada"
    callers = st.sampled_from((*[usual] * 9 * len(CALLERS), *sorted(CALLERS)))
    strategy = st.tuples(callables.bodies(payloads), callers)
    return fuzz(strategy, lambda drawn: check(firebase, function, *drawn), inputs)


def test_every_callable_is_fuzzed(firebase: FuzzedFirebase) -> None:
    hosted = firebase.suite.host.functions.values()
    assert sorted(one.name for one in hosted if one.kind == "callable") == FUZZED


@pytest.mark.parametrize("function", NUMBERED)
def test_a_call_is_taken_in_every_spelling_of_its_numbers(firebase: FuzzedFirebase, function: str) -> None:
    payloads: tuple[Any, ...] = callables.payloads(firebase.first, firebase.second)[function]
    caller = "an administrator" if function in ADMINISTRATORS else "ada"

    def taken(payload: Any) -> None:
        answer = firebase.call(function, hostile.envelope(payload), caller).json
        assert answer.get("error", {}).get("status") != "INVALID_ARGUMENT", answer

    fuzz(st.sampled_from(payloads).flatmap(hostile.respelled), taken, FEW)


@pytest.mark.drawn(one_in=2)
@pytest.mark.parametrize("function", FUZZED)
def test_a_callable_answers_or_refuses(
    firebase: FuzzedFirebase, function: str, record_property: Tell
) -> None:
    record_property("fuzzed", (function, fuzz_callable(firebase, function, FEW)))


def copies(firebase: FuzzedFirebase) -> list[str]:
    return [name for name in firebase.stored() if "/exports/" in name]


def test_no_copy_is_begun_while_its_user_is_erased(firebase: FuzzedFirebase) -> None:
    payloads: tuple[Any, ...] = callables.payloads(firebase.first, firebase.second)["export_my_data"]
    firebase.begin()
    for name in copies(firebase):
        if name.startswith("users/"):
            firebase.client.document(name).delete()
    erasure = Erasure.begun(datetime.now(UTC)).to_document()
    firebase.client.document("erasures/ada").set(erasure)
    before = copies(firebase)

    def nothing_begins(body: bytes) -> None:
        assert refused(firebase.call("export_my_data", body))
        assert copies(firebase) == before

    try:
        fuzz(callables.bodies(payloads), nothing_begins, FEW)
    finally:
        firebase.begin()


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("function", FUZZED)
def test_a_callable_answers_or_refuses_at_length(
    firebase: FuzzedFirebase, function: str, record_property: Tell
) -> None:
    record_property("fuzzed", (function, fuzz_callable(firebase, function, MANY)))

"""The rules runtime for firebase-tools: what it answers to the messages that firebase-tools writes."""

import json
from io import StringIO
from typing import Any

import pytest

from embedded_firebase.firebase_tools.storage_rules import READY, StorageRulesRuntime, value_of
from embedded_firebase.rules.values import UNDECIDED, RulesSet, Timestamp
from embedded_firebase.rules.values import Path as RulesPath

RULES = """
rules_version = '2';
service firebase.storage {
  match /b/{bucket}/o {
    match /uploads/{uid}/{name} {
      allow get: if request.auth.uid == uid;
      // An emulator may call an overwrite a creation: hence `resource == null`.
      allow create: if request.auth.uid == uid
        && !firestore.exists(/databases/(default)/documents/erasures/$(uid))
        && resource == null
        && request.resource.contentType in ['image/jpeg', 'image/png']
        && request.resource.size < 10 * 1024 * 1024;
    }
  }
}
"""
"""Owners may create small pictures of their own while nobody erases their account; nobody may list."""
ERASURE = {"path": "/databases/(default)/documents/erasures/ada"}
NOT_FOUND = {"status": "not_found", "warnings": [], "errors": []}

Message = dict[str, Any]


def conversation(*asked: Message) -> list[Message]:
    """Return what is answered to these messages, all of which are there from the start."""
    answered = StringIO()
    StorageRulesRuntime(StringIO("".join(json.dumps(one) + "\n" for one in asked)), answered).serve()
    ready, *answers = [json.loads(line) for line in answered.getvalue().splitlines()]
    assert ready == READY
    return answers


def load(source: str = RULES) -> Message:
    source_files = {"files": [{"name": "storage.rules", "content": source}]}
    return {"id": 0, "action": "load_ruleset", "context": {"rulesetName": "0", "source": source_files}}


def upload(number: int, uid: str | None, resource: Message | None = None) -> Message:
    """`uid` puts a photo into Ada's folder, where `resource` is already."""
    photo: dict[str, Message] = {"size": {"int_value": 5}, "contentType": {"string_value": "image/png"}}
    auth = {"null_value": None} if uid is None else map_of(uid={"string_value": uid})
    request = map_of(
        auth=auth, resource=map_of(**photo), time={"timestamp_value": "2026-11-20T12:00:00.000Z"}
    )
    return verify(number, "create", "/b/bucket/o/uploads/ada/me.png", request, resource)


def verify(number: int, method: str, path: str, request: Message, resource: Message | None = None) -> Message:
    variables = {"request": request, "resource": resource or {"null_value": None}}
    context = {"rulesetName": "0", "service": "firebase.storage", "path": path, "method": method}
    return {"id": number, "action": "verify", "context": {**context, "variables": variables}}


def map_of(**fields: Message) -> Message:
    return {"map_value": {"fields": fields}}


def verdict(number: int, permit: bool) -> Message:
    return {"id": number, "status": "ok", "result": {"permit": permit}, "warnings": [], "errors": []}


def test_rules_are_loaded() -> None:
    assert conversation(load()) == [
        {"id": 0, "status": "ok", "result": {"rulesVersion": 2}, "warnings": [], "errors": []}
    ]


def test_what_is_wrong_with_rules_is_said() -> None:
    [answer] = conversation(load("rules_version = '2'; service firebase.storage { nonsense }"))

    assert answer["action"] == "load_ruleset"
    assert answer["errors"] == [answer["message"]] != [""]


def test_a_stranger_is_refused_before_any_document_is_read() -> None:
    assert conversation(load(), upload(1, "bo"))[1:] == [verdict(1, permit=False)]


def test_nobody_is_refused_whatever_documents_say() -> None:
    assert conversation(load(), upload(1, None), {"id": 1, **NOT_FOUND})[-1] == verdict(1, permit=False)


def test_an_owner_who_is_not_being_erased_may_upload() -> None:
    asked_back = {"action": "fetch_firestore_document", "context": ERASURE}

    assert conversation(load(), upload(1, "ada"), {"id": 1, **NOT_FOUND})[1:] == [
        {**asked_back, "server_request_id": 1, "status": "ok"},
        verdict(1, permit=True),
    ]


def test_an_owner_who_is_being_erased_may_not() -> None:
    fields = {"started_at": {"timestampValue": "2026-11-20T12:00:00Z"}}
    erasure = {"id": 1, "status": "ok", "result": {"name": "projects/p/" + ERASURE["path"], "fields": fields}}

    assert conversation(load(), upload(1, "ada"), erasure)[-1] == verdict(1, permit=False)


def test_an_overwrite_is_refused_though_it_is_called_a_creation() -> None:
    assert conversation(load(), upload(1, "ada", map_of()), {"id": 1, **NOT_FOUND})[-1] == verdict(
        1, permit=False
    )


def test_a_request_that_comes_before_the_document_is_answered_after_it() -> None:
    answers = conversation(load(), upload(1, "ada"), upload(2, "bo"), {"id": 1, **NOT_FOUND})

    assert answers[2:] == [verdict(1, permit=True), verdict(2, permit=False)]


def test_nobody_may_list() -> None:
    owner = map_of(auth=map_of(uid={"string_value": "ada"}))

    assert conversation(load(), verify(1, "list", "/b/bucket/o/uploads/ada", owner))[1:] == [
        verdict(1, permit=False)
    ]


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ({"null_value": None}, None),
        ({"string_value": "a"}, "a"),
        ({"bool_value": True}, True),
        ({"int_value": 3}, 3),
        ({"float_value": 0.5}, 0.5),
        ({"timestamp_value": "1970-01-01T00:00:01.500Z"}, Timestamp(1_500_000_000)),
        ({"list_value": {"values": [{"int_value": 1}]}}, [1]),
        ({"map_value": {"fields": {"a": {"int_value": 1}}}}, {"a": 1}),
        ({"path_value": {"segments": [{"simple": "b"}, {"simple": "o"}]}}, RulesPath(("b", "o"))),
        ({"duration_value": "1s"}, UNDECIDED),
    ],
)
def test_values_are_read(message: Message, value: object) -> None:
    assert value_of(message) == value


def test_sets_are_read() -> None:
    twice = value_of({"set_value": {"values": [{"int_value": 1}, {"int_value": 1}]}})

    assert isinstance(twice, RulesSet)
    assert list(twice.items) == [1]

"""Rules on Storage: what conditions see of files and of documents in Firestore."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from embedded_firebase.firestore.protocol import Document
from embedded_firebase.policies import StorageRules
from embedded_firebase.rules import STORAGE, Ruleset
from embedded_firebase.storage import AccessRequest, StoredObject
from embedded_firebase.storage.objects import Content, ObjectStore

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ERASURE = "projects/p/databases/(default)/documents/erasures/ada"


def stored(name: str = "uploads/ada/me.png", size: int = 5) -> StoredObject:
    content = Content(
        bytes(size),
        "image/png",
        {"cacheControl": "no-store"},
        {"a": "b", "firebaseStorageDownloadTokens": "t"},
    )
    return ObjectStore().put("bucket", name, content)


CREATE = AccessRequest("create", "bucket", "uploads/ada/me.png", {"sub": "ada"}, None, stored(), NOW)
GET = replace(CREATE, method="get", current=stored(), proposed=None)
LIST = replace(GET, method="list", name="uploads/ada", current=None)


def allows(condition: str, request: AccessRequest, pattern: str = "/uploads/{uid}/{name}") -> bool:
    source = (
        "rules_version = '2'; service firebase.storage { match /b/{bucket}/o {"
        f" match {pattern} {{ allow read, write: if {condition}; }} }} }}"
    )

    def find(name: str) -> Document | None:
        fields = {"tries": {"integer_value": 3}}
        return Document(name=ERASURE, fields=fields) if name == ERASURE else None

    return StorageRules(Ruleset(source, STORAGE), "p", find).allows(request)


@pytest.mark.parametrize(
    "condition",
    [
        "request.auth.uid == uid && name == 'me.png' && bucket == 'bucket'",
        "request.method == 'create' && resource == null",
        "request.resource.size == 5 && request.resource.contentType == 'image/png'",
        "request.resource.name == 'uploads/ada/me.png' && request.resource.bucket == 'bucket'",
        "request.resource.metadata == {'a': 'b'}",
        "request.resource.cacheControl == 'no-store'",
        "request.resource.md5Hash is string && request.resource.generation is int",
        "request.resource.timeCreated is timestamp && request.time == timestamp.value(1795176000000)",
        "request.path == /b/$(bucket)/o/uploads/$(uid)/$(name)",
    ],
)
def test_an_upload_is_described(condition: str) -> None:
    assert allows(condition, CREATE)


def test_a_file_that_is_there_is_the_resource() -> None:
    assert allows("resource.size == 5 && request.method == 'get'", GET)
    assert not allows("request.resource == null", GET)


def test_a_deletion_has_no_resource_to_be() -> None:
    request = replace(GET, method="delete")
    assert allows("request.resource == null && resource != null", request)


def test_a_listing_is_of_a_folder_and_of_no_file() -> None:
    assert allows("uid == 'ada'", LIST, "/uploads/{uid}")
    assert not allows("resource == null", LIST, "/uploads/{uid}")
    assert allows("true", replace(LIST, name=""), "/{all=**}")


def test_nobody_is_signed_in() -> None:
    assert allows("request.auth == null", replace(GET, claims=None))
    assert not allows("request.auth.uid == uid", replace(GET, claims=None))


@pytest.mark.parametrize(
    ("uid", "there"),
    [("ada", True), ("bob", False)],
)
def test_documents_of_firestore_are_read(uid: str, there: bool) -> None:
    condition = f"firestore.exists(/databases/(default)/documents/erasures/{uid})"
    assert allows(condition, CREATE) is there
    assert allows(f"!{condition}", CREATE) is not there


def test_what_stands_in_a_document_of_firestore_is_read() -> None:
    document = "firestore.get(/databases/(default)/documents/erasures/{uid}).data.tries"
    assert allows(f"{document.format(uid='ada')} == 3", CREATE)
    assert not allows(f"{document.format(uid='ada')} == 4", CREATE)
    assert not allows(f"{document.format(uid='bob')} != 4", CREATE)


def test_two_documents_may_be_read_for_a_request_and_no_third() -> None:
    def exists(uid: str) -> str:
        return f"firestore.exists(/databases/(default)/documents/erasures/{uid})"

    assert allows(f"{exists('ada')} && !{exists('bob')} && {exists('ada')}", CREATE)
    assert not allows(f"{exists('ada')} && !{exists('bob')} && !{exists('eve')}", CREATE)


def test_documents_of_another_database_are_not() -> None:
    condition = "firestore.exists(/databases/second/documents/erasures/ada)"
    assert not allows(condition, CREATE)
    assert not allows(f"!{condition}", CREATE)


@pytest.mark.parametrize("name", ["uploads/ada/", "uploads//me.png", "uploads/ada//me.png"])
def test_a_name_with_an_empty_part_comes_under_no_wildcard(name: str) -> None:
    for pattern in ("/uploads/{uid}/{name}", "/uploads/{uid}/{rest=**}"):
        last = "rest" if "rest" in pattern else "name"
        assert not allows(f"uid != 'x' && {last} != 'x'", replace(GET, name=name), pattern)

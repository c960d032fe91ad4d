"""What a refused write shows of a document: nothing, unless the user may write it. Google's emulator answers alike."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.world import World, refusal
from embedded_firebase.firestore import FirestoreEmulator
from embedded_firebase.policies import FirestoreRules
from embedded_firebase.rules import FIRESTORE, Ruleset

RULES = """
rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /owned/{id} {
      allow create: if request.resource.data.owner == request.auth.uid;
      allow update, delete: if resource.data.owner == request.auth.uid;
    }
    match /updatable/{id} { allow update: if request.auth != null; }
    match /creatable/{id} { allow create: if request.auth != null; }
    match /open/{id} { allow write: if request.auth != null; }
  }
}
"""
VERSION = {"update_time": {"seconds": 5}}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    emulator = FirestoreEmulator(access=FirestoreRules(Ruleset(RULES, FIRESTORE)))
    world = World(f"127.0.0.1:{emulator.start()}")
    for collection in ("owned", "updatable", "creatable", "open", "closed"):
        world.client.document(f"{collection}/theirs").set({"owner": "bob"})
    yield world
    world.client.close()
    emulator.stop()


def answer(world: World, path: str, kind: str, condition: dict[str, Any]) -> str:
    """Return the status of a write of ada's."""
    claims = base64.urlsafe_b64encode(json.dumps({"sub": "ada"}).encode()).decode().rstrip("=")
    name = world.name(path)
    operation = {"delete": name} if kind == "delete" else {"update": {"name": name}}
    request = {"database": world.database, "writes": [{**operation, "current_document": condition}]}
    token = [("authorization", f"Bearer e30.{claims}.")]
    return refusal(lambda: world.api.commit(request, metadata=token, retry=None))[0]


@pytest.mark.parametrize("collection", ["owned", "creatable", "closed"])
@pytest.mark.parametrize("condition", [{"exists": True}, VERSION], ids=["exists", "version"])
@pytest.mark.parametrize("kind", ["update", "delete"])
def test_a_write_that_rules_forbid_does_not_show_whether_the_document_exists(
    world: World, collection: str, condition: dict[str, Any], kind: str
) -> None:
    answers = [answer(world, f"{collection}/{name}", kind, condition) for name in ("theirs", "missing")]
    assert answers == ["PERMISSION_DENIED"] * 2


@pytest.mark.parametrize("collection", ["owned", "updatable", "closed"])
def test_a_creation_that_rules_forbid_does_not_show_whether_the_document_exists(
    world: World, collection: str
) -> None:
    answers = [
        answer(world, f"{collection}/{name}", "update", {"exists": False}) for name in ("theirs", "missing")
    ]
    assert answers == ["PERMISSION_DENIED"] * 2


def test_a_write_that_rules_allow_gets_the_reason_of_its_refusal(world: World) -> None:
    assert answer(world, "updatable/missing", "update", {"exists": True}) == "NOT_FOUND"
    assert answer(world, "open/missing", "delete", {"exists": True}) == "NOT_FOUND"
    assert answer(world, "creatable/theirs", "update", {"exists": False}) == "ALREADY_EXISTS"
    assert answer(world, "open/theirs", "update", VERSION) == "FAILED_PRECONDITION"

"""Rules on the REST API: an administrator passes them, users and apps without a token do not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.test_rest import NAMES, ONE, failure, rest
from conformance.world import World
from embedded_firebase.firestore import FirestoreEmulator
from embedded_firebase.policies import FirestoreRules
from embedded_firebase.rules import FIRESTORE, Ruleset

RULES = """
rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /users/{uid} { allow read, write: if request.auth.uid == uid; }
    match /public/{id} { allow read: if true; }
  }
}
"""
ADA = {"Authorization": "Bearer e30.eyJzdWIiOiAiYWRhIn0."}
DENIED = (403, "PERMISSION_DENIED")


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    emulator = FirestoreEmulator(access=FirestoreRules(Ruleset(RULES, FIRESTORE)))
    world = World(f"127.0.0.1:{emulator.start()}")
    world.client.document("users/bob").set({"n": 1})
    world.client.document("public/a").set({"n": 1})
    yield world
    world.client.close()
    emulator.stop()


def test_a_user_reaches_what_rules_allow(world: World) -> None:
    assert rest(world, "PATCH", "/users/ada", ONE, ADA)[0] == 200
    assert rest(world, "GET", "/users/ada", headers=ADA)[1]["fields"] == ONE["fields"]
    assert rest(world, "DELETE", "/users/ada", headers=ADA) == (200, {})


@pytest.mark.parametrize("headers", [ADA, {}], ids=["another user", "no token"])
def test_what_rules_forbid_is_refused(world: World, headers: dict[str, str]) -> None:
    write = {"writes": [{"delete": world.name("users/bob")}]}
    for answer in (
        rest(world, "GET", "/users/bob", headers=headers),
        rest(world, "PATCH", "/users/bob", ONE, headers),
        rest(world, "DELETE", "/users/bob?currentDocument.exists=true", headers=headers),
        rest(world, "DELETE", "/users/nobody?currentDocument.exists=true", headers=headers),
        rest(world, "POST", ":commit", write, headers),
        rest(world, "POST", ":batchGet", {"documents": [world.name("users/bob")]}, headers),
        rest(world, "POST", ":runQuery", NAMES, headers),
        rest(world, "GET", "/users", headers=headers),
        rest(world, "POST", ":listCollectionIds", {}, headers),
        rest(world, "POST", ":batchWrite", write, headers),
    ):
        assert failure(answer) == DENIED
    assert world.client.document("users/bob").get().to_dict() == {"n": 1}


def test_an_app_without_a_token_reads_what_is_public(world: World) -> None:
    assert rest(world, "GET", "/public/a", headers={})[0] == 200
    assert len(rest(world, "GET", "/public", headers={})[1]["documents"]) == 1


@pytest.mark.parametrize("credential", ["Bearer x", "Basic owner", "Bearer a.b.c"])
def test_a_bad_credential_is_unauthenticated(world: World, credential: str) -> None:
    answer = rest(world, "GET", "/public/a", headers={"Authorization": credential})
    assert failure(answer) == (401, "UNAUTHENTICATED")

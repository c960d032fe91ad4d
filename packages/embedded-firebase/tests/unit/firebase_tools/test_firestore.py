"""What firebase-tools needs of a Firestore in the place of its jar: rules, and documents for rules of Storage."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from google.api_core.exceptions import PermissionDenied

from conformance.world import World
from embedded_firebase.firestore import FirestoreEmulator
from embedded_firebase.policies import FirestoreRules
from embedded_firebase.rules import FIRESTORE, Ruleset

RULES = """
rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /ledger/{entry} { allow read: if request.auth != null; }
  }
}
"""


@pytest.fixture
def world() -> Iterator[World]:
    emulator = FirestoreEmulator(access=FirestoreRules(Ruleset(RULES, FIRESTORE)))
    yield World(f"127.0.0.1:{emulator.start()}")
    emulator.stop()


def read(world: World, path: str, authorization: str = "Bearer owner") -> bytes:
    address = f"http://{world.address}/v1/projects/{world.project}/databases/(default)/documents/{path}"
    request = urllib.request.Request(address, headers={"Authorization": authorization})
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
        return body


def status(world: World, path: str, authorization: str = "Bearer owner") -> int:
    with pytest.raises(HTTPError) as refused:
        read(world, path, authorization)
    with refused.value as answer:
        return answer.code


def test_a_server_reads_a_document(world: World) -> None:
    world.client.document("erasures/ada").set({"n": 1})

    assert b'"integerValue": "1"' in read(world, "erasures/ada")


def test_what_is_not_there_is_not_found(world: World) -> None:
    assert status(world, "erasures/ada") == 404


@pytest.mark.parametrize("authorization", ["", "Bearer somebody", "Basic owner"])
def test_others_may_not_read_so(world: World, authorization: str) -> None:
    world.client.document("erasures/ada").set({"n": 1})

    assert status(world, "erasures/ada", authorization) == (401 if authorization else 403)


def test_the_rules_that_firebase_tools_names_are_in_force(tmp_path: Path) -> None:
    (tmp_path / "firestore.rules").write_text(RULES)
    program = [sys.executable, "-m", "embedded_firebase.firebase_tools.firestore"]
    command = [*program, "--port", "0", "--rules", str(tmp_path / "firestore.rules")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().split()[-1].rstrip(".")
            world = World(address)
            world.client.document("ledger/a").set({})
            with pytest.raises(PermissionDenied):
                world.api.get_document({"name": world.name("ledger/a")}, retry=None)
        finally:
            process.terminate()


def test_rules_that_cannot_be_used_are_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "firestore.rules").write_text("service cloud.firestore {}")
    program = [sys.executable, "-m", "embedded_firebase.firebase_tools.firestore"]
    command = [*program, "--port", "0", "--rules", str(tmp_path / "firestore.rules")]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("firestore.rules cannot be used:\nline 1")

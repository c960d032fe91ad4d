"""What integration tests share: one embedded Firestore for the session, empty at the start of each test."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from google.cloud import firestore

from emulator.firestore import FirestoreEmulator, IndexCatalogue
from tests.integration.firestore_house import PROJECT, CreatedAttempts, FirestoreHouse

ROOT = Path(__file__).parents[2]
Houses = Callable[..., FirestoreHouse]


@pytest.fixture(scope="session")
def firestore_emulator() -> Iterator[FirestoreEmulator]:
    """Refuses a query without an index, as production does: it has those of firestore.indexes.json alone."""
    emulator = FirestoreEmulator(indexes=IndexCatalogue.load(ROOT / "firestore.indexes.json"))
    port = emulator.start()
    before = os.environ.get("FIRESTORE_EMULATOR_HOST")
    os.environ["FIRESTORE_EMULATOR_HOST"] = f"127.0.0.1:{port}"
    yield emulator
    if before is None:
        del os.environ["FIRESTORE_EMULATOR_HOST"]
    else:
        os.environ["FIRESTORE_EMULATOR_HOST"] = before
    emulator.stop()


@pytest.fixture
def houses(firestore_emulator: FirestoreEmulator) -> Iterator[Houses]:
    """Builds houses on the same empty database: instances of one deployment."""
    firestore_emulator.clear(PROJECT, "(default)")
    attempts = CreatedAttempts(firestore_emulator)
    clients: list[firestore.Client] = []

    def build(**options: object) -> FirestoreHouse:
        clients.append(firestore.Client(project=PROJECT))
        return FirestoreHouse(client=clients[-1], attempts=attempts, **options)  # type: ignore[arg-type]

    yield build
    for client in clients:
        client.close()


@pytest.fixture
def operations(firestore_emulator: FirestoreEmulator) -> Callable[[], dict[str, int]]:
    """Document reads, writes and deletes since the last call, as Firestore bills them."""
    host = os.environ["FIRESTORE_EMULATOR_HOST"]

    def since_last() -> dict[str, int]:
        with urllib.request.urlopen(f"http://{host}/__/operations") as answer:
            counted = json.load(answer)
        urllib.request.urlopen(
            urllib.request.Request(f"http://{host}/__/operations", method="DELETE")
        ).close()
        return {name: counted[name] for name in ("reads", "writes", "deletes")}

    since_last()
    return since_last

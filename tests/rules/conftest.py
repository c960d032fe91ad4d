"""Which engines judge: ours, the embedded Firebase, and Google's where they run. Every run says which did."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from embedded_firebase import Suite
from embedded_firebase.rules import FIRESTORE, STORAGE, Ruleset
from tests.rules.clients import Client
from tests.rules.engines import Evaluator, FirestoreEngine, StorageEngine

ROOT = Path(__file__).parents[2]
EMBEDDED = "the embedded Firebase, through clients"

# Read at once, for other suites in the same process set the variables for themselves.
OFFICIAL_FIRESTORE = os.environ.get("FIRESTORE_EMULATOR_HOST", "")
OFFICIAL_STORAGE = os.environ.get("FIREBASE_STORAGE_EMULATOR_HOST", "")


@pytest.fixture(scope="session")
def evaluator() -> Evaluator:
    """Our evaluator by itself."""
    firestore = Ruleset.load(ROOT / "firestore.rules", FIRESTORE)
    storage = Ruleset.load(ROOT / "storage.rules", STORAGE)
    return Evaluator(firestore, storage, datetime.now(UTC))


@pytest.fixture(scope="session")
def embedded() -> Iterator[Client]:
    """Yield the embedded Firebase."""
    with (
        Suite(root=ROOT, free_ports=True, functions=False) as suite,
        Client(EMBEDDED, suite.addresses["firestore"], suite.addresses["storage"]) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def official_firestore() -> Iterator[Client]:
    """Google's Firestore emulator, judging by our rules."""
    if not OFFICIAL_FIRESTORE:
        pytest.skip(
            "firestore.rules NOT JUDGED BY GOOGLE'S ENGINE: set FIRESTORE_EMULATOR_HOST to its emulator"
        )
    with Client(f"Google's Firestore emulator at {OFFICIAL_FIRESTORE}", OFFICIAL_FIRESTORE) as client:
        assert client.load((ROOT / "firestore.rules").read_text()), "it refused our rules"
        yield client


@pytest.fixture(scope="session")
def official_storage() -> Iterator[Client]:
    """Yield the Storage emulator of firebase-tools, which has loaded our rules from firebase.json."""
    if not (OFFICIAL_FIRESTORE and OFFICIAL_STORAGE):
        pytest.skip(
            "storage.rules NOT JUDGED BY GOOGLE'S ENGINE: set FIRESTORE_EMULATOR_HOST and "
            "FIREBASE_STORAGE_EMULATOR_HOST to firebase-tools' emulators"
        )
    name = f"firebase-tools' Storage emulator at {OFFICIAL_STORAGE}"
    with Client(name, OFFICIAL_FIRESTORE, OFFICIAL_STORAGE) as client:
        yield client


@pytest.fixture(params=["embedded", *(["official_firestore"] if OFFICIAL_FIRESTORE else [])])
def firebase(request: pytest.FixtureRequest) -> Client:
    """Each emulator of Firestore that there is in turn."""
    client: Client = request.getfixturevalue(request.param)
    return client


@pytest.fixture(params=["evaluator", "embedded", "official_firestore"])
def firestore_engine(request: pytest.FixtureRequest) -> FirestoreEngine:
    """Each engine that judges Firestore in turn."""
    engine: FirestoreEngine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture(params=["evaluator", "embedded", "official_storage"])
def storage_engine(request: pytest.FixtureRequest) -> StorageEngine:
    """Each engine that judges Storage in turn."""
    engine: StorageEngine = request.getfixturevalue(request.param)
    return engine

"""What integration tests share: one embedded Firestore for the session, empty at the start of each test."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from firebase_admin import auth
from google.cloud import firestore

from embedded_firebase.firestore import FirestoreEmulator, IndexCatalogue
from tests.integration import given_database
from tests.integration.app import uid_of
from tests.integration.firestore_house import PROJECT, CreatedAttempts, FirestoreHouse
from tests.integration.whole_firebase import WholeFirebase

ROOT = Path(__file__).parents[2]
Houses = Callable[..., FirestoreHouse]


class AddressedEmulator(FirestoreEmulator):
    """An emulator that knows where it answers."""

    address = ""

    @contextmanager
    def found(self) -> Iterator[None]:
        """Have Google's clients find it, whatever else this process runs and however tests are shared out."""
        before = os.environ.get("FIRESTORE_EMULATOR_HOST")
        os.environ["FIRESTORE_EMULATOR_HOST"] = self.address
        try:
            yield
        finally:
            if before is None:
                del os.environ["FIRESTORE_EMULATOR_HOST"]
            else:
                os.environ["FIRESTORE_EMULATOR_HOST"] = before


@pytest.fixture(scope="session")
def firestore_emulator() -> Iterator[AddressedEmulator]:
    """Refuses a query without an index, as production does: it has those of firestore.indexes.json alone."""
    emulator = AddressedEmulator(indexes=IndexCatalogue.load(ROOT / "firestore.indexes.json"))
    emulator.address = f"127.0.0.1:{emulator.start()}"
    yield emulator
    emulator.stop()


@pytest.fixture
def houses(request: pytest.FixtureRequest) -> Iterator[Houses]:
    """Build houses on the same empty database: instances of one deployment."""
    clients: list[firestore.Client] = []
    project = given_database.PROJECT or PROJECT

    def build(**options: object) -> FirestoreHouse:
        clients.append(firestore.Client(project=project))
        return FirestoreHouse(client=clients[-1], attempts=attempts, **options)  # type: ignore[arg-type]

    with ExitStack() as stack:
        attempts: CreatedAttempts | given_database.StoredAttempts
        if given_database.PROJECT:
            attempts = stack.enter_context(given_database.given_database())
        else:
            emulator: AddressedEmulator = request.getfixturevalue("firestore_emulator")
            stack.enter_context(emulator.found())
            emulator.clear(PROJECT, "(default)")
            attempts = CreatedAttempts(emulator)
        yield build
        for client in clients:
            client.close()


@pytest.fixture
def operations(firestore_emulator: AddressedEmulator) -> Callable[[], dict[str, int]]:
    """Document reads, writes and deletes since the last call, as Firestore bills them."""
    host = firestore_emulator.address

    def since_last() -> dict[str, int]:
        with urllib.request.urlopen(f"http://{host}/__/operations") as answer:
            counted = json.load(answer)
        urllib.request.urlopen(
            urllib.request.Request(f"http://{host}/__/operations", method="DELETE")
        ).close()
        return {name: counted[name] for name in ("reads", "writes", "deletes")}

    since_last()
    return since_last


@pytest.fixture
def firebase(running: WholeFirebase) -> Iterator[WholeFirebase]:
    """Yield the module's own `running` Firebase, empty; what a test sets off comes to its end."""
    running.suite.clear()
    yield running
    running.settle()


@pytest.fixture
def administrator(firebase: WholeFirebase) -> str:
    """Return the token of an account that was given the claim."""
    uid = uid_of(firebase.account("root@example.com"))
    auth.set_custom_user_claims(uid, {"admin": True})
    return firebase.account("root@example.com")

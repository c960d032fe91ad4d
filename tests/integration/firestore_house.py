"""The house on the embedded Firestore through the genuine client: real transactions, locks and counts."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from google.cloud import firestore

from embedded_firebase.firestore import Change, FirestoreEmulator
from mirror_realm.adapters.firestore_administration import FirestoreAdministration
from mirror_realm.adapters.firestore_census import FirestoreCensus
from mirror_realm.adapters.firestore_figures import FirestoreFigures
from mirror_realm.adapters.firestore_queries import FirestoreQueries
from mirror_realm.adapters.firestore_store import FirestoreStore
from mirror_realm.adapters.own_records import FirestoreOwnRecords
from mirror_realm.services.ports.administration import AdministrationQueries
from mirror_realm.services.ports.census import Census
from mirror_realm.services.ports.exports import OwnRecords
from mirror_realm.services.ports.figures import Figures
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from tests.fakes.house import House

PROJECT = "demo-house"
Result = TypeVar("Result")


class CreatedAttempts:
    """The trigger's feed: attempts created, each handed out once."""

    def __init__(self, emulator: FirestoreEmulator) -> None:
        self._lock = threading.Lock()
        self._created: list[tuple[str, int]] = []
        emulator.on_commit(self._committed)

    def take(self) -> list[tuple[str, int]]:
        with self._lock:
            taken, self._created = self._created, []
            return taken

    def _committed(self, changes: Sequence[Change]) -> None:
        for change in changes:
            parts = change.name.split("/documents/", 1)[1].split("/")
            if parts[0] == "renders" and len(parts) == 4 and change.before is None:
                with self._lock:
                    self._created.append((parts[1], int(parts[3])))


@dataclass
class FirestoreHouse(House):
    """As `House`, with `client` and `attempts` of a running emulator. Time is frozen, contention waits are real."""

    client: firestore.Client = field(kw_only=True)
    attempts: CreatedAttempts = field(kw_only=True)

    def __post_init__(self) -> None:
        self.store = FirestoreStore(self.client, Runtime())  # type: ignore[assignment]  # the port's other half
        super().__post_init__()

    def make_queries(self) -> Queries:
        return FirestoreQueries(self.client)

    def make_figures(self) -> Figures:
        return FirestoreFigures(self.client)

    def make_administration(self) -> AdministrationQueries:
        return FirestoreAdministration(self.client)

    def make_census(self) -> Census:
        return FirestoreCensus(self.client)

    def make_records(self) -> OwnRecords:
        return FirestoreOwnRecords(self.client)

    @property
    def documents(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        pending = [self.client]
        while pending:
            for collection in pending.pop().collections():
                for reference in collection.list_documents():
                    snapshot = reference.get()
                    if snapshot.exists:
                        found[reference.path] = snapshot.to_dict()
                    pending.append(reference)
        return found

    def write(self, path: str, data: dict[str, Any]) -> None:
        self.client.document(path).set(data)

    def remove(self, path: str) -> None:
        self.client.document(path).delete()

    def take_attempts(self) -> list[tuple[str, int]]:
        return self.attempts.take()

    def deliver(self) -> int:
        """As in `House`, on a few workers at once."""
        count = 0
        while attempts := self.take_attempts():
            count += len(at_once([partial(self.rendering.run, *job) for job in attempts], workers=8))
        return count


def at_once(acts: Sequence[Callable[[], Result]], workers: int | None = None) -> list[Result | Exception]:
    """Start every act at the same moment (as far as there are workers); each one's result or what it raised."""
    workers = workers or len(acts)
    gate = threading.Barrier(workers) if workers == len(acts) else None

    def run(act: Callable[[], Result]) -> Result | Exception:
        if gate is not None:
            gate.wait(30)
        try:
            return act()
        except Exception as error:
            return error

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, acts))

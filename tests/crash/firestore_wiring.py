"""The house on the embedded Firestore with every RPC of the genuine client on the line.

A worker that dies or is held up in a transaction holds its locks until the database gives the transaction up; here
that is at once, since no test waits a minute.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from google.api_core.exceptions import Aborted, GoogleAPICallError
from google.cloud import firestore
from google.cloud.firestore_v1 import _helpers

from embedded_firebase.firestore import FirestoreEmulator
from mirror_realm.adapters.firestore_census import FirestoreCensus
from mirror_realm.adapters.firestore_figures import FirestoreFigures
from mirror_realm.adapters.firestore_queries import FirestoreQueries
from mirror_realm.adapters.firestore_store import FirestoreStore
from mirror_realm.adapters.own_records import FirestoreOwnRecords
from mirror_realm.services.ports.runtime import Runtime
from tests.crash.line import Line
from tests.crash.matrix import Build
from tests.crash.scenario import Scenario
from tests.crash.wiring import COMMIT, wired
from tests.crash.world import OUTSIDE, World
from tests.integration.firestore_house import PROJECT, CreatedAttempts, FirestoreHouse

Port = TypeVar("Port")

STREAMS = ("batch_get_documents", "run_query")
"""RPCs whose answer is an iterator: it is read to its end while the call lasts."""


@dataclass
class WiredFirestoreHouse(FirestoreHouse):
    """`client` looks on undisturbed; the services have `wired_client`."""

    wired_client: firestore.Client = field(kw_only=True)
    emulator: FirestoreEmulator = field(kw_only=True)
    line: Line = field(kw_only=True)

    def wire(self, port: Port) -> Port:
        if isinstance(port, FirestoreStore):
            return FirestoreStore(self.wired_client, Runtime())  # type: ignore[return-value]  # the same port
        if isinstance(port, FirestoreQueries):
            return FirestoreQueries(self.wired_client)  # type: ignore[return-value]
        if isinstance(port, FirestoreFigures):
            return FirestoreFigures(self.wired_client)  # type: ignore[return-value]
        if isinstance(port, FirestoreCensus):
            return FirestoreCensus(self.wired_client)  # type: ignore[return-value]
        if isinstance(port, FirestoreOwnRecords):
            return FirestoreOwnRecords(self.wired_client)  # type: ignore[return-value]
        return wired(port, self.line)

    @property
    def documents(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for document in self.emulator.export_documents():
            fields: Any = _helpers.decode_dict(document.fields, self.client)
            found[document.name.partition("/documents/")[2]] = fields
        return found


class WiredApi:
    """The client's own view of the service; each RPC is a remote call."""

    def __init__(self, api: Any, line: Line) -> None:
        self._api = api
        self._line = line
        self._open: dict[bytes, str] = {}
        """Transactions under way, and their database."""
        line.silenced.append(self._expire)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._api, name)
        if name.startswith("_") or not callable(member):
            return member

        def rpc(request: Any, **options: Any) -> Any:
            return self._line.call(
                name,
                lambda: self._made(name, member, request, options),
                _aborted if name == COMMIT else _kept,
            )

        return rpc

    def _made(self, name: str, member: Callable[..., Any], request: Any, options: dict[str, Any]) -> Any:
        answer = member(request=request, **options)
        if name == "begin_transaction":
            self._open[answer.transaction] = request["database"]
        elif name in (COMMIT, "rollback"):
            self._open.pop(request["transaction"], None)
        return iter(list(answer)) if name in STREAMS else answer

    def _expire(self) -> None:
        """End the transactions that silent workers began, as the database does."""
        while self._open:
            transaction, database = self._open.popitem()
            self._api.rollback(request={"database": database, "transaction": transaction})


def _aborted(_: Any) -> Any:
    raise Aborted("the commit was sent twice")


def _kept(answer: Any) -> Any:
    return answer


def on_firestore(emulator: FirestoreEmulator) -> Iterator[Build]:
    """Build worlds, each on the emptied database of this emulator."""
    attempts = CreatedAttempts(emulator)
    client, wired_client = firestore.Client(project=PROJECT), firestore.Client(project=PROJECT)
    api = wired_client._firestore_api

    def build(scenario: Scenario, line: Line) -> World:
        emulator.clear(PROJECT, "(default)")
        attempts.take()
        wired_client._firestore_api_internal = WiredApi(api, line)
        house = WiredFirestoreHouse(
            client=client,
            wired_client=wired_client,
            emulator=emulator,
            attempts=attempts,
            line=line,
            **scenario.options(),
        )
        return World(house, line, outside=(*OUTSIDE, GoogleAPICallError))

    yield build
    for opened in (client, wired_client):
        opened.close()

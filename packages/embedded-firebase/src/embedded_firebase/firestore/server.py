"""The embedded Firestore: an event loop on a thread of its own, and one port."""

from __future__ import annotations

import asyncio
import errno
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from embedded_firebase.doors import Doors
from embedded_firebase.firestore.access import AccessPolicy, AllowEverything
from embedded_firebase.firestore.changes import Change
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import Code
from embedded_firebase.firestore.http import routes_of
from embedded_firebase.firestore.indexes import IndexCatalogue
from embedded_firebase.firestore.limits import check_document
from embedded_firebase.firestore.operations import Operations
from embedded_firebase.firestore.paths import database_name
from embedded_firebase.firestore.protocol import Document
from embedded_firebase.firestore.rest.routes import rest_routes
from embedded_firebase.firestore.service import methods_of
from embedded_firebase.firestore.stored_document import StoredDocument
from embedded_firebase.firestore.wire.http1 import HttpRoute, Router
from embedded_firebase.firestore.wire.port import Port

LOCK_WAIT_SECONDS = 20.0
"""The seconds that a transaction waits for a lock (public documentation, transaction data contention)."""

TRANSACTION_IDLE_SECONDS = 60.0
"""How long a transaction may be idle (public documentation, quotas: transactions)."""

T = TypeVar("T")


@dataclass(frozen=True)
class RequestRecord:
    """One finished RPC, for a request log."""

    method: str
    """`/google.firestore.v1.Firestore/Commit`"""
    code: str
    """`OK`, `ABORTED`, ..."""
    seconds: float


class FirestoreEmulator:
    """A Firestore that lives in this process and speaks the public protocol on a port.

    Args:
        indexes: refuse queries that would need an index these do not declare; None refuses none.
        access: decides about callers that are not servers; by default they may do everything.
        log: called with every finished RPC, on the emulator's thread; it must return at once.
        doors: decides which HTTP/1.1 requests are answered; no browser sends the others, gRPC over HTTP/2.
        lock_wait_seconds: how long a read or write waits for another's lock before it is ABORTED.
        transaction_idle_seconds: how long a transaction may go unused before it ends.
    """

    def __init__(
        self,
        *,
        indexes: IndexCatalogue | None = None,
        access: AccessPolicy | None = None,
        log: Callable[[RequestRecord], None] | None = None,
        doors: Doors | None = None,
        lock_wait_seconds: float = LOCK_WAIT_SECONDS,
        transaction_idle_seconds: float = TRANSACTION_IDLE_SECONDS,
    ) -> None:
        self._engine = Engine(
            access=access or AllowEverything(),
            indexes=indexes,
            lock_wait_seconds=lock_wait_seconds,
            transaction_idle_seconds=transaction_idle_seconds,
        )
        self._log = log
        self._router = Router(doors)
        self._methods = methods_of(self._engine)
        for route in (*routes_of(self._engine), *rest_routes(self._methods, self._finished)):
            self._router.add(route)
        self._ports: set[Port] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    @property
    def operations(self) -> Operations:
        """The documents read, written and deleted, counted as Firestore bills them."""
        return self._engine.operations

    def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Answer on `host:port` (0: a free port) and return the port.

        Raises:
            OSError: if the port is taken or the address is not this machine's.
            RuntimeError: if the emulator has been started already.
        """
        if self._thread is not None:
            raise RuntimeError("the embedded Firestore is already running")
        bound: Future[int] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(host, port, bound), name="embedded-firestore", daemon=True
        )
        self._thread.start()
        try:
            return bound.result()
        except BaseException:
            self._thread.join()
            self._thread = None
            raise

    def stop(self) -> None:
        """End streams and connections, free the port and the thread. Stopping twice changes nothing."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        assert self._loop is not None
        assert self._stopping is not None
        self._loop.call_soon_threadsafe(self._stopping.set)
        thread.join()
        self._loop = None

    def on_commit(self, listener: Callable[[Sequence[Change]], None]) -> None:
        """Call `listener` with the changes of every commit.

        It is called on the emulator's thread in the order of commits, and must return at once.
        """
        self._engine.change_listeners.append(listener)

    def add_http(self, route: HttpRoute) -> None:
        """Serve a further route on the same port. A later route goes before an earlier one."""
        self._router.add(route)

    def export_documents(self) -> Iterator[Document]:
        """Return every document of every database, as of one moment. The messages must not be modified."""
        return iter(self._on_loop(self._all_documents))

    def find_document(self, name: str) -> Document | None:
        """Return the document of this full name, as it is now. The message must not be modified."""

        def find() -> Document | None:
            database = self._engine.databases.get(name.partition("/documents/")[0])
            found = None if database is None else database.get(name)
            return None if found is None else found.message

        return self._on_loop(find)

    def import_documents(self, documents: Iterable[Document]) -> None:
        """Store documents as they are, with their names and times, without calling the listeners of `on_commit`.

        Raises:
            FirestoreError: if a document breaks a limit of the service; none is stored then.
        """
        stored = [_imported(document) for document in documents]
        self._on_loop(lambda: self._engine.put(stored))

    def reset_operations(self) -> None:
        """Set every count of `operations` to zero."""
        self._on_loop(self._engine.operations.reset)

    def clear(self, project: str, database: str) -> None:
        """Delete every document of a database, without calling the listeners of `on_commit`."""
        self._on_loop(lambda: self._engine.clear(database_name(project, database)))

    def _all_documents(self) -> list[Document]:
        return [document.message for database in self._engine.databases.values() for document in database]

    def _on_loop(self, action: Callable[[], T]) -> T:
        """Run an action on the event loop, where no other code can run at the same time."""
        loop = self._loop
        if loop is None or threading.current_thread() is self._thread:
            return action()

        async def run() -> T:
            return action()

        return asyncio.run_coroutine_threadsafe(run(), loop).result()

    def _run(self, host: str, port: int, bound: Future[int]) -> None:
        try:
            asyncio.run(self._serve(host, port, bound))
        except BaseException as error:
            if bound.done():
                raise
            bound.set_exception(error)

    async def _serve(self, host: str, port: int, bound: Future[int]) -> None:
        self._loop = loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        try:
            server = await loop.create_server(
                lambda: Port(self._methods, self._router, self._finished, self._ports.add, self._lost),
                host,
                port,
                backlog=512,
            )
        except OSError as error:
            raise _explained(error, host, port) from error
        bound.set_result(server.sockets[0].getsockname()[1])
        try:
            await self._stopping.wait()
        finally:
            server.close()
            for open_port in list(self._ports):
                open_port.close()
            self._engine.transactions.end_all()
            await server.wait_closed()
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _lost(self, port: Port, connection: object) -> None:
        self._ports.discard(port)
        if connection is not None:
            self._engine.transactions.connection_lost(connection)

    def _finished(self, path: str, code: Code, seconds: float) -> None:
        self._engine.operations.rpcs[path.rpartition("/")[2]] += 1
        if self._log is not None:
            self._log(RequestRecord(path, code.name, seconds))


def _imported(document: Document) -> StoredDocument:
    copy = Document()
    copy.CopyFrom(document)
    return StoredDocument(copy, check_document(copy))


def _explained(error: OSError, host: str, port: int) -> OSError:
    if error.errno == errno.EADDRINUSE:
        return OSError(error.errno, f"port {port} on {host} is taken by another program")
    return error

"""The session of an RPC: its caller, its database and where it reads."""

from __future__ import annotations

from dataclasses import dataclass

from embedded_firebase.firestore.access import Caller, caller_of
from embedded_firebase.firestore.database import Database
from embedded_firebase.firestore.engine import Engine, Reader
from embedded_firebase.firestore.paths import parse_document_name, parse_parent
from embedded_firebase.firestore.protocol import Message, Timestamp, timestamp
from embedded_firebase.firestore.transactions import Transaction
from embedded_firebase.firestore.wire.methods import Incoming


@dataclass(frozen=True)
class Session:
    """The caller, the database and the reader of one RPC."""

    caller: Caller
    database: Database
    reader: Reader = None
    begun: bytes = b""
    """The id of the transaction that this very RPC began; the client gets it with the first response."""

    def read_time(self, engine: Engine) -> Timestamp:
        """Return the moment that the RPC reads: that of its snapshot, else now."""
        snapshot = self.reader.snapshot if isinstance(self.reader, Transaction) else self.reader
        return timestamp(engine.clock.tick() if snapshot is None else snapshot.moment)


def database_of_document(engine: Engine, name: str) -> Database:
    return engine.database(parse_document_name(name).database)


def database_of_parent(engine: Engine, parent: str) -> Database:
    return engine.database(parse_parent(parent).database)


def open_session(engine: Engine, call: Incoming, database: Database, request: Message) -> Session:
    """Return the session of a reading RPC, whose request may name or begin a transaction.

    Raises:
        FirestoreError: INVALID_ARGUMENT for a transaction that has ended or a `read_time` in the future,
            FAILED_PRECONDITION for one too long ago, UNAUTHENTICATED for a bad credential.
    """
    caller = caller_of(call.metadata)
    selector = request.WhichOneof("consistency_selector")
    if selector == "read_time":
        return Session(caller, database, engine.at(database, request.read_time))
    if selector == "transaction":
        return Session(caller, database, engine.transactions.find(request.transaction, call.connection))
    if selector == "new_transaction":
        transaction = engine.begin(database, request.new_transaction, call.connection)
        return Session(caller, database, transaction, transaction.id)
    return Session(caller, database)

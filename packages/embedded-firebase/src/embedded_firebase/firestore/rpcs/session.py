"""The session of an RPC: its caller, its database and its transaction."""

from __future__ import annotations

from dataclasses import dataclass

from embedded_firebase.firestore.access import Caller, caller_of
from embedded_firebase.firestore.database import Database
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import unimplemented
from embedded_firebase.firestore.paths import parse_document_name, parse_parent
from embedded_firebase.firestore.protocol import Message
from embedded_firebase.firestore.transactions import Transaction
from embedded_firebase.firestore.wire.grpc import Call


@dataclass(frozen=True)
class Session:
    """The caller, the database and the transaction of one RPC."""

    caller: Caller
    database: Database
    transaction: Transaction | None = None
    begun: bytes = b""
    """The id of the transaction that this very RPC began; the client gets it with the first response."""


def database_of_document(engine: Engine, name: str) -> Database:
    return engine.database(parse_document_name(name).database)


def database_of_parent(engine: Engine, parent: str) -> Database:
    return engine.database(parse_parent(parent).database)


def open_session(engine: Engine, call: Call, database: Database, request: Message) -> Session:
    """Return the session of a reading RPC, whose request may name or begin a transaction.

    Raises:
        FirestoreError: UNIMPLEMENTED for `read_time`, INVALID_ARGUMENT for a transaction that has ended,
            UNAUTHENTICATED for a bad credential.
    """
    caller = caller_of(call.metadata)
    selector = request.WhichOneof("consistency_selector")
    if selector == "read_time":
        raise unimplemented("Reading at a past read_time")
    if selector == "transaction":
        return Session(caller, database, engine.transactions.find(request.transaction, call.connection))
    if selector == "new_transaction":
        transaction = engine.transactions.begin(database, request.new_transaction, call.connection)
        return Session(caller, database, transaction, transaction.id)
    return Session(caller, database)

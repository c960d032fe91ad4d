"""Changing documents: transactions, commits, batches, and the single-document RPCs."""

from __future__ import annotations

import secrets
import string

from embedded_firebase.firestore.access import caller_of
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import FirestoreError, invalid_argument, permission_denied
from embedded_firebase.firestore.paths import check_id
from embedded_firebase.firestore.protocol import (
    BatchWriteResponse,
    BeginTransactionResponse,
    CommitResponse,
    Document,
    Empty,
    Message,
    Write,
    timestamp,
)
from embedded_firebase.firestore.rpcs.documents import masked
from embedded_firebase.firestore.rpcs.session import database_of_document, database_of_parent
from embedded_firebase.firestore.sequences import document_name
from embedded_firebase.firestore.wire.methods import Incoming

_ID_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 20


class Commits:
    """BeginTransaction, Commit, Rollback, BatchWrite, CreateDocument, UpdateDocument, DeleteDocument."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def begin_transaction(self, request: Message, call: Incoming) -> Message:
        database = self._engine.database(request.database)
        options = request.options if request.HasField("options") else None
        transaction = self._engine.begin(database, options, call.connection)
        return BeginTransactionResponse(transaction=transaction.id)

    async def commit(self, request: Message, call: Incoming) -> Message:
        database = self._engine.database(request.database)
        caller = caller_of(call.metadata)
        transaction = (
            self._engine.transactions.find(request.transaction, call.connection)
            if request.transaction
            else None
        )
        committed = await self._engine.commit(database, request.writes, caller, transaction)
        return CommitResponse(commit_time=timestamp(committed.moment), write_results=committed.results)

    async def rollback(self, request: Message, call: Incoming) -> Message:
        transactions = self._engine.transactions
        if not transactions.knows(request.transaction):
            raise invalid_argument("Invalid transaction.")
        transactions.roll_back(request.transaction)
        return Empty()

    async def batch_write(self, request: Message, call: Incoming) -> Message:
        """Commit each write by itself; the answer has a result and a status for each."""
        database = self._engine.database(request.database)
        caller = caller_of(call.metadata)
        if not caller.is_server:
            raise permission_denied("Batch writes require admin authentication.")
        names = [document_name(write) for write in request.writes]
        if len(set(names)) < len(names):
            raise invalid_argument("the same document cannot be written more than once in a single request")
        response = BatchWriteResponse()
        for write in request.writes:
            result, status = response.write_results.add(), response.status.add()
            try:
                committed = await self._engine.commit(database, [write], caller)
            except FirestoreError as error:
                status.code, status.message = error.code, error.message
            else:
                result.CopyFrom(committed.results[0])
        return response

    async def create_document(self, request: Message, call: Incoming) -> Document:
        database = database_of_parent(self._engine, request.parent)
        check_id(request.collection_id, "Collection id", request.collection_id)
        document_id = request.document_id or "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))
        write = Write(update=request.document)
        write.update.name = f"{request.parent}/{request.collection_id}/{document_id}"
        write.current_document.exists = False
        await self._engine.commit(database, [write], caller_of(call.metadata))
        return self._stored(write.update.name, request)

    async def update_document(self, request: Message, call: Incoming) -> Document:
        database = database_of_document(self._engine, request.document.name)
        write = Write(update=request.document)
        if request.HasField("update_mask"):
            write.update_mask.CopyFrom(request.update_mask)
        if request.HasField("current_document"):
            write.current_document.CopyFrom(request.current_document)
        await self._engine.commit(database, [write], caller_of(call.metadata))
        return self._stored(write.update.name, request)

    async def delete_document(self, request: Message, call: Incoming) -> Message:
        database = database_of_document(self._engine, request.name)
        write = Write(delete=request.name)
        if request.HasField("current_document"):
            write.current_document.CopyFrom(request.current_document)
        await self._engine.commit(database, [write], caller_of(call.metadata))
        return Empty()

    def _stored(self, name: str, request: Message) -> Document:
        document = database_of_document(self._engine, name).get(name)
        # Nothing has run since the commit put it there.
        assert document is not None
        return masked(document.message, request)

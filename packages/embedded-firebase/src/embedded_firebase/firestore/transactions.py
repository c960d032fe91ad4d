"""Transactions: their identity, age, locks and expiry."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from embedded_firebase.firestore.database import Database, Snapshot
from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.locks import LockTable, Mode, Owner
from embedded_firebase.firestore.protocol import Message
from embedded_firebase.firestore.queries.plan import Plan
from embedded_firebase.firestore.stored_document import StoredDocument

TOTAL_SECONDS = 270.0
"""How long a transaction may last (public documentation, quotas: transactions)."""

ORPHAN_SECONDS = 0.1
"""How long a transaction outlives the connection it began on: a client that reconnects may continue it."""

REMEMBERED = 10_000
"""Ended transactions whose age is kept for a retry."""

_OPTIMISTIC = 1
_EXPIRED = "The referenced transaction has expired or is no longer valid."


@dataclass(frozen=True)
class QueryLock:
    """A query of a transaction: no other writer may write a document that it would have found."""

    covers: Callable[[StoredDocument], bool]


class Transaction(Owner):
    """A transaction under way."""

    def __init__(self, database: Database, age: int, now: float) -> None:
        super().__init__(age, may_be_aborted=True)
        self.id = secrets.token_bytes(16)
        self.database = database
        self.began = now
        self.last_used = now
        self.connection: object = None
        self.snapshot: Snapshot | None = None
        """The moment that a read-only transaction reads; None for one that writes."""
        self.read_mode = Mode.SHARED
        self.optimistic = False
        self.seen: dict[str, StoredDocument | None] = {}
        """What an optimistic transaction has read."""
        self.seen_queries: list[tuple[Plan, list[StoredDocument]]] = []
        self.query_locks: list[QueryLock] = []

    @property
    def read_only(self) -> bool:
        return self.snapshot is not None


class Transactions:
    """All transactions of one emulator."""

    def __init__(
        self,
        locks_of: Callable[[Database], LockTable],
        idle_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._locks_of = locks_of
        self._idle_seconds = idle_seconds
        self._clock = clock
        self._open: dict[bytes, Transaction] = {}
        self._ages: OrderedDict[bytes, int] = OrderedDict()
        self._next_age = itertools.count(1)
        self._sweep: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._open)

    def next_age(self) -> int:
        """Return the age of a new transaction: younger than all before it."""
        return next(self._next_age)

    def begin(
        self,
        database: Database,
        options: Message | None,
        connection: object,
        snapshot: Snapshot | None = None,
    ) -> Transaction:
        """Begin a transaction as TransactionOptions ask; none given means read-write.

        snapshot: what a read-only transaction reads; by default the documents as they are now.
        """
        mode, retried, optimistic = _parse_options(options)
        now = self._clock()
        known = self._ages.get(retried)
        transaction = Transaction(database, self.next_age() if known is None else known, now)
        transaction.connection = connection
        if mode == "read_only":
            transaction.snapshot = database.snapshot() if snapshot is None else snapshot
        elif optimistic:
            transaction.optimistic = True
        elif known is not None:
            # It has lost once, so it now takes exclusive locks when it reads.
            transaction.read_mode = Mode.EXCLUSIVE
        self._open[transaction.id] = transaction
        self._remember(transaction)
        self._schedule()
        return transaction

    def find(self, transaction_id: bytes, connection: object) -> Transaction:
        """Return the open transaction of this id and restart its idle time.

        Raises:
            FirestoreError: INVALID_ARGUMENT if it has ended or never existed.
        """
        transaction = self._open.get(transaction_id)
        if transaction is None:
            raise invalid_argument(_EXPIRED if transaction_id in self._ages else "Invalid transaction.")
        now = self._clock()
        if self._expired(transaction, now):
            self.end(transaction)
            raise invalid_argument(_EXPIRED)
        transaction.last_used = now
        transaction.connection = connection
        return transaction

    def knows(self, transaction_id: bytes) -> bool:
        """Return whether the transaction is open, or ended not long ago."""
        return transaction_id in self._ages

    def roll_back(self, transaction_id: bytes) -> None:
        """End the transaction of this id, if it is open."""
        transaction = self._open.get(transaction_id)
        if transaction is not None:
            self.end(transaction)

    def end(self, transaction: Transaction) -> None:
        """Remove a transaction and free its locks; ending it twice changes nothing."""
        self._open.pop(transaction.id, None)
        if transaction.waiting is not None:
            transaction.waiting.fail()
        transaction.snapshot = None
        transaction.query_locks.clear()
        self._locks_of(transaction.database).release(transaction)

    def end_all(self) -> None:
        for transaction in list(self._open.values()):
            self.end(transaction)
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None

    def connection_lost(self, connection: object) -> None:
        """End the transactions of a lost connection, unless another connection of the client continues them at once."""
        orphans = [item for item in self._open.values() if item.connection is connection]
        if orphans:
            asyncio.get_running_loop().call_later(ORPHAN_SECONDS, self._end_orphans, orphans, connection)

    def _end_orphans(self, orphans: list[Transaction], connection: object) -> None:
        for transaction in orphans:
            if transaction.connection is connection:
                self.end(transaction)

    def others_covering(
        self, owner: Owner, database: Database, document: StoredDocument
    ) -> list[Transaction]:
        """Return the other transactions with a query that would find this document now."""
        return [
            transaction
            for transaction in self._open.values()
            if transaction is not owner
            and transaction.database is database
            and any(lock.covers(document) for lock in transaction.query_locks)
        ]

    def _remember(self, transaction: Transaction) -> None:
        self._ages[transaction.id] = transaction.age
        while len(self._ages) > REMEMBERED:
            self._ages.popitem(last=False)

    def _expired(self, transaction: Transaction, now: float) -> bool:
        idle = transaction.waiting is None and now - transaction.last_used >= self._idle_seconds
        return idle or now - transaction.began >= TOTAL_SECONDS

    def _schedule(self) -> None:
        if self._sweep is None and self._open:
            period = min(self._idle_seconds, TOTAL_SECONDS) / 4
            self._sweep = asyncio.get_running_loop().call_later(period, self._expire)

    def _expire(self) -> None:
        self._sweep = None
        now = self._clock()
        for transaction in list(self._open.values()):
            if self._expired(transaction, now):
                self.end(transaction)
        self._schedule()


def _parse_options(options: Message | None) -> tuple[str, bytes, bool]:
    """Return (mode, transaction to retry, whether optimistic) of TransactionOptions or None."""
    if options is None:
        return "read_write", b"", False
    if options.WhichOneof("mode") == "read_only":
        return "read_only", b"", False
    read_write = options.read_write
    return "read_write", read_write.retry_transaction, read_write.concurrency_mode == _OPTIMISTIC

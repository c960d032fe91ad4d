"""The engine: databases, locks and transactions put together to read and to commit.

Everything runs on one event loop; nothing between two `await`s is ever interrupted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from embedded_firebase.firestore.access import Access, AccessPolicy, Caller
from embedded_firebase.firestore.changes import Change
from embedded_firebase.firestore.database import WINDOW, Database, Snapshot, View
from embedded_firebase.firestore.errors import (
    FirestoreError,
    aborted,
    failed_precondition,
    invalid_argument,
)
from embedded_firebase.firestore.indexes import IndexCatalogue
from embedded_firebase.firestore.locks import CONTENTION, LockTable, Mode, Owner
from embedded_firebase.firestore.operations import Operations
from embedded_firebase.firestore.paths import FieldPath, parse_database
from embedded_firebase.firestore.protocol import Message, Timestamp, Write, WriteResult, microseconds_of
from embedded_firebase.firestore.queries.plan import Plan, Result
from embedded_firebase.firestore.sequences import document_name
from embedded_firebase.firestore.stored_document import StoredDocument
from embedded_firebase.firestore.transactions import QueryLock, Transaction, Transactions
from embedded_firebase.firestore.writes import outcome_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

StoredChange = tuple[str, StoredDocument | None, StoredDocument | None]
"""Name, before, after."""

Reader = Transaction | Snapshot | None
"""Where an RPC reads: in a transaction, at a past moment, or now."""


@dataclass(frozen=True)
class Committed:
    """The result of a commit."""

    moment: int
    results: Sequence[WriteResult]


class CommitClock:
    """A clock of unique, rising microseconds since 1970."""

    def __init__(self, now: Callable[[], int] = time.time_ns) -> None:
        self._now = now
        self._last = 0

    def tick(self) -> int:
        self._last = max(self._now() // 1000, self._last + 1)
        return self._last


class Engine:
    """All databases of one emulator."""

    def __init__(
        self,
        *,
        access: AccessPolicy,
        indexes: IndexCatalogue | None,
        lock_wait_seconds: float,
        transaction_idle_seconds: float,
    ) -> None:
        self.access = access
        self.indexes = indexes
        self.operations = Operations()
        self.clock = CommitClock()
        self.transactions = Transactions(self._locks_of, transaction_idle_seconds)
        self.databases: dict[str, Database] = {}
        self.change_listeners: list[Callable[[Sequence[Change]], None]] = []
        self.stored_listeners: list[Callable[[Database, Sequence[StoredChange], int], None]] = []
        self._lock_wait_seconds = lock_wait_seconds
        self._lock_tables: dict[str, LockTable] = {}

    def database(self, name: str) -> Database:
        """Return the database of this name; create it on first use.

        Raises:
            FirestoreError: INVALID_ARGUMENT for a malformed name.
        """
        database = self.databases.get(name)
        if database is None:
            parse_database(name)
            database = self.databases[name] = Database(name, self.clock.tick())
            self._lock_tables[name] = LockTable(self._lock_wait_seconds)
        return database

    def _locks_of(self, database: Database) -> LockTable:
        return self._lock_tables[database.name]

    def access_of(self, caller: Caller, database: Database) -> Access:
        return Access(caller, database.name, self.clock.tick(), database)

    def require_index(self, plan: Plan, aggregated: Iterable[FieldPath] = ()) -> None:
        """Raise FAILED_PRECONDITION when the declared indexes cannot serve a query."""
        if self.indexes is not None:
            self.indexes.require(plan, aggregated)

    def begin(self, database: Database, options: Message | None, connection: object) -> Transaction:
        """Begin a transaction as TransactionOptions ask.

        Raises:
            FirestoreError: as `at` does, for a read-only transaction with a `read_time`.
        """
        snapshot = None
        if options is not None and options.WhichOneof("mode") == "read_only":
            past = options.read_only.HasField("read_time")
            snapshot = (
                self.at(database, options.read_only.read_time)
                if past
                else database.snapshot(self.clock.tick())
            )
        return self.transactions.begin(database, options, connection, snapshot)

    def at(self, database: Database, read_time: Timestamp) -> Snapshot:
        """Return the documents as they were at a moment of the last hour.

        Raises:
            FirestoreError: INVALID_ARGUMENT for the future, FAILED_PRECONDITION for what is too long ago, or for
                more changes ago than are kept.
        """
        if read_time.nanos % 1000:
            raise invalid_argument("timestamp cannot have more than microseconds precision")
        moment, now = microseconds_of(read_time), self.clock.tick()
        if moment > now:
            raise invalid_argument("The requested 'read_time' cannot be in the future.")
        snapshot = None if moment < now - WINDOW else database.at(moment)
        if snapshot is None:
            raise failed_precondition("The requested 'read_time' is too old.")
        return snapshot

    async def read(self, database: Database, reader: Reader, names: Sequence[str]) -> View:
        """Return a view in which a transaction may read these documents, once it holds their locks.

        Raises:
            FirestoreError: ABORTED if the locks cannot be acquired; the transaction has ended.
        """
        if reader is None:
            return database
        if isinstance(reader, Snapshot):
            return reader
        transaction = reader
        if transaction.snapshot is not None:
            return transaction.snapshot
        if transaction.optimistic:
            for name in names:
                transaction.seen.setdefault(name, database.get(name))
            return database
        await self._acquire(transaction, names, transaction.read_mode)
        return database

    async def query(self, database: Database, reader: Reader, plan: Plan) -> Result:
        """Run a query, in a transaction under locks that keep its result as it is."""
        if reader is None:
            return plan.run(database)
        if isinstance(reader, Snapshot):
            return plan.run(reader)
        transaction = reader
        if transaction.snapshot is not None:
            return plan.run(transaction.snapshot)
        result = plan.run(database)
        if transaction.optimistic:
            transaction.seen_queries.append((plan, result.documents))
            return result
        while await self._acquire(
            transaction, [document.name for document in result.documents], transaction.read_mode
        ):
            result = plan.run(database)
        transaction.query_locks.append(QueryLock(plan.covers))
        return result

    async def _acquire(self, owner: Owner, names: Sequence[str], mode: Mode) -> bool:
        """Lock documents in the order of their names; return whether it had to wait."""
        waited = False
        try:
            for name in sorted(names):
                locks = self._lock_tables[name[: name.index("/documents/")]]
                waited = await locks.acquire(owner, name, mode) or waited
        except FirestoreError:
            if isinstance(owner, Transaction):
                self.transactions.end(owner)
            raise
        return waited

    async def commit(
        self,
        database: Database,
        writes: Sequence[Write],
        caller: Caller,
        transaction: Transaction | None = None,
    ) -> Committed:
        """Apply writes, all or none, and notify the listeners. A transaction is over afterwards.

        Raises:
            FirestoreError: a precondition fails, a write is not allowed, or the locks cannot be acquired.
        """
        owner = transaction or Owner(self.transactions.next_age(), may_be_aborted=False)
        try:
            if transaction is not None and transaction.read_only and writes:
                raise invalid_argument("Cannot modify entities in a read-only transaction.")
            names = {document_name(write) for write in writes}
            for name in names:
                if not name.startswith(database.root + "/"):
                    raise invalid_argument(
                        f'Document name "{name}" is not in the database "{database.name}" of the request.'
                    )
            await self._acquire(owner, list(names), Mode.EXCLUSIVE)
            return await self._apply(database, writes, caller, owner)
        finally:
            if transaction is not None:
                self.transactions.end(transaction)
            else:
                self._locks_of(database).release(owner)

    async def _apply(
        self, database: Database, writes: Sequence[Write], caller: Caller, owner: Owner
    ) -> Committed:
        while True:
            if isinstance(owner, Transaction) and owner.optimistic:
                _check_unchanged(database, owner)
            moment = self.clock.tick()
            try:
                outcome = outcome_of(writes, database, moment)
            except FirestoreError:
                self._check_refused(caller, database, writes, moment)
                raise
            changes = [
                (name, before, after)
                for name, after in outcome.after.items()
                if (before := database.get(name)) is not after
            ]
            blockers = self._query_lock_holders(owner, database, changes)
            if not blockers:
                break
            await self._locks_of(database).wait_for(owner, blockers)
        self._check_access(caller, database, outcome.after, moment)
        self.operations.writes += outcome.writes
        self.operations.deletes += outcome.deletes
        database.last_commit = moment
        if changes:
            database.replace({name: after for name, _, after in changes}, moment)
            self._announce(database, changes, moment, caller)
        return Committed(moment, outcome.results)

    def _query_lock_holders(
        self, owner: Owner, database: Database, changes: Sequence[StoredChange]
    ) -> list[Transaction]:
        if not len(self.transactions):
            return []
        return [
            holder
            for _, _, after in changes
            if after is not None
            for holder in self.transactions.others_covering(owner, database, after)
        ]

    def _check_access(
        self, caller: Caller, database: Database, after: Mapping[str, StoredDocument | None], moment: int
    ) -> None:
        if caller.is_server:
            return
        access = Access(caller, database.name, moment, database)
        written = _Written(database, after)
        for name, document in after.items():
            before = database.get(name)
            self.access.check_write(
                access,
                name,
                None if before is None else before.message,
                None if document is None else document.message,
                written,
            )

    def _check_refused(
        self, caller: Caller, database: Database, writes: Sequence[Write], moment: int
    ) -> None:
        """Raise PERMISSION_DENIED for refused writes that the caller may not make anyway.

        A failed precondition shows whether a document exists, so only the callers that may write it see that.
        Rules decide about the kind of write that was asked for, whether or not there is such a document.
        """
        if caller.is_server:
            return
        try:
            after = outcome_of(writes, database, moment, preconditions=False).after
        except FirestoreError:
            return  # what is wrong with the request does not come from a stored document
        access = Access(caller, database.name, moment, database)
        written = _Written(database, after)
        for write in writes:
            name = document_name(write)
            if name not in after:
                continue
            stored, document = database.get(name), after[name]
            required = write.current_document.WhichOneof("condition_type")
            creates = required == "exists" and not write.current_document.exists
            self.access.check_write(
                access,
                name,
                None if stored is None or creates else stored.message,
                None if document is None else document.message,
                written,
                must_exist=required is not None and not creates,
            )

    def _announce(
        self, database: Database, changes: Sequence[StoredChange], moment: int, caller: Caller
    ) -> None:
        for stored_listener in self.stored_listeners:
            stored_listener(database, changes, moment)
        if not self.change_listeners:
            return
        commit_time = _EPOCH + timedelta(microseconds=moment)
        feed = [
            Change(
                name,
                None if before is None else before.message,
                None if after is None else after.message,
                commit_time,
                caller,
            )
            for name, before, after in changes
        ]
        for listener in self.change_listeners:
            listener(feed)

    def put(self, documents: Sequence[StoredDocument]) -> None:
        """Store documents as they are, past locks and the change feed; listeners see them."""
        moment = self.clock.tick()
        for document in documents:
            database = self.database(document.name[: document.name.index("/documents/")])
            change = (document.name, database.get(document.name), document)
            database.replace({document.name: document}, moment)
            for listener in self.stored_listeners:
                listener(database, [change], moment)

    def clear(self, name: str) -> None:
        """Delete every document of a database, past locks and the change feed; listeners see it."""
        database = self.database(name)
        moment = self.clock.tick()
        changes = [(document.name, document, None) for document in database]
        database.replace({document: None for document, _, _ in changes}, moment)
        for listener in self.stored_listeners:
            listener(database, changes, moment)


class _Written:
    """The documents as a commit will leave them."""

    def __init__(self, database: Database, after: Mapping[str, StoredDocument | None]) -> None:
        self._database = database
        self._after = after

    def get(self, name: str) -> StoredDocument | None:
        return self._after[name] if name in self._after else self._database.get(name)


def _check_unchanged(database: Database, transaction: Transaction) -> None:
    """Raise ABORTED unless an optimistic transaction would read the same again."""
    same = all(database.get(name) is document for name, document in transaction.seen.items()) and all(
        plan.run(database).documents == documents for plan, documents in transaction.seen_queries
    )
    if not same:
        raise aborted(CONTENTION)

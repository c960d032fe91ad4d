"""The store of the services: the database with the erasure fence, and with ids that are stable over reruns.

The erasure fence: once a user's erasure has begun, no data of the user may be stored. So a transaction can write a
user's document only after it has read that user's fence, and found none. `transact_for` reads it automatically; work
that is allowed during an erasure reads it with `erased` and decides what it may still write. Writing without having
read it is an error of the program, raised as `Unfenced`, so that no test or reviewer has to find it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from mirror_realm.errors import BeingErased
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Database, DatabaseTransaction, Listing, Record, Ref

if TYPE_CHECKING:
    from mirror_realm.domain.increments import Increments

R = TypeVar("R", bound=Record)
A = TypeVar("A", bound=Record)
B = TypeVar("B", bound=Record)
C = TypeVar("C", bound=Record)
D = TypeVar("D", bound=Record)
Result = TypeVar("Result")


class Unfenced(Exception):
    """A user's document was to be written without reading the fence, or despite it. Do not catch it."""


class Transaction:
    """One run of a transaction. All reads come before the first write; nothing is written unless everything is."""

    def __init__(
        self,
        inner: DatabaseTransaction,
        ids: dict[str, str],
        new_id: Callable[[], str],
        fence_of: str | None = None,
    ) -> None:
        """Wrap one run of a database transaction.

        ids: the ids by name, the same dictionary for every run.
        fence_of: the user whose fence is read.
        """
        self._inner = inner
        self._ids = ids
        self._earlier = dict(ids)
        self._new_id = new_id
        self._fence_of = fence_of
        self._erased: dict[str, bool] = {}
        self._after_commit: list[Callable[[Store], None]] = []

    @overload
    def read(self, first: Ref[A], /) -> A | None: ...
    @overload
    def read(self, first: Ref[A], second: Ref[B], /) -> tuple[A | None, B | None]: ...
    @overload
    def read(
        self, first: Ref[A], second: Ref[B], third: Ref[C], /
    ) -> tuple[A | None, B | None, C | None]: ...
    @overload
    def read(
        self, first: Ref[A], second: Ref[B], third: Ref[C], fourth: Ref[D], /
    ) -> tuple[A | None, B | None, C | None, D | None]: ...
    def read(self, *refs: Any) -> Any:
        """Read documents, None for each that does not exist, in one round trip, with the fence if it is due.

        Raises BeingErased in a transaction of `transact_for`.
        """
        if self._fence_is_due:
            fence, *found = self._read(documents.fence(str(self._fence_of)), *refs)
            if fence is not None:
                raise BeingErased
            return found[0] if len(found) == 1 else tuple(found)
        found = self._read(*refs)
        return found[0] if len(found) == 1 else tuple(found)

    def read_all(self, refs: Sequence[Ref[A]]) -> Sequence[A | None]:
        """Read any number of documents of no user, None for each that does not exist, in one round trip."""
        return self._read(*refs)

    def read_alone(self, ref: Ref[A]) -> A | None:
        """Read a document without the fence, which stays due: a transaction that writes nothing does not need it."""
        found: A | None = self._read(ref)[0]
        return found

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        """Return the newest documents of a collection, newest first; none is changed before the commit.

        Raises BeingErased in a transaction of `transact_for`.
        """
        self._check_fence()
        return self._inner.newest(listing, most)

    def erased(self, uid: str) -> bool:
        """Return whether this user's erasure has begun, with one read unless it was read before."""
        if uid not in self._erased:
            self._read(documents.fence(uid))
        return self._erased[uid]

    def create(self, ref: Ref[R], record: R) -> None:
        """Write a document that must not exist yet; if it does, the transaction fails. Raises Unfenced."""
        self._check(ref)
        self._inner.create(ref, record)

    def put(self, ref: Ref[R], record: R) -> None:
        """Write the whole document. Raises Unfenced."""
        self._check(ref)
        self._inner.put(ref, record)

    def merge(self, ref: Ref[Any], fields: Record) -> None:
        """Write these fields whole and leave the document's others as they are, without reading it. Raises Unfenced."""
        self._check(ref)
        self._inner.merge(ref, fields)

    def add(self, ref: Ref[Any], increments: "Increments") -> None:
        """Add to counters of a document that exists, without reading it. Raises Unfenced.

        Other transactions may add to it at the same time. `transact` raises Missing if it does not exist, so that a
        deleted document does not come back.
        """
        self._check(ref)
        self._inner.add(ref, increments)

    def delete(self, ref: Ref[Any]) -> None:
        """Delete the document. Deleting needs no fence, because an erasure deletes everything."""
        self._check_fence()
        self._inner.delete(ref)

    def after_commit(self, act: "Callable[[Store], None]") -> None:
        """Run `act` after the commit of this run, never for an aborted run. It may get lost in a crash."""
        self._after_commit.append(act)

    def committed(self, store: "Store") -> None:
        """Run the acts for after the commit."""
        for act in self._after_commit:
            act(store)

    def new_id(self, name: str) -> str:
        """Return an unguessable id, the same in every run of this transaction for the same name."""
        if name not in self._ids:
            self._ids[name] = self._new_id()
        return self._ids[name]

    @property
    def reruns(self) -> bool:
        """Whether an earlier run of this transaction used ids."""
        return bool(self._earlier)

    def earlier_id(self, name: str) -> str | None:
        """Return the id of this name if an earlier run of this transaction, which may be committed, used it."""
        return self._earlier.get(name)

    def _read(self, *refs: Ref[Any]) -> list[Any]:
        inner: Any = self._inner
        found = inner.read(*refs)
        records = [found] if len(refs) == 1 else list(found)
        for ref, record in zip(refs, records, strict=True):
            if ref.fences is not None:
                self._erased[ref.fences] = record is not None
        return records

    @property
    def _fence_is_due(self) -> bool:
        return self._fence_of is not None and self._fence_of not in self._erased

    def _check_fence(self) -> None:
        """Read the fence, at the latest before the first write. Raises BeingErased."""
        if self._fence_is_due and self.erased(str(self._fence_of)):
            raise BeingErased

    def _check(self, ref: Ref[Any]) -> None:
        self._check_fence()
        if ref.owner is not None and self._erased.get(ref.owner, True):
            known = "whose erasure has begun" if ref.owner in self._erased else "whose fence was not read"
            raise Unfenced(f"a document in {ref.path.split('/')[0]} was to be written of a user {known}")


class _ReadOnly:
    """A transaction of the database that reads without locks and writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, *refs: Any) -> Any:
        database: Any = self._database
        return database.read(*refs)

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        return self._database.newest(listing, most)

    def create(self, ref: Ref[R], record: R) -> None:
        pass

    def put(self, ref: Ref[R], record: R) -> None:
        pass

    def merge(self, ref: Ref[Any], fields: Record) -> None:
        pass

    def add(self, ref: Ref[Any], increments: "Increments") -> None:
        pass

    def delete(self, ref: Ref[Any]) -> None:
        pass


class Store:
    """The database for services."""

    def __init__(self, database: Database, runtime: Runtime) -> None:
        self._database = database
        self._ambient = runtime

    @overload
    def read(self, first: Ref[A], /) -> A | None: ...
    @overload
    def read(self, first: Ref[A], second: Ref[B], /) -> tuple[A | None, B | None]: ...
    @overload
    def read(
        self, first: Ref[A], second: Ref[B], third: Ref[C], /
    ) -> tuple[A | None, B | None, C | None]: ...
    @overload
    def read(
        self, first: Ref[A], second: Ref[B], third: Ref[C], fourth: Ref[D], /
    ) -> tuple[A | None, B | None, C | None, D | None]: ...
    def read(self, *refs: Any) -> Any:
        """Read documents outside a transaction, None for each that does not exist, without locks."""
        database: Any = self._database
        return database.read(*refs)

    def read_all(self, refs: Sequence[Ref[R]]) -> dict[str, R]:
        """Read any number of documents in one round trip, without locks. Return those that exist, by path."""
        apart = list({ref.path: ref for ref in refs}.values())
        if not apart:
            return {}
        database: Any = self._database
        found = database.read(*apart)
        records = [found] if len(apart) == 1 else found
        return {ref.path: record for ref, record in zip(apart, records, strict=True) if record is not None}

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        """Return the newest documents of a collection, newest first, without locks."""
        return self._database.newest(listing, most)

    def erased(self, uid: str) -> bool:
        """Return whether this user's erasure has begun."""
        return self.read(documents.fence(uid)) is not None

    def check_not_erased(self, uid: str) -> None:
        """Raise BeingErased if this user's erasure has begun."""
        if self.erased(uid):
            raise BeingErased

    def transact(self, work: Callable[[Transaction], Result]) -> Result:
        """Run `work`, again on contention, and commit its writes; for documents of no user, or during an erasure.

        `work` may run several times, so it must have no effects except through its transaction. Raises Contention when
        its time is over, and Missing if it added to a document that does not exist.
        """
        return self._transact(work, None)

    def transact_for(self, uid: str, work: Callable[[Transaction], Result]) -> Result:
        """Run `work` as `transact` does, on behalf of a user.

        The fence is read with the first read, at the latest before the first write. Raises BeingErased if it exists.
        """
        return self._transact(work, uid)

    def preview(self, uid: str, work: Callable[[Transaction], Result]) -> Result:
        """Run `work` once as `transact_for` does, without locks, and drop its writes. Raises BeingErased.

        Its reads are of different moments, so the result is what the transaction would do if nothing else happened.
        """
        return work(Transaction(_ReadOnly(self._database), {}, self._ambient.new_id, uid))

    def _transact(self, work: Callable[[Transaction], Result], fence_of: str | None) -> Result:
        ids: dict[str, str] = {}
        last: list[Transaction] = []

        def run(inner: DatabaseTransaction) -> Result:
            last[:] = [Transaction(inner, ids, self._ambient.new_id, fence_of)]
            return work(last[0])

        result = self._database.transact(run)
        last[0].committed(self)
        return result

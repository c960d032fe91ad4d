"""The Database port on Cloud Firestore."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from google.api_core.exceptions import NotFound
from google.cloud import firestore

from mirror_realm.adapters.transactions import Transactions
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import DatabaseTransaction, Listing, Missing, Record, Ref

if TYPE_CHECKING:
    from google.cloud.firestore import Client

    from mirror_realm.domain.increments import Increments

R = TypeVar("R", bound=Record)
Result = TypeVar("Result")


class FirestoreStore:
    """Documents and transactions of Firestore. One thread-safe client and its channel serve the whole instance."""

    def __init__(self, client: "Client", runtime: Runtime) -> None:
        self._client = client
        self._transactions = Transactions(client, runtime)

    def read(self, *refs: Ref[Any]) -> Any:
        return _decoded(refs, self._client.get_all([self._client.document(ref.path) for ref in refs]))

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        return _newest(self._client, listing, most)

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        def in_transaction(transaction: "firestore.Transaction") -> Result:
            return work(_FirestoreTransaction(self._client, transaction))

        try:
            return self._transactions.run(in_transaction)
        except NotFound as error:  # only `add` requires a document to exist
            raise Missing(error.message) from error


class _FirestoreTransaction:
    def __init__(self, client: "Client", transaction: "firestore.Transaction") -> None:
        self._client = client
        self._transaction = transaction

    def read(self, *refs: Ref[Any]) -> Any:
        references = [self._client.document(ref.path) for ref in refs]
        return _decoded(refs, self._transaction.get_all(references))

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        return _newest(self._client, listing, most, self._transaction)

    def create(self, ref: Ref[Any], record: Record) -> None:
        self._transaction.create(self._client.document(ref.path), record.to_document())

    def put(self, ref: Ref[Any], record: Record) -> None:
        self._transaction.set(self._client.document(ref.path), record.to_document())

    def merge(self, ref: Ref[Any], fields: Record) -> None:
        written = fields.to_document()
        self._transaction.set(self._client.document(ref.path), written, merge=list(written))

    def add(self, ref: Ref[Any], increments: "Increments") -> None:
        amounts = {name: firestore.Increment(amount) for name, amount in increments.amounts.items()}
        self._transaction.update(self._client.document(ref.path), amounts)

    def delete(self, ref: Ref[Any]) -> None:
        self._transaction.delete(self._client.document(ref.path))


def _newest(
    client: "Client", listing: Listing[R], most: int, transaction: "firestore.Transaction | None" = None
) -> Sequence[R]:
    from mirror_realm.adapters.firestore_reading import readable  # imported here: a hit lists nothing

    own = firestore.Query(client.collection(listing.path))
    query = own.order_by(listing.field, direction=firestore.Query.DESCENDING)
    return readable(query, most, lambda one: listing.decode(one.id, one.to_dict() or {}), transaction)


def _decoded(refs: Sequence[Ref[Any]], snapshots: Any) -> Any:
    """Return the records in the order of their refs, which the service does not keep; a single one without a list."""
    found = {snapshot.reference.path: snapshot.to_dict() for snapshot in snapshots if snapshot.exists}
    records = tuple(ref.decode(found[ref.path]) if ref.path in found else None for ref in refs)
    return records[0] if len(records) == 1 else records

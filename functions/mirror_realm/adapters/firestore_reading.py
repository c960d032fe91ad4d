"""Reading of queries on Cloud Firestore: what cannot be read is skipped."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from google.cloud import firestore

from mirror_realm import events
from mirror_realm.domain.codec import DAMAGED

if TYPE_CHECKING:
    from google.cloud.firestore import DocumentSnapshot

Read = TypeVar("Read")


def readable(
    query: "firestore.Query",
    most: int,
    read: "Callable[[DocumentSnapshot[Any]], Read]",
    transaction: "firestore.Transaction | None" = None,
) -> Sequence[Read]:
    """Return the first `most` documents that can be read, under the locks of a transaction if there is one.

    A damaged document is logged and skipped; it neither blocks the others nor shortens the page.
    """
    found: list[Read] = []
    while True:
        asked = most - len(found)
        page = list(query.limit(asked).stream(transaction=transaction))
        for snapshot in page:
            try:
                found.append(read(snapshot))
            except DAMAGED as error:
                events.document_unreadable(snapshot.reference.parent.id, snapshot.id, type(error).__name__)
        if len(found) == most or len(page) < asked:
            return found
        query = query.start_after(page[-1])


def data_of(snapshot: "DocumentSnapshot[Any]") -> dict[str, Any]:
    return snapshot.to_dict() or {}

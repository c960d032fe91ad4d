"""The OwnRecords port on Cloud Firestore."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from mirror_realm.services.ports.exports import Records

if TYPE_CHECKING:
    from google.cloud.firestore import Client

_ID = "__name__"


class FirestoreOwnRecords:
    def __init__(self, client: "Client") -> None:
        self._client = client

    def page(self, of: Records, after: str, most: int) -> Sequence[tuple[str, Mapping[str, Any]]]:
        query = firestore.Query(self._client.collection(of.collection))
        if of.field is not None:
            query = query.where(filter=FieldFilter(of.field, "==", of.value))
        query = query.order_by(_ID)
        if after:
            query = query.start_after({_ID: after})
        return [(one.id, one.to_dict() or {}) for one in query.limit(most).stream()]

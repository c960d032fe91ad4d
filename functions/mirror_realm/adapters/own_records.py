"""The OwnRecords port on Cloud Firestore."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from google.cloud.firestore_v1.base_query import FieldFilter

from mirror_realm.services.ports.exports import Records

if TYPE_CHECKING:
    from google.cloud.firestore import Client

_ID = "__name__"


class FirestoreOwnRecords:
    def __init__(self, client: "Client") -> None:
        self._client = client

    def page(self, of: Records, after: str, most: int) -> Sequence[tuple[str, Mapping[str, Any]]]:
        query = _those(self._client, of).order_by(_ID)
        if after:
            query = query.start_after({_ID: after})
        return [(one.id, one.to_dict() or {}) for one in query.limit(most).stream()]

    def count(self, of: Records, most: int) -> int:
        return int(_those(self._client, of).limit(most).count(alias="n").get()[0][0].value)

    def total(self, of: Records, field: str, most: int) -> int:
        return int(_those(self._client, of).limit(most).sum(field, alias="n").get()[0][0].value)


def _those(client: "Client", of: Records) -> Any:
    query: Any = client.collection(of.collection)
    for field, value in of.having:
        query = query.where(filter=FieldFilter(field, "==", value))
    return query

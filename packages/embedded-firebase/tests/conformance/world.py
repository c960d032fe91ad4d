"""A database of one's own on the server under test, through the client and through the bare protocol."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from google.api_core.exceptions import GoogleAPICallError
from google.cloud import firestore
from google.cloud.firestore_v1.services.firestore import FirestoreClient

Client = TypeVar("Client")

SERVER = [("authorization", "Bearer owner")]
"""What server clients send to an emulator."""


def connected(make: Callable[[], Client], address: str) -> Client:
    """Return a client that talks to `address`: it looks at the environment when it is made, and only then."""
    before = os.environ.get("FIRESTORE_EMULATOR_HOST")
    os.environ["FIRESTORE_EMULATOR_HOST"] = address
    try:
        return make()
    finally:
        if before is None:
            del os.environ["FIRESTORE_EMULATOR_HOST"]
        else:
            os.environ["FIRESTORE_EMULATOR_HOST"] = before


class World:
    """A fresh project: nothing in it, and nothing of it seen by other tests."""

    def __init__(self, address: str, database: str = "(default)") -> None:
        self.address = address
        self.project = f"demo-{uuid.uuid4().hex[:12]}"
        self.client = connected(lambda: firestore.Client(self.project, database=database), address)
        self.database = f"projects/{self.project}/databases/{database}"
        self.root = f"{self.database}/documents"
        self.api: FirestoreClient = self.client._firestore_api
        self.metadata = [*SERVER, ("google-cloud-resource-prefix", self.database)]
        """What streams are opened with: they name their database before their first request does."""

    def name(self, path: str) -> str:
        """Return the full name of a document."""
        return f"{self.root}/{path}"

    def commit(self, *writes: Mapping[str, Any], transaction: bytes = b"") -> Any:
        request = {"database": self.database, "writes": writes, "transaction": transaction}
        return self.api.commit(request, metadata=SERVER, retry=None)

    def set(self, path: str, fields: Mapping[str, Any], **write: Any) -> Any:
        """Write a document given by protocol values."""
        return self.commit({"update": {"name": self.name(path), "fields": fields}, **write})

    def begin(self, **options: Any) -> bytes:
        request = {"database": self.database, "options": options}
        return self.api.begin_transaction(request, metadata=SERVER, retry=None).transaction

    def read(self, path: str, transaction: bytes, timeout: float = 10) -> list[Any]:
        """Read a document in a transaction."""
        request = {"database": self.database, "documents": [self.name(path)], "transaction": transaction}
        stream = self.api.batch_get_documents(request, metadata=SERVER, retry=None, timeout=timeout)
        return list(stream)

    def run_query(self, query: Mapping[str, Any], parent: str = "", **request: Any) -> list[Any]:
        """Return the responses to a structured query."""
        whole = {"parent": self.name(parent) if parent else self.root, "structured_query": query, **request}
        return list(self.api.run_query(whole, metadata=SERVER, retry=None))

    def ids(self, query: Mapping[str, Any], parent: str = "") -> list[str]:
        """Return the ids of the documents that a structured query finds."""
        return [
            response.document.name.rpartition("/")[2]
            for response in self.run_query(query, parent)
            if response.document.name
        ]

    def aggregate(
        self, aggregations: Sequence[Mapping[str, Any]], query: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the aggregate values by alias, as Python values."""
        request = {
            "parent": self.root,
            "structured_aggregation_query": {"structured_query": query, "aggregations": aggregations},
        }
        (response,) = self.api.run_aggregation_query(request, metadata=SERVER, retry=None)
        return {alias: plain(value) for alias, value in response.result.aggregate_fields.items()}


def plain(value: Any) -> Any:
    """Return a protocol value's content, integers and doubles told apart by type."""
    kind = value._pb.WhichOneof("value_type")
    return None if kind == "null_value" else getattr(value, kind)


def refusal(call: Callable[[], object]) -> tuple[str, str]:
    """(status, message) of the error that a call ends with."""
    try:
        result = call()
        if hasattr(result, "__next__"):
            list(result)  # type: ignore[call-overload]  # a stream fails when it is read
    except GoogleAPICallError as error:
        return getattr(error.grpc_status_code, "name", "UNKNOWN"), error.message
    raise AssertionError(f"it was not refused, but answered {result!r}")

"""Which address and body of the REST API stands for which RPC (the service's public google.api.http annotations)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_ROOT = "projects/[^/]+/databases/[^/]+"
_DOCUMENT = f"{_ROOT}/documents(?:/[^/]+/[^/]+)+"
_PARENT = f"{_ROOT}/documents(?:/[^/]+/[^/]+)*"


@dataclass(frozen=True)
class Binding:
    """One form of request."""

    method: str
    pattern: str
    """A regular expression of the whole path; each group is the request's field of that name."""
    rpc: str
    body: str | None = None
    """The field that the body is; `*` for the whole request, None where no body belongs."""


def bindings() -> Iterator[Binding]:
    """Yield every binding; no two match the same request."""
    for verb in ("batchGet", "batchWrite", "beginTransaction", "commit", "rollback"):
        yield Binding("POST", f"/v1/(?P<database>{_ROOT})/documents:{verb}", _RPCS[verb], "*")
    for verb in ("listCollectionIds", "partitionQuery", "runAggregationQuery", "runQuery"):
        yield Binding("POST", f"/v1/(?P<parent>{_PARENT}):{verb}", _RPCS[verb], "*")
    collection = f"/v1/(?P<parent>{_PARENT})/(?P<collection_id>[^/]+)"
    yield Binding("GET", collection, "ListDocuments")
    yield Binding("POST", collection, "CreateDocument", "document")
    yield Binding("GET", f"/v1/(?P<name>{_DOCUMENT})", "GetDocument")
    yield Binding("PATCH", f"/v1/(?P<name>{_DOCUMENT})", "UpdateDocument", "document")
    yield Binding("DELETE", f"/v1/(?P<name>{_DOCUMENT})", "DeleteDocument")


_RPCS = {
    "batchGet": "BatchGetDocuments",
    "batchWrite": "BatchWrite",
    "beginTransaction": "BeginTransaction",
    "commit": "Commit",
    "listCollectionIds": "ListCollectionIds",
    "partitionQuery": "PartitionQuery",
    "rollback": "Rollback",
    "runAggregationQuery": "RunAggregationQuery",
    "runQuery": "RunQuery",
}

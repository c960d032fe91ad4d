"""Rules on the embedded Firestore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from embedded_firebase.firestore import Access, Standing, permission_denied
from embedded_firebase.firestore.paths import NAME_FIELD
from embedded_firebase.firestore.protocol import Document, StructuredQuery
from embedded_firebase.policies.conversion import auth_of, log_refusal, name_of, path_of, resource_of
from embedded_firebase.rules.matching import Open, Segment
from embedded_firebase.rules.ruleset import Decider, Method, Request
from embedded_firebase.rules.services import FIRESTORE
from embedded_firebase.rules.values import UNDECIDED, Path, Timestamp, Value

_EQUAL = 5
"""`FieldFilter.Operator.EQUAL`"""


class _Found(Protocol):
    @property
    def message(self) -> Document: ...


class _Documents(Protocol):
    def get(self, name: str) -> _Found | None: ...


class FirestoreRules:
    """An `embedded_firebase.firestore.AccessPolicy` that asks a ruleset.

    A query is decided as a whole, before it runs: a condition on the documents that it may find has no value, so
    only rules without such conditions can allow it.
    """

    def __init__(self, rules: Decider) -> None:
        self._rules = rules

    def check_get(self, access: Access, name: str, document: Document | None) -> None:
        """Raise PERMISSION_DENIED unless the document may be read."""
        variables = {
            "request": _request(access, Method.GET, path_of(name)),
            "resource": resource_of(document),
        }
        self._decide(access, Method.GET, path_of(name).segments, variables, access.documents)

    def check_query(
        self, access: Access, parent: str, query: StructuredQuery, documents: Sequence[Document]
    ) -> None:
        """Raise PERMISSION_DENIED unless the query may be answered for every possible result."""
        request = {**_request(access, Method.LIST, UNDECIDED), "query": _query(query)}
        variables = {"request": request, "resource": UNDECIDED}
        self._decide(access, Method.LIST, _queried_path(parent, query), variables, access.documents)

    def check_write(
        self,
        access: Access,
        name: str,
        before: Document | None,
        after: Document | None,
        written: _Documents,
        *,
        must_exist: bool = False,
    ) -> None:
        """Raise PERMISSION_DENIED unless the document may go from `before` to `after`."""
        creates = before is None and not must_exist
        method = Method.DELETE if after is None else Method.CREATE if creates else Method.UPDATE
        request = {**_request(access, method, path_of(name)), "resource": resource_of(after)}
        variables = {"request": request, "resource": resource_of(before)}
        self._decide(access, method, path_of(name).segments, variables, written)

    def _decide(
        self,
        access: Access,
        method: Method,
        path: Sequence[Segment],
        variables: Mapping[str, Value],
        written: _Documents,
    ) -> None:
        lookup = _Lookup(access, written)
        decision = self._rules.decide(Request(method, path, variables), lookup)
        log_refusal(FIRESTORE, method, decision)
        if not decision.allowed:
            raise permission_denied()


class _Lookup:
    """Other documents, as they are and as the request would leave them."""

    def __init__(self, access: Access, written: _Documents) -> None:
        self._access = access
        self._written = written

    def find(self, path: Path, *, after: bool) -> Value:
        documents: _Documents = self._written if after else self._access.documents
        found = documents.get(name_of(path, self._access.database))
        return None if found is None else resource_of(found.message)


def _request(access: Access, method: Method, path: Value) -> dict[str, Value]:
    claims = access.caller.claims if access.caller.standing is Standing.PERSON else None
    return {
        "auth": auth_of(claims),
        "method": method.value,
        "path": path,
        "time": Timestamp(access.moment * 1000),
    }


def _query(query: StructuredQuery) -> dict[str, Value]:
    """Return `request.query`, without `orderBy`: its value in the service is not documented."""
    return {
        "limit": query.limit.value if query.HasField("limit") else None,
        "offset": query.offset,
        "orderBy": UNDECIDED if query.order_by else None,
    }


def _queried_path(parent: str, query: StructuredQuery) -> list[Segment]:
    """Return the path of any document that the query may find; a query for an id can find only that one."""
    path: list[Segment] = list(path_of(parent).segments)
    selector = query.from_[0] if query.from_ else None
    if selector is None or not selector.collection_id:
        return [*path, Open.ANY_SEGMENTS, Open.ONE_SEGMENT, Open.ONE_SEGMENT]
    if selector.all_descendants:
        path.append(Open.ANY_SEGMENTS)
    return [*path, selector.collection_id, _wanted_id(parent, query)]


def _wanted_id(parent: str, query: StructuredQuery) -> Segment:
    wanted = query.where.field_filter
    if wanted.field.field_path == NAME_FIELD and wanted.op == _EQUAL:
        collection, _, document_id = wanted.value.reference_value.rpartition("/")
        if collection == f"{parent}/{query.from_[0].collection_id}":
            return str(document_id)
    return Open.ONE_SEGMENT

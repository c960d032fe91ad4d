"""Reading documents by name, and listing documents and collections."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator, Sequence

from embedded_firebase.firestore.database import View
from embedded_firebase.firestore.encoded_answers import DocumentAnswers
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import invalid_argument, not_found, permission_denied
from embedded_firebase.firestore.paths import check_id, parse_document_name, parse_field_path
from embedded_firebase.firestore.protocol import (
    BatchGetDocumentsResponse,
    Document,
    ListCollectionIdsResponse,
    ListDocumentsResponse,
    Message,
    StructuredQuery,
)
from embedded_firebase.firestore.queries.plan import plan_query, project
from embedded_firebase.firestore.rpcs.session import (
    Session,
    database_of_document,
    database_of_parent,
    open_session,
)
from embedded_firebase.firestore.stored_document import StoredDocument
from embedded_firebase.firestore.wire.methods import Incoming

DEFAULT_PAGE_SIZE = 300


class DocumentReads:
    """GetDocument, BatchGetDocuments, ListDocuments, ListCollectionIds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def get_document(self, request: Message, call: Incoming) -> Document:
        database = database_of_document(self._engine, request.name)
        session = open_session(self._engine, call, database, request)
        view = await self._engine.read(database, session.reader, [request.name])
        self._engine.operations.read_documents(1)
        document = view.get(request.name)
        self._check_get(session, request.name, document)
        if document is None:
            raise not_found(f"Document ({request.name}) not found.")
        return masked(document.message, request)

    async def batch_get_documents(self, request: Message, call: Incoming) -> AsyncGenerator[Message, None]:
        database = self._engine.database(request.database)
        for name in request.documents:
            if not name.startswith(database.root + "/"):
                raise invalid_argument(f'Document name "{name}" is not in the database "{database.name}".')
            parse_document_name(name)
        session = open_session(self._engine, call, database, request)
        names = list(dict.fromkeys(request.documents))
        view = await self._engine.read(database, session.reader, names)
        if session.begun:
            yield BatchGetDocumentsResponse(transaction=session.begun)
        self._engine.operations.read_documents(len(names))
        read_time = session.read_time(self._engine)
        found = [(name, view.get(name)) for name in names]
        for name, document in found:
            self._check_get(session, name, document)
        answers = DocumentAnswers(BatchGetDocumentsResponse, "found", read_time)
        whole = not request.HasField("mask")
        for name, document in found:
            if document is None:
                yield BatchGetDocumentsResponse(missing=name, read_time=read_time)
            elif whole:
                yield answers.of(document.encoded)
            else:
                yield answers.of(masked(document.message, request).SerializeToString())

    async def list_documents(self, request: Message, call: Incoming) -> Message:
        database = database_of_parent(self._engine, request.parent)
        session = open_session(self._engine, call, database, request)
        if request.collection_id:
            check_id(request.collection_id, "Collection id", request.collection_id)
        if request.page_size < 0:
            raise invalid_argument("page_size is negative")
        plan = plan_query(request.parent, _listing(request))
        result = await self._engine.query(database, session.reader, plan)
        if request.show_missing:
            if not session.caller.is_server:
                raise permission_denied()
            view = await self._engine.read(database, session.reader, [])
            documents = _with_missing(view, request, result.documents)
        else:
            documents = [document.message for document in result.documents]
            self._check_list(session, request, result.documents)
        page, token = _page(documents, request)
        self._engine.operations.read_query(len(page))
        return ListDocumentsResponse(
            documents=[masked(document, request) for document in page], next_page_token=token
        )

    async def list_collection_ids(self, request: Message, call: Incoming) -> Message:
        database = database_of_parent(self._engine, request.parent)
        session = open_session(self._engine, call, database, request)
        if not session.caller.is_server:
            raise permission_denied()
        view = await self._engine.read(database, session.reader, [])
        ids = sorted(view.names_below(request.parent))
        self._engine.operations.read_query(0)
        start = _parse_token(request.page_token)
        if start:
            ids = [collection_id for collection_id in ids if collection_id > start]
        size = request.page_size or DEFAULT_PAGE_SIZE
        token = _token(ids[size - 1]) if len(ids) > size else ""
        return ListCollectionIdsResponse(collection_ids=ids[:size], next_page_token=token)

    def _check_get(self, session: Session, name: str, document: StoredDocument | None) -> None:
        if not session.caller.is_server:
            access = self._engine.access_of(session.caller, session.database)
            self._engine.access.check_get(access, name, None if document is None else document.message)

    def _check_list(self, session: Session, request: Message, documents: Sequence[StoredDocument]) -> None:
        if not session.caller.is_server:
            access = self._engine.access_of(session.caller, session.database)
            messages = [document.message for document in documents]
            self._engine.access.check_query(access, request.parent, _listing(request), messages)


def masked(document: Document, request: Message) -> Document:
    """Return the document with the fields of the request's mask only; without a mask, whole."""
    if not request.HasField("mask"):
        return document
    return project(document, [parse_field_path(path) for path in request.mask.field_paths])


def _listing(request: Message) -> StructuredQuery:
    """Return the query that a ListDocuments request stands for."""
    query = StructuredQuery()
    selector = query.from_.add()
    selector.collection_id = request.collection_id
    for term in filter(None, (term.strip() for term in request.order_by.split(","))):
        if request.show_missing:
            raise invalid_argument("cannot specify an order when show_missing is true")
        field, _, direction = term.partition(" ")
        order = query.order_by.add()
        order.field.field_path = field
        order.direction = 2 if direction.strip().lower() == "desc" else 1
    return query


def _with_missing(view: View, request: Message, documents: Sequence[StoredDocument]) -> list[Document]:
    """Return the documents, and a bare name for each that is not stored but has documents below it."""
    known = {document.name for document in documents}
    collections = (
        [f"{request.parent}/{request.collection_id}"]
        if request.collection_id
        else [f"{request.parent}/{child}" for child in view.names_below(request.parent)]
    )
    missing = [
        StoredDocument(Document(name=name))
        for collection in collections
        for child in view.names_below(collection)
        if (name := f"{collection}/{child}") not in known
    ]
    plan = plan_query(request.parent, _listing(request))
    return [document.message for document in plan.ordering.sort([*documents, *missing])]


def _page(documents: Sequence[Document], request: Message) -> tuple[Sequence[Document], str]:
    """Return one page and the token of the next."""
    start = 0
    after = _parse_token(request.page_token)
    if after:
        names = [document.name for document in documents]
        # If the last document of the previous page was deleted, continue behind its place.
        start = names.index(after) + 1 if after in names else sum(name <= after for name in names)
    size = request.page_size or DEFAULT_PAGE_SIZE
    page = documents[start : start + size]
    return page, _token(page[-1].name) if start + size < len(documents) else ""


def _token(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode()


def _parse_token(token: str) -> str:
    try:
        return base64.b64decode(token, altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise invalid_argument("invalid page token") from error

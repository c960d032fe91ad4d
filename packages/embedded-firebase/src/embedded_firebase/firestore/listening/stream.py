"""One Listen stream: its targets, the changes still to be sent, and the messages that carry them.

The protocol, from the public reference of `ListenResponse` and `TargetChange`: ADD, the documents, CURRENT;
then changes as they are committed, each batch closed by a NO_CHANGE that carries the moment up to which the
client now knows everything, and the token to resume from there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field

from embedded_firebase.firestore.access import Caller
from embedded_firebase.firestore.database import Database
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import FirestoreError, invalid_argument
from embedded_firebase.firestore.listening.subscriptions import Subscription, Subscriptions
from embedded_firebase.firestore.listening.targets import Difference, DocumentsTarget, QueryTarget
from embedded_firebase.firestore.paths import parse_document_name
from embedded_firebase.firestore.protocol import (
    DocumentChange,
    DocumentDelete,
    DocumentRemove,
    ExistenceFilter,
    ListenResponse,
    Message,
    TargetChange,
    microseconds_of,
    timestamp,
)
from embedded_firebase.firestore.queries.plan import plan_query
from embedded_firebase.firestore.stored_document import StoredDocument

_NO_CHANGE, _ADD, _REMOVE, _CURRENT, _RESET = range(5)


@dataclass
class _Followed:
    """A target of this stream."""

    id: int
    subscription: Subscription
    pending: dict[str, StoredDocument | None] = field(default_factory=dict)
    """Differences that are not sent yet, the latest of each document."""


class ListenStream:
    """Serve the targets of one client."""

    def __init__(
        self, engine: Engine, subscriptions: Subscriptions, database: Database, caller: Caller
    ) -> None:
        self._engine = engine
        self._subscriptions = subscriptions
        self._database = database
        self._caller = caller
        self._targets: dict[int, _Followed] = {}
        self._outbox: deque[Iterable[Message]] = deque()
        self._dirty: dict[int, None] = {}
        self._moment = 0
        self._wake = asyncio.Event()
        self._ended = False

    async def read(self, requests: AsyncIterator[Message]) -> None:
        """Add and remove targets as the client requests, until its requests end."""
        async for request in requests:
            change = request.WhichOneof("target_change")
            if change == "add_target":
                self._add(request.add_target)
            elif change == "remove_target":
                self._remove(request.remove_target)

    def reading_ended(self, reading: asyncio.Task[None]) -> None:
        """End the stream: the client sends no more requests, or sent an impossible one."""
        self._ended = True
        self._wake.set()

    async def responses(self) -> AsyncGenerator[Message, None]:
        """Yield responses for as long as the client listens."""
        while True:
            while self._outbox:
                for message in self._outbox.popleft():
                    yield message
            if self._dirty:
                self._outbox.append(self._flush())
                continue
            if self._ended:
                return
            self._wake.clear()
            await self._wake.wait()

    def close(self) -> None:
        for followed in self._targets.values():
            self._subscriptions.remove(followed.subscription)
        self._targets.clear()

    def _add(self, request: Message) -> None:
        target_id = request.target_id or max(self._targets, default=0) + 1
        if target_id in self._targets:
            raise invalid_argument(f"Target id {target_id} is in use.")
        self._tell([_target_change(_ADD, target_id)])
        try:
            target = self._target(request)
            known = self._known(request, target)
            documents = target.start()
            self._check_access(target, documents)
        except FirestoreError as error:
            self._tell([_target_change(_REMOVE, target_id, error=error)])
            return
        moment = self._engine.clock.tick()
        self._engine.operations.read_query(len(documents) if known is None else 0)
        self._tell(self._initial(target_id, target, request, known, documents, moment))
        if request.once:
            self._tell([_target_change(_REMOVE, target_id)])
            return
        followed = _Followed(target_id, Subscription(target, self._reporter(target_id)))
        self._targets[target_id] = followed
        self._subscriptions.add(followed.subscription)

    def _target(self, request: Message) -> DocumentsTarget | QueryTarget:
        if request.WhichOneof("target_type") == "documents":
            for name in request.documents.documents:
                parse_document_name(name)
            return DocumentsTarget(self._database, request.documents.documents)
        query = request.query.structured_query
        plan = plan_query(request.query.parent, query)
        self._engine.require_index(plan)
        return QueryTarget(self._database, query, plan)

    def _known(
        self, request: Message, target: DocumentsTarget | QueryTarget
    ) -> dict[str, StoredDocument] | None:
        """Return what the client knows of the target from before; None when it must start anew."""
        resume = request.WhichOneof("resume_type")
        if resume is None or (resume == "resume_token" and not request.resume_token):
            return None
        moment = (
            microseconds_of(request.read_time)
            if resume == "read_time"
            else int.from_bytes(request.resume_token, "big")
        )
        view = self._database.as_of(moment)
        return None if view is None else target.documents(view)

    def _initial(
        self,
        target_id: int,
        target: DocumentsTarget | QueryTarget,
        request: Message,
        known: dict[str, StoredDocument] | None,
        documents: dict[str, StoredDocument],
        moment: int,
    ) -> Iterator[Message]:
        if known is None and request.WhichOneof("resume_type") is not None:
            yield _target_change(_RESET, target_id)
        before = known or {}
        for name, document in documents.items():
            if before.get(name) is not document:
                yield _changed(target_id, target, document)
        missing = target.names if isinstance(target, DocumentsTarget) else before
        for name in missing:
            if name not in documents:
                yield self._left(target_id, name, moment)
        counted = known is not None and request.HasField("expected_count")
        if counted and request.expected_count.value != len(before):
            yield ListenResponse(filter=ExistenceFilter(target_id=target_id, count=len(documents)))
        yield _target_change(_CURRENT, target_id, moment=moment)
        yield _up_to_date(moment)

    def _remove(self, target_id: int) -> None:
        followed = self._targets.pop(target_id, None)
        if followed is not None:
            self._subscriptions.remove(followed.subscription)
            self._dirty.pop(target_id, None)
            self._tell([_target_change(_REMOVE, target_id)])

    def _reporter(self, target_id: int) -> Callable[[Difference, int], None]:
        def report(difference: Difference, moment: int) -> None:
            name, document = difference
            self._targets[target_id].pending[name] = document
            self._dirty[target_id] = None
            self._moment = moment
            self._wake.set()

        return report

    def _tell(self, messages: Iterable[Message]) -> None:
        self._outbox.append(messages)
        self._wake.set()

    def _flush(self) -> Iterator[Message]:
        moment, dirty = self._moment, list(self._dirty)
        self._dirty.clear()
        batches: list[tuple[_Followed, dict[str, StoredDocument | None]]] = []
        for target_id in dirty:
            followed = self._targets[target_id]
            batches.append((followed, followed.pending))
            followed.pending = {}
        for followed, pending in batches:
            yield from self._differences(followed, pending, moment)
        yield _up_to_date(moment)

    def _differences(
        self, followed: _Followed, pending: dict[str, StoredDocument | None], moment: int
    ) -> Iterator[Message]:
        target = followed.subscription.target
        present = {name: document for name, document in pending.items() if document is not None}
        try:
            self._check_access(target, present)
        except FirestoreError as error:
            if self._targets.pop(followed.id, None) is not None:
                self._subscriptions.remove(followed.subscription)
            yield _target_change(_REMOVE, followed.id, error=error)
            return
        self._engine.operations.read_documents(len(present))
        for name, document in pending.items():
            if document is None:
                yield self._left(followed.id, name, moment)
            else:
                yield _changed(followed.id, target, document)

    def _left(self, target_id: int, name: str, moment: int) -> Message:
        """Return the message that a document has left a target: it was deleted, or no longer matches."""
        kind, member = (
            (DocumentDelete, "document_delete")
            if self._database.get(name) is None
            else (DocumentRemove, "document_remove")
        )
        left = kind(document=name, removed_target_ids=[target_id], read_time=timestamp(moment))
        return ListenResponse(**{member: left})

    def _check_access(
        self, target: DocumentsTarget | QueryTarget, documents: dict[str, StoredDocument]
    ) -> None:
        if self._caller.is_server:
            return
        access = self._engine.access_of(self._caller, self._database)
        if isinstance(target, DocumentsTarget):
            for name in target.names:
                document = documents.get(name)
                self._engine.access.check_get(access, name, None if document is None else document.message)
        else:
            messages = [document.message for document in documents.values()]
            self._engine.access.check_query(access, target.plan.parent, target.query, messages)


def _target_change(
    kind: int, target_id: int, *, moment: int | None = None, error: FirestoreError | None = None
) -> Message:
    change = TargetChange(target_change_type=kind, target_ids=[target_id])
    if moment is not None:
        change.resume_token = _resume_token(moment)
        change.read_time.CopyFrom(timestamp(moment))
    if error is not None:
        change.cause.code, change.cause.message = error.code, error.message
    return ListenResponse(target_change=change)


def _up_to_date(moment: int) -> Message:
    """Return the messages that the client now knows everything up to this moment."""
    change = TargetChange(
        target_change_type=_NO_CHANGE, resume_token=_resume_token(moment), read_time=timestamp(moment)
    )
    return ListenResponse(target_change=change)


def _changed(target_id: int, target: DocumentsTarget | QueryTarget, document: StoredDocument) -> Message:
    return ListenResponse(
        document_change=DocumentChange(document=target.shown(document), target_ids=[target_id])
    )


def _resume_token(moment: int) -> bytes:
    return moment.to_bytes(8, "big")

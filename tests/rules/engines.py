"""Engines: who judges an act. Each says which it is, so that a report can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Protocol

from google.cloud.firestore_v1 import _helpers

from embedded_firebase.firestore import Access, Caller, FirestoreError, Standing
from embedded_firebase.firestore.protocol import Document, StructuredQuery
from embedded_firebase.firestore.stored_document import StoredDocument
from embedded_firebase.policies import FirestoreRules, StorageRules
from embedded_firebase.rules import Decider, Method
from embedded_firebase.storage import AccessRequest, StoredObject
from tests.rules.acts import OWNER, Actor, FirestoreAct, StorageAct

PROJECT = "demo-mirror"
DATABASE = f"projects/{PROJECT}/databases/(default)"
ROOT = f"{DATABASE}/documents"
BUCKET = f"{PROJECT}.appspot.com"
ERASURE = f"{ROOT}/erasures/{OWNER}"
PROFILE = f"{ROOT}/users/{OWNER}"
COUNT = f"{PROFILE}/uploads/current"


class FirestoreEngine(Protocol):
    """Judges acts by firestore.rules."""

    name: str
    """Which engine it is."""

    def allows_firestore(self, act: FirestoreAct) -> bool:
        """Whether the act goes through."""
        ...


class StorageEngine(Protocol):
    """Judges acts by storage.rules."""

    name: str
    """Which engine it is."""

    def allows_storage(self, act: StorageAct) -> bool:
        """Whether the act goes through."""
        ...


def document(name: str, data: Mapping[str, Any]) -> Document:
    """Return the message of a document as the genuine client writes it."""
    fields = {key: value._pb for key, value in _helpers.encode_dict(dict(data)).items()}
    return Document(name=name, fields=fields)


class Evaluator:
    """Our evaluator by itself, at a moment that stands still."""

    name = "the evaluator (embedded_firebase.rules)"

    def __init__(self, firestore: Decider, storage: Decider, now: datetime) -> None:
        self._now = now
        self._firestore = FirestoreRules(firestore)
        self._storage = StorageRules(storage, PROJECT, self._find_for_storage)
        self._documents: Mapping[str, Document] = {}

    def allows_firestore(self, act: FirestoreAct) -> bool:
        moment = int(self._now.timestamp() * 1_000_000)
        erasures = {ERASURE: _erasure()} if act.erasing else {}
        documents = _Documents(erasures)
        access = Access(_caller(act.actor), DATABASE, moment, documents)
        try:
            self._check(act, access)
        except FirestoreError:
            return False
        return True

    def _check(self, act: FirestoreAct, access: Access) -> None:
        if act.method is Method.LIST:
            parent, query = listing(act)
            self._firestore.check_query(access, parent, query, [])
            return
        name = f"{ROOT}/{act.path}"
        before = None if act.before is None else document(name, act.before)
        if act.method is Method.GET:
            self._firestore.check_get(access, name, before)
            return
        after = None if act.data is None else document(name, act.data)
        self._firestore.check_write(access, name, before, after, access.documents)

    def allows_storage(self, act: StorageAct) -> bool:
        self._documents = found_by(act, self._now)
        claims = _claims(act.actor) if act.actor.uid else None
        stored = _stored(act)
        request = AccessRequest(
            method=act.method.value,
            bucket=BUCKET,
            name=act.name,
            claims=claims,
            current=stored if act.exists else None,
            proposed=stored if act.method in (Method.CREATE, Method.UPDATE) else None,
            time=self._now,
        )
        return self._storage.allows(request)

    def _find_for_storage(self, name: str) -> Document | None:
        return self._documents.get(name)


def found_by(act: StorageAct, now: datetime) -> Mapping[str, Document]:
    """Return the documents that an act on Storage finds, by name."""
    found = {}
    if act.profile is not None:
        found[PROFILE] = document(PROFILE, act.profile)
    if act.count is not None:
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        days = {"today": today, "yesterday": today - timedelta(days=1)}
        found[COUNT] = document(COUNT, {**act.count, "day": days[act.count["day"]]})
    return found


@dataclass(frozen=True)
class _Documents:
    by_name: Mapping[str, StoredDocument]

    def get(self, name: str) -> StoredDocument | None:
        return self.by_name.get(name)


def listing(act: FirestoreAct) -> tuple[str, StructuredQuery]:
    """Return the parent and the query of an act that lists."""
    above, _, collection = act.path.rpartition("/")
    query = StructuredQuery()
    selector = query.from_.add()
    selector.collection_id, selector.all_descendants = collection, act.everywhere
    if act.only is not None:
        wanted = query.where.field_filter
        wanted.field.field_path, wanted.op = "__name__", 5
        wanted.value.reference_value = f"{ROOT}/{act.path}/{act.only}"
    return f"{ROOT}/{above}" if above else ROOT, query


def _claims(actor: Actor) -> dict[str, Any]:
    return {**actor.claims, "sub": actor.uid, "user_id": actor.uid}


def _caller(actor: Actor) -> Caller:
    return Caller(Standing.PERSON, _claims(actor)) if actor.uid else Caller(Standing.NOBODY)


@cache
def _erasure() -> StoredDocument:
    return StoredDocument(document(ERASURE, {"started_at": datetime(2026, 1, 1, tzinfo=UTC)}))


@cache
def _bytes(size: int) -> bytes:
    return bytes(size)


def _stored(act: StorageAct) -> StoredObject:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return StoredObject(
        bucket=BUCKET,
        name=act.name,
        data=_bytes(act.size),
        generation=1,
        metageneration=1,
        created=moment,
        updated=moment,
        content_type=act.content_type,
        crc32c="AAAAAA==",
        md5_hash=None,
    )

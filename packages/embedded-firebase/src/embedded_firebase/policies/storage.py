"""Rules on the embedded Storage."""

from __future__ import annotations

from collections.abc import Callable

from embedded_firebase.firestore.paths import database_name
from embedded_firebase.firestore.protocol import Document
from embedded_firebase.policies.conversion import auth_of, log_refusal, name_of, resource_of
from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.ruleset import Decider, Method, Request
from embedded_firebase.rules.services import STORAGE
from embedded_firebase.rules.values import UNDECIDED, Path, Timestamp, Value
from embedded_firebase.storage.access import AccessRequest
from embedded_firebase.storage.stored_object import StoredObject

FindDocument = Callable[[str], Document | None]
"""Reads a document of Firestore by its full name; called from several threads at once."""

_TOKENS = "firebaseStorageDownloadTokens"
_OPTIONAL = ("contentDisposition", "contentEncoding", "contentLanguage", "cacheControl")


class StorageRules:
    """An `embedded_firebase.storage.AccessPolicy` that asks a ruleset."""

    def __init__(self, rules: Decider, project: str, find_document: FindDocument) -> None:
        self._rules = rules
        self._documents = _Lookup(database_name(project, "(default)"), find_document)

    def allows(self, request: AccessRequest) -> bool:
        """Return whether the rules allow it."""
        method = Method(request.method)
        path = Path(("b", request.bucket, "o", *(request.name.split("/") if request.name else ())))
        writes = method in (Method.CREATE, Method.UPDATE, Method.DELETE)
        asked: dict[str, Value] = {
            "auth": auth_of(request.claims),
            "method": method.value,
            "path": path,
            "time": Timestamp.of(request.time),
        }
        if writes:
            asked["resource"] = _resource(request.proposed)
        resource = UNDECIDED if method is Method.LIST else _resource(request.current)
        variables = {"request": asked, "resource": resource}
        decision = self._rules.decide(Request(method, path.segments, variables), self._documents)
        log_refusal(STORAGE, method, decision)
        return decision.allowed


class _Lookup:
    """Documents of the project's default database, the only one that rules of Storage can read."""

    def __init__(self, database: str, find_document: FindDocument) -> None:
        self._database = database
        self._find_document = find_document

    def find(self, path: Path, *, after: bool) -> Value:
        if after:
            raise EvaluationError("Storage leaves the documents of Firestore as they are")
        return resource_of(self._find_document(name_of(path, self._database)))


def _resource(stored: StoredObject | None) -> Value:
    if stored is None:
        return None
    described: dict[str, Value] = {
        "name": stored.name,
        "bucket": stored.bucket,
        "generation": stored.generation,
        "metageneration": stored.metageneration,
        "size": len(stored.data),
        "timeCreated": Timestamp.of(stored.created),
        "updated": Timestamp.of(stored.updated),
        "contentType": stored.content_type,
        "crc32c": stored.crc32c,
        "etag": stored.etag,
        "metadata": {key: value for key, value in stored.metadata.items() if key != _TOKENS},
    }
    if stored.md5_hash is not None:
        described["md5Hash"] = stored.md5_hash
    described.update({key: stored.settings[key] for key in _OPTIONAL if key in stored.settings})
    return described

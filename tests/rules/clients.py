"""Emulators as engines: acts are tried through genuine clients, with a person's token."""

import base64
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import grpc
from google.api_core.exceptions import PermissionDenied
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import Document, Precondition, Write, firestore, query

from embedded_firebase.rules import Method
from integration.http_client import Answer, send
from tests.rules.acts import Actor, FirestoreAct, StorageAct
from tests.rules.engines import BUCKET, DATABASE, ERASURE, PROJECT, ROOT, document, found_by, listing

TIMEOUT = 20
AS_SERVER = [("authorization", "Bearer owner")]
"""What every Firebase emulator takes for a server's credentials, which rules do not bind."""

BOUNDARY = b"between-parts"


class Client:
    """Tries acts over the wire. What an act finds is put in place past the rules, and gone afterwards."""

    def __init__(self, name: str, firestore: str, storage: str = "") -> None:
        """Of the emulators at these `HOST:PORT`; without Storage only acts on Firestore can be tried.

        Raises:
            AssertionError: something is stored there already. It may be somebody's.
        """
        self.name = name
        self.address = firestore
        self._storage = storage
        self._channel = grpc.insecure_channel(firestore)
        self._written: set[str] = set()
        self._uploaded: set[str] = set()
        assert not self.stored(), f"the Firestore of {name} is not empty"
        assert not storage or not self._files(), f"the Storage of {name} is not empty"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.put(())
        self._put_files(())
        self._channel.close()

    @cached_property
    def client(self) -> FirestoreClient:
        """The genuine low-level client, which sends what it is told."""
        return FirestoreClient(transport=FirestoreGrpcTransport(channel=self._channel))

    def load(self, rules: str) -> bool:
        """Have Firestore judge by these rules. Whether it takes them; the embedded one keeps its own."""
        url = f"http://{self.address}/emulator/v1/projects/{PROJECT}:securityRules"
        body = {"rules": {"files": [{"name": "firestore.rules", "content": rules}]}}
        return send("PUT", url, body).status == 200

    def put(self, documents: Sequence[Document]) -> None:
        """Leave these documents and no others, past the rules."""
        gone = self._written - {one.name for one in documents}
        writes = [Write(delete=name) for name in gone] + [Write(update=one) for one in documents]
        self._written = {one.name for one in documents}
        self.client.commit(_commit(writes), metadata=AS_SERVER, timeout=TIMEOUT)

    def stored(self) -> set[str]:
        """Return the paths of all documents, past the rules."""
        everything = query.StructuredQuery(from_=[{"all_descendants": True}])
        run = firestore.RunQueryRequest(parent=ROOT, structured_query=everything)
        found = self.client.run_query(run, metadata=AS_SERVER, timeout=TIMEOUT)
        return {one.document.name.removeprefix(f"{ROOT}/") for one in found if one.document.name}

    def commit(self, actor: Actor, *writes: Write, transaction: bytes = b"") -> None:
        """Write as this actor. Raises PermissionDenied where the rules refuse."""
        self._written.update(write.update.name for write in writes if write.update.name)
        request = _commit(writes, transaction)
        self.client.commit(request, metadata=self.metadata(actor), timeout=TIMEOUT)

    def metadata(self, actor: Actor) -> list[tuple[str, str]]:
        """Return the gRPC metadata of an actor's calls."""
        token = token_of(actor)
        return [("authorization", f"Bearer {token}")] if token else []

    def allows_firestore(self, act: FirestoreAct) -> bool:
        there = []
        if act.before is not None:
            there.append(wrapped(f"{ROOT}/{act.path}", act.before))
        if act.erasing:
            there.append(wrapped(ERASURE, {}))
        self.put(there)
        try:
            self._try(act)
        except PermissionDenied:
            return False
        return True

    def _try(self, act: FirestoreAct) -> None:
        metadata, name = self.metadata(act.actor), f"{ROOT}/{act.path}"
        if act.method is Method.GET:
            asked = firestore.BatchGetDocumentsRequest(database=DATABASE, documents=[name])
            list(self.client.batch_get_documents(asked, metadata=metadata, timeout=TIMEOUT))
        elif act.method is Method.LIST:
            parent, structured = listing(act)
            wanted = query.StructuredQuery.wrap(structured)
            run = firestore.RunQueryRequest(parent=parent, structured_query=wanted)
            list(self.client.run_query(run, metadata=metadata, timeout=TIMEOUT))
        else:
            self.commit(act.actor, _write(act, name))

    def allows_storage(self, act: StorageAct) -> bool:
        found = found_by(act, datetime.now(UTC))
        self.put([Document.wrap(one) for one in found.values()])
        self._put_files([act] if act.exists else [])
        answer = self._send(act, token_of(act.actor))
        if act.method in (Method.CREATE, Method.UPDATE):
            self._uploaded.add(act.name)
        if answer.status not in (200, 204, 403):
            raise AssertionError(f"{act.title}: {answer.status} {answer.body!r}")
        return answer.status != 403

    def _put_files(self, acts: Iterable[StorageAct]) -> None:
        for name in self._uploaded:
            send("DELETE", self._file(name), headers={"Authorization": "Bearer owner"})
        self._uploaded = {act.name for act in acts}
        for act in acts:
            answer = self._upload(act.name, b"here before", act.content_type, "owner")
            assert answer.status == 200, answer.body

    def _files(self) -> list[Any]:
        answer = send("GET", self._bucket, headers={"Authorization": "Bearer owner"})
        return list(answer.json["items"])

    @property
    def _bucket(self) -> str:
        return f"http://{self._storage}/v0/b/{BUCKET}/o"

    def _file(self, name: str) -> str:
        return f"{self._bucket}/{quote(name, safe='')}"

    def _send(self, act: StorageAct, token: str | None) -> Answer:
        headers = {"Authorization": f"Firebase {token}"} if token else {}
        if act.method is Method.GET:
            return send("GET", f"{self._file(act.name)}?alt=media", headers=headers)
        if act.method is Method.LIST:
            prefix = f"{act.name}/" if act.name else ""
            return send(
                "GET", f"{self._bucket}?prefix={quote(prefix, safe='')}&delimiter=%2F", headers=headers
            )
        if act.method is Method.DELETE:
            return send("DELETE", self._file(act.name), headers=headers)
        return self._upload(act.name, bytes(act.size), act.content_type, token)

    def _upload(self, name: str, data: bytes, content_type: str, token: str | None) -> Answer:
        """Both parts in one body, as the SDKs send small files."""
        described = json.dumps({"name": name, "contentType": content_type}).encode()
        parts = (
            b"Content-Type: application/json\r\n\r\n" + described,
            b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + data,
        )
        body = (
            b"".join(b"--" + BOUNDARY + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + BOUNDARY + b"--"
        )
        headers = {
            "X-Goog-Upload-Protocol": "multipart",
            "Content-Type": f"multipart/related; boundary={BOUNDARY.decode()}",
        }
        if token:
            headers["Authorization"] = f"Firebase {token}"
        return send("POST", f"{self._bucket}?name={quote(name, safe='')}", body, headers)


def wrapped(name: str, data: Mapping[str, Any]) -> Document:
    """Return a document for the genuine client."""
    made: Document = Document.wrap(document(name, data))
    return made


def token_of(actor: Actor) -> str | None:
    """Return an ID token as the Auth emulator makes them: without a signature."""
    if actor.uid is None:
        return None
    now = int(time.time())
    claims = {
        "firebase": {"sign_in_provider": "custom", "identities": {}},
        **actor.claims,
        "iss": f"https://securetoken.google.com/{PROJECT}",
        "aud": PROJECT,
        "sub": actor.uid,
        "user_id": actor.uid,
        "auth_time": now,
        "iat": now,
        "exp": now + 3600,
    }
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, ""))


def _commit(writes: Iterable[Write], transaction: bytes = b"") -> firestore.CommitRequest:
    return firestore.CommitRequest(database=DATABASE, writes=writes, transaction=transaction)


def _write(act: FirestoreAct, name: str) -> Write:
    if act.method is Method.DELETE:
        return Write(delete=name)
    there = act.method is Method.UPDATE
    after = wrapped(name, act.data or {})
    return Write(update=after, current_document=Precondition(exists=there))

"""The embedded Firebase as an engine: acts are tried by genuine clients with a person's token."""

import base64
import json
from functools import cached_property
from types import TracebackType
from typing import Self
from urllib.parse import quote

import grpc
from google.api_core.exceptions import PermissionDenied
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import Document, Precondition, Write, firestore, query

from emulator import Suite
from emulator.rules import Method
from emulator.storage.objects import Content
from tests.integration.emulator.http_client import Answer, send
from tests.rules.acts import Actor, FirestoreAct, StorageAct
from tests.rules.engines import BUCKET, DATABASE, ERASURE, PROJECT, ROOT, document, listing

TIMEOUT = 20


class EmbeddedFirebase:
    """Tries acts over the wire. What an act finds is put in place past the rules, and gone afterwards."""

    name = "the embedded Firebase, through clients"

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self._tokens: dict[str, str] = {}
        self._channel = grpc.insecure_channel(suite.addresses["firestore"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._channel.close()

    @cached_property
    def client(self) -> FirestoreClient:
        """The genuine low-level client, which sends what it is told."""
        return FirestoreClient(transport=FirestoreGrpcTransport(channel=self._channel))

    def token_of(self, actor: Actor) -> str | None:
        """An ID token from the Auth emulator, by a custom token as a server would make it."""
        if actor.uid is None:
            return None
        if str(actor) not in self._tokens:
            custom = _unsigned({"uid": actor.uid, "claims": dict(actor.claims)})
            url = (
                f"http://{self.suite.addresses['auth']}/identitytoolkit.googleapis.com"
                "/v1/accounts:signInWithCustomToken?key=any"
            )
            answer = send("POST", url, {"token": custom, "returnSecureToken": True})
            self._tokens[str(actor)] = answer.json["idToken"]
        return self._tokens[str(actor)]

    def metadata(self, actor: Actor) -> list[tuple[str, str]]:
        """The gRPC metadata of an actor's calls."""
        token = self.token_of(actor)
        return [("authorization", f"Bearer {token}")] if token else []

    def allows_firestore(self, act: FirestoreAct) -> bool:
        self._put_in_place(act)
        try:
            self._try(act)
        except PermissionDenied:
            return False
        return True

    def _put_in_place(self, act: FirestoreAct) -> None:
        there = []
        if act.before is not None:
            there.append(document(f"{ROOT}/{act.path}", act.before))
        if act.erasing:
            there.append(document(ERASURE, {}))
        self.suite.firestore.clear(PROJECT, "(default)")
        self.suite.firestore.import_documents(there)

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
            commit = firestore.CommitRequest(database=DATABASE, writes=[_write(act, name)])
            self.client.commit(commit, metadata=metadata, timeout=TIMEOUT)

    def allows_storage(self, act: StorageAct) -> bool:
        self.suite.storage.clear()
        self.suite.firestore.clear(PROJECT, "(default)")
        if act.exists:
            self.suite.objects.put(BUCKET, act.name, Content(b"here before", act.content_type))
        if act.erasing:
            self.suite.firestore.import_documents([document(ERASURE, {})])
        answer = self._send(act)
        if answer.status not in (200, 204, 403):
            raise AssertionError(f"{act.title}: {answer.status} {answer.body!r}")
        return answer.status != 403

    def _send(self, act: StorageAct) -> Answer:
        token = self.token_of(act.actor)
        headers = {"Authorization": f"Firebase {token}"} if token else {}
        files = f"http://{self.suite.addresses['storage']}/v0/b/{BUCKET}/o"
        file = f"{files}/{quote(act.name, safe='')}"
        if act.method is Method.GET:
            return send("GET", f"{file}?alt=media", headers=headers)
        if act.method is Method.LIST:
            prefix = f"{act.name}/" if act.name else ""
            return send("GET", f"{files}?prefix={quote(prefix, safe='')}&delimiter=%2F", headers=headers)
        if act.method is Method.DELETE:
            return send("DELETE", file, headers=headers)
        upload = f"{files}?name={quote(act.name, safe='')}"
        return send("POST", upload, bytes(act.size), {**headers, "Content-Type": act.content_type})


def _write(act: FirestoreAct, name: str) -> Write:
    if act.method is Method.DELETE:
        return Write(delete=name)
    there = act.method is Method.UPDATE
    after = Document.wrap(document(name, act.data or {}))
    return Write(update=after, current_document=Precondition(exists=there))


def _unsigned(claims: dict[str, object]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, ""))

"""A person with the app in hand: calls, documents and uploads with their own token, under the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import grpc
from google.cloud.firestore_v1 import _helpers
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import Document, Precondition, StructuredQuery, Write, firestore

from demo.client import SignedIn
from demo.uploads import Uploads
from embedded_firebase import Suite
from embedded_firebase.environment import default_bucket
from tests.docs.dart import Snapshot
from tests.integration.app import App, post, uid_of

TIMEOUT = 20


@dataclass(frozen=True)
class Phones:
    """What everybody's app shares: where Firebase is, and a channel to Firestore."""

    suite: Suite
    channel: grpc.Channel

    @property
    def app(self) -> App:
        return App(self.suite.functions_url, self.suite.addresses["auth"])

    def somebody(self) -> "Person":
        """Return a new guest."""
        return Person(self, self.app.sign_in())

    def member(self, email: str) -> "Person":
        """Somebody with a new account of their own."""
        url = f"http://{self.app.auth}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
        account = {"email": email, "password": "correct horse", "returnSecureToken": True}
        return Person(self, str(post(url, account)["idToken"]))


@dataclass(frozen=True)
class Person:
    phones: Phones
    token: str

    @property
    def uid(self) -> str:
        return uid_of(self.token)

    def call(self, name: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return a callable's `result` or `error`, with `http` beside an error."""
        return self.phones.app.call(name, self.token, **data)

    def snapshot(self, path: str) -> Snapshot:
        """One of the person's documents, by its path below `users/{uid}`; times are Timestamps."""
        name = f"{self._me}{path}"
        asked = firestore.BatchGetDocumentsRequest(database=self._database, documents=[name])
        (found,) = self._client.batch_get_documents(asked, metadata=self._metadata, timeout=TIMEOUT)
        return _snapshot(found.found)

    def newest(self, collection: str, field: str) -> list[Snapshot]:
        """Return what the app's listener on the newest of a collection is shown."""
        query = StructuredQuery(
            from_=[StructuredQuery.CollectionSelector(collection_id=collection)],
            order_by=[
                StructuredQuery.Order(
                    field=StructuredQuery.FieldReference(field_path=field),
                    direction=StructuredQuery.Direction.DESCENDING,
                )
            ],
            limit=20,
        )
        asked = firestore.RunQueryRequest(parent=self._me, structured_query=query)
        answers = self._client.run_query(asked, metadata=self._metadata, timeout=TIMEOUT)
        return [_snapshot(answer.document) for answer in answers if answer.document.name]

    def write(self, path: str, data: Mapping[str, Any], *, new: bool = False) -> None:
        """Store one of the person's documents. Raises PermissionDenied where the rules refuse it."""
        fields = _helpers.encode_dict(dict(data))
        there = Precondition(exists=False) if new else None
        write = Write(update=Document(name=f"{self._me}{path}", fields=fields), current_document=there)
        commit = firestore.CommitRequest(database=self._database, writes=[write])
        self._client.commit(commit, metadata=self._metadata, timeout=TIMEOUT)

    def upload(self, name: str, content: bytes) -> str:
        """Return the path of the photo in Storage. Raises CallFailed where the rules refuse it."""
        suite = self.phones.suite
        uploads = Uploads(suite.addresses["storage"], default_bucket(suite.project))
        return uploads.upload(SignedIn(self.uid, self.token), name, content)

    @property
    def _database(self) -> str:
        return f"projects/{self.phones.suite.project}/databases/(default)"

    @property
    def _me(self) -> str:
        return f"{self._database}/documents/users/{self.uid}"

    @property
    def _metadata(self) -> list[tuple[str, str]]:
        return [("authorization", f"Bearer {self.token}")]

    @property
    def _client(self) -> FirestoreClient:
        """Google's low-level client, which sends the token it is told."""
        return FirestoreClient(transport=FirestoreGrpcTransport(channel=self.phones.channel))


def as_json(value: Any) -> Any:
    """As the page writes a document: times in ISO 8601."""
    if isinstance(value, Mapping):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, datetime):
        return datetime.fromtimestamp(value.timestamp(), value.tzinfo).isoformat()
    return value


def _snapshot(document: Document) -> Snapshot:
    fields: Any = _helpers.decode_dict(Document.pb(document).fields, None)
    return Snapshot(document.name.rpartition("/")[2], fields)

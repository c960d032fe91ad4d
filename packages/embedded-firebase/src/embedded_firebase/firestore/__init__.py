"""The embedded Firestore: one process, one port, the public protocol, no Java."""

from embedded_firebase.firestore.access import Access, AccessPolicy, Caller, Standing
from embedded_firebase.firestore.changes import Change
from embedded_firebase.firestore.errors import FirestoreError, permission_denied
from embedded_firebase.firestore.indexes import IndexCatalogue
from embedded_firebase.firestore.server import FirestoreEmulator, RequestRecord
from embedded_firebase.firestore.wire.http1 import HttpRequest, HttpResponse, HttpRoute

__all__ = [
    "Access",
    "AccessPolicy",
    "Caller",
    "Change",
    "FirestoreEmulator",
    "FirestoreError",
    "HttpRequest",
    "HttpResponse",
    "HttpRoute",
    "IndexCatalogue",
    "RequestRecord",
    "Standing",
    "permission_denied",
]

"""The embedded Firestore: one process, one port, the public protocol, no Java."""

from emulator.firestore.access import Access, AccessPolicy, Caller, Standing
from emulator.firestore.changes import Change
from emulator.firestore.errors import FirestoreError, permission_denied
from emulator.firestore.indexes import IndexCatalogue
from emulator.firestore.server import FirestoreEmulator, RequestRecord
from emulator.firestore.wire.http1 import HttpRequest, HttpResponse, HttpRoute

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

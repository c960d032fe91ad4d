"""Cloud Storage: the JSON API that the Google clients speak and the `/v0/` API of the Firebase SDKs."""

from embedded_firebase.storage.access import AccessPolicy, AccessRequest, AllowEveryone
from embedded_firebase.storage.objects import ObjectStore, StoredObject
from embedded_firebase.storage.service import StorageService

__all__ = [
    "AccessPolicy",
    "AccessRequest",
    "AllowEveryone",
    "ObjectStore",
    "StorageService",
    "StoredObject",
]

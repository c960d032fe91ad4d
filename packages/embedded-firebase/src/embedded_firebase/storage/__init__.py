"""Cloud Storage: the JSON API that the Google clients speak and the `/v0/` API of the Firebase SDKs."""

from embedded_firebase.storage.access import AccessPolicy, AccessRequest, AllowEveryone
from embedded_firebase.storage.changes import ObjectChange
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.resources import object_resource
from embedded_firebase.storage.service import LARGEST_UPLOAD, StorageService
from embedded_firebase.storage.stored_object import StoredObject

__all__ = [
    "LARGEST_UPLOAD",
    "AccessPolicy",
    "AccessRequest",
    "AllowEveryone",
    "ObjectChange",
    "ObjectStore",
    "StorageService",
    "StoredObject",
    "object_resource",
]

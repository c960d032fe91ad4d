"""Cloud Storage: the JSON API that the Google clients speak and the `/v0/` API of the Firebase SDKs."""

from emulator.storage.access import AccessPolicy, AccessRequest, AllowEveryone
from emulator.storage.objects import ObjectStore, StoredObject
from emulator.storage.service import StorageService

__all__ = [
    "AccessPolicy",
    "AccessRequest",
    "AllowEveryone",
    "ObjectStore",
    "StorageService",
    "StoredObject",
]

"""Objects and where they are kept: in memory, one live generation for each name, every change atomic."""

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

import google_crc32c

from embedded_firebase.storage.changes import Listener, ObjectChange
from embedded_firebase.storage.errors import ObjectNotFound
from embedded_firebase.storage.stored_object import StoredObject

DEFAULT_CONTENT_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Content:
    """The bytes and metadata of an upload."""

    data: bytes = field(repr=False)
    content_type: str = DEFAULT_CONTENT_TYPE
    settings: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    component_count: int | None = None


def crc32c_of(data: bytes) -> str:
    """Return the CRC32C checksum as Cloud Storage writes it."""
    return base64.b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode()


def md5_of(data: bytes) -> str:
    """Return the MD5 digest as Cloud Storage writes it."""
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


Check = Callable[[StoredObject | None], None]
"""Raises if the live object is not as the caller requires; runs under the store's lock."""


def _no_check(_: StoredObject | None) -> None:
    """Accept any live object, or none."""


class ObjectStore:
    """All buckets of the emulator. A bucket exists as soon as it is named."""

    def __init__(self) -> None:
        self._buckets: dict[str, dict[str, StoredObject]] = {}
        self._lock = threading.RLock()
        self._last_generation = 0
        self._listeners: list[Listener] = []

    def on_change(self, listener: Listener) -> None:
        """Call a listener with every change from now on, except for imports and the clearing of a bucket."""
        self._listeners.append(listener)

    def find(self, bucket: str, name: str) -> StoredObject | None:
        """Return the live object, if there is one."""
        with self._lock:
            return self._buckets.get(bucket, {}).get(name)

    def get(self, bucket: str, name: str, generation: int | None = None) -> StoredObject:
        """Return the live object; with a generation given, only if it is that one.

        Raises:
            ObjectNotFound: if there is none.
        """
        found = self.find(bucket, name)
        if found is None or generation not in (None, found.generation):
            raise ObjectNotFound(bucket, name)
        return found

    def put(self, bucket: str, name: str, content: Content, check: Check = _no_check) -> StoredObject:
        """Make a new generation of an object, if the check accepts the one it replaces."""
        checksum = crc32c_of(content.data)
        digest = md5_of(content.data) if content.component_count is None else None
        with self._lock:
            replaced = self.find(bucket, name)
            check(replaced)
            now = datetime.now(UTC)
            stored = StoredObject(
                bucket=bucket,
                name=name,
                data=content.data,
                generation=self._next_generation(),
                metageneration=1,
                created=now,
                updated=now,
                content_type=content.content_type,
                crc32c=checksum,
                md5_hash=digest,
                settings=MappingProxyType(dict(content.settings)),
                metadata=MappingProxyType(dict(content.metadata)),
                component_count=content.component_count,
            )
            self._buckets.setdefault(bucket, {})[name] = stored
            gone = [ObjectChange("deleted", replaced, now)] if replaced is not None else []
            self._announce(*gone, ObjectChange("finalized", stored, now))
            return stored

    def change(
        self,
        bucket: str,
        name: str,
        change: Callable[[StoredObject], StoredObject],
        generation: int | None = None,
    ) -> StoredObject:
        """Replace the metadata of an object; its bytes and generation stay, its metageneration rises."""
        with self._lock:
            current = self.get(bucket, name, generation)
            changed = replace(
                change(current), metageneration=current.metageneration + 1, updated=datetime.now(UTC)
            )
            self._buckets[bucket][name] = changed
            self._announce(ObjectChange("metadataUpdated", changed, changed.updated))
            return changed

    def delete(
        self, bucket: str, name: str, check: Check = _no_check, generation: int | None = None
    ) -> StoredObject:
        """Delete an object, if the check accepts it; return the deleted object."""
        with self._lock:
            current = self.get(bucket, name, generation)
            check(current)
            deleted = self._buckets[bucket].pop(name)
            self._announce(ObjectChange("deleted", deleted, datetime.now(UTC)))
            return deleted

    def restore(self, stored: Iterable[StoredObject]) -> None:
        """Put objects back exactly as they were exported, generations included."""
        with self._lock:
            for one in stored:
                self._buckets.setdefault(one.bucket, {})[one.name] = one
                self._last_generation = max(self._last_generation, one.generation)

    def names(self, bucket: str) -> list[str]:
        """Return the names in a bucket in UTF-8 order, which is the order of listings."""
        with self._lock:
            return sorted(self._buckets.get(bucket, {}), key=str.encode)

    def buckets(self) -> list[str]:
        """Return the buckets that exist so far."""
        with self._lock:
            return sorted(self._buckets)

    def create_bucket(self, bucket: str) -> None:
        """Create a bucket."""
        with self._lock:
            self._buckets.setdefault(bucket, {})

    def delete_bucket(self, bucket: str) -> bool:
        """Delete an empty bucket; return False if it holds objects."""
        with self._lock:
            if self._buckets.get(bucket):
                return False
            self._buckets.pop(bucket, None)
            return True

    def clear(self, bucket: str | None = None) -> None:
        """Delete the objects of one bucket, or of all."""
        with self._lock:
            if bucket is None:
                self._buckets.clear()
            else:
                self._buckets.pop(bucket, None)

    def __iter__(self) -> Iterator[StoredObject]:
        """Return every object, by bucket and name, as it is at this moment."""
        with self._lock:
            everything = [stored for objects in self._buckets.values() for stored in objects.values()]
        return iter(sorted(everything, key=lambda stored: (stored.bucket, stored.name.encode())))

    def _announce(self, *changes: ObjectChange) -> None:
        for listener in self._listeners:
            listener(changes)

    def _next_generation(self) -> int:
        """Return a unique generation: microseconds since 1970, as in the service."""
        self._last_generation = max(self._last_generation + 1, time.time_ns() // 1000)
        return self._last_generation

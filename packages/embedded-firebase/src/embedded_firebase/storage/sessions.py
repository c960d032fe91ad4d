"""Resumable uploads in progress, for both APIs: only a complete upload becomes an object.

An upload that has ended, in whatever way, is still known: a request that is repeated gets the same answer again.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import Headers

from embedded_firebase.storage.errors import Invalid, StorageError
from embedded_firebase.storage.stored_object import StoredObject

Finish = Callable[[bytes, Headers], StoredObject]
"""Makes the object from the bytes and from the headers of the last request."""


@dataclass
class UploadSession:
    """One resumable upload. Its identifier is a bearer secret, as in the service."""

    identifier: str
    resource: Mapping[str, Any]
    """The object resource that the upload was begun with."""
    finish: Finish
    received: bytearray = field(default_factory=bytearray)
    result: StoredObject | None = None
    """The object, once the upload is complete."""
    refusal: StorageError | None = None
    """Why the complete upload did not become an object."""
    cancelled: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def size(self) -> int:
        """The number of bytes received."""
        return len(self.received)

    @property
    def status(self) -> str:
        """The state of the upload, as the `X-Goog-Upload-Status` header words it."""
        if self.cancelled:
            return "cancelled"
        return "final" if self.result or self.refusal else "active"

    def complete(self, headers: Headers) -> StoredObject:
        """Make the object on the first call; give the same answer on later ones.

        Raises:
            StorageError: if the upload was cancelled, or if the service refuses the object.
        """
        if self.cancelled:
            raise Invalid("The upload was cancelled.")
        if self.refusal is not None:
            raise self.refusal
        if self.result is None:
            try:
                self.result = self.finish(bytes(self.received), headers)
            except StorageError as refusal:
                self.refusal = refusal
                raise
            finally:
                self.received = bytearray()
        return self.result

    def cancel(self) -> None:
        """Drop the bytes of an upload; doing so twice changes nothing.

        Raises:
            Invalid: if the upload has already ended.
        """
        if self.result or self.refusal:
            raise Invalid("The upload has already ended.")
        self.cancelled = True
        self.received = bytearray()


MAX_SESSIONS = 1000
"""Beyond this number the oldest upload is dropped. The service drops an upload after a week."""


class UploadSessions:
    """The uploads that were begun."""

    def __init__(self) -> None:
        self._sessions: dict[str, UploadSession] = {}
        self._lock = threading.Lock()

    def begin(self, resource: Mapping[str, Any], finish: Finish) -> UploadSession:
        """Begin an upload."""
        session = UploadSession(secrets.token_urlsafe(24), resource, finish)
        with self._lock:
            self._sessions[session.identifier] = session
            while len(self._sessions) > MAX_SESSIONS:
                del self._sessions[next(iter(self._sessions))]
        return session

    def find(self, identifier: str) -> UploadSession | None:
        """Return the upload with the identifier, in progress or ended."""
        with self._lock:
            return self._sessions.get(identifier)

    def clear(self) -> None:
        """Delete all uploads."""
        with self._lock:
            self._sessions.clear()

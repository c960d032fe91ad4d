"""Resumable uploads in progress, for both APIs: only a complete upload becomes an object."""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import Headers

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
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def size(self) -> int:
        """The number of bytes received."""
        return len(self.received)

    def complete(self, headers: Headers) -> StoredObject:
        """Make the object on the first call; return the same object on later ones."""
        if self.result is None:
            self.result = self.finish(bytes(self.received), headers)
            self.received = bytearray()
        return self.result


MAX_SESSIONS = 1000
"""Beyond this number the oldest upload is dropped. The service drops an upload after a week."""


class UploadSessions:
    """The uploads that were begun and not cancelled."""

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
        """Return the upload with the identifier, in progress or finished."""
        with self._lock:
            return self._sessions.get(identifier)

    def cancel(self, identifier: str) -> None:
        """Delete an upload and its bytes."""
        with self._lock:
            self._sessions.pop(identifier, None)

    def clear(self) -> None:
        """Delete all uploads."""
        with self._lock:
            self._sessions.clear()
